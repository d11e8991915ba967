# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What must hold in the JSON of a trace: each check says what is wrong, or nothing.

The checks read the JSON alone, as a viewer does. Times are whole nanoseconds here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from common import targets

MACHINE, TASKS = 1, 2
OTHER_DATA = {"arch", "window", "cpus", "accelerator", "dropped", "recorded", "slots"}
# Phase and category of each event, its pid, and what its args are.
FORMS = {
    ("X", "task"): (MACHINE, {"task"}), ("X", "interrupt"): (MACHINE, {"slots"}),
    ("X", "mapped"): (TASKS, {"slots"}), ("i", "switch"): (MACHINE, {"task", "slots"}),
    ("i", "migration"): (TASKS, {"from", "to"}), ("C", "slots"): (MACHINE, {"slots"}),
}


@dataclass(frozen=True)
class Expected:
    """What was asked for; `room` is how many events a buffer has room for."""

    arch: str
    window: str
    cpus: int
    milliseconds: int
    room: int


@dataclass(frozen=True)
class Slice:
    """A slice of the JSON: a CPU's or a task's."""

    begin: int
    end: int
    tid: int
    name: str
    args: dict


class Content:
    """The events of the JSON by what they are."""

    def __init__(self, content: dict, expected: Expected):
        self.other, self.expected = content["otherData"], expected
        self.events = content["traceEvents"]
        self.names = {(event["pid"], event["tid"]): event["args"]["name"] for event in self.events
                      if event["ph"] == "M" and event["name"] == "thread_name"}

    def slices(self, cat: str) -> list[Slice]:
        """Those of a category, by their beginnings."""
        found = [Slice(ns(event["ts"]), ns(event["ts"]) + ns(event["dur"]), event["tid"],
                       event["name"], event["args"])
                 for event in self.events if event.get("cat") == cat]
        return sorted(found, key=lambda each: (each.begin, -each.end))

    def others(self, cat: str) -> list[tuple[int, int, dict]]:
        """Events of a category that last no time: when, the thread, and what they say."""
        return [(ns(event["ts"]), event["tid"], event["args"]) for event in self.events
                if event.get("cat") == cat]

    def slots(self) -> dict[int, list[tuple[int, int]]]:
        """For each CPU since when how many slots are in use."""
        found = defaultdict(list)
        for when, cpu, args in self.others("slots"):
            found[cpu].append((when, args["slots"]))
        return found


def ns(microseconds: float) -> int:
    """Microseconds of the JSON in whole nanoseconds."""
    return round(microseconds * 1000)


def form(content: Content) -> str:
    """Every event is as the others of its kind, in order, and within the time asked for."""
    before, end = 0, content.expected.milliseconds * 1_000_000
    for event in content.events:
        if event["ph"] == "M":
            continue
        pid, args = FORMS.get((event["ph"], event["cat"]), (0, set()))
        if event["pid"] != pid or set(event["args"]) != args:
            return f"an event is {event}"
        when = ns(event["ts"])
        if not before <= when <= when + ns(event.get("dur", 0)) <= end:
            return f"after {before} ns of {end} comes {event}"
        before = when
    return ""


def header(content: Content) -> str:
    """The parameters are those of the run."""
    other, expected = content.other, content.expected
    if set(other) != OTHER_DATA:
        return f"otherData has {sorted(other)}"
    said = (other["arch"], other["window"], other["cpus"], len(other["dropped"]),
            len(other["recorded"]))
    wanted = (expected.arch, expected.window, expected.cpus, expected.cpus, expected.cpus)
    return "" if said == wanted else f"otherData is {other}"


def dropping(content: Content) -> str:
    """A buffer is full exactly where events were dropped."""
    for cpu, (recorded, dropped) in enumerate(zip(content.other["recorded"],
                                                  content.other["dropped"])):
        room = content.expected.room
        if recorded > room or (dropped and recorded < room):
            return f"CPU {cpu} has recorded {recorded} events, and dropped {dropped}"
    return ""


def cpu_slices(content: Content) -> str:
    """On a CPU one task runs after the other, without a gap; interrupts are over tasks, nested."""
    for cpu in range(content.other["cpus"]):
        tasks = [each for each in content.slices("task") if each.tid == cpu]
        for one, next_one in pairwise(tasks):
            if next_one.begin != one.end:
                return f"CPU {cpu}: {one}, then {next_one}"
        open_ones: list[Slice] = []
        handlers = [each for each in content.slices("interrupt") if each.tid == cpu]
        for each in sorted(tasks + handlers, key=lambda each: (each.begin, -each.end)):
            while open_ones and open_ones[-1].end <= each.begin:
                open_ones.pop()
            if open_ones and each.end > open_ones[-1].end:
                return f"CPU {cpu}: {each} is not inside {open_ones[-1]}"
            open_ones.append(each)
    return ""


def task_slices(content: Content) -> str:
    """Every task has a name, and runs on one CPU at a time."""
    by_task = defaultdict(list)
    for each in content.slices("task"):
        by_task[each.args["task"]].append(each)
        if each.name != content.names.get((TASKS, each.args["task"])):
            return f"the task of {each} is called {content.names.get((TASKS, each.args['task']))}"
    for slices in by_task.values():
        for one, next_one in pairwise(slices):
            if next_one.begin < one.end:
                return f"on two CPUs at once: {one}, {next_one}"
    return ""


def migrations(content: Content) -> str:
    """A task that appears on another CPU has migrated there."""
    arrivals = defaultdict(list)
    for when, task, args in content.others("migration"):
        arrivals[task, args["to"]].append(when)
    last: dict[int, Slice] = {}
    for each in content.slices("task"):
        task = each.args["task"]
        left = last.get(task, each)
        if left.tid != each.tid and not any(left.end <= when <= each.begin
                                            for when in arrivals[task, each.tid]):
            return f"{each} was on CPU {left.tid}, and no migration is recorded"
        last[task] = each
    return ""


def slots(content: Content) -> str:
    """As many slots are in use as a window has, or fewer, and a change is of one at a time."""
    switches = {(each.tid, each.begin) for each in content.slices("task")}
    for cpu, counts in content.slots().items():
        if not all(0 <= count <= content.other["slots"] for _, count in counts):
            return f"CPU {cpu} has more slots in use than {content.other['slots']}"
        for (_, one), (when, next_one) in pairwise(counts):
            if abs(next_one - one) > 1 and (cpu, when) not in switches:
                return f"CPU {cpu}: from {one} slots in use to {next_one}, at {when} ns"
    most = max((each.args["slots"] for each in content.slices("mapped")), default=0)
    return f"a task holds {most}" if most > content.other["slots"] else ""


def in_use(counts: list[tuple[int, int]], begin: int, end: int) -> set[int]:
    """How many slots a CPU, of which these are the counts, has in use in a time, ends included."""
    before = [count for when, count in counts if when < begin]
    return {count for when, count in counts if begin <= when <= end} | set(before[-1:] or [0])


def restored(content: Content) -> str:
    """A switch that restored slots is to a task with a mapped section, and restored all it holds."""
    begins = {(each.tid, each.begin): each.args["task"] for each in content.slices("task")}
    sections = content.slices("mapped")
    counts = content.slots()
    for when, cpu, args in content.others("switch"):
        if begins.get((cpu, when)) != args["task"]:
            return f"CPU {cpu} restores {args} at {when} ns, when no slice of that task begins"
        if args["slots"] not in in_use(counts[cpu], when, when):
            return f"CPU {cpu} restores {args} at {when} ns, and has not so many in use"
        if not any(each.tid == args["task"] and each.begin <= when <= each.end and
                   each.args["slots"] >= args["slots"] for each in sections):
            return f"CPU {cpu} restores {args} at {when} ns, outside of all mapped sections"
    return ""


def restores(content: Content) -> str:
    """Who comes back in a mapped section gets it restored, unless the window is the task's own."""
    found = {(cpu, when) for when, cpu, _ in content.others("switch")}
    if content.other["window"] == targets.TASK:
        return f"slots are restored: {found}" if found else ""
    first = {each.tid: each.begin for each in reversed(content.slices("task"))}
    sections = content.slices("mapped")
    for each in content.slices("task"):
        inside = any(section.tid == each.args["task"] and section.begin < each.begin < section.end
                     for section in sections)
        if inside and each.begin != first[each.tid] and (each.tid, each.begin) not in found:
            return f"nothing is restored for {each}"
    return ""


def interrupts(content: Content) -> str:
    """While a handler maps, more slots are in use than when it began."""
    counts = content.slots()
    for each in content.slices("interrupt"):
        before, most = (min(in_use(counts[each.tid], each.begin, each.begin)),
                        max(in_use(counts[each.tid], each.begin, each.end)))
        if each.args["slots"] < 1 or most <= before:
            return f"{each}: in use {most}, before {before}"
    return ""


CHECKS: tuple[Callable[[Content], str], ...] = (
    form, header, dropping, cpu_slices, task_slices, migrations, slots, restored, restores,
    interrupts)


def problems(content: dict, expected: Expected) -> Iterator[tuple[str, str]]:
    """What each check demands, and what is wrong."""
    parsed = Content(content, expected)
    for check in CHECKS:
        name = (check.__doc__ or "").rstrip(".")
        yield name[:1].lower() + name[1:], check(parsed)
