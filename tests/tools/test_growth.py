# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the tables of `make bench-windows`."""

import unittest

import windows
from guest import growth, peers
from guest.console import Record


def record(kind: str, **fields: object) -> Record:
    """A record as the kernel prints it."""
    return Record(kind, {key: str(value) for key, value in fields.items()})


def grown(first: int) -> growth.Growth:
    """What a kernel printed; the figures begin at `first`."""
    whole = growth.Growth()
    whole.add(record("bytes", kmap_ctrl=64, kmap_window=40, slots=16, tables=128))
    for number in (4, 1):
        whole.add(record("growth", what="cpus", n=number, pair=first + number,
                         pair_invalidations=1, switch=first + 100, switch_invalidations=0))
    whole.add(record("other", what="cpus", n=9, pair=0))
    return whole


class Tables(unittest.TestCase):
    """What was counted, and how it is shown."""

    def test_show(self):
        """each kind has a column, numbers ascend, and what was not counted is a dash"""
        task = grown(20)
        task.add(record("growth", what="arrival", n=2, switch=38, switch_invalidations=2))
        text = growth.show({"cpu": grown(10), "task": task})
        rows = [line.split() for line in text.splitlines()]
        self.assertIn(["CPUs", "1", "11", "21", "1", "1"], rows)
        self.assertLess(rows.index(["CPUs", "1", "11", "21", "1", "1"]),
                        rows.index(["4", "14", "24", "1", "1"]))
        self.assertIn(["slots", "ever", "used", "2", "-", "38", "-", "2"], rows)

    def test_bytes(self):
        """a window belongs to a task or to a CPU, and private ones take no addresses each"""
        rows = [line.split() for line in growth.show_bytes(
            {kind: grown(0) for kind in peers.WINDOWS}).splitlines()]
        for owner, what, *cells in (
                ("task:", "structures", "64", "64", "104"), ("task:", "tables", "0", "0", "128"),
                ("task:", "addresses", "0", "0", "64"), ("CPU:", "structures", "40", "40", "0"),
                ("CPU:", "tables", "128", "128", "0"), ("CPU:", "addresses", "64", "0", "0")):
            with self.subTest(f"{owner} {what}"):
                self.assertTrue(any(owner in row and what in row and row[-3:] == cells
                                    for row in rows))

    def test_json(self):
        """the same figures, as numbers"""
        written = grown(10).as_json()
        self.assertEqual(written["bytes"]["kmap_ctrl"], 64)
        self.assertIn({"what": "cpus", "n": 4, "pair": 14, "pair_invalidations": 1,
                       "switch": 110, "switch_invalidations": 0}, written["growth"])

    def test_counts(self):
        """the operations of the benchmark, a column for each kind"""
        counts = {each.name: 100 + number for number, each in enumerate(peers.OPERATIONS)}
        text = windows.show_counts({"cpu": counts, "task": counts})
        first = peers.OPERATIONS[0]
        self.assertIn([first.name, *first.description.split(), "100", "100", str(first.linux_6_1)],
                      [line.split() for line in text.splitlines()])


if __name__ == "__main__":
    unittest.main()
