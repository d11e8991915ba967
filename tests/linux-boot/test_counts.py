# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of `make linux-bench` that boot nothing: lines of the module, table, goals, JSON."""

import unittest

from boot import bench, compare, counts
from boot.report import Failed
from guest import peers
from test_compare import compared

CONSOLE = """
[    0.000000] Linux version 6.1.192
[    1.000000] kmap-bench: 1..1
[    1.100000] kmap-bench: op=kmap_local_high instructions=123\r
[    1.200000] kmap-bench: op=kmap_local_low instructions=
[    1.300000] other: op=kmap_local_low instructions=4
[    1.400000] kmap-bench: ok 1 - the module counts
""".splitlines()
SWITCHES = {"switch_held_0": 900, "switch_held_1": 930, "switch_held_8": 1077}
STOCK = {"kmap_local_high": 200, "kmap_local_low": 40, "kmap_mapped": 217, **SWITCHES}
KMAP = {**STOCK, "kmap_local_high": 80, "kmap_local_low": 10}
# A kernel without local mappings.
OLD = {"kmap_atomic_high": 131, "kmap_atomic_low": 61, "switch_held_0": 900}


def benched(stock: object, kmap: object, known: bool = True) -> tuple[int, str, dict]:
    """Status, output and JSON of a run whose kernels give these counts, or fail."""
    return compared(bench.COMPARISON, stock, kmap, known)


class Text(unittest.TestCase):
    """What is read and printed."""

    def test_parse(self):
        """lines of the module, and no others"""
        self.assertEqual(counts.parse(CONSOLE), {"kmap_local_high": 123})

    def test_table(self):
        """both kernels, side by side; what one does not have is a dash"""
        lines = counts.show_table(STOCK, {**KMAP, "kmap_atomic_low": 20}).splitlines()
        self.assertRegex(lines[2], r"^kmap_local_high +map and unmap a high page +200 +80 +90$")
        self.assertTrue(any(line.startswith("kmap_atomic_low") and f" {counts.NONE} " in line
                            for line in lines))
        self.assertRegex(lines[-1], r"^per mapping held .* 21 +21 +30$")

    def test_old(self):
        """a kernel without local mappings: no lines of them, and no cost of held ones"""
        table = counts.show_table(OLD, {})
        self.assertNotIn("kmap_local", table)
        self.assertNotIn("per mapping", table)
        self.assertEqual(counts.goals(OLD, {}), [])

    def test_names(self):
        """the module counts operations of `make bench`"""
        text = (compare.SOURCES / "kmap_bench.c").read_text()
        known = {each.name for each in peers.OPERATIONS}
        for name in counts.GOALS:
            self.assertIn(f'"{name}"', text)
            self.assertIn(name, known)


class Goals(unittest.TestCase):
    """Goals."""

    def test_met(self):
        """the given numbers, elsewhere those of Linux as it comes, and the cost of a held one"""
        goals = {goal.name: goal for goal in counts.goals(STOCK, KMAP)}
        self.assertTrue(all(goal.is_met for goal in goals.values()))
        self.assertEqual((goals["kmap_local_high"].bound, goals["kmap_mapped"].bound), (90, 217))
        self.assertEqual(goals["per mapping held"].found, 21)

    def test_missed(self):
        """one instruction too many"""
        for name, number in (("kmap_local_high", 91), ("kmap_mapped", 218)):
            goals = counts.goals(STOCK, {**KMAP, name: number})
            self.assertEqual([goal.name for goal in goals if not goal.is_met], [name])


class Program(unittest.TestCase):
    """The program, without a machine."""

    def test_good(self):
        """status 0, and the JSON has both kernels by the names of `make bench`"""
        status, said, written = benched(STOCK, KMAP)
        self.assertEqual(status, 0, said)
        self.assertEqual((written["version"], written["stock"][0], len(written["kmap"])),
                         ("6.1", {"op": "kmap_local_high", "instructions": 200}, len(KMAP)))

    def test_missed(self):
        """a goal that is missed: status 1, and the counts are written all the same"""
        status, said, written = benched(STOCK, {**KMAP, "kmap_local_high": 91})
        self.assertEqual((status, bool(written)), (1, True))
        self.assertIn("kmap_local_high: 91, goal at most 90: MISSED", said)

    def test_unknown_to_apply(self):
        """a version without recipes: Linux as it comes alone, and a note"""
        status, said, written = benched(OLD, None, known=False)
        self.assertEqual((status, written["kmap"], len(written["stock"])), (0, [], len(OLD)))
        self.assertIn("linux/apply does not know this Linux 6.1 yet", said)

    def test_fails(self):
        """a step that fails: one line that says which, status 1, nothing written"""
        status, said, written = benched(Failed("the kernel builds", "why"), None)
        self.assertEqual((status, written), (1, {}))
        self.assertEqual(said, "linux-bench: failed: the kernel builds: why\n")
