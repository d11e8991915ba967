#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Imitates the output of the um kernel, for tests of the tools.

Takes the um kernel's options. FAKE_KERNEL in the environment, or else job=, selects the
behaviour; pace= is the time of a step of progress in milliseconds.
"""

import argparse
import os
import sys
import time

NOISE = "\x1bc\x1b[?7l\x1b[2J\x1b[0mSeaBIOS (version fake)\r\nBooting from ROM..\r\n"
LATENCIES = {"kmap_local": (90_000, 210_000), "kmap_atomic": (8_000_000, 9_000_000),
             "direct": (80_000, 200_000)}


def say(text: str) -> None:
    """Print a line on the serial console."""
    sys.stdout.write(text + "\r\n")
    sys.stdout.flush()


def end(why: str = "") -> int:
    """Print the last line; returns the exit status."""
    say(f'@end status=failed why="{why}"' if why else "@end status=ok")
    return 1 if why else 0


def result(mode: str, wrong: int = 0, preempted: int = 7) -> None:
    """Print the @result of a mode."""
    p50, p99 = LATENCIES[mode]
    say(f"@result mode={mode} copies=64 digests_right={64 - wrong} mappings=123456 "
        f"preempted_while_mapped={preempted} migrated_while_mapped=0 interrupt_mappings=345 "
        f"p50_ns={p50} p99_ns={p99} max_ns={2 * p99} bytes={64 << 20} ns=2500000000")


def trace() -> None:
    """Print a short trace of one CPU."""
    say("@trace window=cpu slots=16 each=1 ns=20000000")
    say('@trace_task number=3 name="worker/0"')
    say('@trace_events cpu=0 of=" s0.3.0.0 +80.3.1.0 -180.3.0.0"')
    say("@trace_cpu cpu=0 recorded=3 dropped=0")


def woken(mode: str) -> None:
    """Print how late a task woke up in a mode."""
    p50, p99 = LATENCIES[mode]
    say(f"@latency mode={mode} samples=100 p50_ns={p50} p90_ns={p50} p99_ns={p99} p999_ns={p99} "
        f"max_ns={2 * p99}")
    for late, count in ((p50, 98), (p99, 1), (2 * p99, 1)):
        say(f"@wakeups mode={mode} first_ns={late} last_ns={late + 9} count={count}")


def pagecache(options: dict[str, str], wrong: int = 0, preempted: int = 7) -> int:
    """The main job."""
    for mode in LATENCIES:
        for done in range(0, 513, 32):
            say(f"@cpus held={done % 3},0 preempted={done},7")
            say(f"@progress phase={mode} done={done} total=512 unit=MiB")
            time.sleep(int(options.get("pace", "0")) / 1000)
        say(f"{mode} is done")
        result(mode, wrong, preempted if mode == "kmap_local" else 0)
    for mode in LATENCIES:
        woken(mode)
    if "trace" in options:
        trace()
    return end("digests are wrong" if wrong else "")


def selftest(failing: bool) -> int:
    """Three tests, one of them skipped."""
    say("KTAP version 1\r\n1..3\r\nok 1 first\r\n# a diagnostic")
    say(f"{'not ok' if failing else 'ok'} 2 second\r\nok 3 third # SKIP one CPU only")
    return end("a test failed" if failing else "")


def half() -> int:
    """A main job that stops before it is done, but reports success."""
    result("kmap_local")
    return end()


def garbled() -> int:
    """A malformed record."""
    say("@progress phase=fill done=some")
    return end()


def dying_selftest() -> int:
    """Stops in the middle of the tests."""
    say("KTAP version 1\r\n1..3\r\nok 1 first\r\npanic: no more")
    return 1


def hang() -> int:
    """Prints a line, then hangs."""
    say("about to hang")
    time.sleep(1000)
    return 0


def standing() -> int:
    """The main job, which stands still in the middle."""
    say("standing soon")
    say("@cpus held=2,1 preempted=1234,7")
    say("@progress phase=kmap_local done=256 total=512 unit=MiB")
    time.sleep(1000)
    return 0


def chatter() -> int:
    """Prints lines forever, and computes in between."""
    while True:
        say("still here")
        until = time.process_time() + 0.05
        while time.process_time() < until:
            pass


def bench() -> int:
    """The benchmark."""
    counts = {"kmap_local_high": 47, "kmap_local_low": 9, "kmap_local_high_x4": 190,
              "kmap_atomic_high": 60, "kmap_atomic_low": 20, "copy_highpage": 1100,
              "clear_highpage": 1090, "copy_page_mapped": 1140, "copy_page_direct": 1070,
              "copy_pages_mapped": 1095, "copy_pages_direct": 1060, "switch_hooks_held_0": 6,
              "switch_held_0": 106, "switch_held_1": 130, "switch_held_2": 150,
              "switch_held_4": 190, "switch_held_8": 270}
    for name, count in counts.items():
        say(f"@bench op={name} instructions={count}")
    return end()


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mem")
    parser.add_argument("--file")
    parser.add_argument("words", nargs="*")
    options = dict(word.split("=", 1) for word in parser.parse_args().words)
    sys.stdout.write(NOISE)
    behaviours = {
        "pagecache": lambda: pagecache(options), "wrong": lambda: pagecache(options, wrong=2),
        "unpreempted": lambda: pagecache(options, preempted=0), "hang": hang, "chatter": chatter,
        "standing": standing,
        "selftest": lambda: selftest(False), "failing": lambda: selftest(True), "bench": bench,
        "leak": lambda: end("a task leaked a mapping"), "silent-end": lambda: 0, "half": half,
        "garbled": garbled, "dying-selftest": dying_selftest,
        "bad-status": lambda: (end(), 1)[1]}
    return behaviours[os.environ.get("FAKE_KERNEL") or options["job"]]()


if __name__ == "__main__":
    sys.exit(main())
