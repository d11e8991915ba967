#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Fuzz the core: `make fuzz`. Prints TAP.

Builds the fuzzer of tests/fuzz in all configurations, runs the programs in
tests/fuzz/seeds in each, checks with broken cores that they can fail, and then searches
for new programs that fail, for --seconds in total. A failing program is minimized,
printed, and kept in build/fuzz/findings. Without --seed each search starts from another
random seed; `make check` always uses the same one, so that only a change of the code can
make it fail.
Exit status: 0 no failure found, 1 a failure found, 2 usage error, 3 a tool is missing.
"""

import argparse
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import targets
from common.commands import JOBS, Finished, in_turn, make, run, show_nothing
from common.processes import Patience
from common.program import EXIT_FAILED, EXIT_OK, BadInput, Missing, complain, guarded
from common.tap import Point

import fuzz_mutants
import fuzz_programs

PROGRAM = "fuzz"
OUT = targets.REPOSITORY / "build/fuzz"
SEEDS, CORPUS, FINDINGS = OUT / "seeds", OUT / "corpus", OUT / "findings"
SECONDS = 60
SEED_MOST = 2**31 - 1
# Upper bound of runs, in case the time limit does not end a search; usual are a few thousand.
RUNS_A_SECOND = 50_000
# libFuzzer keeps the number in 32 bits, with a sign.
RUNS_MOST = 2**31 - 1
LONGEST = 400
MINIMISE_SECONDS, MINIMISE_RUNS = 20, 30_000
SHOWN = 60

_DONE = re.compile(r"#(\d+)\s+DONE\s+cov: (\d+).* corp: (\d+)")
_WRITTEN = re.compile(r"Test unit written to (\S+)")
# Lines that the fuzzer prints about a failure; the rest is from libFuzzer.
_TOLD = re.compile(r"\s{4}(?!#)|FUZZ: |.*runtime error: |.*ERROR: AddressSanitizer")


@dataclass
class Printer:
    """TAP, a line for each result."""

    number: int = 0
    broken: int = 0

    def point(self, point: Point) -> None:
        """Print a result."""
        self.number += 1
        self.broken += not point.ok
        print(f"{'ok' if point.ok else 'not ok'} {self.number} - {point.name}")
        comment(point.reason)


def comment(text: str) -> None:
    """Print TAP comments."""
    print("".join(f"# {line}\n" for line in text.splitlines()), end="", flush=True)


def execute(config: str, *arguments: object, seconds: float, printing: bool = False) -> Finished:
    """Run a configuration's fuzzer."""
    environment = {**os.environ, "UBSAN_OPTIONS": "print_stacktrace=1"}
    environment.pop("FUZZ_PRINT", None)
    if printing:
        environment["FUZZ_PRINT"] = "1"
    patience = Patience(silence=seconds + 60, total=seconds + 60, ending=5, processor=True)
    command = [str(OUT / "bin" / config), *map(str, arguments)]
    return run(command, show=show_nothing, patience=patience, env=environment)


def told(finished: Finished) -> str:
    """What a failing program did: the last lines."""
    lines = [line for line in finished.lines if _TOLD.match(line)]
    left_out = [f"    ({len(lines) - SHOWN} lines before)"] if len(lines) > SHOWN else []
    return "\n".join((left_out + lines[-SHOWN:]) or finished.lines[-SHOWN:])


def explain(config: str, path: Path) -> str:
    """A failing program: its text, what it does, and how to replay it."""
    finished = execute(config, path, seconds=60, printing=True)
    shown = path.relative_to(targets.REPOSITORY) if path.is_relative_to(
        targets.REPOSITORY) else path
    return (f"{fuzz_programs.disassemble(fuzz_programs.read(path))}{told(finished)}\n"
            f"again: make fuzz REPLAY={shown} CONFIG={config}")


def minimised(config: str, path: Path) -> Path:
    """The smallest program found that still fails."""
    small = path.with_name(f"{path.name}.min")
    execute(config, "-minimize_crash=1", f"-runs={MINIMISE_RUNS}",
            f"-max_total_time={MINIMISE_SECONDS}", f"-exact_artifact_path={small}", path,
            seconds=4 * MINIMISE_SECONDS)
    return small if small.exists() else path


def run_seeds(config: str, seeds: list[Path]) -> Point:
    """Run the seeds in order; explain the first that fails."""
    name = f"{config}: {len(seeds)} programs of tests/fuzz/seeds"
    finished = execute(config, *seeds, seconds=60)
    if seeds and finished.status == 0:
        return Point(True, name)
    for seed in seeds:
        if execute(config, seed, seconds=60).status != 0:
            return Point(False, f"{name}: {seed.name}", reason=explain(config, seed))
    return Point(False, name, reason=finished.how if seeds else "there are none")


def search(config: str, seconds: float, seed: int, runs: int) -> Point:
    """Search for new programs that fail: for so long, and in no more runs."""
    corpus = CORPUS / config
    corpus.mkdir(parents=True, exist_ok=True)
    FINDINGS.mkdir(parents=True, exist_ok=True)
    most = runs or min(int(seconds * RUNS_A_SECOND), RUNS_MOST)
    finished = execute(
        config, f"-max_total_time={max(1, int(seconds))}", f"-runs={most}",
        f"-seed={seed}", f"-max_len={LONGEST}", f"-artifact_prefix={FINDINGS}/{config}-",
        corpus, SEEDS, seconds=seconds)
    done = _DONE.search(finished.text)
    if finished.status == 0 and done:
        return Point(True, f"{config}: nothing found in {int(done[1]):,} programs; "
                           f"{done[2]} edges covered, {done[3]} programs in the corpus")
    written = _WRITTEN.search(finished.text)
    if not written:
        return Point(False, f"{config}: it searches", reason=f"{finished.how}\n{told(finished)}")
    path = minimised(config, Path(written[1]))
    return Point(False, f"{config}: a program fails", reason=explain(config, path))


def search_all(configs: list[str], seconds: float, seed: int, runs: int) -> Iterator[Point]:
    """Search in all configurations, a few at a time."""
    share = seconds * min(JOBS, len(configs)) / len(configs)
    return in_turn(lambda config: search(config, share, seed, runs), configs)


def replay(path: Path, configs: list[str]) -> int:
    """Run one program in each configuration and show what it does."""
    if not path.is_file():
        raise BadInput(f"there is no file {path}")
    program = OUT / "replayed"
    program.write_bytes(fuzz_programs.read(path))
    print(fuzz_programs.disassemble(program.read_bytes()))
    failed = 0
    for config in configs:
        finished = execute(config, program, seconds=60, printing=True)
        failed += finished.status != 0
        print(f"{config}: {'passes' if finished.status == 0 else finished.how}\n{told(finished)}",
              flush=True)
    return EXIT_FAILED if failed else EXIT_OK


def fuzz(configs: list[str], seconds: float, seed: int, runs: int = 0) -> int:
    """Run everything; returns the exit status."""
    printer = Printer()
    mutants = fuzz_mutants.MUST_DIE
    print(f"1..{2 * len(configs) + len(mutants)}", flush=True)
    seeds = fuzz_programs.write(SEEDS)
    for config in configs:
        printer.point(run_seeds(config, seeds))
    for point in fuzz_mutants.verdicts(seeds):
        printer.point(point)
    print(f"# the search begins with --seed {seed}", flush=True)
    for point in search_all(configs, seconds, seed, runs):
        printer.point(point)
    return EXIT_FAILED if printer.broken else EXIT_OK


def known_configs() -> list[str]:
    """The configurations of tests/fuzz/build.mk."""
    return run(make("list-fuzz-configs"), show=show_nothing).lines


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="total time of the search")
    parser.add_argument("--seed", type=int, default=1 + secrets.randbelow(SEED_MOST),
                        help=f"the random seed of the search, 1 to {SEED_MOST}")
    parser.add_argument("--runs", type=int, default=0,
                        help="at most so many programs in a configuration, however fast the host")
    parser.add_argument("--config", help="only this configuration")
    parser.add_argument("--replay", type=Path, help="run this program and show what it does")
    options = parser.parse_args(arguments)
    if not 1 <= options.seconds <= 1_000_000:
        raise BadInput("--seconds: 1 to 1000000")
    if not 0 <= options.runs <= RUNS_MOST:
        raise BadInput(f"--runs: 0, for no bound but the time, to {RUNS_MOST}")
    if not 1 <= options.seed <= SEED_MOST:
        raise BadInput(f"--seed: 1 to {SEED_MOST}")
    return options


def main(arguments: list[str]) -> int:
    """Entry point."""
    options = parse(arguments)
    if not shutil.which("clang"):
        raise Missing("clang is missing; install clang and libclang-rt-dev")
    configs = known_configs()
    if options.config and options.config not in configs:
        raise BadInput(f"there is no configuration {options.config}; known: {', '.join(configs)}")
    configs = [options.config] if options.config else configs
    built = run(make(f"-j{JOBS}", *(f"build/fuzz/bin/{config}" for config in configs)))
    if built.status != 0:
        complain(PROGRAM, "the fuzzer does not build; see above")
        return EXIT_FAILED
    if options.replay:
        return replay(options.replay, configs)
    return fuzz(configs, options.seconds, options.seed, options.runs)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
