# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the recipes themselves, without a tree."""

import re
import unittest
from collections.abc import Iterator

from common import targets
from tree import versions
from tree.recipe import FILES, Kit, Recipe
from tree.versions import Version

# All that have high memory in 5.10.
CONVERTED = {"arc", "arm", "csky", "microblaze", "mips", "nds32", "powerpc", "sparc", "x86",
             "xtensa"}
ARCH_FILE = re.compile(r"arch/([^/]+)/")
# A file of ours for one version only is in a folder that names it.
OF_ONE_VERSION = f"{FILES}-"


def version_of(text: str) -> Version:
    """A version by its text."""
    return Version(*map(int, text.split(".")))


def copies_of(recipes: list[Recipe], version: Version) -> Iterator[tuple[str, str]]:
    """Each file of ours that recipes copy into a tree of that version, and its name there."""
    for recipe in recipes:
        for copy in recipe.copy:
            if versions.any_holds(copy.versions, version):
                for path, name in copy.files(targets.REPOSITORY):
                    yield str(path.relative_to(targets.REPOSITORY)), name


def arches_with(recipes: list[Recipe], text: str, file: str) -> set[str]:
    """The architectures in whose file of that name an edit puts a text."""
    return {found.group(1) for recipe in recipes for edit in recipe.edit for name in edit.file
            if (found := ARCH_FILE.match(name)) and text in edit.text
            and name.rpartition("/")[2].startswith(file)}


class Recipes(unittest.TestCase):
    """What is in linux/recipes and linux/files."""

    def setUp(self) -> None:
        self.kit = Kit(targets.REPOSITORY)
        self.known = {text: version_of(text) for text in self.kit.known()}

    def test_known(self):
        """every version that is known has recipes, and they read"""
        for text, version in self.known.items():
            with self.subTest(text):
                self.assertTrue(self.kit.recipes(version))

    def test_copies(self):
        """no two files of ours have one name in a tree; a version gets no files of another"""
        for text, version in self.known.items():
            copies = list(copies_of(self.kit.recipes(version), version))
            names = [name for _path, name in copies]
            self.assertEqual(sorted(set(names)), sorted(names))
            for path, _name in copies:
                with self.subTest(text, path=path):
                    if path.startswith(OF_ONE_VERSION):
                        self.assertTrue(path.startswith(f"{OF_ONE_VERSION}{text}/"))

    def test_all_are_copied(self):
        """each file below linux/files, or a folder of a version, goes into some tree"""
        copied = {path for version in self.known.values()
                  for path, _name in copies_of(self.kit.recipes(version), version)}
        for path in (targets.REPOSITORY / "linux").glob("files*/**/*"):
            if path.is_file():
                self.assertIn(str(path.relative_to(targets.REPOSITORY)), copied)

    def test_converted(self):
        """5.10: all with high memory select KMAP_LOCAL, have hooks, and room for the slots"""
        recipes = self.kit.recipes(self.known["5.10"])
        self.assertEqual(arches_with(recipes, "select KMAP_LOCAL", "Kconfig"), CONVERTED)
        self.assertEqual(arches_with(recipes, "arch_kmap_local_post_unmap(", "highmem.h"),
                         CONVERTED)
        rooms = [arches_with(recipes, "KMAP_SLOTS << KMAP_GUARD", name)
                 for name in ("fixmap.h", "vaddrs.h", "highmem.h")]
        self.assertEqual(set.union(*rooms), CONVERTED)
