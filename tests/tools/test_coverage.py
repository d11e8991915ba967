# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of `make coverage`: the counts, the gaps, and the list of explanations."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import gcov
import missed
from common.program import BadInput

SOURCE = """int g(int a)
{
	if (EXTRA && a > 5)
		return 1;
	return 0;
}
int main(int count, char **words)
{
	return !words[0] || g(count) == 7;
}
"""
GAP = missed.Gap("core/a.c", "g", "return 1;", lines=1, why="nobody asks")


def shown(name: str, *lines: tuple[int, int, tuple[int, ...]]) -> dict:
    """gcov's output for a file with one function: numbers, counts and branches of lines."""
    return {"file": name, "lines": [
        {"line_number": number, "function_name": "f", "count": count,
         "branches": [{"count": each} for each in branches]} for number, count, branches in lines]}


class Counting(unittest.TestCase):
    """Adding up counts."""

    def setUp(self):
        self.tally = gcov.Tally(Path("/project"), ("core/",))

    def sum_of(self, name: str = "core/a.c") -> tuple[int, int, int, int]:
        """Lines and branches of a file, in total and missed."""
        return tuple(vars(gcov.summed(self.tally.files[name].values())).values())

    def test_programs_add_up(self):
        """a line is reached if any program reaches it"""
        self.tally.add_file(shown("core/a.c", (1, 1, (1, 0)), (2, 0, ())))
        self.assertEqual(self.sum_of(), (2, 1, 2, 1))
        self.tally.add_file(shown("/project/core/a.c", (1, 1, (0, 1)), (2, 1, ())))
        self.assertEqual(self.sum_of(), (2, 0, 2, 0))

    def test_versions_do_not_stand_in_for_each_other(self):
        """each version of a function has its own branches, all of which must be taken"""
        self.tally.add_file(shown("core/a.c", (1, 1, (1, 0))))
        self.tally.add_file(shown("core/a.c", (1, 1, (1, 1)), (2, 0, ())))
        self.assertEqual(self.sum_of(), (2, 1, 4, 1))
        self.tally.add_file(shown("core/a.c", (1, 3, (1, 1, 1, 0))))
        self.assertEqual(self.sum_of(), (2, 1, 8, 2))

    def test_other_files_do_not_count(self):
        """tests, system headers, and core/ of another tree are not counted"""
        for name in ("tests/a.c", "/usr/include/core/a.h", "/elsewhere/core/a.c"):
            self.tally.add_file(shown(name, (1, 1, ())))
        self.assertEqual(self.tally.files, {})

    def test_percent(self):
        """percentages; 100 if there is nothing to reach"""
        self.assertEqual(gcov.percent(0, 0), 100)
        self.assertEqual(gcov.percent(200, 50), 75)

    @unittest.skipUnless(shutil.which("gcc") and shutil.which("gcov"), "needs gcc")
    def test_gcov(self):
        """a real program: not run, then run in two configurations"""
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            root.joinpath("core").mkdir()
            root.joinpath("core/a.c").write_text(SOURCE)
            for extra in "01":
                subprocess.run(("gcc", "--coverage", "-O0", f"-DEXTRA={extra}", "-o", f"a{extra}",
                                "core/a.c"), cwd=root, check=True)
            self.tally = gcov.Tally(root, ("core/",))
            self.tally.add(root.glob("*.gcno"))
            before = self.sum_of()
            subprocess.run(root / "a0", check=True)
            subprocess.run(root / "a1", check=True)
            self.tally = gcov.Tally(root, ("core/",))
            self.tally.add(root.glob("*.gcno"))
        self.assertEqual(before[0], before[1])
        self.assertEqual(before[2], before[3])
        self.assertEqual([gap.text for gap in self.gaps_of(SOURCE) if gap.lines], ["return 1;"])

    def gaps_of(self, text: str) -> list[missed.Gap]:
        """The gaps in this source text."""
        with tempfile.TemporaryDirectory() as name:
            self.tally.root = Path(name)
            self.tally.root.joinpath("core").mkdir()
            self.tally.root.joinpath("core/a.c").write_text(text)
            return missed.gaps(self.tally)

    def test_gaps_of_one_text(self):
        """two lines of one function that look the same are one gap"""
        self.tally.add_file(shown("core/a.c", (1, 0, ()), (2, 1, (1, 0)), (3, 0, (0, 0))))
        self.assertEqual([(gap.text, gap.lines, gap.branches, gap.numbers)
                          for gap in self.gaps_of("x;\n\tif (y)\n  x;\n")],
                         [("x;", 2, 2, (1, 3)), ("if (y)", 0, 1, (2,))])


class Explaining(unittest.TestCase):
    """Comparing the gaps with the list."""

    def verdicts(self, found: list[missed.Gap], explained: list[missed.Gap]) -> list[bool]:
        """Whether all gaps are explained, and all explanations are of gaps."""
        return [point.ok for point in missed.compare(found, explained)]

    def test_exact(self):
        """a gap too many, an explanation too many, another number of lines"""
        other = missed.Gap("core/a.c", "g", "return 1;", lines=2)
        self.assertEqual(self.verdicts([GAP], [GAP]), [True, True])
        self.assertEqual(self.verdicts([GAP], []), [False, True])
        self.assertEqual(self.verdicts([], [GAP]), [True, False])
        self.assertEqual(self.verdicts([other], [GAP]), [False, False])

    def test_form(self):
        """an entry without a reason, and one with an unknown key"""
        entry = {"file": "core/a.c", "function": "g", "text": "return 1;", "lines": 1}
        self.assertEqual(missed.explanations({"missed": [entry | {"why": "nobody asks"}]}), [GAP])
        self.assertEqual(missed.explanations({}), [])
        for wrong in (entry, entry | {"why": "x", "line": 3}):
            with self.assertRaises(BadInput):
                missed.explanations({"missed": [wrong]})
