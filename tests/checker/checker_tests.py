#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Test tools/checker. Prints TAP.

Each rule has two files in examples/: NAME.wrong.c, in which a comment "found:" with the beginning
of a message stands where the rule must find something, and NAME.right.c, in which no rule may
find anything. Each place of a rule that reports must have reported something in them, and a rule that is
emptied finds nothing any more. In core/ and kernel/ nothing may be found, nor, with --all, in tests/
but what on_purpose.toml lists: this takes half a minute.
Exit status: 0 all passed, or Coccinelle is missing; 1 something failed, 2 usage error.
"""

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Shared modules are in tools/.
sys.path[1:1] = [str(HERE.parents[1] / "tools/checker"), str(HERE.parents[1] / "tools")]

from common import lists, targets
from common.c_files import files_of, mentions_in, read
from common.coccinelle import SPATCH
from common.commands import Finished, run, show_nothing
from common.mutation import Printer
from common.program import EXIT_FAILED, EXIT_MISSING, EXIT_OK, EXIT_USAGE, guarded

from checking import looking, rules

PROGRAM = "checker_tests"
CHECKER = targets.REPOSITORY / "tools/checker/kmap-check"
EXAMPLES = HERE / "examples"
OWN, ALL_OWN = ("kernel", "core"), ("kernel", "core", "tests")
# Linux code that is wrong on purpose.
NOT_OWN = ("tests/checker/", "tests/linux-convert/")
# What self-tests and unit tests do wrong on purpose.
ON_PURPOSE = HERE / "on_purpose.toml"
EXIT_NOT_UNDERSTOOD = 4
_EXPECTED = re.compile(r"/\* found: ?(.*?) ?\*/")
_REPORTS = re.compile(r"\bfound\(\"([\w-]+)\"")
# Coccinelle cannot parse this macro.
_MACRO = "#define GET(page) { char *_page_ = kmap_local_page(page)\n"


def check(printer: Printer, name: str, problem: str) -> None:
    """One check: it is right if there is no problem."""
    printer.point(not problem, name, problem)


def look_with(change: Callable[[str], str], paths: list[Path]) -> list[looking.Looked]:
    """What the rules find after a change of each of their files."""
    with tempfile.TemporaryDirectory(prefix="kmap-checker-") as name:
        folder = Path(name)
        for rule in rules.ALL:
            text = (rules.RULES / f"{rule.name}.cocci").read_text(encoding="utf-8")
            (folder / f"{rule.name}.cocci").write_text(change(text), encoding="utf-8")
        shutil.copy(rules.RULES / "done.cocci", folder)
        original, rules.RULES = rules.RULES, folder
        try:
            return list(looking.look(paths, list(rules.ALL), rules.names()))
        finally:
            rules.RULES = original


def numbered(text: str) -> str:
    """A rule that says which of its places reports."""
    places = iter(range(1000))
    return _REPORTS.sub(lambda match: f'found("{match[1]}#{next(places)}"', text)


def places_of(rule: rules.Rule) -> set[str]:
    """All places of a rule that report, as numbered() names them."""
    text = (rules.RULES / f"{rule.name}.cocci").read_text(encoding="utf-8")
    return {f"{rule.name}#{number}" for number, _match in enumerate(_REPORTS.finditer(text))}


def problem_of(looked: looking.Looked) -> str:
    """What is not as an example says; empty if all is."""
    if looked.problem or looked.unseen:
        return "\n".join([looked.problem, *looked.unseen])
    lines = read(looked.path).splitlines()
    wanted = {number: match[1] for number, line in enumerate(lines, 1)
              if (match := _EXPECTED.search(line))}
    found: dict[int, list[looking.Finding]] = {}
    for each in looked.findings:
        found.setdefault(each.line, []).append(each)
    rule = looked.path.name.partition(".")[0]
    for line in sorted(wanted.keys() | found.keys()):
        here = found.get(line, [])
        if line not in wanted or any(each.rule.partition("#")[0] != rule for each in here) or \
                not any(each.text.startswith(wanted[line]) for each in here):
            return f"line {line}: {here}; expected: {wanted.get(line)}"
    return ""


def examples(printer: Printer) -> None:
    """Every example; every place of a rule that reports; and rules that are emptied."""
    looked = {each.path: each for each in look_with(numbered, sorted(EXAMPLES.glob("*.c")))}
    reported = {finding.rule for each in looked.values() for finding in each.findings}
    wrong = [EXAMPLES / f"{rule.name}.wrong.c" for rule in rules.ALL]
    emptied = {each.path: each for each in look_with(lambda text: "", wrong)}
    for rule, path in zip(rules.ALL, wrong):
        right = EXAMPLES / f"{rule.name}.right.c"
        check(printer, f"{rule.name}: finds what is wrong, and nothing else",
              problem_of(looked[path]) if path in looked else "no example")
        check(printer, f"{rule.name}: finds nothing where nothing is wrong",
              problem_of(looked[right]) if right in looked else "no example")
        check(printer, f"{rule.name}: all that it looks for has an example",
              " ".join(places_of(rule) - reported))
        check(printer, f"{rule.name}: emptied, its example is noticed",
              "" if problem_of(emptied[path]) else "nothing is missing")


def own_code(printer: Printer, folders: tuple[str, ...]) -> None:
    """In this project nothing is found but what tests do wrong on purpose."""
    known, allowed = rules.names(), lists.read(ON_PURPOSE)
    paths = {path: str(path.relative_to(targets.REPOSITORY)) for name in folders
             for path in files_of(targets.REPOSITORY / name)
             if mentions_in(read(path), known["looked_for"])}
    chosen = [path for path, name in paths.items() if not name.startswith(NOT_OWN)]
    found = []
    for each in looking.look(chosen, list(rules.ALL), known):
        counts = dict(Counter(finding.rule for finding in each.shown))
        wanted = allowed.get(paths[each.path], {})
        if counts != wanted or each.problem:
            found += [f"{paths[each.path]}: {counts}; on purpose: {wanted}", each.problem]
            found += [finding.at(each.path) for finding in each.shown]
    missing = [name for name in allowed if not (targets.REPOSITORY / name).exists()]
    check(printer, f"nothing is found in {', '.join(folders)}, but what is so on purpose",
          "\n".join(filter(None, [*found, *missing])))


def checker(*arguments: object, **options: object) -> Finished:
    """Run the program."""
    return run([sys.executable, str(CHECKER), *map(str, arguments)], show_nothing, **options)


def says(printer: Printer, name: str, finished: Finished, status: int, pattern: str) -> None:
    """One check of exit status and output."""
    right = finished.status == status and re.search(pattern, finished.text)
    check(printer, name, "" if right else f"{finished.how}\n{finished.text}")


def bad_input(printer: Printer, folder: Path) -> None:
    """One line, and the right exit status."""
    (folder / "empty").mkdir()
    (folder / "other.c").write_text("int x;\n", encoding="utf-8")
    (folder / "names.toml").write_text('sleep = ["x"]\n', encoding="utf-8")
    wrong = EXAMPLES / "wrong-unmap.wrong.c"
    for name, arguments, pattern in (
            ("no path", (), "M="), ("an empty path", ("",), "M="),
            ("no such path", (folder / "none",), "there is no .*none$"),
            ("no C files", (folder / "empty",), "there are no C files in .*empty$"),
            ("no such rule", ("--rule", "none", wrong), "there is no rule none; known: forgotten"),
            ("no such list", ("--names", folder / "names.toml", wrong), "no list sleep; known: ")):
        says(printer, name, checker(*arguments), EXIT_USAGE, rf"\Akmap-check: .*{pattern}.*\Z")
    says(printer, "no mappings", checker(folder / "other.c"), EXIT_OK,
         r"\Ano mappings .* 1 files?\Z")
    says(printer, "no spatch", checker(wrong, env={"PATH": str(folder)}), EXIT_MISSING,
         r"\Akmap-check: needs spatch.*coccinelle\Z")


def outcomes(printer: Printer, folder: Path) -> None:
    """What the program prints, and its exit status."""
    rule = ("--rule", "wrong-unmap")
    path = folder / "a file.c"
    shutil.copy(EXAMPLES / "wrong-unmap.wrong.c", path)
    says(printer, "file, line, rule, what is wrong and what to do; status 1", checker(*rule, path),
         EXIT_FAILED, rf"(?m)^{path}:9: wrong-unmap: page is .*; .*take the[^$]*^8 found in 1 ")
    path.write_text(_MACRO + (EXAMPLES / "wrong-unmap.right.c").read_text(encoding="utf-8"),
                    encoding="utf-8")
    says(printer, "nothing found: status 0; a call in a macro is named", checker(
        *rule, "--unseen", path), EXIT_OK,
         rf"\A{path}:1: kmap_local_page\(\) not looked at: in a macro\n0 found in 1 files")
    fake = folder / SPATCH
    fake.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    fake.chmod(0o755)
    says(printer, "a file that is not understood: status 4", checker(
        *rule, path, env={"PATH": str(folder)}), EXIT_NOT_UNDERSTOOD, "a file.c: not understood: ")


def more_names(printer: Printer, folder: Path) -> None:
    """Names of another kernel."""
    (folder / "names.toml").write_text('local_only_unmaps = ["give_back"]\n', encoding="utf-8")
    (folder / "own.c").write_text("void f(struct page *page)\n{\n\tgive_back(page);\n}\n",
                                  encoding="utf-8")
    says(printer, "names of the user's own are looked for", checker(
        "--rule", "wrong-unmap", "--names", folder / "names.toml", folder / "own.c"),
        EXIT_FAILED, "own.c:3: wrong-unmap: page is a page")


def main(arguments: list[str]) -> int:
    """Entry point."""
    if arguments not in ([], ["--all"]):
        print(f"usage: {PROGRAM}.py [--all]", file=sys.stderr)
        return EXIT_USAGE
    if not shutil.which(SPATCH):
        print("1..1\nok 1 - checker # SKIP spatch is missing: install coccinelle")
        return EXIT_OK
    printer = Printer()
    examples(printer)
    own_code(printer, ALL_OWN if arguments else OWN)
    for test in (bad_input, outcomes, more_names):
        with tempfile.TemporaryDirectory(prefix="kmap-checker-") as name:
            test(printer, Path(name))
    return printer.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
