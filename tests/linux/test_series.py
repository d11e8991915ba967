# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of linux/export-patches."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from common import targets
from fake import Fake, state
from tree.plan import PLAIN, Content, Plan, Stage
from tree.recipe import Kit, Recipe
from tree.series import write_series
from tree.versions import Version


def git(folder: object, *arguments: str) -> str:
    """Run git in a folder; what it prints."""
    return subprocess.run(["git", "-C", folder, "-c", "user.name=t", "-c", "user.email=t@t",
                           *arguments], check=True, capture_output=True, text=True).stdout


@unittest.skipUnless(shutil.which("git"), "needs git")
class Series(Fake):
    """The patches."""

    def setUp(self):
        super().setUp()
        self.series = self.folder / "out/series"

    def patches(self) -> dict[str, str]:
        """The texts of the patches."""
        return {path.name: path.read_text(encoding="utf-8", errors="surrogateescape")
                for path in sorted(self.series.iterdir())}

    def test_like_apply(self):
        """git am on the old tree gives what apply gives, to the byte"""
        before = state(self.tree)
        self.assertRegex(self.succeeds("export-patches", self.series),
                         "^2 patches for Linux 6.1.20 in .*git am .*/out/series/")
        self.assertEqual(state(self.tree), before)
        git(self.tree, "init", "-q")
        git(self.tree, "add", "-A")
        git(self.tree, "commit", "-qm", "x")
        git(self.tree, "am", "-q", *map(str, sorted(self.series.iterdir())))
        by_git = state(self.tree)
        self.assertEqual(git(self.tree, "log", "--format=%s/%b/%an", "-2"),
                         "mm: use kmap/It is better.\n/kmap\n"
                         "mm: add kmap/The core,\nwith two lines.\n/kmap\n")
        shutil.rmtree(self.tree)
        self.fresh_tree()
        self.succeeds("apply")
        by_apply = state(self.tree)
        del by_apply[".kmap-applied"]
        # git keeps no other permissions.
        self.assertEqual({name: (mode & 0o100, data) for name, (mode, data) in by_git.items()},
                         {name: (mode & 0o100, data) for name, (mode, data) in by_apply.items()})

    def test_repeats(self):
        """the same again to the byte, whatever the user's settings, into a folder that is there"""
        self.succeeds("export-patches", self.series)
        first = self.patches()
        self.assertEqual(list(first), ["0001-mm-add-kmap.patch", "0002-mm-use-kmap.patch"])
        shutil.rmtree(self.series)
        self.series.mkdir()
        (self.folder / ".gitconfig").write_text("[format]\nsignature = x\n[diff]\nnoprefix = true\n")
        os.environ["HOME"], home = str(self.folder), os.environ["HOME"]
        self.addCleanup(os.environ.__setitem__, "HOME", home)
        self.succeeds("export-patches", self.series)
        self.assertEqual(self.patches(), first)

    def test_stages(self):
        """each patch has what its recipe changes; one that changes nothing is none"""
        (self.kit / "linux/recipes/15-none.toml").write_text(
            'subject = "none"\nmessage = "m"\nversions = ["5.10"]\n')
        self.succeeds("export-patches", self.series)
        files = [re.findall(r"^diff --git a/(\S+)", text, re.MULTILINE)
                 for text in self.patches().values()]
        self.assertEqual(files, [["mm/kmap/a.c", "mm/kmap/deep/b.h", "mm/kmap/glue.sh"],
                                 ["kernel/sched.c", "mm/Makefile", "mm/highmem.c", "mm/latin.c"]])

    def test_refused(self):
        """a tree with kmap, a folder with something in it or in the tree, none at all"""
        self.assertIn("say DIR=path", self.is_refused("export-patches", ""))
        self.assertIn("is in the tree", self.is_refused("export-patches", self.tree / "out"))
        self.assertIn("not empty", self.is_refused("export-patches", self.kit))
        self.assertIn("not empty", self.is_refused("export-patches", self.kit / "core/a.c"))
        self.succeeds("apply")
        self.assertIn("has kmap; linux/revert", self.is_refused("export-patches", self.series))
        self.assertFalse(self.series.exists())

    def test_without_git(self):
        """status 3 and what to install; no folder is left"""
        os.environ["PATH"], path = str(self.folder), os.environ["PATH"]
        self.addCleanup(os.environ.__setitem__, "PATH", path)
        self.assertIn("missing: git", self.is_refused("export-patches", self.series, status=3))
        self.assertEqual(list(self.series.parent.iterdir()), [])


@unittest.skipUnless(shutil.which("git"), "needs git")
class OurSeries(unittest.TestCase):
    """What git am makes of our own recipes, each with a change that needs no tree."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name)

    def taken(self, recipes: list[Recipe], version: Version) -> str:
        """The messages of the commits that git am makes, the first one first."""
        series, tree = self.folder / f"{version}", self.folder / f"{version}-tree"
        series.mkdir()
        stages = [Stage(recipe, {recipe.name: None}, {recipe.name: Content(b"x\n", PLAIN)})
                  for recipe in recipes]
        write_series(Plan(version, stages), series)
        git(self.folder, "init", "-q", str(tree))
        git(tree, "am", "-q", *map(str, sorted(series.iterdir())))
        return git(tree, "log", "--reverse", "--format=%s%n%n%b")

    def test_messages(self):
        """for each version: every recipe is a commit, in their order, with its whole message"""
        kit = Kit(targets.REPOSITORY)
        for text in kit.known():
            with self.subTest(text):
                version = Version(*map(int, text.split(".")))
                recipes = kit.recipes(version)
                self.assertEqual(self.taken(recipes, version), "".join(
                    f"{each.subject.strip()}\n\n{each.message.strip()}\n\n" for each in recipes))
