# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of what `make linux-bench` and `make linux-latency` share, that boot nothing."""

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from boot import bench, build, compare, initramfs, latency, machine
from boot.report import Failed
from common import targets
from common.tap import Point
from guest.accelerators import ACCELERATORS

COMPARISONS = (bench.COMPARISON, latency.COMPARISON)


def compared(comparison: compare.Comparison, stock: object, kmap: object,
             known: bool = True) -> tuple[int, str, dict]:
    """Status, output and JSON of a run whose kernels give these results, or fail."""
    with tempfile.TemporaryDirectory() as folder, \
            mock.patch.object(compare, "measure", side_effect=[stock, kmap]), \
            mock.patch.object(compare, "takes_kmap", return_value=known), \
            contextlib.redirect_stdout(io.StringIO()) as said, \
            contextlib.redirect_stderr(said):
        path = Path(folder, "results.json")
        status = compare.main(comparison, ["--version", "6.1", "--json", str(path)])
        return status, said.getvalue(), json.loads(path.read_text()) if path.exists() else {}


class Program(unittest.TestCase):
    """The programs, without a machine."""

    def test_no_results(self):
        """a result that is bad, or a console without results, is a failure"""
        for comparison in COMPARISONS:
            for points in ([Point(False, "x", reason="y")], [Point(True, "x")]):
                with self.subTest(comparison.program), \
                        tempfile.TemporaryDirectory() as folder, \
                        mock.patch.object(compare, "steps", return_value=points), \
                        mock.patch("boot.request.FOLDER", Path(folder)), \
                        contextlib.redirect_stdout(io.StringIO()):
                    wanted = compare.request_of(comparison, "6.1", kmap=True)
                    wanted.output.mkdir(parents=True)
                    Path(wanted.output, "console.log").touch()
                    self.assertRaises(Failed, compare.measure, comparison, wanted)

    def test_bad_input(self):
        """wrong input: one line on the error stream, status 2"""
        for program in ("linux/bench", "linux/latency"):
            for options in (["--arch", "arm"], ["--version", "7.0"], ["--json", "/no/such/file"]):
                done = subprocess.run([sys.executable, targets.REPOSITORY / program, *options],
                                      capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")),
                                 (2, "", 1), done.stderr)

    def test_bad_input_of_make(self):
        """make says what is wrong with the input before it installs or builds anything"""
        for goal in ("linux-bench", "linux-latency"):
            done = subprocess.run(["make", "-n", goal, "VERSION=7.0"], cwd=targets.REPOSITORY,
                                  capture_output=True, text=True)
            first = done.stdout.splitlines()[0]
            self.assertIn("--check-only", first)
            self.assertIn("--version '7.0'", first)


class Kernels(unittest.TestCase):
    """What is built and booted."""

    def test_one_configuration(self):
        """both kernels have the same symbols, and the modules'; both programs use them"""
        requests = [compare.request_of(comparison, "6.1", kmap)
                    for comparison in COMPARISONS for kmap in (False, True)]
        self.assertEqual([build.fragments_of(each) for each in requests],
                         [["base", "x86", "i386", "programs", "bench"]] * 4)
        self.assertEqual([each.output.name for each in requests],
                         ["i386-bench-stock", "i386-bench-kmap"] * 2)

    def test_counting(self):
        """QEMU counts instructions; one CPU, whose counter is Linux's clock"""
        for comparison in COMPARISONS:
            wanted = compare.request_of(comparison, "6.1", True)
            command = machine.command(wanted, Path("i"), Path("r"))
            self.assertIn("shift=0,sleep=off", command)
            self.assertEqual(command[command.index("-smp") + 1].split(",")[0], "1")
            self.assertIn(ACCELERATORS["icount"][-1], command)
            self.assertIn("tsc=reliable", machine.kernel_words(wanted))

    def test_modules(self):
        """each program has its module, which is built, and a script that loads it"""
        kbuild = (compare.SOURCES / "Kbuild").read_text()
        scripts = {entry.name: entry.content.decode() for entry in initramfs.test_entries()
                   if entry.name.endswith(".sh")}
        for comparison in COMPARISONS:
            module = f"kmap_{comparison.test}"
            self.assertTrue((compare.SOURCES / f"{module}.c").exists())
            self.assertRegex(kbuild, rf"\bobj-m := .*\b{module}\.o\b")
            self.assertIn(f"insmod /{module}.ko", scripts[f"{comparison.test}.sh"])
