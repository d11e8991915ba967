# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""`make linux-latency`: how late a task wakes up in Linux as it comes, and with kmap.

A task of real-time priority sleeps until a given time while another one works on pages. The
module prints lines like

    kmap-latency: load=kmap_atomic samples=4000 p50=6000 p99=12000 max=12500

What a kernel does not have, it does not measure. Exit status: 0 everything was measured, 1 a
step failed; others in compare.py.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from boot import compare, kinds
from boot.report import Failed
from common.outputs import table
from guest.results import show_ratio

# The loads, by the module's names of them.
LOADS = {
    "idle": "nothing runs",
    "direct": "pages are not mapped",
    "kmap_atomic": "kmap_atomic, a page",
    "kmap_atomic_x2": "the same, two nested",
    "kmap_local": "kmap_local_page, a page",
    "kmap_local_x2": "the same, two nested",
}
# What a kernel may lack as it comes: 5.10 has no local mappings.
MAY_LACK = ("kmap_local", "kmap_local_x2")
NONE = "–"
_LINE = re.compile(r"\bkmap-latency: load=(\w+) samples=(\d+) p50=(\d+) p99=(\d+) max=(\d+)$")


@dataclass(frozen=True)
class Latency:
    """How late the task woke up beside one load, in instructions."""

    samples: int
    p50: int
    p99: int
    maximum: int

    def as_json(self) -> dict[str, int]:
        """The figures, by their names in the JSON of `make run`."""
        return {"samples": self.samples, "p50": self.p50, "p99": self.p99, "max": self.maximum}


Latencies = dict[str, Latency]


def parse(lines: Iterable[str]) -> Latencies:
    """The latencies on a console."""
    found = (_LINE.search(line.rstrip()) for line in lines)
    return {each[1]: Latency(*map(int, each.groups()[1:])) for each in found if each}


def check_complete(stock: Latencies, kmap: Latencies) -> None:
    """See that a latency was measured beside each load; raises Failed."""
    missing = [name for name in LOADS if name not in stock and name not in MAY_LACK]
    missing += [f"{name}, with kmap" for name in LOADS if kmap and name not in kmap]
    if missing:
        raise Failed("the module measures beside every load", f"missing: {', '.join(missing)}")


def show_table(stock: Latencies, kmap: Latencies) -> str:
    """Both kernels side by side."""

    def cells(latency: Latency | None) -> list[str]:
        if latency is None:
            return [NONE] * 3
        return [f"{each:,}" for each in (latency.p50, latency.p99, latency.maximum)]

    rows = [["beside this load", "as it comes: median", "99 %", "maximum",
             "with kmap: median", "99 %", "maximum"]]
    rows += [[text, *cells(stock.get(name)), *cells(kmap.get(name))]
             for name, text in LOADS.items() if name in stock or name in kmap]
    return table(rows)


def verdict(kmap: Latencies) -> str:
    """What local mappings are better by, in the kernel with kmap."""
    atomic, local = kmap["kmap_atomic"], kmap["kmap_local"]
    return ("with kmap: beside kmap_atomic a wake-up is "
            f"{show_ratio(atomic.p50, local.p50)} times as late as beside kmap_local_page "
            f"(median; 99th percentile {show_ratio(atomic.p99, local.p99)}, "
            f"maximum {show_ratio(atomic.maximum, local.maximum)} times)")


def show(version: str, stock: Latencies, kmap: Latencies) -> bool:
    """Print the table. Only what is missing is judged: raises Failed."""
    check_complete(stock, kmap)
    print(compare.heading(version))
    print(f"how late a task wakes up, {stock['idle'].samples} times beside each load")
    print(show_table(stock, kmap))
    if kmap:
        print(f"\n{verdict(kmap)}")
    return True


def as_json(version: str, stock: Latencies, kmap: Latencies) -> dict:
    """The content of the JSON file."""
    return {"version": version, "stock": _listed(stock), "kmap": _listed(kmap)}


def _listed(latencies: Latencies) -> list[dict]:
    return [{"load": name, **latency.as_json()} for name, latency in latencies.items()]


COMPARISON = compare.Comparison(
    program="linux-latency", test=kinds.LATENCY, description=__doc__, parse=parse, show=show,
    as_json=as_json)


def run(arguments: list[str]) -> int:
    """The program; what goes wrong becomes a line and an exit status."""
    return compare.run(COMPARISON, arguments)
