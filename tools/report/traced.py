# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What a page shows of a trace: some milliseconds, from the JSON that guest/trace.py makes.

Times are microseconds from the beginning of these milliseconds.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable

# So long is what a page shows of a longer trace.
SPAN_US = 20_000.0
# What makes some milliseconds worth showing, and how much.
WORTH = {"migration": 20, "switch": 3, "interrupt": 1}
DIGITS = 3

Event = dict
Interval = list[float]


def _of(trace: dict, category: str) -> list[Event]:
    """The events of a category, in their order of time."""
    found = [event for event in trace["traceEvents"] if event.get("cat") == category]
    return sorted(found, key=lambda event: event["ts"])


def names_of(trace: dict) -> dict[int, str]:
    """The tasks' names by their numbers; tasks of one name are told apart by the number."""
    found = {event["tid"]: event["args"]["name"] for event in trace["traceEvents"]
             if event["ph"] == "M" and event["name"] == "thread_name" and event["pid"] == 2}
    shared = list(found.values())
    return {number: name if shared.count(name) == 1 else f"{name} {number}"
            for number, name in sorted(found.items())}


def _end(trace: dict) -> float:
    return max((event["ts"] + event.get("dur", 0) for event in trace["traceEvents"]
                if event["ph"] != "M"), default=0.0)


def window_of(trace: dict, span: float = SPAN_US) -> tuple[float, float]:
    """The part of a trace, at most `span` long, in which most happens."""
    end = _end(trace)
    if end <= span:
        return 0.0, end
    events = sorted((event["ts"], WORTH[event["cat"]]) for event in trace["traceEvents"]
                    if event.get("cat") in WORTH)
    sums = [0]
    for _, worth in events:
        sums.append(sums[-1] + worth)
    times = [time for time, _ in events]
    starts = [time for time in times if time + span <= end] or [0.0]
    start = max(starts, key=lambda time: sums[bisect_left(times, time + span)]
                - sums[bisect_left(times, time)])
    return start, start + span


def _clipped(events: Iterable[Event], start: float, end: float,
             last: Callable[[Event], object]) -> list[list]:
    """Beginning, duration and one value of the events that are at least partly between the times."""
    found = []
    for event in events:
        begin, until = max(event["ts"], start), min(event["ts"] + event.get("dur", 0), end)
        if begin <= until and event["ts"] < end:
            found.append([round(begin - start, DIGITS), round(until - begin, DIGITS), last(event)])
    return found


def _points(events: Iterable[Event], start: float, end: float, *keys: str) -> list[list]:
    """Time and arguments of the events between the times."""
    return [[round(event["ts"] - start, DIGITS), *(event["args"][key] for key in keys)]
            for event in events if start <= event["ts"] < end]


def _steps(events: list[Event], start: float, end: float) -> list[list]:
    """The slots in use: what they are at the beginning, and each change."""
    before = [event["args"]["slots"] for event in events if event["ts"] <= start]
    later = [event for event in events if event["ts"] > start]
    return [[0.0, before[-1] if before else 0], *_points(later, start, end, "slots")]


def _cpu(trace: dict, cpu: int, start: float, end: float) -> dict:
    """What happened on one CPU."""
    def mine(category: str) -> list[Event]:
        return [event for event in _of(trace, category) if event["tid"] == cpu]

    return {"cpu": cpu,
            "slices": _clipped(mine("task"), start, end, lambda each: each["args"]["task"]),
            "interrupts": _clipped(mine("interrupt"), start, end,
                                   lambda each: each["args"]["slots"]),
            "restores": _points(mine("switch"), start, end, "task", "slots"),
            "slots": _steps(mine("slots"), start, end)}


def _task(trace: dict, task: int, name: str, start: float, end: float) -> dict:
    """What one task held, and where it moved."""
    mapped = [event for event in _of(trace, "mapped") if event["tid"] == task]
    moves = [event for event in _of(trace, "migration") if event["tid"] == task]
    return {"task": task, "name": name,
            "mapped": _clipped(mapped, start, end, lambda each: each["args"]["slots"]),
            "migrations": _points(moves, start, end, "from", "to")}


def overlaps(first: list[list], second: list[list]) -> list[Interval]:
    """Beginning and duration of what both lists of intervals, each in order, have in common."""
    found, at, other = [], 0, 0
    while at < len(first) and other < len(second):
        begin = max(first[at][0], second[other][0])
        ends = first[at][0] + first[at][1], second[other][0] + second[other][1]
        if begin < min(ends):
            found.append([begin, min(ends) - begin])
        at, other = (at + 1, other) if ends[0] <= ends[1] else (at, other + 1)
    return found


def running(cpus: list[dict], task: int) -> list[list]:
    """When a task ran, on any CPU, and on which."""
    return sorted([begin, duration, cpu["cpu"]] for cpu in cpus
                  for begin, duration, who in cpu["slices"] if who == task)


def _put_off(cpus: list[dict], task: dict) -> int:
    """In how many of its mapped sections a task was off its CPU for a while."""
    ran = running(cpus, task["task"])
    return sum(sum(time for _, time in overlaps([section], ran)) < section[1] - 0.01
               for section in task["mapped"])


def totals_of(cpus: list[dict], tasks: list[dict]) -> dict[str, int]:
    """How often each thing happened."""
    return {"switches": sum(len(cpu["slices"]) for cpu in cpus),
            "restores": sum(len(cpu["restores"]) for cpu in cpus),
            "slots_restored": sum(slots for cpu in cpus for _, _, slots in cpu["restores"]),
            "interrupts": sum(len(cpu["interrupts"]) for cpu in cpus),
            "migrations": sum(len(task["migrations"]) for task in tasks),
            "sections": sum(len(task["mapped"]) for task in tasks),
            "put_off": sum(_put_off(cpus, task) for task in tasks)}


def content(trace: dict, span: float = SPAN_US) -> dict:
    """What the page shows of a trace."""
    start, end = window_of(trace, span)
    other = trace["otherData"]
    cpus = [_cpu(trace, cpu, start, end) for cpu in range(other["cpus"])]
    seen = {who for cpu in cpus for _, _, who in cpu["slices"]}
    tasks = [_task(trace, number, name, start, end) for number, name in names_of(trace).items()]
    tasks = [task for task in tasks if task["task"] in seen or task["mapped"]]
    most = max((slots for cpu in cpus for _, slots in cpu["slots"]), default=0)
    return {"from_ms": round(start / 1000, DIGITS), "span_us": round(end - start, DIGITS),
            "span_ms": round((end - start) / 1000, DIGITS),
            "recorded": sum(other["recorded"]), "dropped": sum(other["dropped"]),
            "slots_most": most, "totals": totals_of(cpus, tasks), "cpus": cpus, "tasks": tasks}
