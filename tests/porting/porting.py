#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Boot the examples of docs/porting.md in QEMU, and check that their tests can fail.

The files of the page are linked with a small kernel, which has what the page assumes to
exist, and with core/ and the self-tests for any port. With --mutations the example for
several CPUs gets one defect at a time; a test must fail, or the kernel must fault or
hang. Some defects only show in a race, so this is part of `make check-deep` and not of
`make check`. Prints TAP. Exit status: 0 all passed, 1 something failed, 2 usage error.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import tap
from common.commands import Finished, run, show_nothing
from common.mutation import Printer
from common.processes import Patience
from common.program import guarded
from common.targets import REPOSITORY
from rules import docs

PROGRAM = "porting"
PAGE = "docs/porting.md"
HERE = REPOSITORY / "tests/porting"
SELFTEST = REPOSITORY / "tests/portable/kmap_selftest.c"
# A correct kernel ends by itself; on a busy machine that may take long.
PATIENCE = Patience(silence=120, total=600, ending=5)
MUTANT_PATIENCE = Patience(silence=60, total=300, ending=5)
# A race does not happen in every run.
ATTEMPTS = 3
# The kernel writes 0x10 to the debug-exit device; QEMU's exit status is twice that plus one.
RIGHT = 33
COMPILER = ("i686-linux-gnu-gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-Wundef",
            "-march=i686", "-mgeneral-regs-only", "-ffreestanding", "-fno-strict-aliasing",
            "-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-fno-pic", "-no-pie",
            "-nostdlib", "-static", "-Wl,--build-id=none", "-Wl,-z,max-page-size=4096",
            "-Wl,--no-warn-rwx-segments", "-Wl,--wrap=kmap_host_bug")
# For the self-tests for any port, which take longest to compile.
FAST = ("-Og", "-c")
QEMU = ("qemu-system-i386", "-accel", "tcg,thread=multi", "-m", "192", "-display", "none",
        "-no-reboot", "-serial", "stdio", "-monitor", "none",
        "-device", "isa-debug-exit,iobase=0xf4,iosize=4")
# Files of the first example that the examples for several CPUs use as well.
COMMON = ("kmap_bug.c", "smoke_test.c", "directory.c")
SHARED = ("kmap_shared.c", "flush.c", "wait.c")
SEVERAL_CPUS = ("smp", "tasks")
LOCAL_ONLY = ("-DKMAP_ATOMIC=0", "-DKMAP_PERSISTENT=0", "-DKMAP_IO=0")
DEBUG, FORCE = "-DKMAP_DEBUG=1", "-DKMAP_FORCE_MAP=1"


@dataclass(frozen=True)
class Example:
    """An example: a folder of the page, and how to build it."""

    folder: str
    flags: tuple[str, ...] = ()
    # Files of the folder that it does not need.
    without: tuple[str, ...] = ()

    @property
    def cpus(self) -> int:
        """The number of CPUs that it boots."""
        return 4 if self.folder in SEVERAL_CPUS else 1

    def __str__(self) -> str:
        return " ".join((self.folder, *self.flags))


SMP, TASKS = Example("smp"), Example("tasks")
EXAMPLES = (
    Example("mykernel"), Example("mykernel", (DEBUG,)), Example("mykernel", (FORCE,)),
    Example("families"), Example("families", (DEBUG,)), Example("families", (FORCE,)),
    SMP, Example("smp", (DEBUG,)), Example("smp", (FORCE,)),
    Example("smp", LOCAL_ONLY, SHARED),
    TASKS, Example("tasks", (DEBUG,)), Example("tasks", (FORCE,)),
    Example("tasks", LOCAL_ONLY, SHARED),
)
# The report as the page shows it; a window of a task is elsewhere.
REPORT = ("kmap: unmap of a slot that this task does not hold", "  by code at c", "  address 0xff",
          "  slot 0", "the end: misuse of kmap")
REPORT_DEBUG = ("  mapped by code at c", "  given back by code at c")


@dataclass(frozen=True)
class Mutation:
    """A defect in an example for several CPUs: `new` replaces `old` in a file."""

    name: str
    file: str
    old: str
    new: str
    example: Example = SMP


MUTATIONS = (
    Mutation("the flush reaches no other CPU", "flush.c",
             "& ~(1u << this_cpu()->number);\n\t__atomic_store_n",
             "& 0;\n\t__atomic_store_n"),
    Mutation("the handler of the flush does not flush", "flush.c",
             "void flush_interrupt(void)\n{\n\tflush_here(flush_start, flush_end);",
             "void flush_interrupt(void)\n{"),
    Mutation("the lock locks nobody out", "spinlock.h",
             "while (__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE))", "while (0)"),
    Mutation("the lock is taken with interrupts off", "spinlock.h",
             "preempt_disable();\n\tspin_acquire(lock);",
             'preempt_disable();\n\t__asm__ volatile("cli");\n\tspin_acquire(lock);\n'
             '\t__asm__ volatile("sti");'),
    Mutation("a wake-up wakes nobody", "wait.c",
             "__atomic_store_n(&task->asleep, false, __ATOMIC_RELEASE);", ""),
    Mutation("a wake-up before the sleep is lost", "wait.c",
             "__atomic_store_n(&task->asleep, task->waiting, __ATOMIC_RELAXED);",
             "__atomic_store_n(&task->asleep, true, __ATOMIC_RELAXED);"),
    Mutation("the scheduler does not look at pins", "switch.c",
             "return !task->pinned || task->cpu == cpu;", "return true || task->cpu == cpu;"),
    Mutation("a switch does not take mappings down", "switch.c",
             "kmap_switch_out(&prev->kmap);", ""),
    Mutation("the CPU of a task does not change", "switch.c",
             "next->cpu = cpu;", "next->cpu = next->cpu ? next->cpu : cpu;"),
    Mutation("the page table is freed with a page directory", "directory.c",
             "i < KERNEL_BASE >> 22", "i < 1023"),
    Mutation("windows of the tasks: a switch has no kmap_switch_in()", "switch.c",
             "kmap_switch_in(&next->kmap);", "", TASKS),
    Mutation("windows of the tasks: all CPUs have the number 0", "kmap_host.h",
             "return this_cpu()->number;", "return 0;", TASKS),
    Mutation("windows of the tasks: two tasks have one window", "kmap_setup.c",
             "task->window = &windows[number];", "task->window = &windows[number & ~1u];", TASKS),
)


def write_page(folder: Path) -> None:
    """Write the files of the page into a folder, and the core as one."""
    text = (REPOSITORY / PAGE).read_text(encoding="utf-8")
    docs.write_files(docs.snippets(PAGE, text), folder)
    for name in COMMON:
        shutil.copy(folder / "mykernel" / name, folder / "smp")
    core = sorted((REPOSITORY / "core").glob("*.c"))
    (folder / "core.c").write_text("".join(f'#include "{path}"\n' for path in core),
                                   encoding="utf-8")
    for path in (folder / "smp").glob("*.c"):
        if not (folder / "tasks" / path.name).exists():
            shutil.copy(path, folder / "tasks")


def sources_of(example: Example, folder: Path) -> Iterator[Path]:
    """All source files of a kernel but the self-tests."""
    smp = example.folder in SEVERAL_CPUS
    yield from (path for path in sorted((folder / example.folder).glob("*.c"))
                if path.name not in example.without)
    if not smp:
        yield folder / "selftest/run.c"
    yield from (path for path in sorted(HERE.glob("*.[cS]"))
                if path.name != ("example_up.c" if smp else "example_smp.c"))
    yield folder / "core.c"
    yield REPOSITORY / "kernel/arch/x86/string.c"


def build(example: Example, folder: Path, image: Path) -> Finished:
    """Compile and link a kernel."""
    port = folder / example.folder
    own = ("-DEXAMPLE_SMP",) if example.folder in SEVERAL_CPUS else ()
    command = [*COMPILER, *own, f"-I{port}", *docs.port_flags(port, REPOSITORY), *example.flags,
               f"-I{HERE}", f"-I{REPOSITORY}/core", f"-I{REPOSITORY}/tests/portable"]
    selftest = image.with_name("kmap_selftest.o")
    built = run([*command, *FAST, str(SELFTEST), "-o", str(selftest)], show_nothing)
    return built if built.status else run(
        [*command, *map(str, sources_of(example, folder)), str(selftest),
         f"-Wl,-T,{HERE}/kernel.ld", "-o", str(image)], show_nothing)


def boot(example: Example, image: Path, patience: Patience) -> Finished:
    """Run a kernel to its end."""
    return run([*QEMU, "-smp", str(example.cpus), "-kernel", str(image)], show_nothing,
               patience=patience)


def complaint(example: Example, finished: Finished) -> str:
    """What is wrong with a run; empty if nothing is."""
    points = [point for point in map(tap.parse_point, finished.lines) if point]
    wrong = [point.name for point in points if not point.ok]
    wrong += [line for line in finished.lines if line.startswith(("# stress failed", "panic"))]
    if wrong:
        return wrong[0]
    if finished.status != RIGHT or not points:
        return finished.how
    said = REPORT + (REPORT_DEBUG if DEBUG in example.flags else ())
    missing = [text for text in said if not any(line.startswith(text) for line in finished.lines)]
    return f"the report lacks {missing[0]!r}" if missing else ""


def show_example(printer: Printer, example: Example, folder: Path) -> None:
    """An unchanged example: it builds, and all its tests pass."""
    image = folder / "kernel.elf"
    built = build(example, folder, image)
    if built.status:
        printer.point(False, f"{example}: it builds", built.text)
        return
    finished = boot(example, image, PATIENCE)
    wrong = complaint(example, finished)
    points = [point for point in map(tap.parse_point, finished.lines) if point]
    skipped = sum(point.skipped for point in points)
    cpus = f"{example.cpus} CPU{'' if example.cpus == 1 else 's'}"
    printer.point(not wrong, f"{example}: {len(points) - skipped} self-tests on {cpus}, "
                             f"{skipped} skipped", f"{wrong}\n{finished.text}" if wrong else "")


def show_mutation(printer: Printer, mutation: Mutation, folder: Path) -> None:
    """An example with a defect: it must be detected."""
    example, image = mutation.example, folder / "kernel.elf"
    path = folder / example.folder / mutation.file
    right = path.read_text(encoding="utf-8")
    if right.count(mutation.old) != 1:
        printer.point(False, mutation.name, f"its text does not occur once in {mutation.file}")
        return
    path.write_text(right.replace(mutation.old, mutation.new), encoding="utf-8")
    built = build(example, folder, image)
    path.write_text(right, encoding="utf-8")
    if built.status:
        printer.point(False, f"{mutation.name}: it builds", built.text)
        return
    runs = (complaint(example, boot(example, image, MUTANT_PATIENCE)) for _ in range(ATTEMPTS))
    wrong = next(filter(None, runs), "")
    printer.point(bool(wrong), f"{mutation.name}: {wrong or 'nobody notices'}")


def main(arguments: list[str]) -> int:
    """Entry point; a word selects the examples or mutations with it in their names."""
    broken = arguments[:1] == ["--mutations"]
    words = arguments[1:] if broken else arguments
    if len(words) > 1:
        print(f"usage: {PROGRAM}.py [--mutations] [word]", file=sys.stderr)
        return 2
    word = words[0] if words else ""
    printer = Printer()
    with tempfile.TemporaryDirectory(prefix="kmap-porting-") as name:
        folder = Path(name)
        write_page(folder)
        for example in () if broken else EXAMPLES:
            if word in str(example):
                show_example(printer, example, folder)
        for mutation in MUTATIONS if broken else ():
            if word in mutation.name:
                show_mutation(printer, mutation, folder)
    return printer.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
