# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the edits that recipes make, and of what is said when one does not fit."""

import re
import unittest

from tree import edits, places
from tree.edits import Edit
from tree.problems import Unfit

SOURCE = """/* SPDX-License-Identifier: GPL-2.0 */
#define A(x) \\
\tdo_a(x)

/*
 * Says "}" and {.
 */
static int f(int a)
{
\tif (a) {
\t\treturn '}';
\t} /* { */
\treturn 0;
}
EXPORT_SYMBOL_GPL(f);

int g(int a);
int h(void) { return 1; }
// one
// two
struct s {
\tint a;
} __packed;

#ifdef X
#if Y
int x;
#endif
int g(int a) { return a; }
#else
int g(int a) { return 0; }
#endif
int last;"""
KCONFIG = """config ONE
\tbool "one"

\thelp
\t  Text.

config TWO
\tbool "two"
"""


def lines_of(source: str, /, **keys: object) -> str:
    """The text after an edit."""
    edit = Edit(("file",), **keys)
    problem = edits.problem_of(edit)
    if problem:
        raise ValueError(problem)
    return "".join(edits.perform(edit, places.split(source)))


class Actions(unittest.TestCase):
    """Each action."""

    def changes(self, old: str, new: str, /, source: str = SOURCE, **keys: object) -> None:
        """The edit puts `new` for `old`, which is there once."""
        self.assertEqual(source.count(old), 1, old)
        self.assertEqual(lines_of(source, **keys), source.replace(old, new))

    def test_insert(self):
        """after and before a line, with and without a newline at the end of the text"""
        self.changes("int a;\n", "int a;\nX\n", at="^\tint a;", action="after", text="X")
        self.changes("\tint a;\n", "X\nY\n\tint a;\n", at="^\tint a;", action="before",
                     text="X\nY\n")

    def test_insert_at_the_end(self):
        """a last line without a newline gets one"""
        self.changes("int last;", "int last;\nX\n", at="last", action="after", text="X")
        self.changes("int last;", "int last;\nX\n", action="append", text="X")
        self.assertEqual(lines_of("", action="append", text="X"), "X\n")

    def test_replace_and_delete(self):
        """a line, or up to another"""
        self.changes("\tint a;\n", "X\n", at="^\tint a;", action="replace", text="X")
        self.changes("\tint a;\n", "", at="^\tint a;", action="delete")
        self.changes("// one\n// two\nstruct s {\n", "X\n", at="one", through="^struct",
                     action="replace", text="X")
        self.changes("int last;", "", at="last", through="last", action="delete")

    def test_after_through(self):
        """insert behind a range"""
        self.changes("} __packed;\n", "} __packed;\nX\n", at="^struct s", through="^}",
                     action="after", text="X")

    def test_substitute(self):
        """in the line that `at` matches, or that has the text; and in all"""
        self.changes("'}'", "'{'", at="return '", old="}", action="substitute", text="{")
        self.changes("__packed", "", old="__packed", action="substitute")
        self.assertEqual(lines_of(SOURCE, at="^int g", all=True, old="int a", action="substitute",
                                  text="long"), SOURCE.replace("g(int a)", "g(long)"))

    def test_all(self):
        """insert at all places"""
        self.assertEqual(lines_of("a\nb\na\n", at="a", all=True, action="after", text="c"),
                         "a\nc\nb\na\nc\n")
        self.assertEqual(lines_of("a\nb\na\n", at="a", all=True, action="delete"), "b\n")

    def test_block_function(self):
        """a function goes with comment, exports and a blank line; replacing leaves that"""
        whole = SOURCE[SOURCE.index("/*\n"):SOURCE.index("int g(int a);")]
        self.changes(whole, "", at=r"^static int f\(", block=True, action="delete")
        self.changes(whole, "X\n\n", at=r"^static int f\(", block=True, action="replace", text="X")

    def test_other_blocks(self):
        """prototypes, one-liners, structures, macros, conditions, Kconfig entries"""
        for pattern, whole in (
                (r"^int g\(int a\);", "int g(int a);\n"),
                (r"^int h\(", "int h(void) { return 1; }\n"),
                ("^struct s", "// one\n// two\nstruct s {\n\tint a;\n} __packed;\n\n"),
                ("^#define A", "#define A(x) \\\n\tdo_a(x)\n\n"),
                ("^#if Y", "#if Y\nint x;\n#endif\n"),
                ("^#ifdef X", SOURCE[SOURCE.index("#ifdef"):SOURCE.index("int last")]),
                ("^\tif", "\tif (a) {\n\t\treturn '}';\n\t} /* { */\n")):
            self.changes(whole, "", at=pattern, block=True, action="delete")
        self.changes(KCONFIG[:KCONFIG.index("config TWO")], "", source=KCONFIG, at="^config ONE",
                     block=True, action="delete")

    def test_licence_stays(self):
        """the licence line above a block is no comment of it"""
        self.assertEqual(lines_of("/* SPDX-License-Identifier: X */\nint a;\n", at="int",
                                  block=True, action="delete"),
                         "/* SPDX-License-Identifier: X */\n")

    def test_within(self):
        """only in a block, in one behind #else, in one of another, up to a line"""
        self.changes("{ return a; }", "{ return b; }", within=("^#ifdef X",), until="^#else",
                     at=r"^int g\(", old="return a", action="substitute", text="return b")
        self.changes("int g(int a) { return 0; }", "X", within=("^#else",), at="^int g",
                     action="replace", text="X")
        self.changes("int x;\n", "", within=("^#ifdef X", "^#if Y"), at="^int", action="delete")
        self.changes('"two"', '"2"', source=KCONFIG, within=("^config TWO",), at="bool",
                     old='"two"', action="substitute", text='"2"')
        self.changes('"one"', '"1"', source=KCONFIG, until="^config TWO", at="bool",
                     old='"one"', action="substitute", text='"1"')

    def test_misfits(self):
        """places that are not there, or not once, and blocks without an end"""
        for said, keys in (
                ("0 places match at = 'zz'; it must be 1", {"at": "zz"}),
                ("3 places match at = '^int g': lines 17, 29, 31; it must be 1", {"at": "^int g"}),
                ("0 places match within = 'zz'; it must be 1", {"at": "f", "within": ("zz",)}),
                ("no line from 1 to 33 matches at = 'zz'", {"at": "zz", "all": True}),
                ("no line from 33 to 33 matches through = 'zz'", {"at": "last", "through": "zz"}),
                ("no line from 2 to 33 matches until = 'zz'", {"at": "f", "until": "zz"}),
                ("the line has 'int' 2 times; it must be once",
                 {"at": r"^static int f", "action": "substitute", "old": "int", "text": "x"})):
            with self.assertRaisesRegex(Unfit, f"^{re.escape(said)}$"):
                lines_of(SOURCE, **{"action": "delete", **keys})
        self.assertEqual(lines_of("a \\\nb\n", at="a", action="after", text="c \\"), "a \\\nc \\\nb\n")
        for keys in ({"at": "a", "action": "after"}, {"at": "b", "action": "before"}):
            with self.assertRaisesRegex(Unfit, "^the line before goes on; the text must end with"):
                lines_of("a \\\nb\n", text="c", **keys)
        for text in ("int f(void)\n{\n", "#if X\n", "int f", "#define X \\\n"):
            with self.assertRaisesRegex(Unfit, "the end of the block that begins in line 1 was"):
                lines_of(text, at="^int|^#", block=True, action="delete")


class Keys(unittest.TestCase):
    """Combinations of keys that make no sense."""

    def test_wrong(self):
        """each is refused, whatever the tree"""
        for keys in ({"action": "move", "at": "a"}, {"action": "delete"},
                     {"action": "append", "at": "a", "text": "b"},
                     {"action": "substitute", "at": "a", "text": "b"},
                     {"action": "delete", "at": "a", "old": "b"}, {"action": "after", "at": "a"},
                     {"action": "delete", "at": "a", "text": "b"},
                     {"action": "after", "at": "a", "text": "b", "block": True},
                     {"action": "before", "at": "a", "text": "b", "through": "c"},
                     {"action": "delete", "at": "a", "block": True, "through": "c"},
                     {"action": "delete", "at": "a", "all": True, "through": "c"},
                     {"action": "append", "text": "b", "within": ("c",)}):
            with self.subTest(keys):
                self.assertTrue(edits.problem_of(Edit(("file",), **keys)))
