# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of linux/compile, without a compiler."""

import contextlib
import io
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import bootstrap
from boot import build, compiling, kinds
from boot.report import Failed
from boot.request import Request
from common import needs, targets
from common.program import BadInput, Missing
from common.tap import Point

COMPILED = "  CC      mm/kmap/glue.o\n"
C_ERROR = "mm/kmap/glue.c:7:2: error: what is this\n"
ASSEMBLER = "{standard input}:9: Error: unknown opcode or format name 's32c1i'\n"


def judged(arch: str, status: int | None, text: str) -> Point:
    """What is said of a log."""
    return compiling.judge(kinds.COMPILED[arch], status, text, "build.log")


def all_points(names: list[str], version: str, kmap: bool) -> list[Point]:
    """The results of a run, silently."""
    with contextlib.redirect_stdout(io.StringIO()):
        return list(compiling.compile_all(names, version, kmap))


class Judgement(unittest.TestCase):
    """What a build was worth."""

    def test_good(self):
        """no error and status 0: it compiles"""
        self.assertTrue(judged("sparc", 0, COMPILED).ok)

    def test_errors(self):
        """an error of the compiler fails, also where nothing is assembled, and is shown"""
        for arch in ("sparc", "xtensa"):
            point = judged(arch, 2, COMPILED + C_ERROR)
            self.assertFalse(point.ok)
            self.assertIn("what is this", point.reason)

    def test_assembler(self):
        """what the assembler does not know fails, but where that is expected"""
        self.assertFalse(judged("sparc", 2, COMPILED + ASSEMBLER).ok)
        self.assertTrue(judged("xtensa", 2, COMPILED + ASSEMBLER).ok)

    def test_make(self):
        """a goal that make does not know, or a make that hung, fails everywhere"""
        for arch in ("sparc", "xtensa"):
            for status, text in ((2, "make: *** No rule to make target 'x.o'.\n"), (None, "")):
                self.assertFalse(judged(arch, status, text).ok)


class Steps(unittest.TestCase):
    """What is done for an architecture."""

    def run_with(self, arch: str, log: str, kmap: bool = True) -> list[Point]:
        """The results when make writes a log."""
        def compile_files(request: Request, _goals: list[str]) -> int:
            (request.output / build.LOG).write_text(log)
            return 0
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch.object(Request, "output", Path(folder)), \
                mock.patch("boot.build.configure"), \
                mock.patch("boot.build.check_configuration", return_value=Point(True, "as said")), \
                mock.patch("boot.build.compile_files", compile_files):
            compiled = kinds.COMPILED[arch]
            return list(compiling.results(compiled, compiling.request_of(compiled, "6.1", kmap)))

    def test_nothing_of_kmap(self):
        """with high memory, files of kmap must have been among what was compiled"""
        self.assertEqual([point.ok for point in self.run_with("arc", COMPILED)], [True] * 3)
        self.assertEqual([point.ok for point in self.run_with("arc", "")], [True, True, False])
        self.assertEqual([point.ok for point in self.run_with("alpha", "")], [True, True])
        self.assertEqual([point.ok for point in self.run_with("arc", "", kmap=False)], [True, True])

    def test_goals(self):
        """kmap's folder with high memory and kmap only; each architecture's own files"""
        for arch in kinds.COMPILED.values():
            self.assertEqual(arch.high_memory, compiling.KMAP in compiling.goals_of(arch, True))
            self.assertNotIn(compiling.KMAP, compiling.goals_of(arch, False))
            self.assertIn(arch.own_goal, compiling.goals_of(arch, True))
        self.assertEqual(kinds.COMPILED["x86_64"].own_goal, "arch/x86/mm/")

    def test_goes_on(self):
        """an architecture that cannot be configured keeps no other from its turn"""
        def steps(arch: kinds.Compiled, _request: Request) -> Iterator[Point]:
            if arch.name == "sparc":
                raise Failed("the kernel is configured", "why")
            yield Point(True, "the files compile")
        with mock.patch("boot.compiling.steps", steps), mock.patch("boot.source.get"), \
                mock.patch("boot.compiling.leftovers", return_value=Point(True, "gone")):
            points = all_points(["sparc", "arc"], "6.1", True)
        self.assertEqual([(point.ok, point.name) for point in points], [
            (True, "gone"), (False, "sparc: the kernel is configured"),
            (True, "arc: the files compile")])

    def test_leftovers(self):
        """a name that must be gone is found wherever it is, and shown"""
        with tempfile.TemporaryDirectory() as folder:
            header = Path(folder, "arch/csky/include/asm/fixmap.h")
            header.parent.mkdir(parents=True)
            header.write_text("#include <asm/page.h>\n")
            self.assertTrue(compiling.leftovers("5.10", Path(folder)).ok)
            for name in kinds.GONE["5.10"]:
                header.write_text(f"#include <asm/page.h>\nint x = {name};\n")
                point = compiling.leftovers("5.10", Path(folder))
                self.assertFalse(point.ok)
                self.assertIn("fixmap.h:2:", point.reason)


class Program(unittest.TestCase):
    """The options."""

    def test_refused(self):
        """what is not known is refused by name"""
        for variable, *options in (("ARCH", "--arch", "sparc,i386"), ("KMAP", "--kmap", "2"),
                                   ("VERSION", "--version", "7.0")):
            with self.assertRaisesRegex(BadInput, f"{variable}="):
                compiling.main(options)

    def test_missing(self):
        """a source that cannot be had: status 3, or a test that is skipped"""
        with mock.patch("boot.source.get", side_effect=Missing("cannot get it")), \
                contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertRaises(Missing, compiling.main, [])
            self.assertEqual(compiling.main(["--skip-missing"]), 0)
        self.assertIn("# SKIP cannot get it\n", said.getvalue())


class Lists(unittest.TestCase):
    """What the lists name is there."""

    def test_fragments(self):
        """each architecture has its list of symbols, and says in it whether it has high memory"""
        for arch in kinds.COMPILED.values():
            names = build.fragments_of(compiling.request_of(arch, "6.1", True))
            symbols = build.symbols_of(build.text_of(names))
            self.assertEqual(arch.high_memory, "CONFIG_HIGHMEM" in symbols, arch.name)
            self.assertEqual(arch.high_memory, "CONFIG_KMAP_SELFTEST" in symbols, arch.name)

    def test_compilers(self):
        """each compiler is in the list of tools, which bootstrap.py knows"""
        tools = {need.name for need in needs.LINUX_COMPILERS}
        for arch in kinds.COMPILED.values():
            self.assertIn(f"{arch.prefix}gcc", tools)
        with mock.patch("bootstrap.is_there", return_value=True):
            self.assertEqual(bootstrap.main([targets.LINUX_COMPILE, "check"]), 0)

    def test_gone(self):
        """each version says what must be gone"""
        self.assertEqual(set(kinds.GONE), set(kinds.SUITES))
