# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What the kernel hands out of a trace, as events; the only module that knows its form:

    @trace window=cpu slots=16 each=1 ns=20000000
    @trace_task number=3 name="worker/0"
    @trace_events cpu=0 of=" s1f4.3.2.2 +80.3.1.0"
    @trace_cpu cpu=0 recorded=2 dropped=0

`each` is the number of slots that a mapping of one page takes; `ns` is how long was recorded. An
event is a letter, the nanoseconds since the event before it of that CPU, the task, the slots in
use afterwards, and a value, all hexadecimal:

    s   the CPU runs the task from now on; value: slots that the switch restored
    m   the task comes from another CPU; value: that one
    b e an interrupt handler begins over the task, and ends
    + - the task, or the handler over it, has mapped a page, or given it back
"""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from guest.console import Record

SWITCHED, MIGRATED, BEGIN, END, MAPPED, UNMAPPED = "smbe+-"
_EVENT = re.compile(r"([smbe+-])([0-9a-f]+)\.([0-9a-f]+)\.([0-9a-f]+)\.([0-9a-f]+)")
KINDS = ("trace", "trace_task", "trace_events", "trace_cpu")
# What is printed wraps at 2^32, so that a step backwards looks like a very long one.
BACKWARDS_NS = 1 << 31


@dataclass(frozen=True)
class Event:
    """An event of a CPU; nanoseconds are those since recording began."""

    ns: int
    cpu: int
    kind: str
    task: int
    held: int
    value: int


@dataclass
class Recording:
    """What the kernel has handed out so far."""

    window: str = ""
    slots: int = 0
    each: int = 0
    length_ns: int = 0
    names: dict[int, str] = field(default_factory=dict)
    events: dict[int, list[Event]] = field(default_factory=dict)
    recorded: dict[int, int] = field(default_factory=dict)
    dropped: dict[int, int] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """Add a record of one of KINDS; raises ValueError."""
        if record.kind == "trace":
            self.window, self.slots = record.text("window"), record.number("slots")
            self.each, self.length_ns = record.number("each"), record.number("ns")
        elif record.kind == "trace_task":
            self.names[record.number("number")] = record.text("name")
        elif record.kind == "trace_events":
            self._add_events(record.number("cpu"), record.text("of").split())
        elif record.kind == "trace_cpu":
            cpu = record.number("cpu")
            self.recorded[cpu] = record.number("recorded")
            self.dropped[cpu] = record.number("dropped")

    def _add_events(self, cpu: int, words: list[str]) -> None:
        events = self.events.setdefault(cpu, [])
        for word in words:
            match = _EVENT.fullmatch(word)
            if not match:
                raise ValueError(f"an event of CPU {cpu} is '{word}'")
            step, task, held, value = (int(number, 16) for number in match.groups()[1:])
            if step >= BACKWARDS_NS:
                raise ValueError(f"time goes backwards on CPU {cpu}, at '{word}'")
            ns = (events[-1].ns if events else 0) + step
            events.append(Event(ns, cpu, match[1], task, held, value))

    def check(self) -> None:
        """Raise ValueError if something is missing."""
        if not self.window or not self.recorded:
            raise ValueError("the kernel recorded none; build it with TRACE=1")
        for cpu, count in self.recorded.items():
            found = self.events.get(cpu, [])
            if len(found) != count:
                raise ValueError(f"of {count} events of CPU {cpu}, {len(found)} arrived")
            if any(event.ns > self.length_ns for event in found):
                raise ValueError(f"CPU {cpu} has an event that came after the end")

    def end_ns(self) -> int:
        """Where the trace ends: behind a CPU whose buffer got full, nothing is certain any more."""
        last = {cpu: events[-1].ns for cpu, events in self.events.items() if events}
        full = [last[cpu] for cpu, dropped in self.dropped.items() if dropped and cpu in last]
        return min(full) if full else max(last.values(), default=0)

    def in_order(self) -> Iterator[Event]:
        """The events of all CPUs; at one time, a task leaves a CPU before it comes to another."""
        end_ns = self.end_ns()
        for event in heapq.merge(*self.events.values(),
                                 key=lambda event: (event.ns, event.kind in (SWITCHED, MIGRATED))):
            if event.ns <= end_ns:
                yield event
