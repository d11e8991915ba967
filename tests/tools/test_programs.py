# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the programs, with a fake kernel."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import bench
from checks import runs, variants
from common import targets
from common.commands import in_turn, run, show_nothing
from guest import machine, peers, results
from guest.machine import Machine, Outcome

FAKE = Path(__file__).resolve().with_name("fake_kernel.py")


def program(path: str, *arguments: str, acting: str = "") -> subprocess.CompletedProcess:
    """Run a program on the fake kernel, which behaves as `acting` says, or else as the job."""
    environment = {**os.environ, "FAKE_KERNEL": acting}
    command = [sys.executable, str(targets.REPOSITORY / path), "--arch", "um", "--image",
               str(FAKE), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment)


class Run(unittest.TestCase):
    """run.py."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.json = Path(directory.name, "run.json")

    def test_good(self):
        """a successful run: table, summary, JSON, status 0"""
        done = program("tools/run.py", "--json", str(self.json))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for text in ("kmap_local", "64 of 64", "`make run ARCH=i386`"):
            self.assertIn(text, done.stdout)
        self.assertEqual(done.stdout.splitlines()[-1], results.ALL_RIGHT)
        written = json.loads(self.json.read_text())
        self.assertEqual(list(written), ["arch", "cpus", "file", "sha256", "modes",
                                         "counted_latency_ns"])
        self.assertIsNone(written["counted_latency_ns"])
        self.assertEqual(written["modes"][0], {
            "mode": "kmap_local", "copies": 64, "digests_right": 64, "mappings": 123456,
            "preempted_while_mapped": 7, "migrated_while_mapped": 0, "interrupt_mappings": 345,
            "latency_ns": {"p50": 90000, "p99": 210000, "max": 420000}, "bytes_per_s": 26843545})

    def test_nothing_is_said_of_noise(self):
        """where instructions are not counted, latencies are neither shown nor compared"""
        for text in ("median", "90000", "90.0 us", "times as long"):
            self.assertNotIn(text, program("tools/run.py").stdout)

    def test_check_only(self):
        """bad input gives an error, good input no output; nothing is started"""
        done = program("tools/run.py", "--check-only", "--image", "/nothing")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        done = program("tools/run.py", "--check-only", "--cpus", "0")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("CPUS=0", done.stderr)

    def test_bad_runs_fail(self):
        """wrong digests, no preemption, a bad end: status 1 and a message"""
        for job, text in (("wrong", "2 of 64 digests are wrong"), ("unpreempted", "no task was"),
                          ("silent-end", "did not say how it ended"), ("leak", "leaked"),
                          ("half", "no result of mode direct"), ("garbled", "not understood"),
                          ("bad-status", "the kernel ended with failure")):
            with self.subTest(job):
                done = program("tools/run.py", acting=job)
                self.assertEqual(done.returncode, 1, done)
                self.assertIn(text, done.stderr)
                self.assertNotIn(results.ALL_RIGHT, done.stdout)

    def test_no_json_without_results(self):
        """a run that fails before its results are complete writes no JSON"""
        program("tools/run.py", "--json", str(self.json), acting="half")
        self.assertFalse(self.json.exists())

    def test_hangs(self):
        """no output, or no end: killed, and the last lines are shown"""
        done = program("tools/run.py", "--job", "hang", "--silence-limit", "3")
        self.assertEqual(done.returncode, 1)
        self.assertIn("| about to hang\nrun: the machine hangs: did nothing for 3 s", done.stderr)
        done = program("tools/run.py", "--job", "chatter", "--time-limit", "3")
        self.assertIn("not finished after 3 seconds", done.stderr)

    def test_no_image(self):
        """a kernel that was not built: the message says what to do"""
        done = program("tools/run.py", "--image", "/nothing")
        self.assertEqual(done.returncode, 2)
        self.assertIn("make kernel ARCH=um", done.stderr)


class Selftest(unittest.TestCase):
    """selftest.py."""

    def test_counts(self):
        """skipped tests are neither passed nor failed"""
        done = program("tests/selftest/selftest.py")
        self.assertEqual((done.returncode, done.stdout.splitlines()[-1]), (0, "2 passed, 0 failed"))

    def test_missing_results(self):
        """a kernel that stops early is a failure"""
        done = program("tests/selftest/selftest.py", acting="dying-selftest")
        self.assertEqual(done.returncode, 1)
        self.assertIn("# FAILED: all tests ran: 1 of 3 reported", done.stdout)
        self.assertEqual(done.stdout.splitlines()[-1], "1 passed, 1 failed")


class Variants(unittest.TestCase):
    """The ways in which the kernel is built."""

    def test_every_kind_of_window_is_built(self):
        """each kind but the usual one, by make's variable, into a folder of its own"""
        built = {name: variants.of_windows(each) for name, each in targets.TARGETS.items()}
        self.assertEqual({each.window for kinds in built.values() for each in kinds} |
                         {targets.CPU}, set(targets.WINDOWS))
        task = built["um"][0]
        self.assertEqual(task.variables, ["WINDOW=task"])
        self.assertEqual(task.image("um").parent.name, "um-task")
        self.assertNotIn(targets.PRIVATE, targets.TARGETS["um"].windows)

    def test_make_knows_the_same_kinds(self):
        """each build.mk says which kinds of window there are: those of the list"""
        for name, each in targets.TARGETS.items():
            done = subprocess.run(("make", "-s", "--eval=kinds:;@echo $(ARCH_WINDOWS)", "kinds",
                                   f"ARCH={name}"), cwd=targets.REPOSITORY, text=True,
                                  capture_output=True)
            self.assertEqual(tuple(done.stdout.split()), each.kinds, name)


class Bench(unittest.TestCase):
    """bench.py and its goals."""

    COUNTS = {each.name: each.goal or 100 for each in peers.OPERATIONS}

    def test_goals(self):
        """a count equal to its goal meets it, a higher one misses it"""
        self.assertTrue(all(goal.is_met for goal in peers.goals(self.COUNTS)))
        for worse in ({"kmap_local_high": 73}, {"kmap_local_low": 13}, {"switch_held_1": 125},
                      {"switch_held_8": 300}, {"switch_hooks_held_0": 9},
                      {"copy_pages_mapped": 106}):
            missed = [goal for goal in peers.goals({**self.COUNTS, **worse}) if not goal.is_met]
            self.assertEqual(len(missed), 1, worse)

    def test_goals_of_private_windows(self):
        """they have goals of their own where that is said, else the same"""
        counts = {each.name: each.goal_for(peers.PRIVATE) or 100 for each in peers.OPERATIONS}
        self.assertTrue(all(goal.is_met for goal in peers.goals(counts, peers.PRIVATE)))
        for worse in ({"kmap_local_high": 44}, {"kmap_local_high_x4": 200},
                      {"kmap_local_low": 13}, {"switch_held_1": 121}):
            missed = [goal for goal in peers.goals({**counts, **worse}, peers.PRIVATE)
                      if not goal.is_met]
            self.assertEqual(len(missed), 1, worse)

    def test_goals_of_windows_of_the_tasks(self):
        """a mapping held adds nothing to a switch, and a pair has a goal of its own"""
        counts = {each.name: each.goal_for(peers.TASK) or 100 for each in peers.OPERATIONS}
        self.assertTrue(all(goal.is_met for goal in peers.goals(counts, peers.TASK)))
        for worse in ({"switch_held_8": 101}, {"kmap_local_high": 45}):
            missed = [goal for goal in peers.goals({**counts, **worse}, peers.TASK)
                      if not goal.is_met]
            self.assertEqual(len(missed), 1, worse)

    def test_table(self):
        """every operation is in the table"""
        text = bench.show_table(self.COUNTS)
        self.assertEqual(len(text.splitlines()), len(peers.OPERATIONS) + 3)
        self.assertAlmostEqual(peers.linux_slope(), 80.3, places=1)

    def test_um_is_refused(self):
        """no instruction counts without an emulator"""
        done = program("tools/bench.py")
        self.assertEqual(done.returncode, 2)
        self.assertIn("use ARCH=i386", done.stderr)


class Commands(unittest.TestCase):
    """Starting machines."""

    def test_every_target_can_be_started(self):
        """each architecture of the list has a command"""
        self.assertEqual(set(machine.STARTERS), set(targets.TARGETS))

    def test_ends_by_line(self):
        """where nothing in a machine ends it, the kernel's line does, with the status in it"""
        script = "echo working; echo '@exit status=%d'; sleep 1000"
        for status, wanted in ((machine.endings.QEMU_SUCCESS, machine.OK), (35, machine.FAILED)):
            starter = machine.Starter(lambda _machine, each=status: ["sh", "-c", script % each],
                                      machine.endings.qemu, machine.written_picture, ends_by_line=True)
            outcome = Outcome()
            with mock.patch.dict(machine.STARTERS, {"um": starter}):
                lines = [*machine.run(Machine(arch="um", options={}, image=FAKE), outcome)]
            self.assertEqual((lines[0], outcome.status), ("working", wanted))

    def test_line_of_another(self):
        """machines with a device for their end do not end by a line"""
        starter = machine.Starter(lambda _machine: ["sh", "-c", "echo '@exit status=35'"],
                                  machine.endings.um, machine.written_picture)
        outcome = Outcome()
        with mock.patch.dict(machine.STARTERS, {"um": starter}):
            list(machine.run(Machine(arch="um", options={}, image=FAKE), outcome))
        self.assertEqual(outcome.status, machine.OK)

    def test_memory_beyond_the_host(self):
        """more RAM than the host has is not reserved"""
        large = Machine(arch="i386", options={}, memory=machine.host_memory() * 2)
        self.assertIn("reserve=off", " ".join(machine.command(large)))
        small = Machine(arch="i386", options={}, memory=targets.GIB)
        self.assertNotIn("reserve=off", " ".join(machine.command(small)))

    def test_awkward_names(self):
        """QEMU gets no paths of the user: it would split them, and pass them to the kernel"""
        awkward = Machine(arch="i386", options={"job": "x"}, file=Path("/a, b"), image=Path("/c d"))
        self.assertNotRegex(" ".join(machine.command(awkward)), ", b|c d")

    def test_early_leave(self):
        """a caller that leaves early leaves no process behind"""
        mark = f"mark-of-{os.getpid()}"
        options = {"job": "chatter", "mark": mark}
        lines = machine.run(Machine(arch="um", options=options, image=FAKE), Outcome())
        next(lines)
        self.assertEqual(len(runs.processes_with(mark)), 1)
        lines.close()
        self.assertEqual(runs.processes_with(mark), [])

    def test_early_leave_of_several(self):
        """a caller that leaves parallel commands ends them, and starts no other"""
        lengths = ["0", "3600", "3601", "3602"]
        results = in_turn(lambda length: run(["sleep", length], show_nothing).status, lengths)
        self.assertEqual(next(results), 0)
        results.close()
        for length in lengths[1:]:
            self.assertEqual(runs.processes_with(f"sleep\0{length}"), [])
