# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Machines: starting the kernel of each architecture, and how its run ended.

The only module that knows the options of QEMU and of the um kernel.
"""

import os
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from common import targets
from common.processes import Child, Hung, Patience
from common.program import BadInput
from guest import accelerators, console, endings, screenshot
from guest.screenshot import MONITOR_NAME, PICTURE_NAME, memory_picture, qemu_picture

OK, FAILED, HUNG = "ok", "failed", "hung"

SEMIHOSTING = "enable=on,target=native"
DEBUG_EXIT = "isa-debug-exit,iobase=0xf4,iosize=4"
# For a machine that can only be switched off: a device that is told of a failure.
PANIC = ("-device", "pvpanic-pci", "-action", "panic=exit-failure")
# Links to kernel and module in the private directory of a run. QEMU passes the name of the
# module to the kernel, so a path of the user would change the number of instructions.
KERNEL_NAME, MODULE_NAME = "kernel", "module"
FIRMWARE_NAME = "firmware"
# Without a boot ROM, which would show a picture.
DISPLAY = "bochs-display,romfile="
TAIL_LINES = 20


@dataclass(frozen=True)
class Machine:
    """A machine to boot. `options` is the kernel's command line; `file` its boot module.

    When the kernel reports that its screen is ready, a picture of it is written to
    `screenshot`. `processor` is QEMU's name of a CPU model; empty for the usual one. Each
    execution of an instruction whose address is in `watched` is a line in the file `log`. With
    `stub` QEMU has a stub for gdb at that socket, and stands before the first instruction; a
    process is started by the command `under`.
    """

    arch: str
    options: dict[str, str]
    cpus: int = 2
    memory: int = 4 * targets.GIB
    file: Path | None = None
    image: Path | None = None
    accelerator: str = "tcg"
    screenshot: Path | None = None
    processor: str = ""
    watched: tuple[int, ...] = ()
    log: Path | None = None
    stub: Path | None = None
    under: tuple[str, ...] = ()
    patience: Patience = field(default_factory=Patience)

    @property
    def target(self) -> targets.Target:
        """Its architecture."""
        return targets.TARGETS[self.arch]

    @property
    def kernel(self) -> Path:
        """The kernel image, absolute."""
        return (self.image or self.target.image_path).resolve()

    @property
    def loaded(self) -> Path:
        """The file that the machine loads: the image, or what is beside it."""
        return self.kernel.with_suffix(self.target.qemu.loads) if self.target.qemu else self.kernel


@dataclass
class Outcome:
    """How a run ended. `explained`: the kernel itself reported why it failed.

    `no_picture`: why there is no screenshot; empty if it was written, or not requested.
    """

    status: str = FAILED
    why: str = ""
    explained: bool = False
    no_picture: str = ""
    tail: deque = field(default_factory=lambda: deque(maxlen=TAIL_LINES))

    def tail_text(self) -> str:
        """The last lines of the console, for a message."""
        return "\n".join(f"  | {line}" for line in self.tail)


def host_memory() -> int:
    """RAM of the host in bytes."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def kernel_command_line(machine: Machine) -> list[str]:
    """The words of the kernel's command line."""
    words = [f"{key}={value}" for key, value in machine.options.items()]
    return words + (["screen=wait"] if machine.screenshot else [])


def qemu_memory(machine: Machine) -> list[str]:
    """QEMU's options for RAM. If it is more than the host has, it is not reserved."""
    size = f"{machine.memory // targets.MIB}M"
    if machine.memory <= host_memory():
        return ["-m", size]
    backend = f"memory-backend-ram,id=ram,size={size},reserve=off"
    return ["-m", size, "-object", backend, "-machine", "memory-backend=ram"]


def log_options(machine: Machine) -> list[str]:
    """QEMU's options for a log of instructions: it logs blocks, so each block is to be one."""
    watched = ",".join(f"{address:#x}+4" for address in machine.watched)
    return ["-singlestep", "-d", "exec,nochain", "-dfilter", watched, "-D", str(machine.log)]


def qemu_command(machine: Machine) -> list[str]:
    """QEMU with the kernel. It splits -initrd at commas and spaces, so paths are links."""
    qemu = machine.target.qemu
    command = [qemu.program, *qemu.machine, "-cpu", machine.processor or qemu.processor]
    command += accelerators.options(machine.accelerator, qemu)
    command += [*qemu_memory(machine), "-smp", str(machine.cpus), "-kernel", KERNEL_NAME]
    command += ["-append", " ".join(kernel_command_line(machine))]
    if machine.file:
        command += ["-initrd", MODULE_NAME]
    if qemu.firmware:
        command += ["-bios", FIRMWARE_NAME]
    command += ["-nographic", "-nodefaults", "-serial", "stdio", "-no-reboot"]
    if machine.screenshot:
        command += ["-qmp", f"unix:{MONITOR_NAME},server=on,wait=off"]
    if machine.stub:
        command += ["-S", "-gdb", f"unix:{machine.stub},server=on,wait=off"]
    return command + (log_options(machine) if machine.log else [])


def ended_by(*options: str) -> Callable[[Machine], list[str]]:
    """QEMU with the display, and with what ends a run if the machine itself has nothing."""
    return lambda machine: [*qemu_command(machine), *options, "-device", DISPLAY]


def xtensa_command(machine: Machine) -> list[str]:
    """QEMU without a display: the kernel writes the picture to a file of the host."""
    return [*qemu_command(machine), "-semihosting-config", SEMIHOSTING]


def um_command(machine: Machine) -> list[str]:
    """The kernel as a process."""
    command = [*machine.under, str(machine.kernel), "--mem", str(machine.memory)]
    if machine.file:
        command += ["--file", MODULE_NAME]
    if machine.screenshot:
        command += ["--screen", PICTURE_NAME]
    return command + ["--", *kernel_command_line(machine)]


def written_picture(_directory: Path) -> None:
    """Nothing to do: the kernel wrote the picture before it reported that the screen is ready."""


@dataclass(frozen=True)
class Starter:
    """How to start an architecture, interpret its exit status, and take its picture.

    `ends_by_line`: nothing in the machine ends it, so the kernel prints its exit status.
    """

    command: Callable[[Machine], list[str]]
    ending: Callable[[int], str]
    picture: Callable[[Path], None]
    ends_by_line: bool = False


X86 = Starter(ended_by("-device", DEBUG_EXIT), endings.qemu, qemu_picture)
SEMIHOSTED = Starter(ended_by("-semihosting-config", SEMIHOSTING), endings.qemu, qemu_picture)
RISCV = Starter(ended_by(), endings.qemu, qemu_picture)
STARTERS = {
    "i386": X86, "i386-2level": X86, "x86_64": X86,
    "arm": SEMIHOSTED, "arm-lpae": SEMIHOSTED, "arm64": SEMIHOSTED, "mips": SEMIHOSTED,
    "riscv32": RISCV, "riscv64": RISCV,
    "microblaze": Starter(qemu_command, endings.qemu, memory_picture("microblaze"),
                          ends_by_line=True),
    "powerpc": Starter(ended_by(*PANIC), endings.switched_off, qemu_picture),
    "sparc": Starter(qemu_command, endings.aborted, qemu_picture),
    "xtensa": Starter(xtensa_command, endings.qemu, written_picture),
    "um": Starter(um_command, endings.um, written_picture),
}


def command(machine: Machine) -> list[str]:
    """The command that starts a machine, to be run in the directory of its links."""
    return STARTERS[machine.arch].command(machine)


def check_startable(machine: Machine) -> None:
    """Raise BadInput if the machine cannot be started."""
    problem = accelerators.problem(machine.arch, machine.accelerator)
    if problem:
        raise BadInput(problem)
    if not machine.kernel.is_file():
        raise BadInput(f"there is no kernel at {machine.kernel}; `make kernel ARCH={machine.arch}`"
                          " builds it")


@contextmanager
def prepared(machine: Machine) -> Iterator[str]:
    """The directory in which command() starts the machine; raises BadInput."""
    check_startable(machine)
    with tempfile.TemporaryDirectory(prefix="kmap-run-") as directory:
        Path(directory, KERNEL_NAME).symlink_to(machine.loaded)
        if machine.target.qemu and machine.target.qemu.firmware:
            firmware = machine.kernel.with_suffix(machine.target.qemu.firmware)
            Path(directory, FIRMWARE_NAME).symlink_to(firmware)
        if machine.file:
            Path(directory, MODULE_NAME).symlink_to(machine.file.resolve())
        yield directory


def run(machine: Machine, outcome: Outcome) -> Iterator[str]:
    """Run a machine: yields the lines of its console; then `outcome` says how it ended.

    When this generator ends or is closed, the machine has ended and its temporary
    directory is removed.
    """
    with prepared(machine) as directory:
        try:
            yield from _run_in(machine, outcome, directory)
        except Hung as reason:
            outcome.status, outcome.why = HUNG, f"the machine hangs: {reason}; it was killed"


def _take_picture(machine: Machine, directory: Path, screen: console.Record) -> str:
    """Write the screenshot, of what the kernel uses; returns why that failed, or nothing."""
    try:
        STARTERS[machine.arch].picture(directory)
        picture = screenshot.read_ppm(directory / PICTURE_NAME)
        picture = picture.part(screen.number("width"), screen.number("height"))
        screenshot.write_png(machine.screenshot, picture)
    except (screenshot.NoPicture, OSError, ValueError) as error:
        return f"no screenshot: {error}"
    return ""


def _screen_of(text: str) -> console.Record | None:
    """What the kernel says when its screen is ready, and it waits for a character."""
    record = console.parse(text)
    return record if isinstance(record, console.Record) and record.kind == "screen" else None


def _run_in(machine: Machine, outcome: Outcome, directory: str) -> Iterator[str]:
    outcome.no_picture = "no screenshot: the screen never got ready" if machine.screenshot else ""
    starter, status = STARTERS[machine.arch], None
    try:
        child = Child(command(machine), machine.patience, signal.SIGKILL,
                      talk=bool(machine.screenshot), cwd=directory)
    except OSError as error:
        raise BadInput(f"{error.strerror}: {error.filename}; `make bootstrap "
                          f"ARCH={machine.arch}` installs what is missing") from error
    with child:
        for line in child.lines():
            text = console.clean(line)
            if text:
                outcome.tail.append(text)
            yield line
            screen = _screen_of(text) if machine.screenshot else None
            if screen:
                outcome.no_picture = _take_picture(machine, Path(directory), screen)
                child.send(b"\n")
            status = console.exit_status(text) if starter.ends_by_line else None
            if status is not None:
                break
        outcome.why = starter.ending(child.wait() if status is None else status)
        outcome.status = FAILED if outcome.why else OK
