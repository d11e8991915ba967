# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What the job iomap found: the lines for people, the JSON for programs, and the verdict."""

from dataclasses import asdict, dataclass

from common.outputs import write_json
from guest.console import Record
from guest.machine import OK, Outcome
from guest.runspec import RunSpec


@dataclass(frozen=True)
class Result:
    """Pixels read back, how many of them were wrong, and what happened to the mappings."""

    pixels: int
    wrong: int
    mappings: int
    preempted_while_mapped: int
    interrupt_mappings: int

    @classmethod
    def from_record(cls, record: Record) -> "Result":
        """The kernel's @iomap line; raises ValueError."""
        return cls(**{name: record.number(name) for name in cls.__dataclass_fields__})

    def show(self) -> str:
        """The results, a line for each."""
        rows = (("pixels right", f"{self.pixels - self.wrong:,} of {self.pixels:,}"),
                ("mappings made", f"{self.mappings:,}"),
                ("preempted while mapped", f"{self.preempted_while_mapped:,}"),
                ("interrupts mapping on top", f"{self.interrupt_mappings:,}"))
        width = max(len(value) for _, value in rows)
        return "\n".join(f"{name:26}{value:>{width}}" for name, value in rows)


def conclude(spec: RunSpec, result: Result | None, outcome: Outcome) -> list[str]:
    """Show what was found and where the picture is; returns what is wrong.

    Nothing is said of what is missing when the machine failed: that tells why.
    """
    well = outcome.status == OK
    if result:
        print("\n" + result.show(), flush=True)
    if not outcome.no_picture:
        print(f"screen saved to {spec.screenshot}", flush=True)
    if well and result and spec.json:
        write_json(spec.json, {"arch": spec.target.name, "cpus": spec.cpus,
                               "screenshot": str(spec.screenshot), **asdict(result)})
    if not well:
        return []
    return ([] if result else ["the kernel gave no results"]) + [
        problem for problem in (outcome.no_picture,) if problem]
