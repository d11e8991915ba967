# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""How late a task woke up: percentiles and a histogram, as the kernel hands them over."""

from dataclasses import dataclass, field

from guest.console import Record

# The names of the percentiles, for people, and as the kernel has them.
PERCENTILES = {"p50": "p50_ns", "p90": "p90_ns", "p99": "p99_ns", "p99.9": "p999_ns",
               "max": "max_ns"}


@dataclass
class Wakeups:
    """The wake-ups of one mode. Times in nanoseconds of the machine's clock.

    `buckets`: the smallest and the largest time that belong to it, and how many are in it; only
    those that are not empty, in ascending order.
    """

    samples: int
    percentiles: dict[str, int]
    buckets: list[tuple[int, int, int]] = field(default_factory=list)

    @classmethod
    def from_record(cls, record: Record) -> "Wakeups":
        """From the kernel's @latency line; raises ValueError."""
        return cls(record.number("samples"),
                   {name: record.number(key) for name, key in PERCENTILES.items()})

    def add(self, record: Record) -> None:
        """Take in an @wakeups line: a bucket; raises ValueError."""
        self.buckets.append((record.number("first_ns"), record.number("last_ns"),
                             record.number("count")))

    def as_json(self) -> dict:
        """As content of a JSON file."""
        return {"samples": self.samples, **self.percentiles,
                "buckets": [list(bucket) for bucket in self.buckets]}
