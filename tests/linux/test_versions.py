# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of versions of Linux, and of counting differences."""

import unittest

from tree import summary, versions
from tree.plan import Content
from tree.versions import Version


class Versions(unittest.TestCase):
    """What names a version."""

    def test_holds(self):
        """minor versions are no prefixes of longer ones; comparisons; several words"""
        for text, version, wanted in (
                ("6.1", (6, 1, 5), True), ("6.1", (6, 12, 0), False), ("6.12", (6, 1, 2), False),
                ("6.1.5", (6, 1, 5), True), ("6.1.5", (6, 1, 50), False),
                ("<6.1.5", (6, 1, 4), True), ("<6.1.5", (6, 1, 5), False),
                (">=6.1", (6, 1, 0), True), (">=6.2", (6, 12, 0), True),
                ("6.1 >=6.1.9", (6, 1, 10), True), ("6.1 >=6.1.9", (6, 2, 0), False)):
            with self.subTest(text):
                self.assertEqual(versions.holds(text, Version(*version)), wanted)

    def test_wrong(self):
        """texts that are none"""
        for text in ("", "6", "6.1.", "v6.1", "> 6.1", "6.1.2.3"):
            with self.subTest(text), self.assertRaises(ValueError):
                versions.check((text,))


class Counting(unittest.TestCase):
    """The lines that came and went."""

    def compare(self, old: str, new: str) -> tuple[int, int]:
        """Added and removed lines."""
        tally = summary.compare(Content(old.encode(), 0), Content(new.encode(), 0))
        return tally.added, tally.removed

    def test_lines(self):
        """inserted, removed, changed, at both ends, in the middle of the same lines"""
        many = "".join(f"{number}\n" for number in range(1000))
        for old, new, wanted in (
                ("", "a\n", (1, 0)), ("a\n", "", (0, 1)), ("a\na\n", "a\na\na\n", (1, 0)),
                ("a\nb\nc\n", "a\nx\nc\n", (1, 1)), ("a", "a\n", (1, 1)), (many, many, (0, 0)),
                (many + "}\n" * 500, "x\n" + many.replace("\n500\n", "\n") + "}\n" * 501, (2, 1))):
            self.assertEqual(self.compare(old, new), wanted)
