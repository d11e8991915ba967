# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of what a page takes from a trace, and of how it draws it."""

import re
import unittest

import invented
from report import histograms, svg, timeline, traced
from report.shown import Shown

# A task with a section of 40 us that runs for 10 of them on each CPU; another one that runs through.
RUNS = [{"cpu": 0, "slices": [[0, 10, 1], [10, 90, 2]], "interrupts": [[5, 1, 2]],
         "restores": [], "slots": [[0, 1]]},
        {"cpu": 1, "slices": [[30, 10, 1]], "interrupts": [], "restores": [[30, 1, 3]],
         "slots": [[30, 3]]}]
TASKS = [{"task": 1, "name": "a", "mapped": [[0, 40, 3], [50, 5, 1]], "migrations": [[30, 0, 1]]},
         {"task": 2, "name": "b", "mapped": [[20, 10, 1]], "migrations": []}]


class Reading(unittest.TestCase):
    """From the trace to the page's JSON."""

    def setUp(self):
        self.trace = invented.Inventor(2, 4000.0).trace()
        self.content = traced.content(self.trace)

    def count(self, category: str) -> int:
        """How many events of a category the trace has."""
        return sum(event.get("cat") == category for event in self.trace["traceEvents"])

    def test_all_events(self):
        """every event of the trace is there"""
        cpus, tasks = self.content["cpus"], self.content["tasks"]
        for category, lists in (("task", [cpu["slices"] for cpu in cpus]),
                                ("interrupt", [cpu["interrupts"] for cpu in cpus]),
                                ("switch", [cpu["restores"] for cpu in cpus]),
                                ("slots", [cpu["slots"] for cpu in cpus]),
                                ("mapped", [task["mapped"] for task in tasks]),
                                ("migration", [task["migrations"] for task in tasks])):
            self.assertGreater(self.count(category), 0)
            self.assertEqual(sum(map(len, lists)), self.count(category), category)

    def test_names(self):
        """tasks of one name are told apart"""
        names = [task["name"] for task in self.content["tasks"]]
        self.assertEqual(names[0], "worker 1")
        self.assertEqual(len(set(names)), len(names))

    def test_totals(self):
        """what happened is counted; a section that lost the CPU is one that did not always run"""
        self.assertEqual(traced.totals_of(RUNS, TASKS), {
            "switches": 3, "restores": 1, "slots_restored": 3, "interrupts": 1, "migrations": 1,
            "sections": 3, "put_off": 2})

    def test_overlaps(self):
        """what two lists of intervals have in common"""
        self.assertEqual(traced.overlaps([[0, 10], [20, 10]], [[5, 20], [28, 9]]),
                         [[5, 5], [20, 5], [28, 2]])
        self.assertEqual(traced.overlaps([[0, 10]], [[10, 5]]), [])

    def test_running(self):
        """a task is followed from CPU to CPU"""
        self.assertEqual(traced.running(RUNS, 1), [[0, 10, 0], [30, 10, 1]])


class Drawing(unittest.TestCase):
    """Pictures."""

    def setUp(self):
        self.content = {"trace": traced.content(invented.Inventor(2, 4000.0).trace())}
        self.text = timeline.timeline(Shown(self.content))

    def boxes_in(self, kind: str) -> int:
        """The number of boxes or marks in the lines of a kind."""
        rows = re.findall(rf'<div class="row {kind}">(.*?)</svg>', self.text)
        return sum(path.count("M") for row in rows for path in re.findall(r' d="([^"]*)"', row))

    def test_slices(self):
        """each slice of a task is a box"""
        self.assertEqual(self.boxes_in("runs"), self.content["trace"]["totals"]["switches"])

    def test_tasks(self):
        """a task's line has its sections, its slices and its migrations"""
        totals = self.content["trace"]["totals"]
        self.assertEqual(self.boxes_in("task"),
                         totals["sections"] + totals["switches"] + totals["migrations"])

    def test_held(self):
        """a CPU holds mappings while a task runs there that does"""
        held = sum(len(timeline._held(cpu, TASKS)) for cpu in RUNS)
        self.assertEqual(held, 3)

    def test_stairs(self):
        """slots in use rise and fall in steps"""
        self.assertEqual(svg.stairs([[2, 1], [5, 4], [6, 0]], 9, 4, 40),
                         "M0 40H2V30H5V0H6V40H9V40z")

    def test_steps(self):
        """ticks are round numbers, and not too many"""
        self.assertEqual([svg.step_for(span, 8) for span in (20000, 9018, 8, 0.9)],
                         [5000, 2000, 1, 0.2])

    def test_groups(self):
        """names of percentiles that would overlap are one name"""
        self.assertEqual(histograms.groups([("p50", 0.1), ("p90", 0.15), ("p99", 0.5)]),
                         [("p50 to p90", 0.1, 0.15), ("p99", 0.5, 0.5)])

    def test_axis(self):
        """an axis has whole decades, and puts powers of ten at equal distances"""
        axis = histograms.Axis(580, 284_172)
        self.assertEqual(axis.decades, [100, 1000, 10_000, 100_000, 1_000_000])
        self.assertEqual([axis.part(value) for value in axis.decades], [0, 0.25, 0.5, 0.75, 1])
