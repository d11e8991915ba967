# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of `make help`: its format, and that it is complete."""

import re
import subprocess
import unittest

import help as help_page
from common import targets

MAKEFILE = """##@ One
## A paragraph.

## what it does,
## at length
## NAME=value: what it is for
do-it: something
## OTHER=a|b: what else
##   there is
OTHER ?= a
# for nobody
left-out:
##@ Two
##@ One
## the last
end:
"""
# Set by make itself.
OF_MAKE = {"MAKE", "MAKECMDGOALS", "MAKEFILE_LIST"}
# Targets for the drivers in tests/.
NOT_FOR_USERS = re.compile(r"list-.*|always")


class Form(unittest.TestCase):
    """Formatting the comments."""

    def test_entries(self):
        """targets, variables and paragraphs, with several lines and under a repeated heading"""
        sections = help_page.sections_of([MAKEFILE])
        self.assertEqual([(entry.name, entry.value, entry.text) for entry in sections["One"]], [
            ("", "", "A paragraph."), ("do-it", "", "what it does, at length"),
            ("NAME", "=value", "what it is for"), ("OTHER", "=a|b", "what else there is"),
            ("end", "", "the last")])

    def test_page(self):
        """a heading without entries is left out; texts are wrapped next to their names"""
        long = "## " + "word " * 40 + "\nlong:\n## A_NAME=that-has-no-room: x\n"
        text = help_page.page(help_page.sections_of([MAKEFILE, long]))
        self.assertNotIn("Two", text)
        self.assertIn("  make do-it              what it does, at length\n    NAME=value  ", text)
        self.assertIn(f"    A_NAME=that-has-no-room\n{' ' * help_page.COLUMN}x", text)
        self.assertLessEqual(max(map(len, text.splitlines())), help_page.WIDTH)


class Complete(unittest.TestCase):
    """The help page of this project."""

    @classmethod
    def setUpClass(cls):
        paths = [targets.REPOSITORY / "Makefile", *sorted(targets.REPOSITORY.rglob("build.mk"))]
        texts = [path.read_text(encoding="utf-8") for path in paths]
        cls.text = re.sub(r"^\s*#.*", "", "\n".join(texts), flags=re.MULTILINE)
        entries = [entry for each in help_page.sections_of(texts).values() for entry in each]
        cls.targets = {entry.name for entry in entries if entry.name and not entry.value}
        cls.variables = {entry.name for entry in entries if entry.value}

    def test_targets(self):
        """all phony targets are there, except those for the drivers"""
        names = " ".join(re.findall(r"^\.PHONY:(.*)", self.text, re.MULTILINE)).split()
        self.assertEqual({name for name in names if not NOT_FOR_USERS.fullmatch(name)},
                         self.targets)

    def test_variables(self):
        """all variables that a user may set: with a default, passed to a tool, or not set here"""
        with_default = re.findall(r"^(\w+) \?=", self.text, re.MULTILINE)
        passed_on = re.findall(r"\$\(call given,([A-Z_]+)\)", self.text)
        for names in re.findall(r"^RUN_VARIABLES := (.*)|foreach v,([A-Z ]+),", self.text,
                                re.MULTILINE):
            passed_on += " ".join(names).split()
        used = re.findall(r"\$\(([A-Z][A-Z_]*)\)|\$\((?:if|or) \$\(([A-Z_]+)\)", self.text)
        used = {name for names in used for name in names if name}
        set_here = set(re.findall(r"^([A-Z]\w*) [:+?]?=", self.text, re.MULTILINE))
        self.assertEqual({*with_default, *passed_on, *(used - set_here - OF_MAKE)},
                         self.variables)

    def test_make_prints_it(self):
        """`make help` has the entries of all files, and `make` alone prints the same"""
        for command in (["make", "-s", "help"], ["make", "-s"]):
            done = subprocess.run(command, cwd=targets.REPOSITORY, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for name in self.targets:
                self.assertIn(f"  make {name} ", done.stdout)
            for name in self.variables:
                self.assertIn(f"    {name}=", done.stdout)
