# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the figures in pages: marks, tables, sizes, and reports of differences."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import figures
from common.program import BadInput
from guest import counting, peers
from pages import blocks, measured, sizes, tables
from pages.blocks import Block

PAGE = """# Page

<!-- figures: counts -->
| old |
<!-- end -->
Prose, <!-- a comment -->.
<!-- figures: sizes by gcc 1, QEMU 2 -->
<!-- end -->
"""
COUNTS = {each.name: 100 + number for number, each in enumerate(peers.OPERATIONS)}
HERE = "gcc 1, QEMU 2"


class Marks(unittest.TestCase):
    """Blocks of a page."""

    def test_find(self):
        """names, tools and bodies"""
        self.assertEqual(blocks.find(PAGE), [Block("counts", "", "| old |\n"),
                                             Block("sizes", HERE, "")])
        self.assertEqual(blocks.find("no figures"), [])

    def test_rewrite(self):
        """text outside the marks stays, and rewriting the same figures changes nothing"""
        self.assertEqual(blocks.rewrite(PAGE, lambda block: block), PAGE)
        fresh = blocks.rewrite(PAGE, lambda block: Block(block.name, HERE, r"\1 new" + "\n"))
        self.assertEqual(fresh, PAGE.replace("counts -->\n| old |", f"counts by {HERE} -->\n\\1 new")
                         .replace("QEMU 2 -->\n<!--", "QEMU 2 -->\n\\1 new\n<!--"))

    def test_bad_marks(self):
        """unpaired marks, marks within a line, and nested marks"""
        for text in ("<!-- figures: a -->\n", "<!-- end -->\n", "x <!-- figures: a -->\n<!-- end -->",
                     "<!-- figures: a -->\n<!-- figures: b -->\n<!-- end -->\n<!-- end -->\n",
                     "<!-- figures: -->\n<!-- end -->\n", "<!--figures: a-->\n<!-- end -->\n"):
            with self.subTest(text), self.assertRaises(blocks.BadMarks):
                blocks.find(text)


class Tables(unittest.TestCase):
    """Measurements as Markdown tables."""

    def test_counts(self):
        """every row has its count and those of the peers; the slope is the last row"""
        lines = tables.counts(COUNTS).splitlines()
        self.assertEqual(lines[:3], [
            "| operation | kmap | Linux 6.1 | Linux 5.10 |", "|---|---:|---:|---:|",
            "| `kmap_local_page` and `kunmap_local`, high page | 100 | 255 | – |"])
        self.assertEqual(len(lines), len(tables.COUNTED) + 3)
        self.assertEqual(lines[-1], f"| {tables.HELD} | 0.4 | 80.3 | – |")

    def test_sizes(self):
        """bytes have thousands separators"""
        self.assertEqual(tables.sizes({"code": 15722, "task": 144}).splitlines()[2:],
                         ["| code | 15,722 |", "| task | 144 |"])

    def test_switches(self):
        """a row for each configuration"""
        other = {**COUNTS, "kmap_local_high": 79}
        self.assertEqual(tables.switches({"": COUNTS, "-DX=0": other}).splitlines()[2:],
                         ["| the defaults | 100 | 101 |", "| `-DX=0` | 79 | 101 |"])

    def test_machines(self):
        """a machine gets a new column, or its column is counted again; the others stay"""
        one = tables.with_machine("", "i386", COUNTS)
        both = tables.with_machine(one, "x86_64", {**COUNTS, "kmap_local_high": 79})
        self.assertEqual(both.splitlines()[:3], [
            "| operation | i386 | x86_64 |", "|---|---:|---:|",
            "| `kmap_local_page` and `kunmap_local`, high page | 100 | 79 |"])
        self.assertEqual(both.splitlines()[-1], f"| {tables.HELD} | 0.4 | 0.4 |")
        self.assertEqual(tables.with_machine(both, "x86_64", COUNTS).count("| 100 | 100 |"), 1)

    def test_countable(self):
        """a machine whose compiler is built here counts when it is there; a process never does"""
        for compiler, is_there in ((None, False), ("gcc", True)):
            with mock.patch("shutil.which", return_value=compiler):
                self.assertEqual("microblaze" in measured.countable(), is_there)
                self.assertIn("i386", measured.countable())
                self.assertNotIn("um", measured.countable())

    def test_counts_in_files(self):
        """what bench.py writes is read back"""
        self.assertEqual(counting.from_json(counting.as_json("i386", COUNTS)), COUNTS)


class Sizes(unittest.TestCase):
    """Parsing the output of size and nm."""

    def test_code(self):
        """the code sections of all objects are added up, and no others"""
        self.assertEqual(sizes.code_bytes(
            "core/a.o  :\nsection  size  addr\n.text  480  0\n.data  7  0\n"
            ".text.unlikely  20  0\n.rodata  9  0\nTotal  516\n\n"
            "core/b.o  :\nsection  size  addr\n.text  0  0\n.rel.text  8  0\nTotal  8\n"), 500)

    def test_symbols(self):
        """sizes are hexadecimal"""
        self.assertEqual(sizes.symbol_bytes("00000000 00000090 B bytes_for_task\n"
                                            "000000a0 00000004 B bytes_for_page\n"),
                         {"bytes_for_task": 144, "bytes_for_page": 4})


class Program(unittest.TestCase):
    """figures.py, on test pages."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name)
        (self.root / "docs").mkdir()
        self.page = self.root / "README.md"
        self.page.write_text(PAGE)
        self.measured = mock.Mock(figure=lambda name: f"{name} now\n")
        self.enterContext(mock.patch.object(figures, "tools", return_value=HERE))
        self.enterContext(mock.patch.object(figures, "FIGURES", ("counts", "sizes")))

    def run_it(self, function) -> tuple[int, str]:
        """Exit status and output."""
        with contextlib.redirect_stdout(io.StringIO()) as said:
            status = function(figures.read_pages(self.root), self.measured, self.root)
        return status, said.getvalue()

    def test_write_then_check(self):
        """after writing, the check passes, and writing again changes nothing"""
        self.assertEqual(self.run_it(figures.write),
                         (0, "README.md: counts, sizes changed\n"))
        self.assertIn(f"<!-- figures: counts by {HERE} -->\ncounts now\n<!-- end -->\nProse,",
                      self.page.read_text())
        self.assertEqual(self.run_it(figures.check),
                         (0, "1..2\nok 1 - README.md: counts\nok 2 - README.md: sizes\n"))
        self.assertEqual(self.run_it(figures.write), (0, "README.md: nothing changed\n"))

    def test_difference(self):
        """a difference fails, and shows both lines"""
        status, said = self.run_it(figures.check)
        self.assertEqual(status, 1)
        for text in ("not ok 1 - README.md: counts", "# -| old |", "# +counts now"):
            self.assertIn(text, said)

    def test_other_tools(self):
        """figures from another compiler are not compared"""
        self.page.write_text(PAGE.replace("counts -->", "counts by gcc 3 -->")
                             .replace(HERE, "gcc 3"))
        status, said = self.run_it(figures.check)
        self.assertEqual((status, said.count("# SKIP made with gcc 3; here is gcc 1")), (0, 2))

    def test_absent(self):
        """figures that no page contains"""
        self.page.write_text("nothing\n")
        self.assertEqual(self.run_it(figures.check), (
            1, "1..2\nnot ok 1 - counts stand in a page\nnot ok 2 - sizes stand in a page\n"))

    def test_bad_pages(self):
        """errors for unknown figures and unpaired marks name the page"""
        for text in ("<!-- figures: odd -->\n<!-- end -->\n", "<!-- end -->\n"):
            (self.root / "docs" / "a.md").write_text(text)
            self.assertRaisesRegex(BadInput, "docs/a.md: ", figures.read_pages, self.root)

    def test_all_are_measured(self):
        """every figure has a measurement"""
        for name in measured.FIGURES:
            self.assertTrue(hasattr(measured.Measured, name), name)
