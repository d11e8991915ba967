# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""gdb on a machine: through QEMU's stub, or on the process of um."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from common import targets
from common.program import BadInput, Missing
from guest import machine
from guest.machine import Machine

GDB = "gdb-multiarch"
COMMANDS = targets.REPOSITORY / "tools/gdb/kmap.py"
# A stub is there as soon as QEMU has begun; a busy host takes its time.
STUB_SECONDS = 120
A_MOMENT = 0.05
# The interrupts of the um kernel.
OF_UM = ("SIGALRM", "SIGUSR1", "SIGUSR2", "SIGURG")
HAS_PYTHON = "python print(1)"
# What it lacks for a machine. It knows the registers of one Xtensa, and QEMU sends others.
WITHOUT = {"microblaze": "MicroBlaze", "xtensa": "the registers that QEMU's xtensa has"}


def check_machine(arch: str) -> None:
    """Raise BadInput for a machine that gdb cannot show."""
    if arch in WITHOUT:
        raise BadInput(f"Debian's {GDB} does not know {WITHOUT[arch]}; use another ARCH")


def check() -> None:
    """Raise Missing if there is no gdb that can be used."""
    if not shutil.which(GDB):
        raise Missing(f"there is no {GDB}; on Debian: apt-get install --no-install-recommends {GDB}")
    done = subprocess.run((GDB, "-nx", "-batch", "-ex", HAS_PYTHON), capture_output=True, text=True)
    if done.stdout.strip() != "1":
        raise Missing(f"this {GDB} has no Python, in which the commands of {COMMANDS.name} are "
                      "written; install one that has")


def wait_for_stub(stub: Path, has_ended: Callable[[], bool]) -> None:
    """Wait until QEMU listens there; raises Missing."""
    end = time.monotonic() + STUB_SECONDS
    while not stub.is_socket():
        if has_ended() or time.monotonic() > end:
            raise Missing("QEMU has opened no stub for gdb; does it know -gdb unix:PATH,server=on?")
        time.sleep(A_MOMENT)


def symbols_of(kernel: Path) -> Path:
    """The file that gdb reads: beside one of 32 bits that a 64-bit PC loads lies the other one."""
    wide = kernel.with_name(f"{kernel.name}.64")
    return wide if wide.exists() else kernel


def beginning(run: Machine) -> list[str]:
    """gdb's first commands: what to debug, and how."""
    # Else it asks.
    first = ["set confirm off", "set pagination off", f"source {COMMANDS}"]
    if run.stub:
        return [*first, f"file {symbols_of(run.kernel)}", f"target remote {run.stub}"]
    return [*first, *(f"handle {name} nostop noprint pass" for name in OF_UM)]


def command(run: Machine, *options: str) -> list[str]:
    """gdb, with these options; of um without the words of the process itself."""
    words = [word for text in beginning(run) for word in ("-ex", text)]
    return [GDB, "-nx", "-q", *words, *options]


def _take_terminal() -> None:
    """In gdb, before it begins: Ctrl-C is for it alone."""
    os.setpgid(0, 0)
    if os.isatty(0):
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)


def _interact(words: list[str], directory: str) -> int:
    """gdb on this terminal; its exit status."""
    try:
        return subprocess.run(words, cwd=directory, preexec_fn=_take_terminal).returncode
    finally:
        if os.isatty(0):
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            os.tcsetpgrp(0, os.getpgrp())


def debug(run: Machine) -> int:
    """gdb on a machine that has not begun; when it ends, the machine has ended. Its exit status."""
    check()
    with ExitStack() as stack:
        directory = stack.enter_context(machine.prepared(run))
        if not run.target.qemu:
            return _interact(command(replace(run, under=()), "--args", *machine.command(run)),
                             directory)
        run = replace(run, stub=Path(directory, "stub"))
        qemu = subprocess.Popen(machine.command(run), cwd=directory, stdin=subprocess.DEVNULL,
                                start_new_session=True)
        stack.callback(qemu.wait)
        stack.callback(qemu.kill)
        wait_for_stub(run.stub, lambda: qemu.poll() is not None)
        return _interact(command(run), directory)
