# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Results of the job iomap: as text, as JSON, and the verdict."""

from dataclasses import asdict, dataclass

from common.outputs import write_json
from guest.console import Record
from guest.machine import OK, Outcome
from guest.runspec import RunSpec


@dataclass(frozen=True)
class Result:
    """Pixels read back, how many of them were wrong, and counts of mappings."""

    pixels: int
    wrong: int
    mappings: int
    preempted_while_mapped: int
    interrupt_mappings: int

    @classmethod
    def from_record(cls, record: Record) -> "Result":
        """From the kernel's @iomap record; raises ValueError."""
        return cls(**{name: record.number(name) for name in cls.__dataclass_fields__})

    def show(self) -> str:
        """The results as lines of text."""
        rows = (("pixels right", f"{self.pixels - self.wrong:,} of {self.pixels:,}"),
                ("mappings made", f"{self.mappings:,}"),
                ("preempted while mapped", f"{self.preempted_while_mapped:,}"),
                ("interrupts mapping on top", f"{self.interrupt_mappings:,}"))
        width = max(len(value) for _, value in rows)
        return "\n".join(f"{name:26}{value:>{width}}" for name, value in rows)


def conclude(spec: RunSpec, result: Result | None, outcome: Outcome) -> list[str]:
    """Show the results and where the picture is; returns the problems.

    If the machine failed, missing results are not reported: the failure explains them.
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
