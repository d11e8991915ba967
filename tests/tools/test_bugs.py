# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the table of bugs, and of the verdicts on its tests."""

import io
import unittest
from contextlib import redirect_stdout

import bugs
import bugs_run
from bugs_table import Bug, Problem, Test, parse
from common.commands import Finished

BUGS = "| Bug | What went wrong | Class |\n|---|---|---|\n| B1 | Early: too early | order |\n"
HEAD = "\n| Bug | Kind | Where | Test |\n|---|---|---|---|\n"
FIRST = Test("kernel", "um", "first")


def finished(*lines: str, status: int = 0) -> Finished:
    """A finished program with this output."""
    return Finished(["program"], list(lines), status)


class Table(unittest.TestCase):
    """Parsing the page."""

    def test_rows(self):
        """each place is a test, and an empty first cell repeats the bug"""
        rows = "| B1 | unit | default guard | `test_a: b` |\n| | lint | - | c |\n"
        [bug] = parse(BUGS + HEAD + rows)
        self.assertEqual((bug.name, bug.title), ("B1", "Early"))
        self.assertEqual(bug.tests, [Test("unit", "default", "test_a: b"),
                                     Test("unit", "guard", "test_a: b"), Test("lint", "-", "c")])

    def test_names(self):
        """of bugs elsewhere, and of faults found here by task and line"""
        for name in ("B1", "U2", "T9.15", "T9.16a"):
            self.assertEqual([bug.name for bug in parse(BUGS.replace("B1", name))], [name])
        for name in ("T9", "T9.x", "9.15", "X1"):
            with self.assertRaises(Problem):
                parse(BUGS.replace("B1", name))

    def test_mutations_that_are_listed(self):
        """of the core and of the kernel: each in its own list"""
        for kind, runner in bugs_run.lists_only().items():
            self.assertTrue(runner([Test(kind, "-", "no such name")]).popitem()[1])
        known = Test("kernel-mutation", "-", "a long test is silent")
        self.assertEqual(bugs_run.lists_only()["kernel-mutation"]([known]), {known: ""})

    def test_problems(self):
        """tests of no bug, unknown kinds, gaps, repetitions, a page without a table"""
        row = "| B1 | unit | default | a: b |\n"
        for page in (BUGS + HEAD + "| B2 | unit | default | a: b |\n", BUGS + HEAD + row + row,
                     BUGS + HEAD + "| B1 | wish | - | a |\n", BUGS + HEAD + "| B1 | unit | | a |\n",
                     BUGS + "| B1 | Again | order |\n", "no table\n"):
            with self.assertRaises(Problem):
                parse(page)


class Judgement(unittest.TestCase):
    """Verdicts on tests."""

    def judge(self, *lines: str, status: int = 0) -> str:
        """What is wrong with the test `first` after this output."""
        with redirect_stdout(io.StringIO()):
            return bugs_run.judge([FIRST], finished(*lines, status=status))[FIRST]

    def test_outcomes(self):
        """passed, failed, skipped, not there"""
        self.assertEqual(self.judge("1..1", "ok 1 first"), "")
        self.assertTrue(self.judge("1..1", "not ok 1 first", status=1))
        self.assertTrue(self.judge("1..1", "ok 1 first # SKIP no machine"))
        self.assertTrue(self.judge("1..1", "ok 1 second"))

    def test_points(self):
        """a bug passes when it has tests, and all of them ran and passed"""
        bug = Bug("B1", "Early", [FIRST])
        with redirect_stdout(io.StringIO()):
            self.assertTrue(bugs.print_bug(1, bug, {FIRST: ""}))
            self.assertFalse(bugs.print_bug(1, bug, {FIRST: "FAILED"}))
            self.assertFalse(bugs.print_bug(1, bug, {}))
            self.assertFalse(bugs.print_bug(1, Bug("B2", "Late"), {FIRST: ""}))

    def test_patterns(self):
        """a name with a star stands for all names that match"""
        self.assertTrue(bugs_run.name_fits("B24 kunmap() refuses", "B24 *"))
        self.assertFalse(bugs_run.name_fits("B2 kunmap", "B24 *"))


if __name__ == "__main__":
    unittest.main()
