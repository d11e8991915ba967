# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What progress looks like: rows of text that fit a terminal."""

from collections import deque
from dataclasses import dataclass

from common.units import show_left, show_rate, show_size
from guest.console import Record

# The rate is averaged over the last seconds, because the speed of emulated machines varies.
RATE_WINDOW = 8.0
BAR_MIN, BAR_MAX = 5, 40
# The usual maximum length of the facts, so that the bar has a constant length.
FACTS_USUAL = 44
GAP = "  "
# What is counted in time: how fast it goes says nothing.
TIME = "ms"


def show_amount(done: int, total: int, unit: str) -> str:
    """An amount and the total: bytes in a suitable unit, others as numbers."""
    if unit == "bytes":
        return f"{show_size(done)} of {show_size(total)}"
    return f"{done:{len(str(total))}d} of {total} {unit}"


def show_speed(per_second: float, unit: str) -> str:
    """A rate per second."""
    if unit == "bytes":
        return show_rate(per_second)
    return f"{per_second:.{0 if per_second >= 100 else 1}f} {unit}/s"


class Rate:
    """How fast a count grows."""

    def __init__(self) -> None:
        self._samples: deque = deque()

    def sample(self, now: float, done: int) -> None:
        """Record that the count is `done` at the time `now`."""
        self._samples.append((now, done))
        while len(self._samples) > 2 and self._samples[1][0] < now - RATE_WINDOW:
            self._samples.popleft()

    def per_second(self) -> float | None:
        """Growth per second; None while it is unknown."""
        (began, first), (now, last) = self._samples[0], self._samples[-1]
        return (last - first) / (now - began) if now - began > 0.2 and last > first else None


@dataclass(frozen=True)
class Cpu:
    """A CPU: mappings that its tasks hold, and how often one lost it with a mapping."""

    held: int
    preempted: int


def cpus_of(record: Record) -> list[Cpu]:
    """From the kernel's @cpus line; raises ValueError."""
    held, preempted = (record.text(key).split(",") for key in ("held", "preempted"))
    try:
        return [Cpu(int(one), int(other)) for one, other in zip(held, preempted, strict=True)]
    except ValueError:
        raise ValueError(f"@cpus has no two lists of numbers: {record.fields}") from None


@dataclass(frozen=True)
class Progress:
    """How far a phase is. `per_second` is None while the rate is unknown."""

    phase: str
    done: int
    total: int
    unit: str
    per_second: float | None = None

    @property
    def part(self) -> float:
        """From 0 to 1."""
        return min(self.done / max(self.total, 1), 1.0)

    def facts(self) -> list[str]:
        """Percentage and amount; rate and time left, where they are known."""
        amount = show_amount(self.done, self.total, self.unit)
        found = [f"{100 * self.done // max(self.total, 1):3d}%  {amount}"]
        if self.per_second is None:
            return found
        speed = [] if self.unit == TIME else [show_speed(self.per_second, self.unit)]
        left = [f"{show_left((self.total - self.done) / self.per_second)} left"]
        return found + [", ".join(speed + left * (self.done < self.total))]

    def plain(self) -> str:
        """As a line of a log."""
        return f"{self.phase}: {GAP.join(self.facts())}".rstrip()

    def rows(self, job: str, width: int) -> list[str]:
        """Name, bar and facts: in one row, or where that is too narrow one below the other."""
        facts = GAP.join(self.facts())
        name = f"{job} {self.phase:<11} ".lstrip()
        space = min(BAR_MAX, width - len(name) - max(len(facts), FACTS_USUAL) - 3)
        if space >= BAR_MIN:
            return [f"{name}{self._bar(space)} {facts}"]
        name = f"{job} {self.phase}".lstrip()
        space = min(BAR_MAX, width - len(name) - 3)
        first = f"{name} {self._bar(space)}" if space >= BAR_MIN else name
        return [row[:width] for row in (first, *([facts] if len(facts) <= width else self.facts()))]

    def _bar(self, space: int) -> str:
        filled = int(space * self.part)
        return f"[{'#' * filled}{'.' * (space - filled)}]"


HEADER = ("", "held", "preempted while mapped")
NARROW = ("", "held", "preempted")


def cpu_rows(cpus: list[Cpu], width: int, most: int) -> list[str]:
    """A table of the CPUs, in at most so many rows."""
    if not cpus or most < 2:
        return []
    shown = cpus if len(cpus) < most else cpus[:most - 2]
    cells = [(f"CPU {number}", f"{cpu.held:,}", f"{cpu.preempted:,}")
             for number, cpu in enumerate(shown)]
    wide = "mappings " + HEADER[1]
    header = ("", wide, HEADER[2]) if width > len(wide) + len(HEADER[2]) + 12 else NARROW
    rows = [f"{name:<7}{held:>{len(header[1]) + 2}}{preempted:>{len(header[2]) + 2}}"
            for name, held, preempted in (header, *cells)]
    rest = len(cpus) - len(shown)
    rows += [f"and {rest} CPUs more"] if rest else []
    return [row[:width] for row in rows]
