# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""How costs grow with CPUs, tasks and mappings held: runs of the kernel's job `growth`."""

from dataclasses import dataclass, field
from pathlib import Path

from common import targets
from common.outputs import table
from common.targets import KIB
from guest import counting, latency, session
from guest.console import Record
from guest.machine import OK, Machine

JOB = "growth"
CPUS = (1, 2, 4, 8)
PAGE = 4096

# What grows, as the job calls it, and as the table does.
DIMENSIONS = {"cpus": "CPUs", "tasks": "tasks asleep with a mapping", "held": "mappings held",
              "arrival": "slots ever used"}
# A table each: what is counted, and the dimensions that matter to it.
TABLES = {"pair": ("a pair of map and unmap", ("cpus", "tasks", "held")),
          "switch": ("a switch", ("cpus", "tasks", "held")),
          "arrival": ("kmap in a switch to a task that was on another CPU", ("arrival",))}


@dataclass
class Growth:
    """What was counted with one kind of window: figures by dimension and number; and bytes."""

    lines: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """Take in a record of the job."""
        if record.kind == "growth":
            self.lines[record.text("what"), record.number("n")] = {
                key: record.number(key) for key in record.fields if key not in ("what", "n")}
        elif record.kind == "bytes":
            self.sizes = {key: record.number(key) for key in record.fields}

    def as_json(self) -> dict:
        """As content of a JSON file."""
        return {"growth": [{"what": what, "n": number, **figures}
                           for (what, number), figures in self.lines.items()],
                "bytes": self.sizes}


def measure(program: str, target: targets.Target, image: Path) -> tuple[Growth, list[str]]:
    """Run the job with each number of CPUs; returns what was counted, and the problems."""
    grown = Growth()

    def handle(item: object) -> None:
        if isinstance(item, Record):
            grown.add(item)

    for cpus in CPUS:
        run = Machine(arch=target.name, options={"job": JOB, "cpus": str(cpus)}, cpus=cpus,
                      image=image, memory=target.limits.default_memory,
                      accelerator=latency.COUNTING, patience=counting.PATIENCE)
        outcome = session.follow(run, handle)
        if outcome.status != OK or ("cpus", cpus) not in grown.lines:
            session.complain_of(program, outcome)
            return grown, [f"the run with {cpus} CPUs failed"]
    return grown, []


def _cells(grown: dict[str, Growth], line: tuple[str, int], figure: str) -> list[str]:
    """Instructions with each kind of window, and invalidations."""
    figure = "switch" if figure == "arrival" else figure
    return [str(each.lines.get(line, {}).get(key, "-"))
            for key in (figure, f"{figure}_invalidations") for each in grown.values()]


def _show_one(grown: dict[str, Growth], figure: str) -> str:
    """One of the tables."""
    title, dimensions = TABLES[figure]
    first, *others = grown
    rows = [[title, "", f"instructions: {first}", *others, f"invalidations: {first}", *others]]
    lines = dict.fromkeys(line for kind in grown.values() for line in kind.lines)
    for what in dimensions:
        numbers = sorted(number for name, number in lines if name == what)
        rows += [[DIMENSIONS[what] if number == numbers[0] else "", str(number),
                  *_cells(grown, (what, number), figure)] for number in numbers]
    return table(rows)


def show(grown: dict[str, Growth]) -> str:
    """Tables: for each dimension and number, the figures of each kind of window."""
    return "\n\n".join(_show_one(grown, figure) for figure in TABLES)


def _sizes_of(kind: str, sizes: dict[str, int]) -> tuple[list[int], list[int]]:
    """What a task and a CPU take: bytes of structures, of page tables, KiB of addresses."""
    window = [sizes["kmap_window"], sizes["tables"], sizes["slots"] * PAGE // KIB]
    if kind == "task":
        return [sizes["kmap_ctrl"] + window[0], *window[1:]], [0, 0, 0]
    # Private windows lie all at one address.
    return [sizes["kmap_ctrl"], 0, 0], [*window[:2], 0 if kind == "private" else window[2]]


def show_bytes(grown: dict[str, Growth]) -> str:
    """A table of what a task and a CPU take with each kind of window."""
    rows = [["takes", *grown]]
    names = ("bytes of structures", "bytes of page tables", "KiB of addresses")
    both = [_sizes_of(kind, each.sizes) for kind, each in grown.items()]
    for at, owner in enumerate(("a task", "a CPU")):
        for index, name in enumerate(names):
            rows.append([f"{owner}: {name}", *(f"{sizes[at][index]:,}" for sizes in both)])
    return table(rows)
