# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of runs of a kernel: a shell script prints what a kernel would."""

import contextlib
import dataclasses
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from boot import build, commands, main, session, source
from boot.report import Failed
from boot.request import APPLIED, Request
from common import logs, targets
from common.processes import Patience
from common.program import Missing
from common.tap import Point
from test_request import ask, linux_tree

GOOD = """
echo '[    1.0] kmap-selftest: ok 1 - a page'
echo '[    1.1] kmap-selftest: 1..1'
printf '[    1.2] kmap-init: done\\r\\n'
"""
# Its parent is interrupted while the machine runs.
INTERRUPTED = """
import sys
sys.path[1:1] = sys.argv[1:]
from common.program import guarded
from common.processes import Child, Patience
def wait():
    with Child(["sleep", "1000"], Patience()) as child:
        print(child.pid, flush=True)
        list(child.lines())
sys.exit(guarded("test", wait))
"""


def booted(script: str, *arguments: str, patience: Patience = session.PATIENCE) -> list[Point]:
    """The results of a run of a script in place of QEMU."""
    with tempfile.TemporaryDirectory() as folder, \
            mock.patch.object(Request, "output", Path(folder)), \
            mock.patch("boot.machine.command", return_value=["sh", "-c", script]), \
            mock.patch.object(session, "PATIENCE", patience), \
            contextlib.redirect_stdout(io.StringIO()):
        points = list(session.boot(ask(*arguments), Path("image"), Path("initramfs")))
        assert Path(folder, session.LOG).read_text().count("\n") == script.count("[ ")
        return points


class Boot(unittest.TestCase):
    """A kernel from its first line to its last."""

    def test_good(self):
        """results as they come, then what is judged at the end"""
        points = booted(GOOD, "--test", "selftest")
        self.assertEqual(points[0], Point(True, "selftest: a page"))
        self.assertEqual([point.ok for point in points], [True, True, True])

    def test_without_kmap(self):
        """KMAP=0: the self-tests are skipped, in words"""
        points = booted("", "--test", "selftest", "--kmap", "0")
        self.assertEqual((points[0].skipped, points[0].reason), (True, session.NO_KMAP))

    def test_other_version(self):
        """a test that this version of Linux does not have is skipped, in words"""
        points = booted("", "--test", "pinned", "--version", "6.1")
        self.assertEqual((points[0].skipped, points[0].reason), (True, session.NOT_HERE))

    def test_ends_early(self):
        """a kernel that resets before its end: the tests that are missing fail, and it says how"""
        points = booted("echo '[ 1] kmap-selftest: ok 1 - a page'", "--test", "selftest")
        self.assertEqual([point.ok for point in points], [True, False, False, True])
        self.assertIn("QEMU ended with status 0", points[2].reason)

    def test_hangs(self):
        """a kernel that says nothing is ended after the limit"""
        began = time.monotonic()
        points = booted("exec sleep 1000", "--test", "selftest", patience=Patience(silence=0.3))
        self.assertLess(time.monotonic() - began, 60)
        self.assertIn("the machine hangs: no output for 0.3 seconds", points[-2].reason)

    def test_interrupted(self):
        """Ctrl-C ends the machine; status 130"""
        child = subprocess.Popen(
            [sys.executable, "-c", INTERRUPTED, str(targets.REPOSITORY / "tools")],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        machine = int(child.stdout.readline())
        child.send_signal(signal.SIGINT)
        _said, errors = child.communicate(timeout=600)
        self.assertEqual(child.returncode, 130)
        self.assertIn("everything it started was stopped", errors)
        self.assertRaises(ProcessLookupError, os.kill, machine, 0)


class Steps(unittest.TestCase):
    """What comes before."""

    def test_fails(self):
        """a command that fails: its last lines, and where all of them are"""
        with tempfile.TemporaryDirectory() as folder, self.assertRaises(Failed) as caught:
            commands.must("it works", ["sh", "-c", "echo why; exit 3"], Path(folder, "log"),
                          lambda _number, line: line)
        point = caught.exception.point
        self.assertEqual((point.ok, point.name), (False, "it works"))
        self.assertRegex(point.reason, r"exit status 3; all of it is in .*/log\n#   why")

    def test_environment(self):
        """no variable of the user's `make` reaches the kernel's"""
        with mock.patch.dict(os.environ, {"ARCH": "i386", "MAKEFLAGS": "k", "KBUILD_X": "y"}):
            self.assertLessEqual(set(logs.environment(A="b")),
                                 {*logs.PASSED_ON, "LC_ALL", "A"})

    def test_apply(self):
        """linux/apply is called for a tree of ours, not for a user's"""
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch("boot.source.apply") as applied:
            tree = linux_tree(folder)
            with mock.patch.object(Request, "source", tree):
                points = list(source.get(ask("--kmap", "0")))
                self.assertEqual((len(points), applied.call_count), (1, 0))
                points = list(source.get(ask()))
                self.assertEqual((len(points), applied.call_count), (2, 1))
            own = dataclasses.replace(ask(), tree=tree)
            self.assertEqual((list(source.get(own)), applied.call_count), ([], 1))

    def test_other_configuration(self):
        """a tree that does not keep a symbol: nothing is built, and that is the last line"""
        def configure(wanted: Request) -> None:
            (wanted.output / ".config").write_text("CONFIG_SMP=y\n")
        said = io.StringIO()
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch.object(Request, "output", Path(folder)), \
                mock.patch("boot.source.get", return_value=[]), \
                mock.patch("boot.build.configure", configure), \
                mock.patch("boot.build.text_of", return_value="CONFIG_SMP=y\nCONFIG_HIGHMEM=y\n"), \
                mock.patch("boot.build.must") as must, contextlib.redirect_stdout(said):
            self.assertEqual(main.main([]), 1)
        must.assert_not_called()
        self.assertRegex(said.getvalue(), r"\nnot ok 1 - the configuration is as the lists say\n"
                                          r"# not in this tree: CONFIG_HIGHMEM\n1\.\.1\n")

    def test_missing(self):
        """a package that cannot be had: status 3, or a test that is skipped"""
        said = io.StringIO()
        with mock.patch("boot.source.get", side_effect=Missing("cannot get linux-source")), \
                contextlib.redirect_stdout(said):
            self.assertRaises(Missing, main.main, [])
            self.assertEqual(main.main(["--skip-missing"]), 0)
        self.assertRegex(said.getvalue(), r"ok 1 - .* # SKIP cannot get linux-source\n1\.\.1\n")

    def test_another_kmap(self):
        """a tree of ours with another kmap: it is taken out, then applied again"""
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch.object(Request, "source", Path(folder)), \
                mock.patch.object(Request, "folder", Path(folder)), \
                mock.patch("tree.journal.load", return_value=None), \
                mock.patch.multiple(source, APPLY=Path(folder, "apply"),
                                    REVERT=Path(folder, "revert")), \
                contextlib.redirect_stdout(io.StringIO()):
            Path(folder, APPLIED).touch()
            for name, script in (("apply", f'[ ! -e "$1/{APPLIED}" ] && touch "$1/right"'),
                                 ("revert", f'rm "$1/{APPLIED}"')):
                Path(folder, name).write_text(f"#!/bin/sh\n{script}\n")
                Path(folder, name).chmod(0o755)
            source.apply(ask())
            self.assertTrue(Path(folder, "right").exists())
            Path(folder, "apply").write_text("#!/bin/sh\necho does not fit; exit 2\n")
            with self.assertRaises(Failed) as caught:
                source.apply(ask())
            self.assertIn("does not fit", caught.exception.point.reason)

    def test_times(self):
        """a file that another kmap has as well keeps its time, and is not built again"""
        with tempfile.TemporaryDirectory() as folder:
            for name in ("same", "other"):
                Path(folder, name).touch()
                os.utime(Path(folder, name), ns=(5, 5))
            before = mock.Mock(digests={"same": "a", "other": "b", "gone": None})
            with mock.patch("tree.journal.load", return_value=before):
                times = source.times_of(Path(folder))
            self.assertEqual(times, {"same": ("a", 5), "other": ("b", 5)})
            for name in ("same", "other", "new"):
                Path(folder, name).write_text("")
            after = mock.Mock(digests={"same": "a", "other": "c", "new": "d"})
            with mock.patch("tree.journal.load", return_value=after):
                source.keep_times(Path(folder), times)
            self.assertEqual(Path(folder, "same").stat().st_mtime_ns, 5)
            self.assertNotEqual(Path(folder, "other").stat().st_mtime_ns, 5)

    def test_make(self):
        """the kernel is built outside of its tree, for the machine"""
        command = build.make(ask("--arch", "arm"), "zImage")
        for word in ("ARCH=arm", "CROSS_COMPILE=arm-linux-gnueabihf-", "zImage"):
            self.assertIn(word, command)
        self.assertTrue(any(word.startswith("O=") for word in command))
