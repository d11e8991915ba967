# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What apply tells: how many files and lines came and went, and the differences themselves."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from tree.plan import Content, Plan
from tree.problems import count

# What is below belongs to kmap; the rest is Linux.
OURS = "mm/kmap/"


@dataclass
class Tally:
    """Lines that came and went."""

    added: int = 0
    removed: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        self.added += other.added
        self.removed += other.removed
        return self

    def __str__(self) -> str:
        balance = self.added - self.removed
        end = f"{count(abs(balance), 'line')} {'more' if balance > 0 else 'fewer'} than before"
        return (f"{count(self.added, 'line')} added, {self.removed:,} removed: "
                + (end if balance else "as many as before"))


def compare(before: Content | None, after: Content | None) -> Tally:
    """The lines in which two files differ."""
    old = before.lines if before else []
    new = after.lines if after else []
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old, new = old[head:len(old) - tail], new[head:len(new) - tail]
    same = sum(block.size for block in
               difflib.SequenceMatcher(None, old, new).get_matching_blocks())
    return Tally(len(new) - same, len(old) - same)


def summary(plan: Plan, kmap: str) -> str:
    """The text for the user."""
    before, after = plan.before, plan.after
    added = [name for name in after if before[name] is None]
    removed = [name for name in after if after[name] is None]
    ours = [name for name in added if name.startswith(OURS)]
    outside = Tally()
    for name in after:
        if not name.startswith(OURS):
            outside += compare(before[name], after[name])
    lines = sum(len(after[name].lines) for name in added)
    our_lines = sum(len(after[name].lines) for name in ours)
    return "\n".join((
        f"kmap {kmap} in Linux {plan.version}",
        f"files added:    {count(len(added), 'file')}, {count(lines, 'line')}; of them in "
        f"{OURS}: {count(len(ours), 'file')}, {count(our_lines, 'line')}",
        f"files changed:  {len(after) - len(added) - len(removed)}",
        f"files removed:  {len(removed)}",
        f"outside {OURS}: {outside}"))


def unified(plan: Plan) -> Iterator[str]:
    """The differences, as `diff -u` shows them."""
    before, after = plan.before, plan.after
    for name in sorted(after):
        old, new = before[name], after[name]
        for line in difflib.unified_diff(
                old.lines if old else [], new.lines if new else [],
                f"a/{name}" if old else "/dev/null", f"b/{name}" if new else "/dev/null"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
