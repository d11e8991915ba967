# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of set-up: the list of tools, the installation, the checks of input."""

import argparse
import contextlib
import io
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import bootstrap
from common import needs, targets
from common.program import BadInput
from common.targets import GIB, MIB, Need
from guest import debugger, paths, runspec


class Needs(unittest.TestCase):
    """The list of tools."""

    def test_all_is_the_sum(self):
        """what a part needs, "all" needs as well, but for parts that are apart"""
        together = [name for name, each in targets.TARGETS.items() if not each.is_apart]
        for name in (*together, targets.HOST):
            for purpose in targets.PURPOSES:
                needs = targets.needs(name, purpose)
                self.assertLessEqual(set(needs), set(targets.needs(targets.ALL, purpose)))

    def test_each_once(self):
        """each package is listed once"""
        needs = [Need("a", "one"), Need("b", "two"), Need("c", "one")]
        self.assertEqual(bootstrap.packages_of(needs), ["one", "two"])

    def test_apart(self):
        """what is made here and not installed, "all" does not need"""
        for purpose in targets.PURPOSES:
            self.assertFalse([need for need in targets.needs(targets.ALL, purpose) if need.made_by])

    def test_files(self):
        """a file is present if it exists; it need not be a program"""
        self.assertTrue(bootstrap.is_there(Need(__file__, "x")))
        self.assertFalse(bootstrap.is_there(Need(f"{__file__}.none", "x")))

    def test_headers(self):
        """a header is present if the compiler finds it"""
        self.assertTrue(bootstrap.is_there(Need("stdint.h", "x", compiler="gcc")))
        self.assertFalse(bootstrap.is_there(Need("no/such.h", "x", compiler="gcc")))
        self.assertFalse(bootstrap.is_there(Need("stdint.h", "x", compiler="no-such-compiler")))


class Bootstrap(unittest.TestCase):
    """bootstrap.py on simulated systems."""

    def ensure(self, root: bool, debian: bool, present: set[str], works: bool = True):
        """Run ensure() for i386; returns its status, its output, and the commands it ran."""
        self.present = set(present)
        started: list[tuple[str, ...]] = []

        def start(command: tuple[str, ...]) -> bool:
            started.append(command)
            if works:
                self.present |= {"i686-linux-gnu-gcc", "qemu-system-i386"}
            return True

        said = io.StringIO()
        with mock.patch("os.geteuid", return_value=0 if root else 1000), \
             mock.patch("bootstrap.is_debian", return_value=debian), \
             mock.patch("bootstrap.is_there", side_effect=lambda need: need.name in self.present), \
             mock.patch("bootstrap.run_quietly", side_effect=start), \
             contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            status = bootstrap.ensure("i386", ["build", "run"])
        return status, said.getvalue(), started

    def test_nothing_missing(self):
        """nothing missing: no output, no command"""
        present = {"make", "i686-linux-gnu-gcc", "qemu-system-i386"}
        self.assertEqual(self.ensure(True, True, present), (0, "", []))

    def test_root_on_debian(self):
        """missing packages are announced, installed once, and checked again"""
        status, said, started = self.ensure(True, True, {"make"})
        self.assertEqual(status, 0)
        self.assertIn("installing gcc-i686-linux-gnu qemu-system-x86", said)
        self.assertEqual(started, [("apt-get", "update"), (
            *bootstrap.INSTALL, "gcc-i686-linux-gnu", "qemu-system-x86")])

    def test_installed_but_absent(self):
        """an installation after which the command is still missing is a failure"""
        status, said, _ = self.ensure(True, True, {"make"}, works=False)
        self.assertEqual(status, 1)
        self.assertIn("still not found: i686-linux-gnu-gcc, qemu-system-i386", said)

    def test_not_root(self):
        """without root: shows what is missing, the command and what works; runs nothing; status 3"""
        status, said, started = self.ensure(False, True, {"make", "gcc", "stdio.h"})
        self.assertEqual((status, started), (3, []))
        for text in ("missing here: i686-linux-gnu-gcc, qemu-system-i386",
                     "sudo apt-get install --no-install-recommends gcc-i686-linux-gnu",
                     "works without them: make run ARCH=um"):
            self.assertIn(text, said)

    def ensure_optional(self, root: bool, works: bool) -> tuple[int, str]:
        """Status and output where only the browser of the checks is missing."""
        said, there = io.StringIO(), lambda need: need != needs.BROWSER
        with mock.patch("os.geteuid", return_value=0 if root else 1000), \
             mock.patch("bootstrap.is_debian", return_value=True), \
             mock.patch("bootstrap.is_there", side_effect=there), \
             mock.patch("bootstrap.run_quietly", return_value=works), \
             contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            return bootstrap.ensure("host", ["check"]), said.getvalue()

    def test_optional(self):
        """what is optional stops nobody; root installs it, and goes on if that fails"""
        self.assertEqual(self.ensure_optional(False, True), (0, ""))
        status, said = self.ensure_optional(True, False)
        self.assertEqual(status, 0)
        self.assertIn("installing chromium", said)
        self.assertIn("goes on without chromium", said)

    def test_made_here(self):
        """what is in no package is not installed: the command that makes it is shown; status 3"""
        said = io.StringIO()
        with mock.patch("bootstrap.is_there", return_value=False), \
             contextlib.redirect_stderr(said):
            self.assertEqual(bootstrap.ensure("microblaze", ["build", "run"]), 3)
        self.assertIn("this builds it: make toolchain ARCH=microblaze", said.getvalue())

    def test_not_debian(self):
        """on another system nothing is installed, root or not"""
        status, said, started = self.ensure(True, False, {"make"})
        self.assertEqual((status, started), (3, []))
        self.assertIn("not Debian", said)
        self.assertNotIn("works without them", said)


class Input(unittest.TestCase):
    """runspec.py: the input of `make run`."""

    def ask(self, *arguments: str) -> runspec.RunSpec:
        """The checked input."""
        parser = argparse.ArgumentParser()
        runspec.add_arguments(parser)
        return runspec.from_arguments(parser.parse_args(arguments))

    def test_defaults(self):
        """the defaults fit: a file of several MiB, and at least 512 MiB of copies"""
        for arch in targets.TARGETS:
            spec = self.ask("--arch", arch)
            self.assertGreaterEqual(spec.file.stat().st_size, 2 * MIB)
            self.assertGreaterEqual(spec.size, 512 * MIB)
            limits = targets.TARGETS[arch].limits
            self.assertEqual((spec.cpus, spec.job), (limits.default_cpus, "pagecache"))
            self.assertEqual(spec.memory, limits.default_memory)
            self.assertEqual(runspec.default_file(), spec.file)

    def test_no_build_folder(self):
        """in a fresh clone the folder for results is made, however it is named; no other one is"""
        with tempfile.TemporaryDirectory() as name:
            build = Path(name) / "build"
            for path in (f"{name}/build/r", os.path.relpath(f"{name}/build/r")):
                for option in ("--report", "--json", "--trace"):
                    with mock.patch.object(paths, "BUILD", build):
                        self.ask(option, path)
                    build.rmdir()
            with mock.patch.object(paths, "BUILD", build), self.assertRaises(BadInput):
                self.ask("--report", f"{name}/other/r")

    def test_report(self):
        """a report is of the main job; its path is checked; it asks for a trace"""
        self.assertIsNone(self.ask().report)
        with tempfile.TemporaryDirectory() as name:
            path = str(Path(name, "r.html"))
            spec = self.ask("--report", path)
            self.assertEqual((str(spec.report), spec.trace.path), (path, None))
            for arguments, text in ((("--report", path, "--job", "iomap"), "only, the default"),
                                    (("--report", name), "is a directory"),
                                    (("--report", f"{name}/no/r.html"), "make it first"),
                                    (("--trace-ms", "5"), "TRACE=path or REPORT=path only")):
                self.assertRaisesRegex(BadInput, text, self.ask, *arguments)

    def test_memory_advice_works(self):
        """the MEM that the message asks for is enough, one MiB less is not"""
        with self.assertRaisesRegex(BadInput, r"at least MEM=(\d+)M") as caught:
            self.ask("--mem", "1G")
        least = int(str(caught.exception).split("MEM=")[2].split("M")[0])
        self.ask("--mem", f"{least}M")
        self.assertRaises(BadInput, self.ask, "--mem", f"{least - 1}M")

    def test_large_files(self):
        """256 MiB is accepted; a file must fit in low memory together with a copy and all tables"""
        with tempfile.NamedTemporaryFile() as large:
            large.truncate(256 * MIB)
            self.ask("--file", large.name)
            large.truncate(320 * MIB)
            self.ask("--file", large.name)
            with self.assertRaisesRegex(BadInput, "low memory"):
                self.ask("--file", large.name, "--mem", "62G")
            large.truncate(320 * MIB + 1)
            with self.assertRaisesRegex(BadInput, "too large"):
                self.ask("--file", large.name)

    def test_unknown_to_gdb(self):
        """machines of the list that gdb cannot show are refused, with what to do; no others are"""
        self.assertLessEqual(set(debugger.WITHOUT), set(targets.TARGETS))
        for arch in targets.TARGETS:
            if arch in debugger.WITHOUT:
                with self.assertRaisesRegex(BadInput, "does not know .*; use another ARCH"):
                    debugger.check_machine(arch)
            else:
                debugger.check_machine(arch)

    def test_digest(self):
        """the digest is SHA-256"""
        with tempfile.TemporaryDirectory() as name:
            path = Path(name, "abc")
            path.write_bytes(b"abc")
            self.assertTrue(runspec.digest(path).startswith("ba7816bf8f01cfea"))
