# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Counts of instructions in two kernels of one version: as it comes, and with kmap.

The module prints lines like "kmap-bench: op=kmap_local_high instructions=90". The names of
operations are those of `make bench`; what a kernel does not have, it does not count.
"""

import re
from collections.abc import Iterable

from common.outputs import table
from guest import peers

Counts = dict[str, int]
_LINE = re.compile(r"\bkmap-bench: op=(\w+) instructions=(\d+)$")
# The goals in Linux. No other operation may take more than in Linux as it comes.
GOALS = {"kmap_local_high": 90, "kmap_local_low": 15}
HELD_COST_GOAL = 30
NONE = "–"


def parse(lines: Iterable[str]) -> Counts:
    """The counts on a console."""
    found = (_LINE.search(line.rstrip()) for line in lines)
    return {each[1]: int(each[2]) for each in found if each}


def slope(counts: Counts) -> float | None:
    """More instructions of a switch for each mapping that both tasks hold, if counted."""
    return peers.slope(counts) if {"switch_held_1", "switch_held_8"} <= counts.keys() else None


def show_table(stock: Counts, kmap: Counts) -> str:
    """Both kernels side by side."""

    def cell(number: float | None) -> str:
        return NONE if number is None else f"{number:g}"

    rows = [["instructions", "", "as it comes", "with kmap", "goal"]]
    for each in peers.OPERATIONS:
        if each.name in stock or each.name in kmap:
            rows.append([each.name, each.description, cell(stock.get(each.name)),
                         cell(kmap.get(each.name)), cell(GOALS.get(each.name))])
    slopes = [None if of is None else round(of, 1) for of in map(slope, (stock, kmap))]
    if slopes != [None, None]:
        rows.append(["per mapping held", "in a switch, from 1 to 8 held", *map(cell, slopes),
                     cell(HELD_COST_GOAL)])
    return table(rows, left=2)


def goals(stock: Counts, kmap: Counts) -> list[peers.Goal]:
    """The goals of the kernel with kmap."""
    found = [peers.Goal(name, kmap[name], GOALS.get(name, stock.get(name)))
             for name in kmap if name in GOALS or name in stock]
    per_mapping = slope(kmap)
    if per_mapping is not None:
        found.append(peers.Goal("per mapping held", per_mapping, HELD_COST_GOAL))
    return found


def as_json(version: str, stock: Counts, kmap: Counts) -> dict:
    """The content of the JSON file."""
    return {"version": version, "stock": _listed(stock), "kmap": _listed(kmap)}


def _listed(counts: Counts) -> list[dict]:
    return [{"op": name, "instructions": count} for name, count in counts.items()]
