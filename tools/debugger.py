#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Start the reference kernel under gdb, with the commands of tools/gdb/kmap.py: `make gdb`.

The machine stands before its first instruction; its console is this terminal. When gdb ends, it
has ended.

Exit status: that of gdb, 2 usage error, 3 there is no gdb or no stub, 128 + N ended by signal N.
"""

import argparse
import sys
from pathlib import Path

from common.program import EXIT_OK, guarded
from guest import debugger, latency, runspec
from guest.machine import Machine
from guest.runspec import RunSpec

PROGRAM = "debugger"
HINT = """\
break NAME, then continue; `help kmap` lists the commands for kmap. Ctrl-C stops the kernel."""


def machine_of(spec: RunSpec, image: Path | None) -> Machine:
    """The machine for a checked request, as that of make run."""
    options = {"job": spec.job, "cpus": str(spec.cpus), "size": str(spec.size),
               "workers": str(spec.workers), "sha256": runspec.digest(spec.file)}
    return Machine(arch=spec.target.name, options=options, cpus=spec.cpus, memory=spec.memory,
                   file=spec.file if spec.job == latency.JOB else None, image=image,
                   accelerator=spec.accelerator)


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    runspec.add_arguments(parser)
    parser.add_argument("--image", type=Path, help="another kernel image")
    parser.add_argument("--check-only", action="store_true", help="only check the input")
    parsed = parser.parse_args(arguments)
    if parsed.check_only:
        runspec.check_before_set_up(parsed)
        return EXIT_OK
    run = machine_of(runspec.from_arguments(parsed), parsed.image)
    print(HINT, flush=True)
    return debugger.debug(run)


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
