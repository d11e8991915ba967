# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Rules on documentation: code compiles, links are valid, and headers have kernel-doc.

A block of C code in a page says after the fence how it is compiled:

  ```c               declarations and functions, with <kmap/kmap.h> and the port template
  ```c body          statements of a function
  ```c body wrong    statements that must not compile
  ```c file=D/NAME   a file; the files of a page form folders, each of them a port
  ```c with=D,...    like the others, with these folders of the page, or of the project,
                     instead of the template
  ```c add=D/NAME    lines to insert into that header, before its last #endif
       from=E        folder D starts as a copy of folder E
  ```make file=D/NAME.mk   the flags of folder D: its words -D... and -I..., where
                     kmap/ is the project

Core and self-tests for any port are also compiled with each folder that has a kmap_host.h.
"""

import posixpath
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rules.files import Files

_FENCE = re.compile(r"^```(c|make)\b([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ANY_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
_COMPILER = ("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Wundef", "-Werror",
             "-Wno-unused-variable", "-Wno-unused-parameter", "-Wno-unused-but-set-variable",
             "-Wno-unused-function", "-ffreestanding", "-fsyntax-only", "-xc", "-")
# The ports in the pages are for a 32-bit machine.
_PORT_FLAGS = ("-m32",)
# Flags of a port without its own.
_DEFAULT_FLAGS = "-Ikmap/arch/x86 -Ikmap/arch/x86/pae"
_FLAG = re.compile(r"(?<!\S)-[DI]\S+")
_THE_PROJECT = "-Ikmap/"
_INCLUDE_KMAP = "#include <kmap/kmap.h>\n"
_HOST_HEADER = "kmap_host.h"
_WITH_A_PORT = ("core/", "tests/portable/")
# Declarations for statements.
_BODY_HEAD = """
void *memcpy(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
void snippet(kmap_page_t *page, kmap_page_t **pages, kmap_page_t *source, kmap_page_t *target,
	     unsigned long pfn, const void *buffer, size_t offset, size_t bytes);
void snippet(kmap_page_t *page, kmap_page_t **pages, kmap_page_t *source, kmap_page_t *target,
	     unsigned long pfn, const void *buffer, size_t offset, size_t bytes)
{
"""


@dataclass(frozen=True)
class Snippet:
    """A block of code in a page."""

    path: str
    language: str
    line: int
    words: tuple[str, ...]
    text: str

    def value(self, key: str) -> str:
        """The value of a word `key=...`; empty if there is none."""
        return next((word[len(key) + 1:] for word in self.words if word.startswith(key + "=")), "")

    @property
    def source(self) -> str:
        """The source for the compiler; its lines have the line numbers of the page."""
        head = "" if "#include" in self.text else _INCLUDE_KMAP
        head += _BODY_HEAD if "body" in self.words else ""
        tail = "}\n" if "body" in self.words else ""
        return f'{head}#line {self.line} "{self.path}"\n{self.text}{tail}'


def snippets(path: str, text: str) -> list[Snippet]:
    """All blocks of code in a page that are checked."""
    return [Snippet(path, match[1], text.count("\n", 0, match.start()) + 2,
                    tuple(match[2].split()), match[3])
            for match in _FENCE.finditer(text)]


def _compile(source: str, root: Path, flags: list[str]) -> str:
    """The first error of the compiler; empty if there is none."""
    done = subprocess.run([*_COMPILER, *flags, f"-I{root}/include"], input=source, text=True,
                          capture_output=True)
    errors = [line for line in done.stderr.splitlines() if " error: " in line]
    return (errors or done.stderr.splitlines() or ["it does not compile"])[0] \
        if done.returncode else ""


def port_flags(folder: Path, root: Path) -> list[str]:
    """The compiler flags in a port's own makefile, for the project at `root`."""
    said = "".join(path.read_text() for path in sorted(folder.glob("*.mk")))
    return [f"-I{root}/{flag.removeprefix(_THE_PROJECT)}" if flag.startswith(_THE_PROJECT)
            else f"-I{folder.parent}/{flag[2:]}" if flag.startswith("-I") else flag
            for flag in _FLAG.findall(said or _DEFAULT_FLAGS)]


def _flags(root: Path, folders: list[Path]) -> list[str]:
    """The flags of a port in several folders: those of the first folder that has some."""
    if folders:
        speaker = next((folder for folder in folders if list(folder.glob("*.mk"))), folders[0])
        return [*_PORT_FLAGS, *(f"-I{folder}" for folder in folders), *port_flags(speaker, root)]
    return [f"-I{root}/arch/template", f"-I{root}/arch/template/host"]


def _check_snippet(snippet: Snippet, root: Path, sandbox: Path) -> list[str]:
    if snippet.language != "c" or snippet.value("add") or snippet.value("file").endswith(".h"):
        return []
    names = snippet.value("with") or posixpath.dirname(snippet.value("file"))
    folders = [sandbox / name if (sandbox / name).is_dir() else root / name
               for name in names.split(",") if name]
    problem = _compile(snippet.source, root, _flags(root, folders))
    if "wrong" in snippet.words:
        return [] if problem else [f"{snippet.path}:{snippet.line}: compiles, but should not"]
    place = "" if problem.startswith(snippet.path) else f"{snippet.path}:{snippet.line}: "
    return [place + problem] if problem else []


def _check_port(page: str, folder: Path, root: Path) -> list[str]:
    """Compile core/ and the self-tests with a page's port."""
    flags = [*_flags(root, [folder]), f"-I{root}/core", f"-I{root}/tests/portable"]
    found = []
    for part in _WITH_A_PORT:
        for source in sorted(root.glob(f"{part}*.c")):
            problem = _compile(f'#include "{source}"\n', root, flags)
            found += [f"{page}: {part} with {folder.name}/: {problem}"] if problem else []
    return found


def _add_to_header(snippet: Snippet, sandbox: Path) -> None:
    path = sandbox / snippet.value("add")
    if snippet.value("from"):
        path.parent.mkdir(exist_ok=True)
        for source in (sandbox / snippet.value("from")).iterdir():
            if not (path.parent / source.name).exists():
                shutil.copy(source, path.parent)
    before, end, after = path.read_text().rpartition("#endif")
    path.write_text(before + snippet.text + "\n" + end + after)


def write_files(found: list[Snippet], sandbox: Path) -> None:
    """Write the files in a page's blocks, in the order of the page."""
    for snippet in found:
        if snippet.value("file"):
            path = sandbox / snippet.value("file")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(snippet.text)
        elif snippet.value("add"):
            _add_to_header(snippet, sandbox)


def check_page(path: str, text: str, root: Path) -> list[str]:
    """The blocks of one page that do not compile."""
    found = snippets(path, text)
    with tempfile.TemporaryDirectory(prefix="kmap-docs-") as directory:
        sandbox = Path(directory)
        write_files(found, sandbox)
        problems = [problem for each in found for problem in _check_snippet(each, root, sandbox)]
        for header in sorted(sandbox.glob(f"*/{_HOST_HEADER}")):
            problems += _check_port(path, header.parent, root)
    return problems


def code(files: Files) -> list[str]:
    """Blocks of C code in pages that do not compile."""
    return [problem for name in files.of(".md")
            for problem in check_page(name, files.text(name), files.root)]


def _anchors(text: str) -> set[str]:
    """The anchors of a page's headings in links."""
    titles = (re.sub(r"[^\w\- ]", "", title.lower()) for title in _HEADING.findall(text))
    return {title.strip().replace(" ", "-") for title in titles}


def links(files: Files) -> list[str]:
    """Broken links between pages."""
    found = []
    for name in files.of(".md"):
        for target in _LINK.findall(_ANY_FENCE.sub("", files.text(name))):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) \
                if path else name
            if not (files.root / path).exists():
                found.append(f"{name}: there is no {target}")
            elif anchor and path.endswith(".md") and anchor not in _anchors(files.text(path)):
                found.append(f"{name}: {path} has no heading #{anchor}")
    return found


_NOT_FOR_CALLERS = "Not for callers"
_HEADERS = ("include/kmap/",)
_DEFINITION = re.compile(
    r"^(?:#define |(?!typedef|extern|struct [^()]*\{)[a-z][\w ]*[ *])([a-z]\w*)\(", re.MULTILINE)


def documented(text: str) -> set[str]:
    """The functions that have a kernel-doc block."""
    return set(re.findall(r"^/\*\*\n \* (\w+)\(\) - \S", text, re.MULTILINE))


def _defined(text: str) -> list[str]:
    """The functions, prototypes and macros of a header, without capital letters."""
    return [match[1] for match in _DEFINITION.finditer(text)]


def kernel_doc(files: Files) -> list[str]:
    """Functions in the headers without kernel-doc.

    A function that only other functions of the headers use needs none, and neither do those
    of a header that is not for callers; but all that a page names need it.
    """
    headers = {name: files.text(name) for name in files.of(".h", under=_HEADERS)}
    uses = re.findall(r"\w+", "\n".join(headers.values()))
    named = set(re.findall(r"\b(\w+)\(", "\n".join(files.text(name) for name in files.of(".md"))))
    found = []
    for name, text in headers.items():
        if _NOT_FOR_CALLERS in text:
            continue
        for function in sorted(set(_defined(text)) - documented(text)):
            if uses.count(function) < 2 or function in named:
                found.append(f"{name}: {function}() has no kernel-doc")
    return found
