# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Wake-up latency, measured by a boot of the main job that counts instructions.

There a virtual nanosecond is one instruction, and the host causes no noise. The machine
and the file are always the same, whatever the user requests for the run itself: the same
kernel gives exactly the same figures.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common import targets
from common.processes import Patience
from common.targets import GIB, MIB
from common.units import show_size
from guest import results, session
from guest.accelerators import COUNTING
from guest.display import Display
from guest.machine import OK, Machine
from guest.symbols import Symbols
from guest.view import View

JOB = "pagecache"
CPUS, WORKERS = 1, 2
MEMORY, SIZE, FILE_BYTES = 1 * GIB, 64 * MIB, 4 * MIB

Results = dict[str, results.ModeResult]


def is_countable(target: targets.Target) -> bool:
    """Whether instructions can be counted on an architecture."""
    return COUNTING in target.accelerators


def is_counted(accelerator: str, cpus: int) -> bool:
    """Whether a run counts its latencies. Not with several CPUs: under QEMU these take turns."""
    return accelerator == COUNTING and cpus == CPUS


def where_countable() -> str:
    """The first architecture that can count, as a make variable."""
    return next(f"ARCH={name}" for name, each in targets.TARGETS.items() if is_countable(each))


def announcement() -> str:
    """The line to print before the second boot."""
    return (f"wake-up latency, in a second boot that counts instructions: {CPUS} CPU, "
            f"{show_size(SIZE)} of copies of a fixed file")


def content() -> bytes:
    """The content of the file: always the same, no two pages alike."""
    return hashlib.shake_256(b"kmap").digest(FILE_BYTES)


@contextmanager
def fixed_file() -> Iterator[Path]:
    """The file, as a temporary file."""
    with tempfile.NamedTemporaryFile(prefix="kmap-latency-") as file:
        file.write(content())
        file.flush()
        yield Path(file.name)


def machine_for(arch: str, image: Path | None, file: Path, patience: Patience) -> Machine:
    """The machine that counts instructions."""
    options = {"job": JOB, "cpus": str(CPUS), "size": str(SIZE), "workers": str(WORKERS),
               "sha256": hashlib.sha256(content()).hexdigest()}
    return Machine(arch=arch, options=options, cpus=CPUS,
                   memory=min(MEMORY, targets.TARGETS[arch].limits.memory), file=file, image=image,
                   accelerator=COUNTING, patience=patience)


def measure(program: str, arch: str, image: Path | None, patience: Patience,
            display: Display) -> tuple[Results, list[str]]:
    """Boot it; returns the results by mode, and the problems."""
    with fixed_file() as file:
        machine = machine_for(arch, image, file, patience)
        view = View(display, Symbols(machine.kernel))
        outcome = view.follow(machine)
    problems = view.problems + results.wrong(view.results)
    if outcome.status != OK:
        session.complain_of(program, outcome)
        problems.append("the boot that counts instructions failed")
    else:
        problems += results.missing(view.results)
    return view.results, problems
