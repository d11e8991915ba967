# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the manual: every function has a page with all parts, and what lacks one is refused."""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

from common import targets
from manual import html, man
from manual.functions import HEADERS, Lacking, functions_of, prototype_of, read_headers
from rules import docs

SECTIONS = ("NAME", "SYNOPSIS", "DESCRIPTION", "PARAMETERS", "CONTEXT", "RETURN VALUE",
            "COMPLEXITY", "SEE ALSO")
GROFF = ("groff", "-man", "-ww", "-z", "-Tutf8")
COMMENT = """/**
 * kmap_try_it() - try it
 * @page:  the page
 * @bytes: how many; all of them
 *         at once
 *
 * Says more.
 *
 * Context: task. Error: none. Return: what was done. Cost: constant.
 */
size_t kmap_try_it(const kmap_page_t *page,
		   size_t bytes) KMAP_NAMES_CALLER;
"""


def man_program(*arguments: object) -> subprocess.CompletedProcess:
    """Run tools/man.py."""
    return subprocess.run((sys.executable, "tools/man.py", *map(str, arguments)), text=True,
                          cwd=targets.REPOSITORY, capture_output=True)


class OneHeader(unittest.TestCase):
    """A small header, right and with something left out."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name)

    def functions(self, text: str) -> list:
        """The functions of a header with this text."""
        (self.folder / "it.h").write_text(text, encoding="utf-8")
        return functions_of(read_headers(self.folder))

    def lacks(self, text: str) -> str:
        """What a header with this text lacks."""
        with self.assertRaises(Lacking) as caught:
            self.functions(text)
        return str(caught.exception)

    def test_all_parts(self):
        """prototype, parameters and parts, over several lines"""
        [found] = self.functions(COMMENT)
        self.assertEqual(found.prototype,
                         "size_t kmap_try_it(const kmap_page_t *page, size_t bytes)")
        self.assertEqual(found.parameters, {"page": "the page",
                                            "bytes": "how many; all of them at once"})
        self.assertEqual(found.paragraphs, ["Says more."])
        self.assertEqual(found.parts, {"Context": "Task.", "Error": "None.",
                                       "Return": "What was done.", "Cost": "Constant."})

    def test_each_part_is_needed(self):
        """without a parameter, a part, or with one too many, the header is refused"""
        for old, new, said in (
                (" * @page:  the page\n", "", "does not say what @page is"),
                (" * @page:  the page\n", " * @pages: them\n * @page:  the page\n",
                 "has no parameter pages"),
                ("Context: task. ", "", 'has no "Context:"'),
                (" Return: what was done.", "", 'has no "Return:"'),
                (" Cost: constant.", "", 'has no "Cost:"'),
                ("size_t kmap_try_it(", "size_t kmap_other(", "is not declared")):
            self.assertEqual(COMMENT.count(old), 1, old)
            self.assertIn(f"it.h:1: kmap_try_it() {said}", self.lacks(COMMENT.replace(old, new)))

    def test_order_of_parameters(self):
        """parameters in another order than in the prototype are refused"""
        swapped = COMMENT.replace("const kmap_page_t *page,\n\t\t   size_t bytes",
                                  "size_t bytes, const kmap_page_t *page")
        self.assertIn("in another order", self.lacks(swapped))

    def test_like_another(self):
        """what is said as "As" another function, and by the rules of the header"""
        rules = "/*\n * Says it.\n *\n * Rules for all:\n *  - Cost: little,\n *    at most.\n" \
            " *  - Be quick.\n */\n"
        like = "/**\n * kmap_like() - like it\n *\n * As kmap_base(), but later.\n */\n" \
            "int kmap_like(void);\n"
        base = "/**\n * kmap_base() - base\n *\n * See the rules at the top of <kmap/it.h>. " \
            "Context: any.\n * Return: 0.\n */\nint kmap_base(void);\n"
        found, _base = self.functions(rules + like + base)
        self.assertEqual(found.parts,
                         {"Context": "Any.", "Return": "0.", "Cost": "Little, at most."})
        self.assertEqual(found.rules, [("Rules for all", ["Be quick."])])
        self.assertIn('kmap_like() has no "Cost:"', self.lacks(like + base))

    def test_macros(self):
        """a macro has the prototype of its function in C++, or of the function that it calls"""
        text = "#define kmap_a(x) kmap_b(x)\n#define kmap_b(x) do_it\n#define KMAP_C(x, y) z\n" \
            "#ifdef __cplusplus\nstatic inline void kmap_b(const void *x)\n{\n}\n#endif\n"
        found = [prototype_of(name, text, text) for name in ("kmap_a", "kmap_b", "KMAP_C")]
        self.assertEqual(found, ["void kmap_a(const void *x)", "void kmap_b(const void *x)",
                                 "KMAP_C(x, y)"])

    def test_program(self):
        """bad headers and bad places: one line, and the status"""
        (self.folder / "it.h").write_text(COMMENT.replace("Cost", "Costs"), encoding="utf-8")
        done = man_program("--headers", self.folder, "--output", self.folder / "out")
        self.assertEqual((done.returncode, done.stderr),
                         (1, 'man: it.h:1: kmap_try_it() has no "Cost:"\n'))
        self.assertFalse((self.folder / "out").exists())
        for arguments in (("--install", "--prefix", "usr"), ("--headers", self.folder / "none")):
            done = man_program(*arguments)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (2, 1), done.stderr)


class Pages(unittest.TestCase):
    """The pages of this project's headers."""

    @classmethod
    def setUpClass(cls):
        cls.headers = read_headers()
        cls.functions = functions_of(cls.headers)
        cls.pages = man.pages(cls.functions, cls.headers, "1.2.3")

    def test_every_function_has_a_page(self):
        """each function with a comment, and all that lint demands a comment for"""
        texts = [path.read_text(encoding="utf-8") for path in HEADERS.glob("*.h")]
        documented = {name for text in texts for name in docs.documented(text)}
        self.assertEqual({f"{name}.9" for name in documented} | {"kmap_overview.9"},
                         set(self.pages))

    def test_every_page_has_all_sections(self):
        """in their order"""
        for each in self.functions:
            found = re.findall(r"^\.SH (.*)$", self.pages[f"{each.name}.9"], re.MULTILINE)
            wanted = [name for name in found if name in SECTIONS]
            self.assertEqual(wanted, list(SECTIONS), each.name)

    def test_other_pages_exist(self):
        """every function that is named as in a manual has a page"""
        for name, text in self.pages.items():
            for other in re.findall(r"^\.BR (\w+) \(9\)|\\fB(\w+)\\fP\(9\)", text, re.MULTILINE):
                self.assertIn(f"{''.join(other)}.9", self.pages, name)

    @unittest.skipUnless(shutil.which(GROFF[0]), "needs groff")
    def test_no_warnings(self):
        """groff warns of nothing, all pages at once; of a wrong request it does"""
        for text, is_right in (("".join(self.pages.values()), True), (".TH A 9\n.XY\n", False)):
            done = subprocess.run(GROFF, input=text, capture_output=True, encoding="utf-8")
            self.assertEqual((done.returncode, done.stderr) == (0, ""), is_right, done.stderr)

    def test_install(self):
        """installed below DESTDIR and PREFIX; removed without what is not ours"""
        with tempfile.TemporaryDirectory() as name:
            place = Path(name, "usr/share/man/man9")
            where = ("--destdir", name, "--prefix", "/usr")
            self.assertEqual(man_program("--install", *where).returncode, 0)
            self.assertEqual({path.name for path in place.iterdir()}, set(self.pages))
            (place / "other.9").write_text("", encoding="utf-8")
            self.assertEqual(man_program("--uninstall", *where).returncode, 0)
            self.assertEqual([path.name for path in place.iterdir()], ["other.9"])


class Seen(HTMLParser):
    """What a browser would look for on a page."""

    EMPTY = ("meta", "br", "hr", "link", "img")

    def __init__(self, text: str):
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note names, links and what would be loaded."""
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        self.loaded += [tag] if "src" in values or tag in ("script", "link", "iframe") else []
        self.open += [] if tag in self.EMPTY else [tag]

    def handle_endtag(self, tag):
        """Tags end in the order in which they began."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"line {self.getpos()[0]}: {tag}")


@unittest.skipUnless(shutil.which(html.CONVERTER), "needs markdown_py")
class Html(unittest.TestCase):
    """The documentation as one page."""

    @classmethod
    def setUpClass(cls):
        import docs_html
        headers = read_headers()
        cls.functions = functions_of(headers)
        cls.chapters = docs_html.chapters()
        cls.text = html.page(cls.chapters, cls.functions, headers, "1.2.3")
        cls.seen = Seen(cls.text)

    def test_stands_alone(self):
        """nothing is loaded, all tags end, both colour schemes"""
        self.assertEqual((self.seen.loaded, self.seen.wrong, self.seen.open), ([], [], []))
        self.assertIn("prefers-color-scheme: dark", self.text)

    def test_links(self):
        """names are there once, and links lead to one of them, or outside"""
        self.assertEqual(len(self.seen.ids), len(set(self.seen.ids)))
        for link in self.seen.links:
            if not link.startswith("https://"):
                self.assertIn(link.removeprefix("#"), self.seen.ids)

    def test_complete(self):
        """all functions, and all tables and blocks of code of all pages"""
        for each in self.functions:
            self.assertIn(f"{each.name}-function", self.seen.ids)
        texts = [chapter.text for chapter in self.chapters]
        tables = sum(len(re.findall(r"^\|[-:| ]+\|$", text, re.MULTILINE)) for text in texts)
        fences = sum(len(re.findall(r"^ *```", text, re.MULTILINE)) for text in texts) // 2
        self.assertEqual(self.text.count("<table>"), tables)
        self.assertGreaterEqual(self.text.count("<pre>"), fences + len(self.functions))
        self.assertEqual([line for line in self.text.splitlines() if "```" in line], [])
        self.assertEqual({chapter.name for chapter in self.chapters} - set(self.seen.ids), set())

    def test_code_in_a_list(self):
        """a fence in an item is code as well"""
        text = "# T\n\n1. a\n\n   ```c body\n   x[i](y);\n     z;\n   ```\n\n2. b\n"
        shown = html.chapter_html(html.chapter_of("it.md", text), {"it"}, set())
        self.assertRegex(shown, r"(?s)<li>.*<pre><code>x\[i\]\(y\);\n  z;\n</code></pre>\n</li>")

    def test_links_of_pages(self):
        """to a heading, to another page, outside, and to a file that is not here"""
        text = "# T\n\n## A, b\n\n[a](#a-b) [c](other.md#x) [d](https://x.org/) [e](../f.h)\n"
        shown = html.chapter_html(html.chapter_of("it.md", text), {"it", "other"}, set())
        self.assertEqual(Seen(shown).links, ["#it-a-b", "#other-x", "https://x.org/"])
        self.assertEqual(Seen(shown).ids, ["it", "it-a-b"])
