# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the version rule."""

from planted import PlantedTree
from rules import version

CHANGES = "# Changes\n\n## 2.1.13\n\n## 2.1.12\n"


class Rule(PlantedTree):
    """The rule, on small trees."""

    def found(self, number: str, changes: str = CHANGES, readme: str = "version 2.1.13") -> list:
        """The problems of a header, a changelog and a README."""
        return version.same_version(self.files(
            include__kmap__config_h=f"#define KMAP_VERSION {number}\n", CHANGELOG_md=changes,
            README_md=f"This is {readme}.\n"))

    def test_same(self):
        """the three agree"""
        self.assertEqual(self.found("20113"), [])

    def test_different(self):
        """another version or none in either page; a macro that is not a number"""
        self.assertEqual(self.found("20113", readme="version 2.1.12"), [
            "README.md names 2.1.12; KMAP_VERSION is 2.1.13"])
        self.assertEqual(self.found("20114", "# Changes\n", "it"), [
            "CHANGELOG.md names no version; KMAP_VERSION is 2.1.14",
            "README.md names no version; KMAP_VERSION is 2.1.14"])
        self.assertEqual(self.found("two"), ["include/kmap/config.h: KMAP_VERSION is no number"])
