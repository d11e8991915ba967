# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The content of the page: one JSON object, from which all that the page shows is read."""

from dataclasses import dataclass

from common import targets
from common.units import show_size
from guest import latency, peers, results
from guest.results import ModeResult
from guest.wakeups import PERCENTILES
from pages import measured, tables
from report import traced

Rows = list[list]
COUNTED = "instructions"
CLOCK = "nanoseconds"
OPERATION = "operation, in instructions"


@dataclass(frozen=True)
class Found:
    """What a run found, and what was counted behind it.

    `counted`: the results of the boot that counts instructions, or nothing. `trace`: as
    guest/trace.py has it. `counts`: instructions by operation, or nothing. `facts`: what ran and
    where, by name.
    """

    results: latency.Results
    counted: latency.Results
    trace: dict
    counts: dict[str, int]
    facts: dict[str, str]

    @property
    def arch(self) -> str:
        """The architecture."""
        return self.trace["otherData"]["arch"]

    @property
    def window(self) -> str:
        """The kind of window."""
        return self.trace["otherData"]["window"]


def _table(head: list[str], rows: Rows) -> dict:
    return {"head": head, "rows": rows}


def _number(text: str) -> int | float | None:
    """The number of a cell of a table in a page."""
    if text == tables.NONE:
        return None
    return float(text) if "." in text else int(text)


def _ratio(ours: int | float, theirs: int | float | None) -> float | None:
    """How many times as much the others take."""
    return round(theirs / ours, 1) if ours and theirs is not None else None


def _beside_linux(name: str, kmap: list[str]) -> dict:
    """Costs of the operations of tables.COUNTED, beside those of Linux."""
    rows = []
    for text, ours, others in zip(tables.texts(), kmap, tables.linux(), strict=True):
        here, linux = _number(ours), [_number(cell) for cell in others]
        rows.append([text, here, *linux, *(_ratio(here, each) for each in linux)])
    return _table([OPERATION, name, *tables.LINUX, *(f"{each} / kmap" for each in tables.LINUX)],
                  rows)


def costs(found: Found) -> dict:
    """The cost tables. What was not counted now is as README.md has it."""
    block = measured.written("machines")
    columns = tables.columns_of(block.body)
    here = tables.cells(found.counts) if found.counts else columns.get(found.arch)
    kind = peers.suffix(found.window)
    shown = {} if found.arch == peers.ARCH or not here else {f"{found.arch}{kind}": here}
    ours = here if found.arch == peers.ARCH else columns[peers.ARCH]
    beside = _beside_linux(f"kmap, {peers.ARCH}{kind if not shown else ''}", ours)
    rows = [[text, *(_number(columns[name][at]) for name in columns if name != "operation")]
            for at, text in enumerate(tables.texts())]
    names = [name for name in columns if name != "operation"]
    if shown:
        beside["head"].insert(1, f"kmap, {found.arch}{kind}")
        for row, cell in zip(beside["rows"], here, strict=True):
            row.insert(1, _number(cell))
    source = (f"Those of kmap on {found.arch} were counted for this report." if found.counts else
              "Those of kmap are as README.md has them.")
    return {"source": source, "by": block.tools, "linux": beside,
            "machines": _table([OPERATION, *names], rows)}


def architectures() -> dict:
    """The list of architectures."""
    rows = [[name, target.description, ", ".join(target.kinds),
             target.limits.cpus, show_size(target.limits.memory),
             target.qemu.processor if target.qemu else tables.NONE,
             "yes" if latency.is_countable(target) else "no"]
            for name, target in targets.TARGETS.items()]
    return _table(["ARCH", "what it is", "windows", "CPUs, most", "RAM, most", "processor",
                   "counts instructions"], rows)


def _latency_of(result: ModeResult) -> dict:
    return {"mode": result.mode, **result.wakeups.as_json()}


def latencies(found: Found) -> dict | None:
    """The wake-up latencies; those that were counted, if any were."""
    chosen = found.counted or found.results
    modes = [_latency_of(chosen[mode]) for mode in results.MODES
             if mode in chosen and chosen[mode].wakeups]
    if not modes:
        return None
    unit = COUNTED if found.counted else CLOCK
    rows = [[mode["mode"], mode["samples"], *(mode[name] for name in PERCENTILES)]
            for mode in modes]
    times = results.show_ratio(modes[1]["p99"], modes[0]["p99"]) if len(modes) > 1 else None
    return {"unit": unit, "counted": bool(found.counted), "modes": modes, "atomic_times": times,
            "table": _table(["mode", "wake-ups", *PERCENTILES], rows)}


def run_table(found: latency.Results) -> dict | None:
    """The modes of the run side by side."""
    modes = [found[mode] for mode in results.MODES if mode in found]
    lines = (("digests right", lambda each: each.digests_right),
             ("of copies", lambda each: each.copies),
             ("mappings made", lambda each: each.mappings),
             ("preempted while mapped", lambda each: each.preempted_while_mapped),
             ("migrated while mapped", lambda each: each.migrated_while_mapped),
             ("interrupts mapping on top", lambda each: each.interrupt_mappings),
             ("throughput, MiB/s", lambda each: round(each.bytes_per_s / targets.MIB, 1)))
    rows = [[name, *(show(mode) for mode in modes)] for name, show in lines]
    return _table(["", *(mode.mode for mode in modes)], rows) if modes else None


def content(found: Found) -> dict:
    """All of it."""
    return {"arch": found.arch, "window": found.window, "facts": found.facts,
            "run": run_table(found.results), "latency": latencies(found),
            "trace": traced.content(found.trace),
            "costs": costs(found), "architectures": architectures()}
