#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Test linux/convert. Prints TAP.

Each file in examples/ says what is expected of it: a call is converted, unless its line
has a comment "left:" with the beginning of the reason.
Exit status: 0 all passed, or Coccinelle is missing; 1 something failed, 2 usage error.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Shared modules are in tools/.
sys.path[1:1] = [str(HERE.parents[1] / "linux"), str(HERE.parents[1] / "tools")]

from common import targets
from common.coccinelle import SPATCH
from common.commands import Finished, in_turn, run, show_nothing
from common.mutation import Printer
from common.program import EXIT_FAILED, EXIT_MISSING, EXIT_OK, EXIT_USAGE, guarded

from converting import coccinelle
from converting.source import calls_in, renamed

PROGRAM = "convert_tests"
CONVERT = targets.REPOSITORY / "linux/convert"
EXAMPLES = HERE / "examples"
ORDER = EXAMPLES / "order.left.c"
SIMPLE = EXAMPLES / "simple.converted.c"
GIT = ("git", "-c", "user.name=test", "-c", "user.email=test@example.org")
# Latin-1, an end of line that is none, another one, and no end of the last line.
ODD = b"// \xe9 \x0c \x85\r\n// end"
_EXPECTED = re.compile(r"/\* left: ?(.*?) ?\*/")
_LEFT = re.compile(r"^.*?:(\d+): (\w+) left: (.*)$")


def convert(*arguments: object, **options: object) -> Finished:
    """Run the program."""
    return run([sys.executable, str(CONVERT), *map(str, arguments)], show_nothing, **options)


def expected_of(text: str) -> tuple[dict[int, str], str]:
    """The reasons by line, and the text in which all other calls are converted."""
    lines = text.splitlines()
    marks = {number: match[1] for number, line in enumerate(lines, 1)
             if (match := _EXPECTED.search(line))}
    return marks, renamed(text, [call for call in calls_in(text) if call.line not in marks])


def problem_of(path: Path, *options: str) -> str:
    """What is not as an example says; empty if all is."""
    text = path.read_text(encoding="utf-8")
    marks, wanted = expected_of(text)
    if options:
        marks, wanted = {}, renamed(text, calls_in(text))
    with tempfile.TemporaryDirectory(prefix="kmap-convert-") as name:
        copy = Path(name, path.name)
        copy.write_text(text, encoding="utf-8")
        finished = convert("--write", *options, copy)
        found = {int(match[1]): match[3] for line in finished.lines if (match := _LEFT.match(line))}
        for line in sorted(marks.keys() | found.keys()):
            if line not in found or line not in marks or not found[line].startswith(marks[line]):
                return f"line {line}: left: {found.get(line)}; expected: {marks.get(line)}"
        if copy.read_text(encoding="utf-8") != wanted:
            return f"it became:\n{copy.read_text(encoding='utf-8')}"
    status = EXIT_FAILED if marks else EXIT_OK
    return "" if finished.status == status else f"{finished.how} instead of {status}"


def examples(printer: Printer) -> None:
    """Every example."""
    paths = sorted(EXAMPLES.glob("*.c"))
    for path, problem in zip(paths, in_turn(problem_of, paths)):
        printer.point(not problem, path.name, problem)
    problem = problem_of(ORDER, "--any-order")
    printer.point(not problem, f"{ORDER.name}, with --any-order: all is converted", problem)
    kinds = {path.name.partition(".")[0] for path in paths if ".left." in path.name}
    rules = {path.stem.removeprefix("left-") for path in coccinelle.RULES.glob("left-*.cocci")}
    printer.point(rules <= kinds, "every file of reasons has an example", " ".join(rules - kinds))


def check(printer: Printer, name: str, right: bool, details: str = "") -> None:
    """One check; the details are for those who look for the reason of a failure."""
    printer.point(right, name, "" if right else details)


def says(printer: Printer, name: str, finished: Finished, status: int, pattern: str) -> None:
    """One check of exit status and output."""
    check(printer, name, finished.status == status and bool(re.search(pattern, finished.text)),
          f"{finished.how}\n{finished.text}")


def bad_input(printer: Printer, folder: Path) -> None:
    """One line, and the right exit status."""
    (folder / "empty").mkdir()
    (folder / "text.txt").write_text("kmap_atomic(page);\n", encoding="utf-8")
    (folder / "other.c").write_text("int x;\n", encoding="utf-8")
    for name, argument, pattern in (
            ("no such path", folder / "none", "there is no .*none$"),
            ("no C files", folder / "empty", "there are no C files in .*empty$"),
            ("no C file", folder / "text.txt", "is no C file"),
            ("an empty path", "", "M=")):
        says(printer, name, convert(argument), EXIT_USAGE, rf"\Aconvert: .*{pattern}.*\Z")
    says(printer, "no calls", convert(folder / "other.c"), EXIT_OK, r"\Ano calls .* 1 files?\Z")
    says(printer, "no spatch", convert(SIMPLE, env={"PATH": str(folder)}), EXIT_MISSING,
         r"\Aconvert: needs spatch.*coccinelle\Z")


def dry_run(printer: Printer, folder: Path) -> None:
    """Without --write files stay as they are, and the diff can be applied."""
    copy = folder / "module/simple.c"
    copy.parent.mkdir()
    shutil.copy(SIMPLE, copy)
    finished = convert(copy.parent)
    check(printer, "a dry run changes nothing", copy.read_bytes() == SIMPLE.read_bytes())
    says(printer, "it counts", finished, EXIT_OK, r"found +4 +4\nconverted +4 +4\nleft +0 +0")
    subprocess.run(("patch", "-s", "-p1"), cwd=copy.parent, input=finished.text + "\n", text=True,
                   check=True)
    _marks, wanted = expected_of(SIMPLE.read_text(encoding="utf-8"))
    check(printer, "its diff can be applied", copy.read_text(encoding="utf-8") == wanted)


def writing(printer: Printer, folder: Path) -> None:
    """In git only what is committed is changed; modes and odd bytes stay."""
    copy = folder / "odd.c"
    copy.write_bytes(SIMPLE.read_bytes() + ODD)
    copy.chmod(0o640)
    subprocess.run((*GIT, "init", "-q"), cwd=folder, check=True)
    says(printer, "a file that git does not know is left", convert("--write", copy), EXIT_FAILED,
         "uncommitted changes")
    subprocess.run((*GIT, "add", "."), cwd=folder, check=True)
    subprocess.run((*GIT, "commit", "-qm", "all"), cwd=folder, check=True)
    finished = convert("--write", copy)
    right = finished.status == EXIT_OK and b"kmap_atomic(page);" not in copy.read_bytes()
    check(printer, "a committed file is changed", right, finished.text)
    check(printer, "mode and odd bytes stay",
          copy.read_bytes().endswith(ODD) and copy.stat().st_mode & 0o777 == 0o640)
    says(printer, "what is converted is found no more", convert(copy), EXIT_OK, r"\Ano calls")


def interrupted(printer: Printer, folder: Path) -> None:
    """Ctrl-C while it looks at files, before any is written: nothing has changed."""
    for number in range(20):
        shutil.copy(SIMPLE, folder / f"copy{number}.c")
    with tempfile.TemporaryDirectory(prefix="kmap-convert-") as name:
        begun = Path(name, "begun")
        os.mkfifo(begun)
        # It never ends by itself, so that the interruption comes while it runs.
        spatch = Path(name, SPATCH)
        spatch.write_text(f"#!/bin/sh\necho > {begun}\nexec sleep 1000000\n", encoding="utf-8")
        spatch.chmod(0o755)
        child = subprocess.Popen([sys.executable, str(CONVERT), "--write", str(folder)],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                 env={**os.environ, "PATH": f"{name}:{os.environ['PATH']}"})
        begun.read_text(encoding="utf-8")
        child.send_signal(signal.SIGINT)
        said, _ = child.communicate()
    untouched = all(each.read_bytes() == SIMPLE.read_bytes() for each in folder.iterdir())
    right = child.returncode == 128 + signal.SIGINT and untouched
    check(printer, "Ctrl-C: status 130, and no file has changed", right,
          f"{child.returncode}\n{said}")


def main(arguments: list[str]) -> int:
    """Entry point."""
    if arguments:
        print(f"usage: {PROGRAM}.py", file=sys.stderr)
        return EXIT_USAGE
    if not shutil.which(SPATCH):
        print("1..1\nok 1 - conversions # SKIP spatch is missing: install coccinelle")
        return EXIT_OK
    printer = Printer()
    examples(printer)
    for test in (bad_input, dry_run, writing, interrupted):
        with tempfile.TemporaryDirectory(prefix="kmap-convert-") as name:
            test(printer, Path(name))
    return printer.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
