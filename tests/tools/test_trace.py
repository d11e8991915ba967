# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of traces: what the kernel hands out, the JSON that is made of it, and what is refused."""

import json
import tempfile
import unittest
from pathlib import Path

from guest import console, trace
from guest.recording import Recording

HEAD = '@trace window=cpu slots=16 each=1 ns=1000000'
NAMES = ('@trace_task number=0 name="idle/0"', '@trace_task number=1 name="idle/1"',
         '@trace_task number=2 name="main"', '@trace_task number=3 name="worker/0"')


def recording(*cpus: str, dropped: tuple[int, ...] = (), head: str = HEAD,
              names: tuple[str, ...] = NAMES) -> Recording:
    """A recording of these events, of one CPU after the other."""
    found, lines = Recording(), [head, *names]
    for cpu, events in enumerate(cpus):
        lost = dropped[cpu] if dropped else 0
        lines += [f'@trace_events cpu={cpu} of="{events}"',
                  f"@trace_cpu cpu={cpu} recorded={len(events.split())} dropped={lost}"]
    for line in lines:
        found.add(console.parse(line))
    return found


def events_of(*cpus: str, **more: object) -> list[tuple]:
    """The events of the JSON without metadata: category, time, duration, thread and args."""
    content = trace.as_json(recording(*cpus, **more), "i386", "tcg")
    return [(event["cat"], event["ts"], event.get("dur"), event["pid"], event["tid"],
             event["args"]) for event in content["traceEvents"] if event["ph"] != "M"]


class Json(unittest.TestCase):
    """What is made of events."""

    def test_header(self):
        """parameters, counts and names"""
        content = trace.as_json(recording("s3e8.3.0.0", "s3e8.1.0.0", dropped=(7, 0)), "um", "tcg")
        self.assertEqual(content["displayTimeUnit"], "ns")
        self.assertEqual(content["otherData"], {
            "arch": "um", "window": "cpu", "cpus": 2, "accelerator": "tcg", "dropped": [7, 0],
            "recorded": [1, 1], "slots": 16})
        named = [(event["name"], event["pid"], event["tid"], event["args"]["name"])
                 for event in content["traceEvents"] if event["ph"] == "M"]
        self.assertEqual(named, [
            ("process_name", 1, 0, "CPUs"), ("process_name", 2, 0, "tasks"),
            ("thread_name", 1, 0, "CPU 0"), ("thread_name", 1, 1, "CPU 1"),
            ("thread_name", 2, 1, "idle/1"), ("thread_name", 2, 3, "worker/0")])

    def test_section(self):
        """a section lasts while the task is away, and what it gets back is an event"""
        found = events_of("s64.3.0.0 +64.3.1.0 +64.3.2.0 s64.2.0.0 s64.3.2.2 -64.3.1.0 -64.3.0.0")
        self.assertIn(("mapped", 0.1, 0.5, 2, 3, {"slots": 2}), found)
        self.assertIn(("task", 0.3, 0.1, 1, 0, {"task": 2}), found)
        self.assertIn(("switch", 0.4, None, 1, 0, {"task": 3, "slots": 2}), found)
        self.assertEqual([(each[1], each[5]["slots"]) for each in found if each[0] == "slots"],
                         [(0.0, 0), (0.1, 1), (0.2, 2), (0.3, 0), (0.4, 2), (0.5, 1), (0.6, 0)])

    def test_interrupts(self):
        """one that maps is an event, one that does not is none; the task's section goes on"""
        found = events_of("s0.3.0.0 +64.3.1.0 b64.3.1.0 +64.3.2.0 -64.3.1.0 e64.3.1.0 "
                          "b64.3.1.0 e64.3.1.0 -64.3.0.0")
        self.assertEqual([each for each in found if each[0] == "interrupt"],
                         [("interrupt", 0.2, 0.3, 1, 0, {"slots": 1})])
        self.assertIn(("mapped", 0.1, 0.7, 2, 3, {"slots": 1}), found)

    def test_migration(self):
        """from one CPU to the other; at the same time, it leaves before it comes"""
        found = events_of("s0.3.0.0 +64.3.1.0 s64.0.0.0", "s0.1.0.0 mc8.3.1.0 s0.3.1.1")
        self.assertIn(("migration", 0.2, None, 2, 3, {"from": 0, "to": 1}), found)
        self.assertIn(("mapped", 0.1, 0.1, 2, 3, {"slots": 1}), found)

    def test_switch_between_mapping_and_event(self):
        """the switch, or an interrupt, tells of a mapping before its own event does"""
        found = events_of("s0.3.0.0 +64.3.1.0 -64.3.0.0 b64.3.1.0 e64.3.1.0 s64.2.0.0 "
                          "s64.3.1.1 +64.3.1.0 -64.3.0.0")
        self.assertEqual([each[1:3] for each in found if each[0] == "mapped"],
                         [(0.1, 0.1), (0.3, 0.5)])

    def test_full_buffer(self):
        """behind the CPU whose buffer got full first, nothing is shown"""
        found = events_of("s0.3.0.0 +64.3.1.0", "s0.1.0.0 s3e8.2.0.0", dropped=(1, 0))
        self.assertEqual([each[1:3] for each in found if each[0] == "task"],
                         [(0.0, 0.1), (0.0, 0.1)])

    def test_file(self):
        """what is written is JSON, with an event to a line"""
        with tempfile.TemporaryDirectory() as name:
            request = trace.Request(Path(name, "trace.json"), "kmap_local", 0, 1)
            found = recording("s0.3.0.0 +64.3.1.0")
            self.assertEqual(trace.write(request, found, "um", "tcg"), "")
            text = request.path.read_text(encoding="utf-8")
            self.assertEqual(json.loads(text), trace.as_json(found, "um", "tcg"))
            events = json.loads(text)["traceEvents"]
            self.assertEqual(len(text.splitlines()), len(events) + 2)


class Refused(unittest.TestCase):
    """What cannot be: an event is missing, or something else is."""

    def test_contradictions(self):
        """each is refused, and says where"""
        for events, why in (
                ("s0.3.0.0 +64.3.1.0 -64.3.1.0", "1 slots were in use"),
                ("s0.3.0.0 +64.3.1.0 +64.3.1.0", "1 slots were in use"),
                ("s0.3.0.0 +64.2.1.0", "runs task 3"), ("+0.3.1.0", "runs task -1"),
                ("s0.3.0.0 +64.3.1.0 b64.3.3.0", "it held 1"),
                ("s0.3.0.0 e64.3.0.0", "0 handlers run"),
                ("s0.3.0.0 b64.3.0.0 +64.3.1.0 e64.3.1.0", "1 slots are in use"),
                ("s0.3.0.0 b64.3.0.0 +64.3.2.0", "0 slots were in use"),
                ("s0.3.0.0 b64.3.0.0 s64.2.0.0", "a handler runs"),
                ("s0.3.0.0 s64.4.0.0", "task 4 has no name")):
            with self.subTest(events), self.assertRaisesRegex(ValueError, why):
                events_of(events)

    def test_migrations(self):
        """one that is missing, and one from where the task was not"""
        for other, why in (("s0.1.0.0 sc8.3.0.0", "has not migrated"),
                           ("s0.1.0.0 mc8.3.0.1", "was on CPU 0")):
            with self.subTest(other), self.assertRaisesRegex(ValueError, why):
                events_of("s0.3.0.0 s64.0.0.0", other)

    def test_form(self):
        """no event, time that goes backwards, too late, too few, and nothing at all"""
        for events, why in (("x0.3.0.0", "is 'x0.3.0.0'"), ("s0.3.0", "is 's0.3.0'"),
                            ("s64.3.0.0 sffffff9c.2.0.0", "backwards"),
                            ("s0.3.0.0 sf4241.2.0.0", "after the end")):
            with self.subTest(events), self.assertRaisesRegex(ValueError, why):
                events_of(events)
        lost = recording("s0.3.0.0")
        lost.recorded[0] = 2
        with self.assertRaisesRegex(ValueError, "of 2 events of CPU 0, 1 arrived"):
            trace.as_json(lost, "um", "tcg")
        with self.assertRaisesRegex(ValueError, "TRACE=1"):
            trace.as_json(Recording(), "um", "tcg")

    def test_nothing_is_written(self):
        """a trace that is refused leaves no file"""
        with tempfile.TemporaryDirectory() as name:
            request = trace.Request(Path(name, "trace.json"), "kmap_local", 0, 1)
            problem = trace.write(request, Recording(), "um", "tcg")
            self.assertTrue(problem.startswith("no trace: "))
            self.assertFalse(request.path.exists())


if __name__ == "__main__":
    unittest.main()
