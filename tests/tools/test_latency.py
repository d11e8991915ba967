# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the counted latencies: how they are measured and shown."""

import hashlib
import unittest
from pathlib import Path
from unittest import mock

import run
from common import targets
from common.processes import Patience
from guest import latency, machine, results, trace
from guest.console import Record
from guest.results import ModeResult


def result(mode: str, p50: int, p99: int, maximum: int, right: int = 4) -> ModeResult:
    """A mode with these latencies."""
    fields = {"mode": mode, "copies": "4", "digests_right": str(right), "mappings": "8",
              "preempted_while_mapped": "2", "migrated_while_mapped": "1",
              "interrupt_mappings": "3", "p50_ns": str(p50), "p99_ns": str(p99), "max_ns": str(maximum), "bytes": "4096", "ns": "1000"}
    return ModeResult.from_record(Record("result", fields))


FOUND = {each.mode: each for each in (
    result("kmap_local", 584, 584, 948), result("kmap_atomic", 154_163, 280_214, 284_280),
    result("direct", 582, 582, 946))}


class Machine(unittest.TestCase):
    """The machine that counts."""

    def test_content(self):
        """the file is always the same, and has the given size"""
        self.assertEqual(len(latency.content()), latency.FILE_BYTES)
        self.assertTrue(hashlib.sha256(latency.content()).hexdigest().startswith("affc1e62afe71e47"))
        with latency.fixed_file() as file:
            self.assertEqual(file.read_bytes(), latency.content())
        self.assertFalse(file.exists())

    def test_same_command(self):
        """the command, and so the run, does not depend on the paths of image and file"""
        commands = [machine.command(latency.machine_for("i386", Path(image), Path(file),
                                                        Patience()))
                    for image, file in (("/a", "/b"), ("/a/longer/path", "/x/y"))]
        self.assertEqual(commands[0], commands[1])
        self.assertIn("shift=0,sleep=off", commands[0])
        self.assertIn("base=2000-01-01,clock=vm", commands[0])

    def test_where(self):
        """emulated machines count instructions, processes do not"""
        self.assertTrue(latency.is_countable(targets.TARGETS["i386"]))
        self.assertFalse(latency.is_countable(targets.TARGETS["um"]))
        self.assertEqual(latency.where_countable(), "ARCH=i386")


class Shown(unittest.TestCase):
    """The printed text."""

    def test_to_the_digit(self):
        """all digits, then the sentence"""
        lines = results.show_latency(FOUND).splitlines()
        self.assertEqual([line.split()[-3:] for line in lines[2:5]], [
            ["584", "154,163", "582"], ["584", "280,214", "582"], ["948", "284,280", "946"]])
        self.assertEqual(lines[6:], [
            "kmap_atomic delays a wake-up 264 times as long as kmap_local (median; "
            "99th percentile 480, maximum 300 times)"])

    def test_table_without_latency(self):
        """the table of a fast run has no latencies"""
        shown = results.show_table(FOUND)
        self.assertIn("throughput", shown)
        self.assertNotIn("wake-up", shown)


class Phase(unittest.TestCase):
    """When the counting machine is booted."""

    def count(self, accelerator: str, *options: str, problems: tuple[str, ...] = (),
              request: trace.Request | None = None) -> tuple:
        """Results and problems of the phase, what was printed, and how often it booted."""
        arguments = run.parse_arguments(["--accel", accelerator, *options])
        spec = mock.Mock(accelerator=accelerator, trace=request, report=None,
                         cpus=int(arguments.cpus or 2),
                         target=targets.TARGETS["i386"])
        with mock.patch.object(latency, "measure", return_value=(FOUND, list(problems))) as boot, \
                mock.patch("builtins.print") as said:
            found = run.count_latency(spec, arguments, FOUND)
        text = "\n".join(str(call.args[0]) for call in said.call_args_list)
        return *found, text, boot.call_count

    def test_second_boot(self):
        """after a fast run it boots once more"""
        found, problems, text, boots = self.count("tcg")
        self.assertEqual((found, problems, boots), (FOUND, [], 1))
        self.assertIn(latency.announcement(), text)
        self.assertTrue(text.endswith(results.verdict(FOUND)))

    def test_counted_already(self):
        """a run that counts instructions itself needs no second boot"""
        found, problems, text, boots = self.count("icount", "--cpus", "1")
        self.assertEqual((found, problems, boots), (FOUND, [], 0))
        self.assertTrue(text.endswith(results.verdict(FOUND)))

    def test_several_cpus(self):
        """with several CPUs that take turns, latencies mean nothing, even if instructions count"""
        self.assertEqual(self.count("icount", "--cpus", "2")[3], 1)

    def test_traced(self):
        """a kernel that records takes more instructions: its latencies are not counted"""
        request = trace.Request(Path("trace.json"), "kmap_local", 100, 20)
        for accelerator in ("tcg", "icount"):
            found, _, text, boots = self.count(accelerator, "--cpus", "1", request=request)
            self.assertEqual((found, boots), ({}, 0))
            self.assertIn("without TRACE", text)

    def test_left_out(self):
        """on request it is left out"""
        found, problems, text, boots = self.count("tcg", "--no-latency")
        self.assertEqual((found, problems, boots), ({}, [], 0))
        self.assertTrue(text.endswith(results.ALL_RIGHT))

    def test_failed(self):
        """a failed boot prints no comparison"""
        _, problems, text, _ = self.count("tcg", problems=("it failed",))
        self.assertEqual(problems, ["it failed"])
        self.assertNotIn("times as long", text)
