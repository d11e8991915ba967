# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the way from a run to its report, on the fake kernel of tests/tools."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from common import targets
from guest.console import Record
from guest.display import Display
from guest.symbols import Symbols
from guest.view import View
from looking import content_of, problems_of, read
from report.browser import Seen

FAKE = targets.REPOSITORY / "tests/tools/fake_kernel.py"


class Made(unittest.TestCase):
    """run.py --report."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="kmap-report-")
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name)
        self.report = self.folder / "r.html"
        # The kernel that is measured, and the one with a trace beside it.
        self.kernel, self.recording = (self.folder / name / "kernel"
                                       for name in ("um", "um-trace"))
        for path in (self.kernel, self.recording):
            path.parent.mkdir(exist_ok=True)
            shutil.copy(FAKE, path)

    def run_it(self, acting: str = "", *more: str) -> subprocess.CompletedProcess:
        """Run the kernels."""
        return subprocess.run(
            [sys.executable, "tools/run.py", "--arch", "um", "--image", self.kernel,
             "--report", self.report, *more], cwd=targets.REPOSITORY, capture_output=True,
            text=True, timeout=600, env={**os.environ, "FAKE_KERNEL": acting})

    def test_good(self):
        """a run makes a report of what it found, and says where it is and how large"""
        done = self.run_it()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout.splitlines()[-1], rf"^report: {self.report}, [\d.]+ KiB$")
        text = self.report.read_text(encoding="utf-8")
        self.assertEqual(problems_of(Seen(text.replace("<html ", '<html data-ready="yes" '), [],
                                          "")), [])
        content = content_of(read(text))
        self.assertEqual([mode["buckets"] for mode in content["latency"]["modes"]][0], [
            [90_000, 90_009, 98], [210_000, 210_009, 1], [420_000, 420_009, 1]])
        self.assertEqual(content["trace"]["tasks"][0]["mapped"], [[0.128, 0.384, 1]])
        self.assertEqual(content["run"]["rows"][2], ["mappings made", 123456, 123456, 123456])
        self.assertIn("2 CPUs", content["facts"]["CPUs"])

    def test_bad(self):
        """a run that failed leaves no report"""
        for acting in ("wrong", "half", "garbled", "leak"):
            self.assertEqual(self.run_it(acting).returncode, 1)
            self.assertFalse(self.report.exists())

    def test_no_trace(self):
        """a kernel without a trace makes no report"""
        self.recording.write_text(
            FAKE.read_text().replace('if "trace" in options', "if False"), encoding="utf-8")
        done = self.run_it()
        self.assertEqual(done.returncode, 1)
        self.assertIn("no report: the kernel recorded none", done.stderr)
        self.assertFalse(self.report.exists())

    def test_bad_path(self):
        """a path that cannot be written is refused before anything runs"""
        self.report = self.folder / "no/r.html"
        done = self.run_it()
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("make it first", done.stderr)


class Handed(unittest.TestCase):
    """What the kernel hands out of wake-ups."""

    def test_order(self):
        """a line on wake-ups without the mode's result is not understood"""
        view = View(Display(), Symbols(FAKE))
        view.handle(Record("wakeups", {"mode": "direct", "first_ns": "1", "last_ns": "1",
                                       "count": "1"}))
        self.assertIn("is too early", view.problems[0])
