# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Running Coccinelle's spatch with the semantic patches of linux/cocci/."""

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from common.c_files import read
from common.coccinelle import OPTIONS, PATIENCE, SPATCH, ask
from common.commands import run, show_nothing

from converting.source import Call

RULES = Path(__file__).resolve().parents[1] / "cocci"
CONVERT = "convert.cocci"
# What the others inherit from comes first, what uses their findings last.
FIRST, LAST = ("mapping.cocci", "unmapping.cocci"), ("calls.cocci",)


@dataclass
class Facts:
    """What Coccinelle found in a file. Places are "line:column"."""

    # Why it says nothing about this file; empty if it does.
    problem: str = ""
    seen: set[str] = field(default_factory=set)
    maps: dict[str, str] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    # place of a map -> line of what speaks against it, why, details
    left: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)

    def add(self, kind: str, *words: str) -> None:
        """Take what a line says."""
        if kind == "map":
            self.maps[words[0]] = words[1]
        elif kind == "pair":
            self.pairs.add((words[0], words[1]))
        elif kind == "left":
            reasons = self.left.setdefault(words[0], [])
            reason = (int(words[1]), words[2], words[3])
            if reason not in reasons:
                reasons.append(reason)
        elif kind in ("seen", "closed"):
            getattr(self, kind).add(words[0])


def finders() -> str:
    """The semantic patch that finds everything, from its parts."""
    middle = sorted(path.name for path in RULES.glob("left-*.cocci"))
    return "\n".join((RULES / name).read_text(encoding="utf-8")
                     for name in (*FIRST, *middle, *LAST))


def facts_of(path: Path, patch: Path) -> Facts:
    """What the semantic patch at `patch` finds in a C file."""
    said = ask(patch, path)
    facts = Facts(said.problem)
    for words in said.facts:
        facts.add(*words)
    return facts


def converted(path: Path, calls: list[Call]) -> str:
    """The text of a C file in which these calls are converted."""
    with tempfile.TemporaryDirectory(prefix="kmap-convert-") as name:
        places, target = Path(name, "calls"), Path(name, path.name)
        places.write_text("".join(f"{call.place}\n" for call in calls), encoding="utf-8")
        run([SPATCH, *OPTIONS, "--no-show-diff", "--sp-file", str(RULES / CONVERT), str(path),
             "-o", str(target)], show_nothing, patience=PATIENCE,
            env={**os.environ, "KMAP_CALLS": str(places)})
        return read(target) if target.exists() else ""
