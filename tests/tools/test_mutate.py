# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of mutate.py: parsing the simulator's output, and printing verdicts."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import mutate
import simulator
from common.mutation import Mutation, Printer, Verdict

EXPLORED = "not ok 2 - two CPUs: CPUs 2, operations of each task 1, interrupts 1: "
DRAWN = "# seed 12, step 345: "
CHECK = "slot 3 has a PTE and no owner"


class Failures(unittest.TestCase):
    """Finding the failed check in the output."""

    def test_both_programs(self) -> None:
        """Each program has its own format."""
        self.assertEqual(simulator.failure(f"{EXPLORED}17 states, 21 transitions: {CHECK}"), CHECK)
        self.assertEqual(simulator.failure(DRAWN + CHECK), CHECK)

    def test_nothing_failed(self) -> None:
        """Passed tests and progress are no failures."""
        for line in (f"{EXPLORED}17 states, 21 transitions".removeprefix("not "), "1..1",
                     "# 20000 of 30000 cases", "# SEED=default:12, what is left", "ok 1 - seeds"):
            self.assertEqual(simulator.failure(line), "", line)

    def test_kinds(self) -> None:
        """Texts that only differ in numbers are of the same check."""
        self.assertEqual(simulator.kind(CHECK), simulator.kind(CHECK.replace("3", "12")))
        self.assertEqual(simulator.kind("0x70a faults"), "N faults")
        self.assertNotEqual(simulator.kind(CHECK), simulator.kind(f"{CHECK} at all"))


class Runs(unittest.TestCase):
    """A script instead of the simulator."""

    def check(self, script: str) -> str:
        """The verdict on a program that does this."""
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / simulator.program("swarm.default 1 10")
            path.parent.mkdir(parents=True)
            path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            path.chmod(0o755)
            return simulator.failed_check(Path(name), "swarm.default 1 10")

    def test_first_failure(self) -> None:
        """The first failure counts, and the rest of the output is not waited for."""
        self.assertEqual(self.check(f"echo '{DRAWN}{CHECK}'; exec sleep 3600"), CHECK)

    def test_endings(self) -> None:
        """A nonzero exit status is a failure, 0 is not."""
        self.assertEqual(self.check("exit 3"), "(exit status 3)")
        self.assertEqual(self.check('echo "ok 1 - seeds $1 to $2"'), "")


class Verdicts(unittest.TestCase):
    """Printing verdicts."""

    mutation = Mutation("a name", "an invariant", "a file", "old", "new", ("test_a",), ("swarm 1",))

    def printed(self, verdict: Verdict) -> str:
        """The printed line of a verdict."""
        with contextlib.redirect_stdout(io.StringIO()) as output:
            Printer(1).verdict(self.mutation, verdict)
        return output.getvalue().splitlines()[1]

    def test_both_killed(self) -> None:
        """Both killers are named."""
        self.assertEqual(self.printed(Verdict(killer="test_a/x", check=CHECK)),
                         f"ok 1 - a name: killed by test_a/x and by the simulator: {CHECK}")

    def test_one_survived(self) -> None:
        """One of the two killers is not enough."""
        self.assertEqual(self.printed(Verdict(killer="test_a/x", problem="survives swarm 1")),
                         "not ok 1 - a name: survives swarm 1")

    def test_table(self) -> None:
        """The simulator's table also names the unit test."""
        with contextlib.redirect_stdout(io.StringIO()) as output:
            mutate.print_checks([self.mutation], [Verdict(killer="test_a/x", check=CHECK)])
        self.assertEqual(output.getvalue().splitlines(),
                         ["# the simulator: slot N has a PTE and no owner",
                          "#     2 a name | test_a/x",
                          "# 1 of 1 killed, by 1 checks of the simulator"])

    def test_nothing_to_notice(self) -> None:
        """A mutation without tests is an error."""
        alone = Mutation("a name", "an invariant", "a file", "old", "new", ())
        verdict = mutate.judge(alone, mutate.Baseline(Path("/nonexistent"), frozenset()))
        self.assertTrue(verdict.problem)
