# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Results of the main job: parsing, showing and checking them."""

from collections.abc import Callable
from dataclasses import dataclass

from common.outputs import table
from common.units import show_rate
from guest.console import Record
from guest.wakeups import Wakeups

MODES = ("kmap_local", "kmap_atomic", "direct")
# The summary of every successful run.
ALL_RIGHT = ("every digest is right: no preemption and no interrupt harmed a mapping, "
             "and nothing was left mapped")

Lines = tuple[tuple[str, Callable[["ModeResult"], str]], ...]


@dataclass(frozen=True)
class ModeResult:
    """The result of one mode. Latencies in nanoseconds of the machine's clock."""

    mode: str
    copies: int
    digests_right: int
    mappings: int
    preempted_while_mapped: int
    migrated_while_mapped: int
    interrupt_mappings: int
    p50: int
    p99: int
    maximum: int
    bytes_per_s: int
    wakeups: Wakeups | None = None

    @classmethod
    def from_record(cls, record: Record) -> "ModeResult":
        """From the kernel's @result line; raises ValueError."""
        number = record.number
        return cls(
            mode=record.text("mode"), copies=number("copies"),
            digests_right=number("digests_right"), mappings=number("mappings"),
            preempted_while_mapped=number("preempted_while_mapped"),
            migrated_while_mapped=number("migrated_while_mapped"),
            interrupt_mappings=number("interrupt_mappings"),
            p50=number("p50_ns"), p99=number("p99_ns"), maximum=number("max_ns"),
            bytes_per_s=number("bytes") * 1_000_000_000 // max(number("ns"), 1))

    @property
    def latency(self) -> dict[str, int]:
        """The wake-up latencies."""
        return {"p50": self.p50, "p99": self.p99, "max": self.maximum}

    def as_json(self) -> dict:
        """The result as content of the JSON file."""
        return {
            "mode": self.mode, "copies": self.copies, "digests_right": self.digests_right,
            "mappings": self.mappings, "preempted_while_mapped": self.preempted_while_mapped,
            "migrated_while_mapped": self.migrated_while_mapped,
            "interrupt_mappings": self.interrupt_mappings,
            "latency_ns": self.latency, "bytes_per_s": self.bytes_per_s}


def _side_by_side(heading: str, results: dict[str, ModeResult], lines: Lines) -> str:
    columns = [results[mode] for mode in MODES if mode in results]
    rows = [[heading, *(column.mode for column in columns)]]
    rows += [[name, *(show(column) for column in columns)] for name, show in lines]
    return table(rows)


def show_table(results: dict[str, ModeResult]) -> str:
    """The modes side by side, without latencies."""
    shown = _side_by_side("", results, (
        ("digests right", lambda r: f"{r.digests_right} of {r.copies}"),
        ("mappings made", lambda r: f"{r.mappings:,}"),
        ("preempted while mapped", lambda r: f"{r.preempted_while_mapped:,}"),
        ("migrated while mapped", lambda r: f"{r.migrated_while_mapped:,}"),
        ("interrupts mapping on top", lambda r: f"{r.interrupt_mappings:,}"),
        ("throughput", lambda r: show_rate(r.bytes_per_s))))
    note = "\ndirect: the same work on directly mapped pages" if "direct" in results else ""
    return shown + note


def show_latency(results: dict[str, ModeResult]) -> str:
    """Counted latencies of the modes side by side, with all digits, and a summary."""
    shown = _side_by_side("wake-up latency, instructions", results, (
        ("median", lambda r: f"{r.p50:,}"),
        ("99th percentile", lambda r: f"{r.p99:,}"),
        ("maximum", lambda r: f"{r.maximum:,}")))
    return f"{shown}\n\n{verdict(results)}"


def show_ratio(large: int, small: int) -> str:
    """The ratio of `large` to `small`."""
    ratio = large / max(small, 1)
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"


def verdict(results: dict[str, ModeResult]) -> str:
    """The summary; with counted latencies it is the same every time."""
    local, atomic = results["kmap_local"], results["kmap_atomic"]
    return (
        f"kmap_atomic delays a wake-up {show_ratio(atomic.p50, local.p50)} times as long as "
        f"kmap_local (median; 99th percentile {show_ratio(atomic.p99, local.p99)}, "
        f"maximum {show_ratio(atomic.maximum, local.maximum)} times)")


def missing(results: dict[str, ModeResult]) -> list[str]:
    """A line for each mode without a result."""
    return [f"no result of mode {mode}" for mode in MODES if mode not in results]


def wrong(results: dict[str, ModeResult]) -> list[str]:
    """The problems in the results."""
    found = []
    for result in results.values():
        if result.copies == 0:
            found.append(f"{result.mode}: no copies")
        if result.digests_right != result.copies:
            number = result.copies - result.digests_right
            found.append(f"{result.mode}: {number} of {result.copies} digests are wrong")
    local = results.get("kmap_local")
    if local and local.preempted_while_mapped == 0:
        found.append("kmap_local: no task was preempted while it held a mapping")
    return found
