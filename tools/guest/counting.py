# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Running the kernel's benchmark, which counts instructions of operations."""

from pathlib import Path

from common import targets
from common.processes import Patience
from guest import latency, peers, session
from guest.console import Record
from guest.machine import OK, Machine

PATIENCE = Patience(silence=120, total=1200, processor=True)


def measure(program: str, target: targets.Target,
            image: Path | None) -> tuple[dict[str, int], list[str]]:
    """Run the job; returns instructions by operation, and the problems."""
    counts: dict[str, int] = {}

    def handle(item: object) -> None:
        if isinstance(item, Record) and item.kind == "bench":
            counts[item.text("op")] = item.number("instructions")

    run = Machine(arch=target.name, options={"job": "bench", "cpus": "1"}, cpus=1, image=image,
                  memory=target.limits.default_memory, accelerator=latency.COUNTING,
                  patience=PATIENCE)
    outcome = session.follow(run, handle)
    problems = [f"no count of {each.name}" for each in peers.OPERATIONS if each.name not in counts]
    if outcome.status != OK:
        session.complain_of(program, outcome)
        problems.insert(0, "the run failed")
    return counts, problems


def as_json(arch: str, counts: dict[str, int], window: str = peers.CPU) -> dict:
    """The counts as content of a JSON file."""
    return {"arch": arch, "window": window, "results": [{"op": name, "instructions": count}
                                                        for name, count in counts.items()]}


def from_json(written: dict) -> dict[str, int]:
    """The counts from the content of a JSON file."""
    return {each["op"]: each["instructions"] for each in written["results"]}
