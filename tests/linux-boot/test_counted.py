# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests that linux/README.md repeats the counts of the reference kernel as README.md has them."""

import unittest
from collections.abc import Iterator

from common.targets import REPOSITORY

# Operations that Linux names otherwise.
OURS = {"`copy_highpage`": "`kmap_copy_page`", "`clear_highpage`": "`kmap_clear_page`"}
FIRST = "| `kmap_local_page` and `kunmap_local`, high page |"


def rows(page: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of a page's first table of counts; what is "the same" has the name before it, too."""
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    whole = ""
    for line in text[text.index(FIRST):].split("\n\n")[0].splitlines():
        if not line.startswith("| "):
            return
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        whole = f"{whole}; {name}" if name.startswith("the same") else name
        yield whole, cells


class Counted(unittest.TestCase):
    """The column of the reference kernel."""

    def test_repeated(self) -> None:
        """each count in it is that of README.md"""
        ours = dict(rows("README.md"))
        compared = 0
        for name, cells in rows("linux/README.md"):
            if cells[-1] == "–":
                continue
            found = [each for each in ours if each.startswith(OURS.get(name, name))]
            self.assertTrue(found, name)
            self.assertEqual(cells[-1], ours[found[0]][0], name)
            compared += 1
        self.assertEqual(compared, 10)
