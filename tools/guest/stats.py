# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The counters that the kernel prints at the end of a run."""

from guest.console import Record

COUNTERS = {
    "maps": "mappings made",
    "unmaps": "mappings given back",
    "depth_max": "most slots in use",
    "restores": "slots restored by switches",
    "local_invalidations": "local TLB invalidations",
    "remote_invalidations": "remote TLB invalidations, all CPUs",
    "persistent_wraps": "persistent window: wraps, all CPUs",
    "persistent_waits": "persistent window: waits, all CPUs",
}


class Stats:
    """The counters of each CPU."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def add(self, record: Record) -> None:
        """Add the record of one CPU, or of all tasks."""
        self.records.append(record)

    def __str__(self) -> str:
        width = max(len(text) for text in COUNTERS.values())
        names = "".join(f"{record.text('of'):>14}" for record in self.records)
        lines = [" " * width + names]
        for key, text in COUNTERS.items():
            cells = "".join(f"{record.number(key):>14,}" for record in self.records)
            lines.append(f"{text:<{width}}{cells}")
        return "\n".join(lines)
