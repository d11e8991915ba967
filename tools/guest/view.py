# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Showing a run while it goes on, and keeping its results."""

from dataclasses import replace

from guest import iomap, layout, recording, results, session, stats
from guest.console import Log, Record, Tap
from guest.display import Display
from guest.machine import Machine, Outcome
from guest.recording import Recording
from guest.symbols import Symbols
from guest.wakeups import Wakeups


class View:
    """Shows a run while it goes on, and keeps its results."""

    def __init__(self, display: Display, symbols: Symbols):
        self.display = display
        self.symbols = symbols
        self.results: dict[str, results.ModeResult] = {}
        self.iomap: iomap.Result | None = None
        self.problems: list[str] = []
        self.stats = stats.Stats()
        self.recording = Recording()

    def follow(self, machine: Machine) -> Outcome:
        """Run a machine to its end."""
        self.display.job = machine.options["job"]
        try:
            return session.follow(machine, self.handle)
        finally:
            self.display.finish()

    def handle(self, item: Record | Tap | Log) -> None:
        """Process one item of the console."""
        if not isinstance(item, Record):
            self.display.line(self.symbols.explain(item.line))
            return
        try:
            self._record(item)
        except ValueError as error:
            self.problems.append(f"the kernel's output is not understood: {error}")

    def _record(self, record: Record) -> None:
        if record.kind == "progress":
            self.display.progress(record.text("phase"), record.number("done"),
                                  record.number("total"), record.text("unit"))
        elif record.kind == "cpus":
            self.display.cpus(layout.cpus_of(record))
        elif record.kind == "result":
            result = results.ModeResult.from_record(record)
            self.results[result.mode] = result
        elif record.kind in ("latency", "wakeups"):
            self._wakeups(record)
        elif record.kind == "iomap":
            self.iomap = iomap.Result.from_record(record)
        elif record.kind == "stat":
            self.stats.add(record)
        elif record.kind in recording.KINDS:
            self.recording.add(record)

    def _wakeups(self, record: Record) -> None:
        """A line on the wake-ups of a mode, whose result came before."""
        result = self.results.get(record.text("mode"))
        if record.kind == "latency" and result:
            self.results[result.mode] = replace(result, wakeups=Wakeups.from_record(record))
        elif result and result.wakeups:
            result.wakeups.add(record)
        else:
            raise ValueError(f"@{record.kind} is too early: {record.fields}")
