# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Instruction counts of Linux to compare with, and the goals; both are for one architecture.

The figures of Linux are from Debian's 686-pae kernels, measured as `make bench` does: on
QEMU with -icount shift=0, one CPU, interrupts off, 20,000 rounds, the empty loop
subtracted.
"""

from dataclasses import dataclass

from common.targets import CPU, PRIVATE, TASK, WINDOWS

# The architecture of the goals, and of the kernels that they are compared with.
ARCH = "i386"


def suffix(window: str) -> str:
    """What a kind of window adds to the name of a kernel, and of what is counted with it."""
    return "" if window == CPU else f"-{window}"


@dataclass(frozen=True)
class Operation:
    """A counted operation; None if a peer does not have it, or if there is no goal.

    The further goals are for windows that are private to a CPU, or a task's own.
    """

    name: str
    description: str
    linux_6_1: int | None = None
    linux_5_10: int | None = None
    goal: int | None = None
    private_goal: int | None = None
    task_goal: int | None = None

    def goal_for(self, window: str) -> int | None:
        """The goal with this kind of window."""
        return {PRIVATE: self.private_goal, TASK: self.task_goal}.get(window) or self.goal


OPERATIONS = (
    Operation("kmap_local_high", "map and unmap a high page", 255, None, 48, 38, 40),
    Operation("kmap_local_low", "the same, low page", 72, None, 12),
    Operation("kmap_local_high_x4", "four nested pairs, high", 1008, private_goal=170),
    Operation("kmap_atomic_high", "kmap_atomic pair, high page", 271, 131),
    Operation("kmap_atomic_low", "kmap_atomic pair, low page", 88, 61),
    Operation("copy_highpage", "copy a high page", 1556, 1304),
    Operation("clear_highpage", "clear a high page", 1304, 1167),
    Operation("copy_page_mapped", "each of 64 high pages, one by one"),
    Operation("copy_page_direct", "the same, low pages"),
    Operation("copy_pages_mapped", "each of 64 high pages, in one call"),
    Operation("copy_pages_direct", "the same, low pages"),
    Operation("kmap_mapped", "kmap pair, page already mapped", 321, None, 60),
    Operation("kmap_unmapped", "kmap pair, 2048 pages in turn", 673, None, 250),
    Operation("switch_hooks_held_0", "kmap in a switch, nothing held", goal=8),
    Operation("switch_held_0", "ping-pong switch, nothing held", None, 3136),
    Operation("switch_held_1", "the same, 1 held by each", 3512),
    Operation("switch_held_2", "the same, 2 held by each", 3593),
    Operation("switch_held_4", "the same, 4 held by each", 3747),
    Operation("switch_held_8", "the same, 8 held by each", 4074),
)

HELD_COUNTS = (0, 1, 2, 4, 8)
HELD_COST_GOALS = {CPU: 24, PRIVATE: 16, TASK: 0}
COPY_GOAL = 0.95


@dataclass(frozen=True)
class Goal:
    """An upper or lower bound, and the measured value."""

    name: str
    found: float
    bound: float
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the measured value is within the bound."""
        return self.found >= self.bound if self.is_least else self.found <= self.bound

    def __str__(self) -> str:
        word = "met" if self.is_met else "MISSED"
        side = "least" if self.is_least else "most"
        return f"{self.name}: {self.found:.4g}, goal at {side} {self.bound:g}: {word}"


def slope(counts: dict[str, int]) -> float:
    """Additional instructions of a switch for each mapping held, from 1 to 8."""
    return (counts["switch_held_8"] - counts["switch_held_1"]) / 7


def linux_slope() -> float:
    """The same for Linux 6.1."""
    return slope({each.name: each.linux_6_1 for each in OPERATIONS})


def goals(counts: dict[str, int], window: str = CPU, arch: str = ARCH) -> list[Goal]:
    """The goals with a kind of window, with the measured values; none for other architectures."""
    if arch != ARCH:
        return []
    found = [Goal(each.name, counts[each.name], goal) for each in OPERATIONS
             if (goal := each.goal_for(window))]
    for held in HELD_COUNTS[1:]:
        more = (counts[f"switch_held_{held}"] - counts["switch_held_0"]) / held
        found.append(Goal(f"a switch, more for each of {held} held", more, HELD_COST_GOALS[window]))
    throughput = counts["copy_pages_direct"] / counts["copy_pages_mapped"]
    found.append(Goal("copy throughput through mappings, of that of direct pages", throughput,
                      COPY_GOAL, is_least=True))
    return found
