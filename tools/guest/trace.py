# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The trace of the main job: from the events of the kernel to the JSON that Perfetto reads.

Tasks on each CPU, the mapped sections of each task, interrupts that mapped, switches that restored,
migrations, and slots in use. Events that contradict each other are refused: one is missing, then.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

from common.outputs import write_bytes
from common.program import BadInput
from guest.recording import BEGIN, END, MAPPED, MIGRATED, SWITCHED, UNMAPPED, Event, Recording
from guest.results import MODES

# Every mode lasts so long at least, however small the file.
MODE_MS = 500
# What is recorded by itself: when an emulator has translated the code, for it is slow until then.
FROM_DEFAULT, MS_DEFAULT = 100, 20
# What pid means in the JSON.
MACHINE, TASKS = 1, 2


@dataclass(frozen=True)
class Request:
    """What is to be recorded, and where it is written.

    `begin` is that long after the mode begins. Without a path only a report shows it.
    """

    path: Path | None
    mode: str
    begin: int
    milliseconds: int

    def options(self) -> dict[str, str]:
        """Those of the kernel."""
        return {"trace": self.mode, "trace_from": str(self.begin),
                "trace_ms": str(self.milliseconds)}

    def check(self) -> "Request":
        """Raise BadInput if there is no such part of the main job."""
        if self.mode not in MODES:
            raise BadInput(f"there is no TRACE_MODE={self.mode}; known: {', '.join(MODES)}")
        if self.begin + self.milliseconds > MODE_MS:
            raise BadInput(f"TRACE_FROM={self.begin} and TRACE_MS={self.milliseconds} are too much; "
                           f"a mode lasts {MODE_MS} ms, so give at most that together")
        return self


@dataclass
class Task:
    """A task, while the events are read: its slots, the most of them in this section, since when.

    `is_ahead`: another event told `held` before the one that the mapping or unmapping has itself;
    None as long as it has had none.
    """

    held: int = 0
    most: int = 0
    since: int = 0
    cpu: int = -1
    is_ahead: bool | None = None


@dataclass
class Handler:
    """An interrupt handler: when it began, with how many slots, and how many it has mapped."""

    since: int
    held: int
    mapped: int = 0


@dataclass
class Cpu:
    """A CPU: its task and since when, the handlers over that, and the slots in use."""

    task: int = -1
    since: int = 0
    held: int = -1
    handlers: list[Handler] = field(default_factory=list)


class Timeline:
    """Reads events in their order, and makes those of the JSON; raises ValueError."""

    def __init__(self, recording: Recording):
        self.recording = recording
        self.out: list[dict] = []
        self.cpus = {cpu: Cpu() for cpu in recording.recorded}
        self.tasks: dict[int, Task] = {}
        self.start = min((events[0].ns for events in recording.events.values() if events),
                         default=0)
        steps = {SWITCHED: self._switched, MIGRATED: self._migrated, BEGIN: self._begin,
                 END: self._end, MAPPED: self._mapped, UNMAPPED: self._mapped}
        for event in recording.in_order():
            if event.kind not in (SWITCHED, MIGRATED) and event.task != self.cpus[event.cpu].task:
                raise wrong(event, f"CPU {event.cpu} runs task {self.cpus[event.cpu].task}")
            steps[event.kind](event)
        self._finish(recording.end_ns())

    def _emit(self, phase: str, cat: str, name: str, place: tuple[int, int], ns: int,
              **more: object) -> None:
        self.out.append({"ph": phase, "cat": cat, "name": name, "pid": place[0], "tid": place[1],
                         "ts": (ns - self.start) / 1000, **more})

    def _slice(self, cat: str, name: str, place: tuple[int, int], since: int, until: int,
               args: dict) -> None:
        self._emit("X", cat, name, place, since, dur=(until - since) / 1000, args=args)

    def _count(self, event: Event) -> None:
        """The slots in use on a CPU have changed, perhaps."""
        cpu = self.cpus[event.cpu]
        if cpu.held != event.held:
            cpu.held = event.held
            self._emit("C", "slots", f"slots, CPU {event.cpu}", (MACHINE, event.cpu), event.ns,
                       args={"slots": event.held})

    def _hold(self, number: int, held: int, ns: int) -> None:
        """A task holds so many slots from now on."""
        task = self.tasks[number]
        if held and not task.held:
            task.since, task.most = ns, held
        if task.held and not held:
            self._slice("mapped", "mapped", (TASKS, number), task.since, ns, {"slots": task.most})
        task.held, task.most = held, max(task.most, held)

    def _sync(self, event: Event) -> None:
        """An event that also tells what the task holds may come between a mapping and its event."""
        task = self.tasks.setdefault(event.task, Task())
        if task.is_ahead is not None:
            if abs(event.held - task.held) > self.recording.each:
                raise wrong(event, f"before, it held {task.held}")
            task.is_ahead = task.is_ahead or task.held != event.held
        self._hold(event.task, event.held, event.ns)

    def _leave(self, cpu: int, ns: int) -> None:
        """The task of a CPU leaves it."""
        left = self.cpus[cpu]
        if left.task >= 0:
            self._slice("task", self.name(left.task), (MACHINE, cpu), left.since, ns,
                        {"task": left.task})

    def _switched(self, event: Event) -> None:
        cpu = self.cpus[event.cpu]
        if cpu.handlers:
            raise wrong(event, "a handler runs")
        self._sync(event)
        task = self.tasks[event.task]
        if task.cpu not in (-1, event.cpu):
            raise wrong(event, f"it was on CPU {task.cpu} and has not migrated")
        task.cpu = event.cpu
        if cpu.task != event.task:
            self._leave(event.cpu, event.ns)
            cpu.task, cpu.since = event.task, event.ns
        if event.value:
            self._emit("i", "switch", "restore", (MACHINE, event.cpu), event.ns, s="t",
                       args={"task": event.task, "slots": event.value})
        self._count(event)

    def _migrated(self, event: Event) -> None:
        task = self.tasks.setdefault(event.task, Task())
        if task.cpu not in (-1, event.value):
            raise wrong(event, f"it was on CPU {task.cpu}")
        task.cpu = event.cpu
        self._emit("i", "migration", "migrate", (TASKS, event.task), event.ns, s="p",
                   args={"from": event.value, "to": event.cpu})

    def _begin(self, event: Event) -> None:
        cpu = self.cpus[event.cpu]
        if not cpu.handlers:
            self._sync(event)
        cpu.handlers.append(Handler(event.ns, event.held))
        self._count(event)

    def _end(self, event: Event) -> None:
        cpu = self.cpus[event.cpu]
        if not cpu.handlers or cpu.held != event.held or cpu.handlers[-1].held != event.held:
            raise wrong(event, f"{len(cpu.handlers)} handlers run, {cpu.held} slots are in use")
        handler = cpu.handlers.pop()
        if handler.mapped:
            self._slice("interrupt", "interrupt", (MACHINE, event.cpu), handler.since, event.ns,
                        {"slots": handler.mapped})

    def _mapped(self, event: Event) -> None:
        """A page was mapped, or unmapped."""
        cpu, task = self.cpus[event.cpu], self.tasks[event.task]
        step = self.recording.each if event.kind == MAPPED else -self.recording.each
        steps, before = {step}, cpu.held
        if cpu.handlers:
            cpu.handlers[-1].mapped += max(step, 0)
        else:
            steps, before = {None: {0, step}, True: {0}, False: {step}}[task.is_ahead], task.held
            task.is_ahead = False
            self._hold(event.task, event.held, event.ns)
        if event.held - before not in steps:
            raise wrong(event, f"before, {before} slots were in use")
        self._count(event)

    def _finish(self, ns: int) -> None:
        """Whatever goes on ends with the trace."""
        for number, cpu in self.cpus.items():
            if cpu.handlers and cpu.handlers[0].mapped:
                self._slice("interrupt", "interrupt", (MACHINE, number), cpu.handlers[0].since, ns,
                            {"slots": cpu.handlers[0].mapped})
            self._leave(number, ns)
        for number in self.tasks:
            self._hold(number, 0, ns)

    def name(self, task: int) -> str:
        """The name of a task."""
        if task not in self.recording.names:
            raise ValueError(f"task {task} has no name")
        return self.recording.names[task]

    def metadata(self) -> list[dict]:
        """The names of everything that appears."""
        names = [("process_name", MACHINE, 0, "CPUs"), ("process_name", TASKS, 0, "tasks")]
        names += [("thread_name", MACHINE, cpu, f"CPU {cpu}") for cpu in sorted(self.cpus)]
        names += [("thread_name", TASKS, task, self.name(task)) for task in sorted(self.tasks)]
        return [{"ph": "M", "name": kind, "pid": pid, "tid": tid, "args": {"name": name}}
                for kind, pid, tid, name in names]


def wrong(event: Event, why: str) -> ValueError:
    """An event that cannot be."""
    return ValueError(f"CPU {event.cpu} has event {event.kind} of task {event.task}, "
                      f"{event.held} slots, at {event.ns} ns, but {why}")


def as_json(recording: Recording, arch: str, accelerator: str) -> dict:
    """What is written; raises ValueError if the trace is not whole or contradicts itself."""
    recording.check()
    timeline = Timeline(recording)
    cpus = sorted(recording.recorded)
    return {
        "displayTimeUnit": "ns",
        "otherData": {"arch": arch, "window": recording.window, "cpus": len(cpus),
                      "accelerator": accelerator,
                      "dropped": [recording.dropped[cpu] for cpu in cpus],
                      "recorded": [recording.recorded[cpu] for cpu in cpus],
                      "slots": recording.slots},
        "traceEvents": [*timeline.metadata(),
                        *sorted(timeline.out, key=lambda event: event["ts"])]}


def write(request: Request, recording: Recording, arch: str, accelerator: str) -> str:
    """Write the trace, an event to a line; returns what is wrong, or nothing."""
    try:
        content = as_json(recording, arch, accelerator)
    except ValueError as error:
        return f"no trace: {error}"
    events = ",\n".join(json.dumps(event) for event in content.pop("traceEvents"))
    text = json.dumps(content)[:-1] + f', "traceEvents": [\n{events}\n]}}\n'
    write_bytes(request.path, text.encode("utf-8"))
    return ""
