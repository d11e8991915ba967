# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The input of a run, checked before anything is started."""

import argparse
import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from common import targets
from common.program import BadInput
from common.targets import GIB, MIB, PAGE_BYTES
from common.units import parse_size, show_exact_size, show_size
from guest import accelerators
from guest.paths import BUILD, check_output, report_path
from guest.results import MODES
from guest.trace import FROM_DEFAULT, MODE_MS, MS_DEFAULT, Request

# Low memory for the kernel's image, stacks and tables, and high memory for spare pages.
LOW_RESERVE = 16 * MIB
HIGH_RESERVE = 2 * MIB
# Addresses without RAM below 4 GiB, which also have a struct page.
ADDRESS_HOLE = 2 * GIB
BYTES_PER_FRAME = 8
BYTES_PER_COPIED_PAGE = 4
MAIN_JOB, SCREEN_JOB = "pagecache", "iomap"
DEFAULT_FILE_MIN, DEFAULT_FILE_MAX = 2 * MIB, 64 * MIB


@dataclass(frozen=True)
class RunSpec:
    """The checked input of a run."""

    target: targets.Target
    job: str
    cpus: int
    memory: int
    file: Path
    size: int
    workers: int
    accelerator: str
    json: Path | None
    screenshot: Path | None
    report: Path | None = None
    trace: Request | None = None

    @property
    def executed_by(self) -> str:
        """How QEMU runs the machine, for files; or that it is a process of the host."""
        return self.accelerator if self.target.qemu else "host"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that from_arguments() reads. All are text, checked by this module."""
    parser.add_argument("--arch", default="i386", help=targets.known_names())
    parser.add_argument("--cpus", help="processors")
    parser.add_argument("--mem", help="RAM of the machine, for example 4G")
    parser.add_argument("--file", help="the file to work on")
    parser.add_argument("--size", help="memory to fill with copies of it, for example 512M")
    parser.add_argument("--workers", help="workers for each processor")
    parser.add_argument("--accel", default=accelerators.FAST, help="tcg, icount or kvm")
    parser.add_argument("--json", help="also write the results to this file")
    parser.add_argument("--report", help="also write a report of the run, as HTML")
    parser.add_argument("--screenshot", help="where --job iomap saves its screen, as PNG")
    parser.add_argument("--trace", help="write what each CPU did to this file")
    parser.add_argument("--trace-mode", help="in this mode of the main job")
    parser.add_argument("--trace-from", help="from so many milliseconds after its beginning")
    parser.add_argument("--trace-ms", help="for so many milliseconds")
    parser.add_argument("--job", default=MAIN_JOB, help="what the kernel does")


def find_target(name: str) -> targets.Target:
    """The architecture with this name; raises BadInput."""
    if name not in targets.TARGETS:
        raise BadInput(f"there is no ARCH={name}; known: {targets.known_names()}")
    return targets.TARGETS[name]


def parse_count(name: str, text: str | None, default: int, most: int, least: int = 1) -> int:
    """Parse a number from `least` to `most`."""
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        raise BadInput(f"{name}={text} is not a number; give one from {least} to {most}")
    if not least <= int(text) <= most:
        raise BadInput(f"{name}={text} is out of range; give a number from {least} to {most}")
    return int(text)


def parse_bytes(name: str, text: str | None, default: int) -> int:
    """Parse a size in bytes, not 0."""
    if text is None:
        return default
    try:
        number = parse_size(text)
    except ValueError as error:
        raise BadInput(f"{name}: {error}") from None
    if number == 0:
        raise BadInput(f"{name}={text} is too small; write for example {name}={default // MIB}M")
    return number


def default_file() -> Path:
    """A real binary of several MiB, always the same one on a system."""
    candidates = [Path("/usr/bin/python3"), Path(sys.executable)]
    if shutil.which("gcc"):
        asked = subprocess.run(("gcc", "-print-prog-name=cc1"), capture_output=True, text=True)
        candidates.append(Path(asked.stdout.strip()))
    candidates += [Path(found) for name in ("qemu-system-i386", "gdb", "perl", "git")
                   if (found := shutil.which(name))]
    for candidate in candidates:
        path = candidate.resolve()
        if path.is_file() and DEFAULT_FILE_MIN <= path.stat().st_size <= DEFAULT_FILE_MAX:
            return path
    raise BadInput("found no large binary to work on; name a file with FILE=path")


def check_file(path: Path, most: int) -> None:
    """Refuse a file that the job cannot use."""
    if not path.exists():
        raise BadInput(f"FILE={path} does not exist; name a file that does")
    if not path.is_file():
        raise BadInput(f"FILE={path} is not a regular file; name one")
    try:
        with path.open("rb") as opened:
            opened.read(1)
    except OSError as error:
        raise BadInput(f"FILE={path} cannot be read: {error.strerror}; name another") from None
    size = path.stat().st_size
    if size == 0:
        raise BadInput(f"FILE={path} is empty; name a file with at least 1 byte")
    if size > most:
        raise BadInput(
            f"FILE={path} is too large: {show_exact_size(size)}; at most {show_size(most)}")


def screenshot_path(arguments: argparse.Namespace) -> Path | None:
    """The path of the picture; None if the job makes none."""
    if arguments.job != SCREEN_JOB:
        if arguments.screenshot is not None:
            raise BadInput(f"SCREENSHOT={arguments.screenshot} is for JOB={SCREEN_JOB} only")
        return None
    if arguments.screenshot is not None:
        return Path(arguments.screenshot)
    return BUILD / f"{SCREEN_JOB}-{arguments.arch}.png"


def trace_path(arguments: argparse.Namespace) -> Path | None:
    """The path of the trace; None if it is for the report only."""
    if arguments.trace is None:
        return None
    if arguments.job != MAIN_JOB:
        raise BadInput(f"TRACE={arguments.trace} is for JOB={MAIN_JOB} only")
    if arguments.trace in ("0", "1"):
        raise BadInput(f"TRACE={arguments.trace} names no file; write for example TRACE=trace.json")
    check_output("TRACE", Path(arguments.trace))
    return Path(arguments.trace)


def trace_request(arguments: argparse.Namespace) -> Request | None:
    """The trace that is asked for, also by a report; None if there is none to be."""
    if arguments.trace is None and arguments.report is None:
        for name, given in (("TRACE_MODE", arguments.trace_mode),
                            ("TRACE_FROM", arguments.trace_from), ("TRACE_MS", arguments.trace_ms)):
            if given is not None:
                raise BadInput(f"{name}={given} is for TRACE=path or REPORT=path only")
        return None
    return Request(
        path=trace_path(arguments),
        mode=MODES[0] if arguments.trace_mode is None else arguments.trace_mode,
        begin=parse_count("TRACE_FROM", arguments.trace_from, FROM_DEFAULT, MODE_MS, 0),
        milliseconds=parse_count("TRACE_MS", arguments.trace_ms, MS_DEFAULT, MODE_MS)).check()


def whole_pages(size: int) -> int:
    """`size` rounded up to pages, in bytes."""
    return -(-size // PAGE_BYTES) * PAGE_BYTES


def low_needed(memory: int, file_size: int, size: int) -> int:
    """Bytes of low memory for the file, a copy of it, the kernel and its tables."""
    frames = (memory + ADDRESS_HOLE) // PAGE_BYTES
    tables = frames * BYTES_PER_FRAME + size // PAGE_BYTES * BYTES_PER_COPIED_PAGE
    return 2 * whole_pages(file_size) + tables + LOW_RESERVE


def check_memory(limits: targets.Limits, memory: int, file_size: int, size: int) -> None:
    """Refuse a machine without enough memory for the job."""
    if memory > limits.memory:
        raise BadInput(f"MEM={show_size(memory)} is too much; at most {show_size(limits.memory)}")
    if size < whole_pages(file_size):
        raise BadInput(f"SIZE={show_size(size)} does not hold one copy of the file; "
                       f"give at least {whole_pages(file_size)} bytes")
    if low_needed(memory, file_size, size) > limits.low_memory:
        raise BadInput(
            f"the file and the tables for MEM={show_size(memory)} do not fit into "
            f"{show_size(limits.low_memory)} of low memory; give a smaller FILE, MEM or SIZE")
    needed = limits.low_memory + size + HIGH_RESERVE
    if needed > limits.memory:
        raise BadInput(f"SIZE={show_size(size)} is more than a machine can hold; give at most "
                       f"{(limits.memory - limits.low_memory - HIGH_RESERVE) // MIB}M")
    if memory < needed:
        raise BadInput(
            f"MEM={show_size(memory)} is too little for SIZE={show_size(size)} in high memory, "
            f"which begins at {show_size(limits.low_memory)}; "
            f"give at least MEM={-(-needed // MIB)}M, or a smaller SIZE")


def from_arguments(arguments: argparse.Namespace) -> RunSpec:
    """Check all input; raises BadInput."""
    target = find_target(arguments.arch)
    limits = target.limits
    problem = accelerators.problem(target.name, arguments.accel)
    if problem:
        raise BadInput(problem)
    file = default_file() if arguments.file is None else Path(arguments.file)
    json = None if arguments.json is None else Path(arguments.json)
    screenshot, report = screenshot_path(arguments), report_path(arguments, MAIN_JOB)
    try:
        check_file(file, limits.file)
        check_output("JSON", json)
        check_output("SCREENSHOT", screenshot)
        check_output("REPORT", report)
        request = trace_request(arguments)
    except OSError as error:
        raise BadInput(f"{error.filename}: {error.strerror}; name another") from None
    spec = RunSpec(
        target=target, job=arguments.job, file=file, json=json, screenshot=screenshot,
        report=report, accelerator=arguments.accel, trace=request,
        cpus=parse_count("CPUS", arguments.cpus, limits.default_cpus, limits.cpus),
        workers=parse_count("WORKERS", arguments.workers, limits.default_workers, limits.workers),
        memory=parse_bytes("MEM", arguments.mem, limits.default_memory),
        size=parse_bytes("SIZE", arguments.size, limits.default_size))
    check_memory(limits, spec.memory, file.stat().st_size, spec.size)
    return spec


def check_before_set_up(arguments: argparse.Namespace) -> None:
    """Check the input before missing tools are installed; raises BadInput.

    If there is no default FILE yet, another file takes its place: the tools may bring one.
    """
    if arguments.file is None:
        try:
            default_file()
        except BadInput:
            arguments.file = sys.executable
    from_arguments(arguments)


def digest(path: Path) -> str:
    """SHA-256 of a file, computed on the host."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
