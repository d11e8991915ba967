# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Invents what a run finds, for tests of the page: a trace in the form of guest/trace.py, too."""

import random

from guest import peers, results
from guest.results import ModeResult
from guest.wakeups import Wakeups
from report.content import Found

WORKERS = 4
SLICE_US = (150, 900)


def _meta(name: str, pid: int, tid: int, text: str) -> dict:
    return {"ph": "M", "name": name, "pid": pid, "tid": tid, "args": {"name": text}}


def _full(category: str, name: str, where: tuple[int, int], times: tuple[float, float],
          **given: int) -> dict:
    return {"ph": "X", "cat": category, "name": name, "pid": where[0], "tid": where[1],
            "ts": times[0], "dur": times[1], "args": given}


def _instant(category: str, name: str, where: tuple[int, int], at: float, **given: int) -> dict:
    return {"ph": "i", "s": "t" if where[0] == 1 else "p", "cat": category, "name": name,
            "pid": where[0], "tid": where[1], "ts": at, "args": given}


class Inventor:
    """Invents a trace: workers in turn on each CPU, which hold mappings most of the time."""

    def __init__(self, cpus: int, end: float) -> None:
        self.cpus, self.end = cpus, end
        self.random = random.Random(7)
        self.events: list[dict] = []

    def _slots(self, cpu: int, at: float, number: int) -> None:
        self.events.append({"ph": "C", "cat": "slots", "name": f"slots, CPU {cpu}", "pid": 1,
                            "tid": cpu, "ts": at, "args": {"slots": number}})

    def _run(self, cpu: int, task: int, begin: float, until: float, held: int) -> None:
        """A task runs; it has mapped before."""
        self.events.append(_full("task", f"worker {task}", (1, cpu), (begin, until - begin),
                                 task=task))
        if held:
            self.events.append(_instant("switch", "restore", (1, cpu), begin, task=task,
                                        slots=held))
        self._slots(cpu, begin, held)
        if until - begin > 30 and self.random.random() < 0.3:
            at = self.random.uniform(begin, until - 10)
            self.events.append(_full("interrupt", "interrupt", (1, cpu), (at, 6.5), slots=2))
            self._slots(cpu, at, held + 2)
            self._slots(cpu, at + 6.5, held)

    def _sections(self, task: int) -> None:
        """Sections of a task, whether it runs or not."""
        at = self.random.uniform(0, 300)
        while at < self.end:
            length = self.random.uniform(100, 1500)
            self.events.append(_full("mapped", "mapped", (2, task),
                                     (at, min(length, self.end - at)), slots=2))
            at += length + self.random.uniform(5, 60)

    def trace(self) -> dict:
        """The trace."""
        tasks = range(1, WORKERS * self.cpus + 1)
        self.events += [_meta("process_name", 1, 0, "CPUs"), _meta("process_name", 2, 0, "tasks")]
        for cpu in range(self.cpus):
            self.events.append(_meta("thread_name", 1, cpu, f"CPU {cpu}"))
            at, turn = 0.0, 0
            while at < self.end:
                until = min(at + self.random.uniform(*SLICE_US), self.end)
                self._run(cpu, 1 + cpu * WORKERS + turn % WORKERS, at, until, turn % 3)
                at, turn = until + 4, turn + 1
        for task in tasks:
            self.events.append(_meta("thread_name", 2, task, "worker"))
            self._sections(task)
        moved = self.random.uniform(0, self.end)
        self.events.append(_instant("migration", "migrate", (2, 1), moved, **{"from": 0, "to": 1}))
        return {"displayTimeUnit": "ns",
                "otherData": {"arch": "i386", "window": "cpu", "cpus": self.cpus,
                              "accelerator": "tcg", "dropped": [0] * self.cpus,
                              "recorded": [len(self.events)] * self.cpus},
                "traceEvents": self.events}


def wakeups(middle: int, spread: float, samples: int = 5000) -> Wakeups:
    """Wake-ups around a time."""
    chance = random.Random(middle)
    times = sorted(int(middle * chance.lognormvariate(0, spread)) for _ in range(samples))
    parts = {"p50": 500, "p90": 900, "p99": 990, "p99.9": 999}
    found = Wakeups(samples, {**{name: times[samples * part // 1000]
                                 for name, part in parts.items()}, "max": times[-1]})
    buckets: dict[tuple[int, int], int] = {}
    for time in times:
        shift = max(time.bit_length() - 4, 0)
        first = time >> shift << shift
        key = first, first + (1 << shift) - 1
        buckets[key] = buckets.get(key, 0) + 1
    found.buckets = [(*key, count) for key, count in buckets.items()]
    return found


def modes() -> dict[str, ModeResult]:
    """Results of the three modes."""
    late = {"kmap_local": (580, 0.08), "kmap_atomic": (154_184, 0.5), "direct": (576, 0.05)}
    found = {}
    for mode in results.MODES:
        woken = wakeups(*late[mode])
        found[mode] = ModeResult(mode, 9, 9, 18_432, 1200 if mode == "kmap_local" else 0, 0, 1100,
                                 woken.percentiles["p50"], woken.percentiles["p99"],
                                 woken.percentiles["max"], 16_000_000, woken)
    return found


def counts() -> dict[str, int]:
    """Instructions by operation."""
    return {each.name: 10 + 7 * index for index, each in enumerate(peers.OPERATIONS)}


FACTS = {"machine": "an invented machine", "CPUs": "2 CPUs", "memory": "4 GiB",
         "windows": "one for each CPU", "version": "0.0.0", "date": "2026-01-01 00:00 UTC"}


def found(end: float = 12_000.0, **other: object) -> Found:
    """All that a run finds."""
    usual = {"results": modes(), "counted": modes(), "trace": Inventor(2, end).trace(),
             "counts": counts(), "facts": FACTS}
    return Found(**{**usual, **other})
