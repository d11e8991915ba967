# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The steps of `make check`: the table at the end of this file."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from checks import builds, iomap, linux, runs, variants
from common import targets
from common.commands import driver, make, run, show_nothing, succeeds, tap_results, tool
from common.tap import Point
from guest import counting, debugger, latency, peers

HOST = targets.HOST
# The fuzzer of the check looks for what a change breaks; `make check-deep` searches on.
# With one seed and a bound of runs that hosts reach, it looks at the same programs everywhere.
FUZZ_SECONDS, FUZZ_RUNS = 30, 3000
# The machine of the examples in docs/porting.md.
PORTING_ARCH = "i386"
# The machines that are broken, and what their self-tests must notice.
BROKEN = {"i386": "the self-tests notice what stays mapped",
          "mips": "the self-tests notice what stays mapped",
          "powerpc": "the self-tests notice what stays mapped",
          "xtensa": "the self-tests notice what stays mapped",
          builds.REUSE_ARCH: "the self-tests notice a page with two addresses"}
# Whose barriers tests/barriers looks at.
WITH_BARRIERS = ("arm", "arm-lpae", "arm64", "riscv32", "riscv64", "mips", "powerpc",
                 "sparc", "xtensa", "microblaze")
# Whose instructions tests/executed counts.
WITH_COUNTS = ("mips", "powerpc", "xtensa")
# Where traces of the main job are looked at, and how: the recording is broken on the quicker one.
WITH_TRACE = {"i386": (), "um": ("--mutations",)}
# CPUs of the self-tests where only the quick part runs.
QUICK_CPUS = 2


@dataclass(frozen=True)
class Step:
    """A heading of the log: whose part it is, and what yields its checks."""

    part: str
    heading: str
    run: Callable[[], Iterator[Point]]


def unit_tests() -> Iterator[Point]:
    """Build the unit tests and run each; only failures are shown in full."""
    yield from succeeds("they build", make("-k", f"-j{os.cpu_count()}", "unit-tests"))
    listed = run(make("list-unit-tests"), show=show_nothing)
    yield Point(listed.status == 0 and bool(listed.lines), "there are some", reason=listed.how)
    for path in listed.lines:
        name = Path(path).name
        if not (targets.REPOSITORY / path).exists():
            yield Point(False, name, reason="it did not build")
            continue
        points = []
        for point in tap_results(name, [str(targets.REPOSITORY / path)], show=show_nothing):
            points.append(point)
            yield point
        right = sum(point.ok for point in points)
        print(f"    {name}: {right} of {len(points)} passed", flush=True)


def bench_goals(arch: str) -> Iterator[Point]:
    """The instruction counts of each kind of window; each goal is a check. And figures in pages."""
    with tempfile.TemporaryDirectory(prefix="kmap-check-") as directory:
        for window in targets.TARGETS[arch].kinds:
            path = Path(directory, f"{window}.json")
            yield from _goals_of(arch, window, path)
        path = Path(directory, f"{peers.CPU}.json")
        if path.exists():
            yield from tap_results("figures", tool("figures.py", "--check", "--bench", path,
                                                   "--arch", arch))


def _goals_of(arch: str, window: str, path: Path) -> Iterator[Point]:
    """The goals of one kind of window; the counts stay in a file."""
    finished = run(tool("bench.py", "--arch", arch, "--window", window, "--json", path))
    yield Point(path.exists(), f"{window}: it measures", reason=finished.how)
    if not path.exists():
        return
    counts = counting.from_json(json.loads(path.read_text(encoding="utf-8")))
    goals = peers.goals(counts, window, arch)
    for goal in goals:
        yield Point(goal.is_met, f"{window}: {goal}")
    as_said = (finished.status == 0) == all(goal.is_met for goal in goals)
    yield Point(as_said, f"{window}: its exit status says whether goals were missed",
                reason=finished.how)


# Steps that run in this order, side by side with other lanes.
Lane = list[Step]


def host_lanes() -> list[Lane]:
    """What needs no machine, the longest first behind what fails soonest."""
    steps = [
        Step(HOST, "the port template compiles",
             partial(succeeds, "make template", make("template"))),
        Step(HOST, "tests of the tools", partial(tap_results, "tools", driver("tools/main.py"))),
        Step(HOST, "tests of `make linux` that boot nothing",
             partial(tap_results, "linux-boot", driver("linux-boot/main.py"))),
        Step(HOST, "the recipes for Linux trees: apply, revert, patches",
             partial(tap_results, "linux", driver("linux/main.py"))),
        Step(HOST, "style and static checks", partial(tap_results, "lint", tool("lint.py"))),
        Step(HOST, "unit tests of the core", unit_tests),
        Step(HOST, "mutations: the unit tests notice a broken core",
             partial(tap_results, "mutate", driver("mutations/mutate.py"))),
        Step(HOST, "the simulator: all schedules of small machines, and random ones",
             partial(tap_results, "sim", driver("sim/sim.py", "--fixed"))),
        Step(HOST, "fuzzing",
             partial(tap_results, "fuzz",
                     driver("fuzz/fuzz.py", "--seed", 1, "--seconds", FUZZ_SECONDS,
                            "--runs", FUZZ_RUNS))),
        Step(HOST, "the self-tests of the kernel notice a broken one",
             partial(tap_results, "selftest_mutants", driver("selftest/selftest_mutants.py"))),
        Step(HOST, "the core on real threads, under ThreadSanitizer",
             partial(tap_results, "race", driver("race/race.py"))),
        Step(HOST, "coverage of core/",
             partial(tap_results, "coverage", driver("coverage/coverage.py"))),
        Step(HOST, "the um kernel on real threads, under ThreadSanitizer",
             partial(tap_results, "race_um", driver("race/race_um.py"))),
        Step(HOST, "the model of the protocol, in SPIN",
             partial(tap_results, "model", driver("spin/spin.py"))),
        Step(HOST, "the self-tests for any port notice a broken one",
             partial(tap_results, "portable", driver("portable/portable.py"))),
        Step(HOST, "ports for processors that no machine runs compile",
             partial(tap_results, "compiled", driver("compiled/compiled.py"))),
        Step(HOST, "a kernel in C++", partial(tap_results, "cpp", driver("cpp/cpp.py"))),
        Step(HOST, "conversions of Linux code",
             partial(tap_results, "convert", driver("linux-convert/convert_tests.py"))),
        Step(HOST, "the report of a run, also in a browser",
             partial(tap_results, "report", driver("report/report_tests.py", *linux.skipping()))),
        Step(HOST, "the checker of users' code",
             partial(tap_results, "checker", driver("checker/checker_tests.py"))),
    ]
    return [[step] for step in steps]


# It builds what it runs of other steps' programs, so these must have ended.
BUGS = Step(HOST, "every bug of docs/bugs.md has its test",
            partial(tap_results, "bugs", driver("bugs/bugs.py", "--mutations-elsewhere")))


def _selftest(arch: str, cpus: int) -> Step:
    """The self-tests of the plain kernel."""
    command = driver("selftest/selftest.py", "--arch", arch, "--cpus", cpus)
    return Step(arch, f"self-tests in the kernel, CPUS={cpus}",
                partial(tap_results, f"selftest CPUS={cpus}", command))


def _builds(arch: str, *how: str) -> Step:
    """The plain kernel builds."""
    return Step(arch, "the kernel builds",
                partial(succeeds, f"make kernel ARCH={arch}",
                        make("kernel", f"ARCH={arch}", *how)))


def _variants(arch: str, chosen: tuple[variants.Variant, ...], *how: str) -> Lane:
    """Self-tests and the main job in kernels built in other ways."""
    return [Step(arch, f"the whole suite with {variant}",
                 partial(variants.build_and_test, arch, variant, *how)) for variant in chosen]


def _gdb(arch: str) -> Lane:
    """gdb on the kernels that were built before; its commands are the same everywhere."""
    broken = ("--mutations",) if arch == PORTING_ARCH else ()
    command = driver("gdb/gdb_commands.py", "--arch", arch, *broken)
    steps = [Step(arch, "the commands of gdb say what the kernel says",
                  partial(tap_results, "gdb", command))]
    return [] if arch in debugger.WITHOUT else steps


def _of_port(arch: str) -> Lane:
    """What is peculiar to the port of kmap that an architecture has."""
    steps = []
    if arch in WITH_BARRIERS:
        steps.append(Step(arch, "barriers around PTEs, in machine code",
                          partial(tap_results, "barriers",
                                  driver("barriers/barriers.py", "--arch", arch))))
    if arch in WITH_COUNTS:
        steps.append(Step(arch, "TLB and cache instructions that are executed",
                          partial(tap_results, "executed",
                                  driver("executed/executed.py", "--arch", arch))))
    if arch in builds.OWN_FLAGS:
        steps.append(Step(arch, "the kernel built with what only this port can do",
                          partial(builds.own_flags, arch)))
    return steps


def machine_lane(arch: str) -> Lane:
    """All that runs the reference kernel of an architecture."""
    target = targets.TARGETS[arch]
    steps = [_builds(arch), *(_selftest(arch, cpus) for cpus in runs.cpus_of(arch))]
    steps += [
        Step(arch, "the main job on small files", partial(runs.main_job, arch)),
        Step(arch, "I/O mappings and their picture", partial(iomap.iomap, arch)),
        Step(arch, "the main job says when it is wrong", partial(runs.failures, arch)),
        Step(arch, "bad input is refused", partial(runs.bad_input, arch)),
        Step(arch, "a kernel that hangs, and Ctrl-C", partial(runs.endings, arch)),
        Step(arch, "a run on a terminal",
             partial(tap_results, "terminal", driver("terminal/run_on_terminal.py", "--arch", arch))),
    ]
    if arch in WITH_TRACE:
        steps.append(Step(arch, "traces of the main job",
                          partial(tap_results, "trace", driver("trace/trace_tests.py", "--arch",
                                                               arch, *WITH_TRACE[arch]))))
    steps += _variants(arch, (*variants.VARIANTS, *variants.of_windows(target)))
    steps.append(Step(arch, "culprits are named", partial(variants.culprits, arch)))
    steps += _gdb(arch)
    steps.append(Step(arch, "the kernel built with other flags",
                      partial(builds.other_flags, arch)))
    steps += _of_port(arch)
    if arch in builds.COLOURS:
        steps.append(Step(arch, "the kernel built for a cache with colours",
                          partial(builds.coloured, arch)))
    if arch in builds.OTHER_PROCESSORS:
        steps.append(Step(arch, "self-tests on other processors",
                          partial(builds.other_processors, arch)))
    if arch in builds.TOO_OLD:
        steps.append(Step(arch, "processors that lack what the kernel needs",
                          partial(builds.processors, arch)))
    if arch == PORTING_ARCH:
        steps.append(Step(arch, "the kernels of docs/porting.md boot, and pass their tests",
                          partial(tap_results, "porting", driver("porting/porting.py"))))
    if arch in BROKEN:
        steps.append(Step(arch, BROKEN[arch],
                          partial(tap_results, "machine_mutants",
                                  driver("selftest/machine_mutants.py", arch))))
    if latency.is_countable(target):
        steps.append(Step(arch, "instruction counts, goals, figures in pages",
                          partial(bench_goals, arch)))
    return steps


def quick_lane(arch: str) -> Lane:
    """What a machine of its own can break of an architecture that is much like another one."""
    return [_builds(arch, targets.WHOLE), _selftest(arch, *runs.cpus_of(arch, (QUICK_CPUS,))),
            Step(arch, "the main job on a small file",
                 partial(runs.main_job, arch, runs.FILE_SIZES[:1])),
            *_of_port(arch),
            *_variants(arch, variants.of_windows(targets.TARGETS[arch]), targets.WHOLE)]


def lane_of(target: targets.Target, part: str) -> Lane:
    """All of an architecture that is asked for, and of some; of the others the quick part."""
    full = part == target.name or target.is_thorough
    return machine_lane(target.name) if full else quick_lane(target.name)


def linux_lane(trials: tuple[linux.Program, ...]) -> Lane:
    """Linux with kmap, one kernel after the other: a build keeps all processors busy."""
    return [Step(targets.LINUX, str(trial), trial.run) for trial in trials]


# So many lanes of the host go before those of machines, the others behind them.
SOON = 5


def lanes_of(part: str) -> list[Lane]:
    """The lanes of a part, or of all, in the order of beginning."""
    machines = [lane_of(each, part) for name, each in targets.TARGETS.items()
                if part == name or (part == targets.ALL and not each.is_apart)]
    host = host_lanes() if part in (HOST, targets.ALL) else []
    trials = {targets.LINUX_ALL: linux.ALL_TRIALS, targets.LINUX: linux.TRIALS,
              targets.ALL: linux.TRIALS, targets.LINUX_COMPILE: linux.COMPILATIONS}.get(part)
    kernels = [linux_lane(trials)] if trials else []
    return host[:SOON] + machines + kernels + host[SOON:]


def last_steps_of(part: str) -> Lane:
    """What runs by itself, when all lanes have ended."""
    return [BUGS] if part in (HOST, targets.ALL) else []
