# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Looking at files with the rules: Coccinelle gets several at a time, each by itself."""

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from common.c_files import ENCODING, mentions_in, read
from common.coccinelle import FACT, ask
from common.commands import in_turn

from checking.rules import BY_NAME, SLEEP, Names, Patch, Rule, patches

# So many files at a time: reading the rules costs as much as ten files.
AT_A_TIME = 40
# Seconds for a file.
TIMEOUT = 600
# In a comment on the line of a finding, or the line above: it is on purpose.
ALLOW = "kmap-check: allow"
# How the line begins that says that a file was looked at to the end.
DONE = f"{FACT}done\t"

Step = Callable[[], None]
# The body of a function: a kernel has its braces at the beginning of lines.
_BODY = re.compile(r"^\{$.*?^\}", re.DOTALL | re.MULTILINE)


def _no_step() -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True, order=True)
class Finding:
    """A place where a rule is broken."""

    line: int
    column: int
    rule: str
    text: str

    def at(self, path: Path) -> str:
        """The line for the user."""
        return f"{path}:{self.line}: {self.rule}: {self.text}; {BY_NAME[self.rule].advice}"


@dataclass
class Looked:
    """A file: what was found, calls that no rule could see, and why it was not understood."""

    path: Path
    findings: set[Finding] = field(default_factory=set)
    seen: set[tuple[int, int]] = field(default_factory=set)
    unseen: list[str] = field(default_factory=list)
    problem: str = ""

    def add(self, kind: str, words: list[str]) -> None:
        """Take what a rule said."""
        if kind == "seen":
            self.seen.add((int(words[0]), int(words[1])))
        elif kind == "found":
            self.findings.add(Finding(int(words[0]), int(words[1]), words[2], words[3]))
        elif kind == "left":
            self.findings.add(_inside(*words))

    @property
    def shown(self) -> list[Finding]:
        """The findings, for each line and rule one; not those that a comment allows."""
        lines = read(self.path).splitlines()
        first = {(each.line, each.rule): each for each in sorted(self.findings, reverse=True)}
        return sorted(each for each in first.values() if not any(
            f"{ALLOW} {each.rule}" in line for line in lines[max(each.line - 2, 0):each.line]))

    def compare(self, known: tuple[str, ...]) -> None:
        """Note the calls that Coccinelle did not see."""
        for each in mentions_in(read(self.path), known):
            line, column = map(int, each.place.split(":"))
            if each.is_call and (line, column) not in self.seen:
                where = "in a macro" if each.in_macro else "not understood, or no call"
                self.unseen.append(f"{self.path}:{line}: {each.name}() not looked at: {where}")


def _inside(mapped: str, line: str, why: str, detail: str) -> Finding:
    """What is called inside a section of kmap_atomic(), as linux/cocci/calls.cocci says it."""
    begins = mapped.partition(":")[0]
    return Finding(int(line), 0, SLEEP, f"{detail} {why} inside the section from line {begins} on")


def _take(looked: dict[str, Looked], facts: list[list[str]]) -> set[str]:
    """Give each file what was said about it; returns those that were looked at to the end."""
    done: set[str] = set()
    here = ""
    for kind, *words in facts:
        if kind == "done":
            done.add(words[0])
        elif kind == "file":
            here = words[0]
        elif kind in ("seen", "found") and len(words) > 2:
            looked[words[0]].add(kind, words[1:])
        elif kind == "left":
            looked[here].add(kind, words)
    return done


def _look_with(rule: Path, looked: dict[str, Looked], folder: Path, step: Step) -> None:
    """Look at files with one semantic patch; those that stop it, by themselves."""
    groups = folder / "groups"
    groups.write_text("\n\n".join(looked) + "\n", encoding="utf-8")

    def show(line: str) -> None:
        if line.startswith(DONE):
            step()

    said = ask(rule, "--timeout", str(TIMEOUT), "--file-groups", str(groups), show=show)
    left = looked.keys() - _take(looked, said.facts)
    if len(looked) == 1 or said.is_killed:
        for name in left:
            looked[name].problem = said.problem or "Coccinelle gave up"
        return
    for name in sorted(left):
        _look_with(rule, {name: looked[name]}, folder, step)


def relevant(text: str, names: tuple[str, ...]) -> str:
    """The text without the bodies of functions that mention none of these; lines stay in place."""
    mentioned = re.compile(rf"\b(?:{'|'.join(names)})\b")

    def body(match: re.Match) -> str:
        lines = "\n" * match[0].count("\n")
        return match[0] if mentioned.search(match[0]) else f"{{{lines}}}"
    return _BODY.sub(body, text)


def _files_for(patch: Patch, all_looked: list[Looked], folder: Path) -> dict[str, Looked]:
    """Copies of the files that a patch looks at; their names have no blanks."""
    folder.mkdir()
    found = {}
    for number, looked in enumerate(all_looked):
        text = read(looked.path)
        if mentions_in(text, patch.names):
            copy = folder / f"{number}.c"
            copy.write_bytes((text if patch.is_whole else relevant(text, patch.names))
                             .encode(ENCODING))
            found[str(copy)] = looked
    return found


def _look(paths: list[Path], chosen: list[Patch], known: Names, step: Step) -> list[Looked]:
    """Look at some files with all semantic patches."""
    all_looked = [Looked(path) for path in paths]
    with tempfile.TemporaryDirectory(prefix="kmap-check-") as name:
        for number, patch in enumerate(chosen):
            rule = Path(name, f"{number}.cocci")
            rule.write_text(patch.text, encoding="utf-8")
            looked = _files_for(patch, all_looked, Path(name, str(number)))
            if looked:
                _look_with(rule, looked, Path(name), step if number == 0 else _no_step)
    for each in all_looked:
        if not each.problem:
            each.compare(known["known"])
    return all_looked


def look(paths: list[Path], chosen: list[Rule], known: Names,
         step: Step = _no_step) -> Iterator[Looked]:
    """What the rules find in these files, in their order; calls step() for files under way."""
    made = patches(chosen, known)
    parts = [paths[at:at + AT_A_TIME] for at in range(0, len(paths), AT_A_TIME)]
    for looked in in_turn(lambda part: _look(part, made, known, step), parts):
        yield from looked
