# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of linux/apply and linux/revert on small trees."""

import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from common import targets
from fake import CORE, HOST, SPDX, Fake, makefile, state, write
from tree import work


class Apply(Fake):
    """apply, and revert after it."""

    def test_there_and_back(self):
        """what apply does, what it says, and that revert restores bytes and permissions"""
        before = state(self.tree)
        said = self.succeeds("apply")
        self.assertEqual(said.splitlines()[:-1], [
            "kmap 2.1.0 in Linux 6.1.20",
            "files added:    3 files, 3 lines; of them in mm/kmap/: 3 files, 3 lines",
            "files changed:  3", "files removed:  1",
            "outside mm/kmap/: 4 lines added, 3 removed: 1 line more than before"])
        after = state(self.tree)
        self.assertEqual(after["mm/kmap/deep/b.h"], (0o644, b"int b;\n"))
        self.assertEqual(after["mm/kmap/glue.sh"], (0o755, b"#!/bin/sh\n"))
        self.assertEqual(after["mm/Makefile"], (0o600, b"obj-y += kmap/\n"))
        self.assertEqual(after["mm/latin.c"][1], b"/* \xe9t\xe9 */\nint x;\nint y;\n")
        self.assertNotIn("mm/highmem.c", after)
        self.assertNotIn("mm/kmap/build.mk", after)
        self.assertIn(".kmap-applied", after)
        self.assertEqual(self.succeeds("revert"), f"kmap is out of {self.tree}\n")
        self.assertEqual(state(self.tree), before)

    def test_again(self):
        """a second apply changes nothing; revert, apply gives the same to the byte"""
        self.succeeds("apply")
        after = state(self.tree)
        self.assertRegex(self.succeeds("apply"), "already applied.*nothing was changed")
        self.assertEqual(state(self.tree), after)
        self.succeeds("revert")
        self.succeeds("apply")
        self.assertEqual(state(self.tree), after)

    def test_another_kmap(self):
        """a tree with another kmap is not touched"""
        self.succeeds("apply")
        write(self.kit, {"core/a.c": "int other;\n"})
        self.assertRegex(self.is_refused("apply"), "another kmap .*linux/revert .* first")
        self.succeeds("revert")
        self.succeeds("apply")

    def test_check_and_diff(self):
        """--check and --diff write nothing; the difference is one that patch takes"""
        before = state(self.tree)
        self.assertIn("outside mm/kmap/: 4 lines added", self.succeeds("apply", "--check"))
        diff = self.succeeds("apply", "--diff")
        self.assertEqual(state(self.tree), before)
        self.succeeds("apply")
        after = state(self.tree)
        self.fresh_tree()
        subprocess.run(["git", "apply", "--unsafe-paths", f"--directory={self.tree}"], check=True,
                       cwd="/", input=diff.encode("utf-8", "surrogateescape"))
        for name, (_mode, data) in after.items():
            if name != ".kmap-applied":
                self.assertEqual(state(self.tree)[name][1], data, name)
        self.assertFalse((self.tree / "mm/highmem.c").exists())

    def test_order(self):
        """an edit sees what earlier files did, and may undo it"""
        write(self.kit, {"linux/recipes/25-more.toml": '''subject = "s"
message = "m"
[[edit]]
file = "mm/kmap/a.c"
action = "append"
text = "int more;"
[[edit]]
file = "mm/Makefile"
action = "substitute"
old = "kmap/"
text = "highmem.o"
'''})
        before = state(self.tree)
        self.succeeds("apply")
        self.assertEqual(self.text("mm/kmap/a.c"), "int a;\nint more;\n")
        self.assertEqual(self.text("mm/Makefile"), "obj-y += highmem.o\n")
        self.succeeds("revert")
        self.assertEqual(state(self.tree), before)

    def test_replaced_file(self):
        """a file that one entry removes and the next copies"""
        write(self.kit, {"linux/files/mm/highmem.c": "int new;\n"})
        self.recipe('[[remove]]\nfile = "mm/highmem.c"\n[[copy]]\nfrom = "linux/files/mm/highmem.c"')
        before = state(self.tree)
        self.assertIn("1 line added, 1 removed: as many as before", self.succeeds("apply"))
        self.assertEqual(self.text("mm/highmem.c"), "int new;\n")
        self.succeeds("revert")
        self.assertEqual(state(self.tree), before)

    def test_versions(self):
        """recipes, entries and copies for some versions only"""
        self.recipe('''versions = ["6.1", "5.10"]
[[edit]]
file = "mm/none.c"
versions = ["5.10", "6.1 <6.1.20", ">=6.1.21 <6.2"]
action = "append"
text = "no"
[[edit]]
file = ["mm/Makefile", "init/unchanged.c"]
versions = ["6.1.19", "6.1 >=6.1.20"]
action = "append"
text = "yes"
[[copy]]
from = "core"
to = "mm/kmap"
versions = ["5.10"]
''')
        write(self.kit, {"linux/recipes/40-never.toml": 'subject = "s"\nmessage = ""\n'
                                                        'versions = "5.10"\n' + HOST[HOST.index("[["):]})
        self.succeeds("apply")
        self.assertEqual(self.text("init/unchanged.c"), "\nyes\n")
        self.assertFalse((self.tree / "mm/kmap").exists())

    def test_git(self):
        """a checkout: local changes in a touched file are refused, elsewhere they are not"""
        self.commit_tree()
        (self.tree / "init/unchanged.c").write_text("changed\n")
        self.succeeds("apply")
        self.succeeds("revert")
        (self.tree / "kernel/sched.c").write_text(self.text("kernel/sched.c") + "int mine;\n")
        self.assertRegex(self.is_refused("apply"), "local changes .*: kernel/sched.c;.*git stash")
        self.assertIn("local changes", self.is_refused("apply", "--check"))
        self.assertIn("local changes", self.is_refused("export-patches", self.folder / "series"))

    def test_broken_git(self):
        """when git does not say what was changed, apply says so and goes on"""
        (self.tree / ".git").mkdir()
        done = self.run_program("apply")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr, r"\Aapply: git does not say .*; going on\n\Z")

    def commit_tree(self) -> None:
        """Make the tree a checkout."""
        for command in (["init", "-q"], ["add", "-A"],
                        ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x"]):
            subprocess.run(["git", "-C", self.tree, *command], check=True)

    def test_as_programs(self):
        """all three are executable, and make passes their arguments on"""
        for name in ("apply", "revert", "export-patches"):
            done = subprocess.run([targets.REPOSITORY / "linux" / name, "--help"],
                                  capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("Exit status", done.stdout)
        for target in ("linux-apply", "linux-revert", "linux-patches"):
            done = subprocess.run(["make", "-s", target, f"PYTHON={sys.executable}"],
                                  cwd=targets.REPOSITORY, capture_output=True, text=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn("say TREE=path", done.stderr)


class Refused(Fake):
    """What is refused, in one line, with status 2, and nothing changed."""

    def test_no_tree(self):
        """a folder that is not there, that is no tree, an unknown version"""
        shutil.rmtree(self.tree)
        for name in ("apply", "revert"):
            self.assertIn("there is no directory", self.is_refused(name))
        self.tree.mkdir()
        for name in ("apply", "revert"):
            self.assertIn("is no Linux tree", self.is_refused(name))
        write(self.tree, {"Makefile": makefile("6.2.0")})
        self.assertRegex(self.is_refused("apply"),
                         r"is Linux 6.2.0; kmap has been tried on, and knows, 5.10, 6.1\n")
        self.fresh_tree(Makefile=makefile("5.10"))
        self.succeeds("apply")

    def test_misfit(self):
        """a line for each place that does not fit, and one that says what to do"""
        write(self.tree, {"mm/Makefile": "obj-y += mine.o\n", "kernel/sched.c": "int x;\n",
                          "mm/kmap/a.c": "\n"})
        (self.tree / "mm/highmem.c").unlink()
        said = self.is_refused("apply", lines=5)
        self.assertEqual(said.splitlines(), [
            "apply: linux/recipes/10-core.toml, copy 1: the tree already has mm/kmap/a.c",
            "apply: linux/recipes/20-host.toml, remove 1, mm/highmem.c: Linux 6.1.20 here has no "
            "such file",
            "apply: linux/recipes/20-host.toml, edit 1, mm/Makefile: 0 places match old = "
            "'highmem.o'; it must be 1",
            "apply: linux/recipes/20-host.toml, edit 2, kernel/sched.c: 0 places match at = "
            "'^#include <linux/highmem.h>'; it must be 1",
            "apply: nothing was changed; the tree must be as kernel.org or a distribution "
            "publishes it"])

    def test_no_plain_file(self):
        """symbolic links and folders in place of files"""
        path = self.tree / "mm/Makefile"
        path.rename(self.tree / "mm/other")
        path.symlink_to("other")
        self.assertIn("mm/Makefile is a symbolic link", self.is_refused("apply", lines=2))
        path.unlink()
        path.mkdir()
        self.assertIn("mm/Makefile is no file", self.is_refused("apply", lines=2))
        path.rmdir()
        (self.tree / "mm").rename(self.tree / "m")
        (self.tree / "mm").symlink_to("m")
        self.assertIn("mm is a symbolic link", self.is_refused("apply", lines=6))

    def test_bad_recipes(self):
        """a recipe that is wrong whatever the tree: file, entry and reason"""
        edit = '[[edit]]\nfile = "mm/Makefile"\n'
        for text, said in (
                ("[[edit]", "30-only.toml: "), ("[edit]", r"write \[\[edit\]\]"),
                ("other = 1", "there is no key 'other'"), ("versions = []", "'versions' is empty"),
                ('versions = ["six"]', "'six' names no version"),
                (edit, "edit 1: it has no 'action'"),
                (edit + 'action = "delete"', "edit 1: it has no 'at'"),
                (edit + 'action = "delete"\nat = "("', r"at = '\(' is no regular expression"),
                (edit + 'action = "delete"\nat = 1', "'at' must be a text"),
                (edit + 'action = "delete"\nat = "x"\nblock = 1', "'block' must be true or false"),
                ('[[edit]]\nfile = "../x"', "'../x' is no name"),
                ("[[remove]]", "remove 1: it has no 'file'"),
                ("[[remove]]\nfile = [1]", "must be a text or a list of texts"),
                ('[[copy]]\nfrom = "none"', "there is no 'none'"),
                ('[[copy]]\nfrom = "core"', "it has no 'to'"),
                ('[[copy]]\nfrom = "core"\nto = "/x"', "is no place in a tree"),
                ('[[copy]]\nfrom = "core"\nto = "x"\npattern = "*.q"', "no file in 'core' matches"),
                ('[[copy]]\nfrom = "core"\nto = "x"\nexclude = "*"', "no file in 'core' matches"),
                ("", "no recipe changes anything in Linux 6.1.20")):
            with self.subTest(text):
                self.recipe(text)
                self.assertRegex(self.is_refused("apply"), said)

    def test_bad_message(self):
        """a message in which git am would find a patch"""
        write(self.kit, {"linux/recipes/10-core.toml": CORE.replace("The core", "--- a/core")})
        self.assertIn("begins like a patch", self.is_refused("apply"))

    def test_no_kmap(self):
        """a folder for --kmap that is none"""
        shutil.rmtree(self.kit)
        self.assertIn("name the folder of a kmap", self.is_refused("apply"))

    def test_arguments(self):
        """unknown options"""
        self.assertIn("--chek; see apply --help", self.is_refused("apply", "--chek"))

    def test_at_work(self):
        """a tree on which another one works"""
        with work.alone(self.tree):
            for name in ("apply", "revert"):
                self.assertIn("another apply or revert", self.is_refused(name))


class Revert(Fake):
    """What revert does to trees that are not as apply left them."""

    def test_without_kmap(self):
        """a tree without kmap; also one whose .kmap-applied is lost, which apply refuses, too"""
        self.assertIn("has no .kmap-applied", self.is_refused("revert"))
        self.succeeds("apply")
        (self.tree / ".kmap-applied").unlink()
        self.assertIn("has no .kmap-applied", self.is_refused("revert"))
        self.assertIn("the tree already has mm/kmap/a.c, mm/kmap/deep/b.h",
                      self.is_refused("apply", lines=5))

    def test_damaged(self):
        """a .kmap-applied that cannot be read"""
        self.succeeds("apply")
        path = self.tree / ".kmap-applied"
        whole = path.read_bytes()
        for data in (b"", whole[:-30], whole.replace(b"\"format\": 1", b"\"format\": 2"), b"x" * 99):
            path.write_bytes(data)
            for name in ("apply", "revert"):
                self.assertIn(".kmap-applied cannot be read", self.is_refused(name))

    def edit(self) -> None:
        """Edit three files after apply: one of Linux, one of kmap, one that goes."""
        write(self.tree, {"kernel/sched.c": "mine\n", "mm/kmap/a.c": "mine, too\n"})
        (self.tree / "mm/kmap/deep/b.h").unlink()

    def test_edited(self):
        """edited files are named, and nothing is changed; apply says that they are edited"""
        self.succeeds("apply")
        self.edit()
        self.assertRegex(self.is_refused("revert"), "edited since: kernel/sched.c, mm/kmap/a.c, "
                         "mm/kmap/deep/b.h; nothing was changed: .*--force")
        done = self.run_program("apply")
        self.assertEqual(done.returncode, 0)
        self.assertIn("edited since it was applied: kernel/sched.c", done.stderr)

    def test_force(self):
        """--force saves edited files, never over another"""
        before = self.fresh_tree(**{"kernel/sched.c.kmap-edited": "older\n"})
        self.succeeds("apply")
        self.edit()
        said = self.succeeds("revert", "--force")
        self.assertIn("kernel/sched.c.kmap-edited.2, mm/kmap/a.c.kmap-edited\n", said)
        self.assertIn("not removed, for something else is in them: mm/kmap\n", said)
        for name, text in (("kernel/sched.c.kmap-edited.2", "mine\n"),
                           ("mm/kmap/a.c.kmap-edited", "mine, too\n")):
            self.assertEqual(self.text(name), text)
            (self.tree / name).unlink()
        (self.tree / "mm/kmap").rmdir()
        self.assertEqual(state(self.tree), before)

    def test_objects(self):
        """objects of a build stay, and their folder is named"""
        self.succeeds("apply")
        write(self.tree, {"mm/kmap/a.o": "object"})
        self.assertIn("not removed, for something else is in them: mm/kmap\n",
                      self.succeeds("revert"))
        self.assertEqual([path.name for path in (self.tree / "mm/kmap").iterdir()], ["a.o"])

    def test_removed_folder(self):
        """with --force also when a whole folder is gone"""
        before = state(self.tree)
        self.succeeds("apply")
        shutil.rmtree(self.tree / "mm")
        self.assertIn("mm/Makefile", self.is_refused("revert"))
        self.succeeds("revert", "--force")
        after = state(self.tree)
        self.assertEqual(after | {"mm": before["mm"]}, before)

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_owners(self):
        """root leaves files to those who own the tree"""
        for path in (self.tree, *self.tree.rglob("*")):
            os.chown(path, 12345, 54321)
        self.succeeds("apply")
        self.succeeds("revert")
        self.succeeds("apply")
        for path in self.tree.rglob("*"):
            self.assertEqual((path.stat().st_uid, path.stat().st_gid), (12345, 54321), path)


class Repository(unittest.TestCase):
    """The recipes that are here."""

    def test_licences(self):
        """each has its licence line, and only numbered ones are there"""
        for path in sorted((targets.REPOSITORY / "linux/recipes").glob("*.toml")):
            self.assertTrue(path.read_text(encoding="utf-8").startswith(SPDX), path)
            self.assertRegex(Path(path).name, r"^([0-9]{2}-[a-z0-9-]+|versions)\.toml$")
