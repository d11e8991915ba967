# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Checks that start `make run`'s program: small files, failures, bad input, bad endings."""

import json
import os
import re
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common import targets
from common.commands import (INDENT, Expectation, Finished, driver, make, run, show_indented,
                             stream, tool)
from common.tap import Point
from guest import latency
from guest.results import MODES

SELFTEST_CPUS = (1, 2, 4)
# One byte, a page and a byte, no multiple of a page.
FILE_SIZES = (1, targets.PAGE_BYTES + 1, targets.MIB + 13)
SMALL = ("--size", "8M")
HANG_SECONDS = 10
WRONG_DIGEST = "0" * 64
NO_LATENCY = "--no-latency"
# How a good run ends, without and with counted latencies.
CLOSING = ("every digest is right", r"kmap_atomic delays a wake-up \d+ times as long")


def cpus_of(arch: str, wanted: tuple[int, ...] = SELFTEST_CPUS) -> tuple[int, ...]:
    """These numbers of CPUs, or as many as an architecture can have; each once."""
    most = targets.TARGETS[arch].limits.cpus
    return tuple(dict.fromkeys(min(each, most) for each in wanted))


@contextmanager
def private_directory() -> Iterator[Path]:
    """A directory that is also where the programs under test make their temporary files."""
    with tempfile.TemporaryDirectory(prefix="kmap-check-") as name:
        Path(name, "tmp").mkdir()
        yield Path(name)


def environment_of(directory: Path) -> dict[str, str]:
    """The environment in which temporary files go to a private directory."""
    return {**os.environ, "TMPDIR": str(directory / "tmp")}


def write_sample(path: Path, size: int) -> Path:
    """A file of `size` bytes, in which no two pages are the same."""
    words = b"".join(number.to_bytes(4, "little") for number in range(1, size // 4 + 2))
    path.write_bytes(words[:size])
    return path


def json_problem(path: Path, file: Path, cpus: int, has_latency: bool) -> str:
    """What is wrong with the JSON of a run; empty when nothing is."""
    if not path.exists():
        return "no JSON was written"
    written = json.loads(path.read_text(encoding="utf-8"))
    if set(written) != {"arch", "cpus", "file", "sha256", "modes", "counted_latency_ns"}:
        return f"the JSON has the keys {sorted(written)}"
    if (written["file"], written["cpus"]) != (str(file), cpus):
        return "the JSON names another file or number of CPUs"
    if [mode["mode"] for mode in written["modes"]] != list(MODES):
        return "the JSON lacks a mode"
    if set(written["counted_latency_ns"] or ()) != (set(MODES) if has_latency else set()):
        return f"the JSON has the counted latencies {written['counted_latency_ns']}"
    wrong = [mode for mode in written["modes"] if mode["digests_right"] != mode["copies"]]
    return f"the JSON has wrong digests: {wrong}" if wrong else ""


def small_job(arch: str, size: int, cpus: int, counting: bool) -> str:
    """Run the main job on a file of `size` bytes; what was wrong, or nothing."""
    with private_directory() as directory:
        # The machine must not stumble over the name.
        file = write_sample(directory / "a file, of sorts", size)
        path = directory / "run.json"
        finished = run(tool("run.py", "--arch", arch, "--cpus", cpus, "--file", file, "--json",
                            path, *SMALL, *(() if counting else (NO_LATENCY,))))
        if finished.status != 0:
            return finished.how
        countable = latency.is_countable(targets.TARGETS[arch])
        if not re.search(CLOSING[counting and countable], finished.lines[-1]):
            return f"its last line is '{finished.lines[-1]}'"
        return json_problem(path, file, cpus, counting and countable)


def main_job(arch: str, sizes: tuple[int, ...] = FILE_SIZES) -> Iterator[Point]:
    """The main job on awkward sizes, with its exit status and its JSON."""
    for number, size in enumerate(sizes):
        cpus = min(SELFTEST_CPUS[number % len(SELFTEST_CPUS)], targets.TARGETS[arch].limits.cpus)
        problem = small_job(arch, size, cpus, counting=size == FILE_SIZES[0])
        yield Point(not problem, f"a file of {size} bytes, CPUS={cpus}", reason=problem)


def failures(arch: str) -> Iterator[Point]:
    """Runs that must fail, and say why."""

    def wrong(name: str, patterns: tuple[str, ...], *arguments: str) -> Expectation:
        return Expectation(name, tool("run.py", "--arch", arch, *SMALL, *arguments), 1, patterns)

    with private_directory() as directory:
        sample = ("--file", str(write_sample(directory / "sample", 100_000)))
        expectations = (
            wrong("a wrong digest is noticed", ("digest",), *sample, "--sha256", WRONG_DIGEST),
            wrong("a leaked mapping is reported", ("ends with mappings held: slot 0", "leaker"),
                  *sample, "--job", "leak"),
            wrong("use after unmap faults; address and slot are named",
                  (r"0x[0-9a-f]+ is slot 0 of CPU \d",), *sample, "--job", "fault"),
            wrong("an unknown job is refused", ("there is no job",), *sample, "--job", "nonsense"),
        )
        for expectation in expectations:
            print(f"{INDENT}-- {expectation.name}")
            yield from expectation.check()


def bad_cases(arch: str, directory: Path) -> list[tuple[str, ...]]:
    """A name, and the options of a run that cannot be."""
    limits = targets.TARGETS[arch].limits
    empty, large = directory / "empty", directory / "large"
    empty.touch()
    large.touch()
    os.truncate(large, limits.file + 1)
    return [
        ("CPUS=0", "--cpus", "0"), ("CPUS not a number", "--cpus", "two"),
        ("too many CPUS", "--cpus", str(limits.cpus + 1)), ("no WORKERS", "--workers", "0"),
        ("FILE missing", "--file", str(directory / "nothing")),
        ("FILE a directory", "--file", str(directory)), ("FILE empty", "--file", str(empty)),
        ("FILE too large", "--file", str(large)), ("MEM not a size", "--mem", "much"),
        ("too little MEM", "--mem", "16M"), ("too much MEM", "--mem", "1T"),
        ("SIZE smaller than FILE", "--size", "4095"), ("SIZE not a size", "--size", "1X"),
        ("JSON in no directory", "--json", str(directory / "nothing" / "run.json")),
        ("TRACE in no directory", "--trace", str(directory / "nothing" / "trace.json")),
        ("TRACE a directory", "--trace", str(directory)), ("TRACE no file", "--trace", "1"),
        ("TRACE of another job", "--trace", str(directory / "trace"), "--job", "leak"),
        ("TRACE_MS without TRACE", "--trace-ms", "1"),
        ("no TRACE_MS", "--trace", str(directory / "trace"), "--trace-ms", "0"),
        ("TRACE_FROM after the end", "--trace", str(directory / "trace"), "--trace-from", "490"),
        ("TRACE_MODE unknown", "--trace", str(directory / "trace"), "--trace-mode", "fast"),
        ("ACCEL unknown", "--accel", "steam")]


def bad_input(arch: str) -> Iterator[Point]:
    """Each is refused with one line, before anything starts."""
    with private_directory() as directory:
        for name, *arguments in bad_cases(arch, directory):
            command = tool("run.py", "--arch", arch, *arguments)
            yield from Expectation(name, command, 2, lines=1).check()
        yield from refused_unbuilt(arch, directory)
    for command in (tool("run.py"), driver("selftest/selftest.py"), tool("bench.py")):
        name = f"{Path(command[-1]).name}: ARCH unknown"
        command += ["--arch", "pdp11"]
        yield from Expectation(name, command, 2, ("known: i386",), 1).check()
    command = tool("bootstrap.py", "pdp11", "run")
    yield from Expectation("bootstrap.py: ARCH unknown", command, 2, ("known: i386",), 1).check()


def refused_unbuilt(arch: str, directory: Path) -> Iterator[Point]:
    """`make` itself complains before it builds anything, even where nothing is built yet."""
    build, nowhere = directory / "build", directory / "nothing" / "results.json"
    for what, *words in (("CPUS=0", "run", "CPUS=0"), ("FILE=/etc", "run", "FILE=/etc"),
                         ("SIZE=0", "run", "JOB=iomap", "SIZE=0"),
                         ("TRACE in no directory", "run", f"TRACE={nowhere}"),
                         ("JSON in no directory", "bench", f"JSON={nowhere}")):
        finished = run(make(*words, f"ARCH={arch}", f"BUILD={build}"))
        complaints = [line for line in finished.lines if not line.startswith("make: ")]
        good = finished.status == 2 and len(complaints) == 1 and not build.exists()
        yield Point(good, f"make {words[0]}: {what} is refused before anything is built",
                    reason=f"{finished.how}, {len(complaints)} lines of output")


def processes_with(text: str) -> list[int]:
    """The processes whose command line contains `text`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text.encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue  # It has just ended.
    return found


def processes_in(directory: Path) -> list[int]:
    """The processes whose working directory lies in `directory`, be it gone or not."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if directory in Path(os.readlink(entry)).parents:
                found.append(int(entry.parent.name))
        except OSError:
            continue  # It has just ended, or is somebody else's.
    return found


def leftovers(directory: Path) -> str:
    """What a run left behind; empty when nothing. Machines run where their temporary files are."""
    if processes_in(directory):
        return "the machine still runs"
    temporary = list((directory / "tmp").iterdir())
    return f"{temporary[0]} was left behind" if temporary else ""


def run_interrupted(command: list[str], directory: Path, after: str = "") -> Finished:
    """Run a command and send it what Ctrl-C does, at its first progress after such a line."""
    finished = Finished(command)
    reached, sent = False, False
    for line in stream(finished, env=environment_of(directory)):
        show_indented(line)
        reached = reached or after in line
        if reached and not sent and "%" in line:
            os.kill(finished.pid, signal.SIGINT)
            sent = True
    return finished


def endings(arch: str) -> Iterator[Point]:
    """A kernel that hangs is ended, one that is interrupted too; nothing is left behind."""
    with private_directory() as directory:
        command = tool("run.py", "--arch", arch, *SMALL)
        hang = [*command, "--job", "hang", "--silence-limit", str(HANG_SECONDS)]
        expectation = Expectation(
            "a kernel that hangs is killed, its last words are shown", hang, 1,
            (f"(no output|did nothing) for {HANG_SECONDS} seconds", r"\| hanging"))
        problem = expectation.problem(run(hang, env=environment_of(directory)))
        yield Point(not problem, expectation.name, reason=problem)
        yield _nothing_left("after a hang", directory)
        for name, line in interruptions(arch).items():
            path = directory / "run.json"
            finished = run_interrupted([*command, "--json", str(path)], directory, line)
            interrupted = finished.status == 128 + signal.SIGINT
            yield Point(interrupted, f"{name} ends a run with status 130", reason=finished.how)
            yield Point(not path.exists(), f"{name}: an interrupted run writes no JSON")
            yield _nothing_left(f"after {name}", directory)


def interruptions(arch: str) -> dict[str, str]:
    """When Ctrl-C comes: at the first progress after a line that contains this."""
    found = {"Ctrl-C": ""}
    if latency.is_countable(targets.TARGETS[arch]):
        found["Ctrl-C in the second boot"] = latency.announcement()
    return found


def _nothing_left(when: str, directory: Path) -> Point:
    problem = leftovers(directory)
    return Point(not problem, f"nothing is left behind {when}", reason=problem)
