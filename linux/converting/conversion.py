# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Converting a file or a directory: what is looked at, printed and written."""

import difflib
import os
import re
import stat
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from common import outputs
from common.c_files import ENCODING, files_of, read
from common.coccinelle import require
from common.commands import in_turn
from common.program import EXIT_FAILED, EXIT_OK, BadInput
from common.progress import Progress

from converting import coccinelle
from converting.judgement import Reason, Verdict, judge
from converting.source import Call, calls_in, renamed

PROGRAM = "convert"
CHANGED_MORE = "Coccinelle would change more than names"
UNCOMMITTED = "the file has uncommitted changes"
DIFF_CONTEXT = 3
NO_NEWLINE = "\\ No newline at end of file"


@dataclass(frozen=True)
class Options:
    """What the user may choose."""

    write: bool = False
    any_order: bool = False


@dataclass
class Outcome:
    """A file: what becomes of its calls, its text, and the new one."""

    path: Path
    text: str = ""
    new: str = ""
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def converted(self) -> list[Call]:
        """The calls that are converted."""
        return [verdict.call for verdict in self.verdicts if not verdict.reason]

    def leave(self, reason: Reason) -> None:
        """Convert nothing here."""
        self.new = self.text
        for verdict in self.verdicts:
            verdict.reason = verdict.reason or reason


def look_at(path: Path, patch: Path, options: Options) -> Outcome:
    """Judge the calls in a file, and convert those that may be."""
    text = read(path)
    calls = calls_in(text)
    outcome = Outcome(path, text, text)
    outcome.verdicts = judge(calls, coccinelle.facts_of(path, patch), options.any_order)
    chosen = outcome.converted
    if not chosen:
        return outcome
    outcome.new = coccinelle.converted(path, chosen)
    # A second opinion: the same with nothing but names replaced, except for blanks.
    if "".join(outcome.new.split()) != "".join(renamed(text, chosen).split()):
        outcome.leave(Reason(CHANGED_MORE))
    return outcome


def look_at_all(paths: list[Path], options: Options) -> Iterator[Outcome]:
    """The outcomes, in the order of the files."""
    progress = Progress(PROGRAM, len(paths))
    with tempfile.TemporaryDirectory(prefix="kmap-convert-") as name:
        patch = Path(name, "finders.cocci")
        patch.write_text(coccinelle.finders(), encoding="utf-8")
        for outcome in in_turn(lambda path: look_at(path, patch, options), paths):
            progress.step()
            yield outcome


def is_uncommitted(path: Path) -> bool:
    """Whether git knows the file's folder, and has not this content of the file."""
    command = ("git", "-C", str(path.parent), "status", "--porcelain", "--", path.name)
    try:
        said = subprocess.run(command, capture_output=True, text=True, errors="replace")
    except OSError:
        return False
    return said.returncode == 0 and bool(said.stdout)


def write(outcome: Outcome) -> None:
    """Change a file: entirely, or not at all."""
    path = outcome.path.resolve()
    if is_uncommitted(path):
        outcome.leave(Reason(UNCOMMITTED))
        return
    outputs.write_bytes(path, outcome.new.encode(ENCODING), stat.S_IMODE(path.stat().st_mode))


def diff_of(outcome: Outcome, root: Path) -> str:
    """A unified diff for `patch -p1` in `root`."""
    name = os.path.relpath(outcome.path.resolve(), root)
    # Not splitlines(): to it, more than newlines end a line.
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (outcome.text, outcome.new))
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", n=DIFF_CONTEXT)
    return "".join(line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}\n" for line in lines)


def root_of(path: Path) -> Path:
    """The top of the kernel that a path is in; without one, the folder itself."""
    path = path.resolve()
    above = (path, *path.parents)
    tops = [each for each in above if (each / ".git").exists()
            or ((each / "Kbuild").exists() and (each / "MAINTAINERS").exists())]
    return tops[0] if tops else path if path.is_dir() else path.parent


def print_left(outcomes: list[Outcome]) -> None:
    """A line for each call that is left."""
    for outcome in outcomes:
        for verdict in outcome.verdicts:
            if verdict.reason:
                call = verdict.call
                print(f"{outcome.path}:{call.line}: {call.name} left: {verdict.reason.at(call)}")


def print_counts(outcomes: list[Outcome]) -> None:
    """How many maps and unmaps there are, were converted, and left for which reason."""
    verdicts = [verdict for outcome in outcomes for verdict in outcome.verdicts]
    words = Counter((verdict.reason.why if verdict.reason else "converted", verdict.call.is_map)
                    for verdict in verdicts)
    reasons = sorted({why for why, _is_map in words} - {"converted"})
    rows = [["", "maps", "unmaps"]]
    for is_left, title in ((None, "found"), (False, "converted"), (True, "left")):
        chosen = [each for each in verdicts if is_left in (None, bool(each.reason))]
        maps = sum(each.call.is_map for each in chosen)
        rows.append([title, str(maps), str(len(chosen) - maps)])
    rows += [[f"  {why}", str(words[why, True]), str(words[why, False])] for why in reasons]
    print(outputs.table(rows))


def carry_out(outcomes: list[Outcome], root: Path, is_writing: bool) -> None:
    """Change the files, if that is wanted, and print what changes."""
    for outcome in outcomes:
        if is_writing and outcome.converted:
            write(outcome)
        if outcome.converted:
            sys.stdout.buffer.write(diff_of(outcome, root).encode(ENCODING))
            sys.stdout.buffer.flush()


def convert(name: str, options: Options) -> int:
    """Convert what is at a path; returns the exit status."""
    if not name:
        raise BadInput("say what to convert: make linux-convert M=path")
    files = files_of(Path(name))
    paths = [path for path in files if calls_in(read(path))]
    if not paths:
        print(f"no calls to convert in {len(files)} files")
        return EXIT_OK
    require()
    outcomes = list(look_at_all(paths, options))
    carry_out(outcomes, root_of(Path(name)), options.write)
    print_left(outcomes)
    print_counts(outcomes)
    is_left = any(verdict.reason for outcome in outcomes for verdict in outcome.verdicts)
    return EXIT_FAILED if is_left else EXIT_OK
