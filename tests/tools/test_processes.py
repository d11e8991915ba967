# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of processes.py: when a child is considered hung."""

import os
import signal
import subprocess
import sys
import time
import unittest
from unittest import mock

from common import processes, targets
from common.processes import Child, Hung, Patience, Watch, processor_seconds

# Two commands, one after the other, in a thread. What ends the first one is a signal.
INTERRUPTED = """
import os, signal, sys
from common.commands import in_turn, stream, Finished
from common.program import guarded

def lane(number):
    for _ in stream(Finished(["sh", "-c", "echo begun; exec sleep 3600"])):
        os.kill(os.getpid(), number)
    print("ended", flush=True)
    for line in stream(Finished(["echo", "one more"])):
        print(line, flush=True)

sys.exit(guarded("lanes", lambda: list(in_turn(lane, [int(sys.argv[1])])) and 0))
"""
COMPUTE = [sys.executable, "-c", "while True: pass"]
SLEEP = ["sleep", "60"]
WITH_TOOLS = {**os.environ, "PYTHONPATH": str(targets.REPOSITORY / "tools")}


class Children(unittest.TestCase):
    """Real child processes."""

    def reason(self, command: list[str], patience: Patience) -> str:
        """The reason why a child is considered hung."""
        with Child(command, patience) as child, self.assertRaises(Hung) as raised:
            list(child.lines())
            child.wait()
        return str(raised.exception)

    def test_by_the_clock(self) -> None:
        """limits of silence and of total time, measured by the clock"""
        self.assertEqual(self.reason(SLEEP, Patience(silence=0.2)), "no output for 0.2 seconds")
        self.assertEqual(self.reason(COMPUTE, Patience(total=0.2)),
                         "not finished after 0.2 seconds")

    def test_by_processor_time(self) -> None:
        """limits measured by processor time: silent, too long in total, idle"""
        # Long enough for a busy machine, on which a child waits for its turn.
        self.assertEqual(self.reason(COMPUTE, Patience(silence=1, processor=True)),
                         "no output for 1 seconds of processor time")
        self.assertEqual(self.reason(COMPUTE, Patience(total=1, processor=True)),
                         "not finished after 1 seconds of processor time")
        self.assertEqual(self.reason(SLEEP, Patience(silence=0.3, processor=True)),
                         "did nothing for 0.3 seconds")

    def test_without_output(self) -> None:
        """a child that closes its output and does not end"""
        for patience in (Patience(silence=0.3), Patience(silence=0.3, processor=True)):
            self.assertEqual(self.reason(["sh", "-c", "exec >&- 2>&-; sleep 60"], patience),
                             "it closed its output but does not end")

    def test_good(self) -> None:
        """all lines and the exit status of a child that ends"""
        for processor in (False, True):
            with Child(["sh", "-c", "echo a; echo b; exit 3"],
                       Patience(processor=processor)) as child:
                self.assertEqual(list(child.lines()), ["a", "b"])
                self.assertEqual(child.wait(), 3)

    def test_no_core(self) -> None:
        """a child that aborts leaves no image of its memory"""
        with Child(["sh", "-c", "ulimit -c; kill -ABRT $$"], Patience()) as child:
            self.assertEqual(list(child.lines()), ["0"])
            self.assertEqual(child.wait(), -signal.SIGABRT)

    def test_slow_reader(self) -> None:
        """the time that the reader takes is not counted"""
        with Child(["sh", "-c", "echo a; sleep 0.1; echo b"], Patience(silence=3)) as child:
            found = []
            for line in child.lines():
                found.append(line)
                time.sleep(3.5)
        self.assertEqual(found, ["a", "b"])

    def test_interrupted(self) -> None:
        """a signal ends the children of all threads, and no thread begins another one"""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            done = subprocess.run([sys.executable, "-c", INTERRUPTED, str(int(number))], text=True,
                                  capture_output=True, check=False, env=WITH_TOOLS)
            self.assertEqual(done.returncode, 128 + number, done.stderr)
            self.assertEqual(done.stdout, "ended\n")

    def test_child_of_an_interrupted_program(self) -> None:
        """no signal is ignored by children after one came to the program"""
        script = ("import os, signal; from common import processes\n"
                  "processes.interrupt_on_signals()\n"
                  "try: os.kill(os.getpid(), signal.SIGTERM)\n"
                  "except processes.Interrupted: os.execvp('cat', ['cat', '/proc/self/status'])\n")
        status = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True,
                                check=True, env=WITH_TOOLS).stdout
        ignored = int(status.partition("SigIgn:")[2].split()[0], 16)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.assertFalse(ignored >> (number - 1) & 1)

    def test_descendants(self) -> None:
        """their processor time counts, even after they have ended"""
        script = "import time\nwhile time.process_time() < 0.2: pass"
        command = f'{sys.executable} -c "{script}"; cat'
        with subprocess.Popen(["sh", "-c", command], stdin=subprocess.PIPE) as shell:
            until = time.monotonic() + 600
            while processor_seconds(shell.pid) < 0.15 and time.monotonic() < until:
                time.sleep(0.02)
            self.assertGreaterEqual(processor_seconds(shell.pid), 0.15)
            shell.stdin.close()
        self.assertEqual(processor_seconds(shell.pid), 0)


class Times(unittest.TestCase):
    """Simulated times: of the clock, and used by the child."""

    def setUp(self) -> None:
        self.clock, self.used = 1000.0, 0.0
        for target, value in (("time.monotonic", lambda: self.clock),
                              ("processor_seconds", lambda _pid: self.used)):
            patch = mock.patch.object(processes.time if "." in target else processes,
                                      target.rpartition(".")[2], value)
            patch.start()
            self.addCleanup(patch.stop)
        self.watch = Watch(1, Patience(silence=100, total=1000, processor=True))

    def go(self, clock: float, used: float, spoken: bool = False) -> str:
        """Time passes."""
        self.clock += clock
        self.used += used
        if spoken:
            self.watch.heard()
        return self.watch.hung()

    def test_others_compute(self) -> None:
        """a child that gets a tenth of the processor is not considered hung"""
        for _ in range(9):
            self.assertEqual(self.go(100, 10), "")
        self.assertEqual(self.go(100, 10), "no output for 100 seconds of processor time")

    def test_output(self) -> None:
        """output resets the limit of silence, but not the total"""
        for _ in range(10):
            self.assertEqual(self.go(90, 90, spoken=True), "")
        self.assertEqual(self.go(90, 90), "")
        self.assertEqual(self.go(10, 10, spoken=True),
                         "not finished after 1000 seconds of processor time")

    def test_idle(self) -> None:
        """very little processor time counts as idle; output does not, up to the total"""
        for _ in range(9):
            self.assertEqual(self.go(10, 0.1), "")
        self.assertEqual(self.go(10, 0.1), "did nothing for 100 seconds")
        self.assertEqual(self.go(90, 0.1, spoken=True), "")
        for _ in range(8):
            self.assertEqual(self.go(90, 0.1, spoken=True), "")
        self.assertEqual(self.go(90, 0.1, spoken=True),
                         "not finished after 1000 seconds, and did next to nothing")

    def test_lost_descendants(self) -> None:
        """the time of descendants that are gone still counts"""
        self.assertEqual(self.go(60, 60), "")
        self.used = 0
        self.assertEqual(self.go(60, 50), "")
        self.assertEqual(self.go(60, 50), "no output for 100 seconds of processor time")
