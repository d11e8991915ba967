# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What a page shows of a trace, from the JSON that guest/trace.py makes. Times are microseconds."""

from collections.abc import Iterable

from guest.accelerators import COUNTING

DIGITS = 3
# How the names of the tasks begin that run when there is nothing to do.
IDLE = "idle"

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


def _lasting(events: Iterable[Event], argument: str) -> list[list]:
    """Beginning, duration and one argument of events."""
    return [[event["ts"], event["dur"], event["args"][argument]] for event in events]


def _points(events: Iterable[Event], *keys: str) -> list[list]:
    """Time and arguments of events."""
    return [[event["ts"], *(event["args"][key] for key in keys)] for event in events]


def _cpu(trace: dict, cpu: int) -> dict:
    """What happened on one CPU."""
    def mine(category: str) -> list[Event]:
        return [event for event in _of(trace, category) if event["tid"] == cpu]

    return {"cpu": cpu, "slices": _lasting(mine("task"), "task"),
            "interrupts": _lasting(mine("interrupt"), "slots"),
            "restores": _points(mine("switch"), "task", "slots"),
            "slots": _points(mine("slots"), "slots")}


def _task(trace: dict, task: int, name: str) -> dict:
    """What one task held, and where it moved."""
    mapped = [event for event in _of(trace, "mapped") if event["tid"] == task]
    moves = [event for event in _of(trace, "migration") if event["tid"] == task]
    return {"task": task, "name": name, "idle": name.startswith(IDLE), "mapped": _lasting(mapped, "slots"),
            "migrations": _points(moves, "from", "to")}


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


def content(trace: dict) -> dict:
    """What the page shows of a trace."""
    other = trace["otherData"]
    cpus = [_cpu(trace, cpu) for cpu in range(other["cpus"])]
    tasks = [_task(trace, number, name) for number, name in names_of(trace).items()]
    most = max((slots for cpu in cpus for _, slots in cpu["slots"]), default=0)
    end = round(_end(trace), DIGITS)
    return {"span_us": end, "span_ms": round(end / 1000, DIGITS),
            "takes_turns": other["accelerator"] == COUNTING and len(cpus) > 1,
            "recorded": sum(other["recorded"]), "dropped": sum(other["dropped"]),
            "slots_most": most, "totals": totals_of(cpus, tasks), "cpus": cpus, "tasks": tasks}
