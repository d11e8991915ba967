# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the rules on documentation: each finds planted errors, and none in clean pages."""

import shutil
import unittest

from common import targets
from planted import PlantedTree
from rules import docs

HEADER = "/* Says little. */\n/**\n * kmap_good() - do good\n */\nvoid *kmap_good(int x);\n"


def block(words: str, code: str) -> str:
    """A block of C code in a page."""
    return f"```c {words}\n{code}\n```\n"


class Rules(PlantedTree):
    """The rules, on small trees."""

    def test_links(self):
        """missing files and headings are found; external links and code are ignored"""
        good = "# A title, of 2 words\n[a](#a-title-of-2-words) [b](../x.md) [c](https://x.org/)\n"
        code = "```c\na[i](j);\n```\n"
        files = self.files(docs__a_md=good + code, x_md="[d](docs/a.md#a-title-of-2-words)\n")
        self.assertEqual(docs.links(files), [])
        files = self.files(docs__b_md="[a](none.md) [b](a.md#none) [c](#none)\n")
        self.assertEqual(docs.links(files), [
            "docs/b.md: there is no none.md", "docs/b.md: docs/a.md has no heading #none",
            "docs/b.md: docs/b.md has no heading #none"])

    def test_kernel_doc(self):
        """a prototype, an inline function and a macro without a block"""
        bad = "int kmap_a(void);\nstatic inline int kmap_b(void)\n{\n\treturn kmap_helper();\n}\n" \
            "#define kmap_c(x) (x)\nint kmap_helper(void);\n"
        files = self.files(include__kmap__good_h=HEADER, include__kmap__bad_h=bad)
        self.assertEqual([problem.split()[1] for problem in docs.kernel_doc(files)],
                         ["kmap_a()", "kmap_b()", "kmap_c()"])

    def test_kernel_doc_of_helpers(self):
        """a helper needs no block unless a page names it; a private header never needs one"""
        helper = HEADER + "int h(void);\nstatic inline int kmap_good(int x)\n{\n\treturn h();\n}\n"
        private = "/* Not for callers. */\nint kmap_a(void);\n"
        files = self.files(include__kmap__a_h=helper, include__kmap__b_h=private)
        self.assertEqual(docs.kernel_doc(files), [])
        files = self.files(docs__a_md="Call `h()`.\n")
        self.assertEqual(docs.kernel_doc(files), ["include/kmap/a.h: h() has no kernel-doc"])


@unittest.skipUnless(shutil.which("gcc"), "needs gcc")
class Code(unittest.TestCase):
    """Blocks of C code, with the project's own headers."""

    def check(self, *blocks: str) -> list[str]:
        """The problems in a page of these blocks."""
        return docs.check_page("page.md", "Text.\n" + "".join(blocks), targets.REPOSITORY)

    def test_template(self):
        """declarations and statements, right and wrong"""
        self.assertEqual(self.check(block("", "extern struct kmap_ctrl ctrl;"),
                                    block("body", "kunmap_local(kmap_local_page(page));"),
                                    block("body wrong", "kunmap_local(page);")), [])
        found = self.check(block("body", "kunmap_local(page);"),
                           block("body wrong", "kunmap_local(kmap_local_page(page));"),
                           block("", "int f(void)\n{\n\treturn nothing;\n}"))
        self.assertEqual([problem.split(":")[:2] for problem in found],
                         [["page.md", "3"], ["page.md", "6"], ["page.md", "11"]])

    def test_files(self):
        """files of a page, alone and used by others"""
        header = block("file=d/one.h", "#define ONE 1\n")
        self.assertEqual(self.check(header, block(
            "with=d", '#include "one.h"\nint a[ONE];')), [])
        found = self.check(header, block("file=d/two.c", '#include "one.h"\nint b = TWO;'))
        self.assertEqual(len(found), 1)

    def test_headers_in_parts(self):
        """lines added to a header, or to a copy of one in another folder"""
        one = block("file=d/one.h", "#ifndef ONE_H\n#define ONE_H\n#endif\n")
        here = block("add=d/one.h", "#define HERE 1\n")
        there = block("add=e/one.h from=d", "#define THERE 1\n")
        use = '#include "one.h"\nint a[HERE];'
        self.assertEqual(self.check(one, here, there, block("with=d", use),
                                    block("with=e", use + "\nint b[THERE];")), [])
        self.assertEqual(len(self.check(one, here, there, block("with=d", "int b[THERE];"))), 1)

    def test_flags(self):
        """a folder's makefile sets the compiler flags"""
        flags = "```make file=d/d.mk\nFLAGS = -DKMAP_SLOTS=3 -Ikmap/include -Ie\n```\n"
        other = block("file=e/other.h", "#define OTHER 3\n")
        use = block("file=d/a.c", '#include <kmap/config.h>\n#include "other.h"\n'
                    "_Static_assert(KMAP_SLOTS == OTHER, \"flags\");")
        self.assertEqual(self.check(flags, other, use), [])
        self.assertEqual(len(self.check(other, use)), 1)

    def test_ports(self):
        """core/ and the self-tests are compiled with a port; one without functions fails"""
        found = self.check(block("file=d/kmap_host.h", "typedef struct page kmap_page_t;\n"))
        self.assertTrue(found)
        self.assertTrue(all("/ with d/: " in problem for problem in found))
