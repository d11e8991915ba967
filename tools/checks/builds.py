# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Checks of kernels built with other flags, and of processors that lack what the kernel needs."""

from collections.abc import Iterator
from pathlib import Path

from checks import runs
from common import targets
from common.commands import driver, Expectation, make, succeeds, tap_results, tool
from common.program import EXIT_FAILED
from common.tap import Point

# Few slots; the other ways to compile the fast paths; the compiler's library is not linked.
FEW_SLOTS = "-DKMAP_SLOTS=1"
# Where a TLB entry maps two pages, no window has an odd number of them.
TWO_SLOTS = {"mips": "-DKMAP_SLOTS=2"}
PAGES_AT_ONCE = "-O3 -flto -DKMAP_ARCH_PAGES_AT_ONCE=4"
FLAGS = (FEW_SLOTS, "-Os -DKMAP_INLINE=0", PAGES_AT_ONCE)
# Ports that flush their TLB from a number of pages on, by the beginnings of their names.
INVALIDATES = ("x86", "arm64", "riscv", "mips", "powerpc", "sparc", "microblaze", "xtensa")
# Whose compiler is built here, without link-time optimization.
LTO, WITHOUT_LTO = "-flto ", ("microblaze",)
# So many slots are no other matter in a process than in a machine.
MACHINE_FLAGS = ("-DKMAP_SLOTS=4",)
# Local mappings that use persistent ones.
REUSE_ARCH, REUSE = "arm-lpae", "-DKMAP_ARM_REUSES_PERSISTENT=1"
# What only some ports can do, and do not do by themselves; and QEMU's processor for it.
OWN_FLAGS = {REUSE_ARCH: {REUSE: ""},
             "riscv64": {"-DKMAP_RISCV_MEMORY_TYPES=1": "rv64,svpbmt=on"},
             "mips": {"-DKMAP_MIPS_WRITES_TLB=1": "", "-DKMAP_MIPS_CACHE_RETIRES=1": ""},
             "powerpc": {"-DKMAP_POWERPC_WRITES_TLB=1 -DKMAP_POWERPC_TLBILX=0": ""},
             "xtensa": {"-DKMAP_XTENSA_PTE_WRITES_BACK=1": "",
                        "-DKMAP_XTENSA_CACHE_RETIRES=1": ""}}
# A cache with colours, in each kind of window; and what writes back and drops what it has of a page,
# which windows of the tasks cannot have.
COLOURS = {"mips": "-DKMAP_MIPS_COLOURS=2", "xtensa": "-DKMAP_XTENSA_COLOURS=2"}
RETIRES = {"mips": "-DKMAP_MIPS_CACHE_RETIRES=1", "xtensa": "-DKMAP_XTENSA_CACHE_RETIRES=1"}
# What the kernel says on the usual processor, if that cannot do it.
NO_MEMORY_TYPES = "panic: this processor has no Svpbmt; .*-DKMAP_RISCV_MEMORY_TYPES=0 "
CPUS = 2

# For QEMU: with all that the kernel needs but one thing, and the flags that do without it.
OLD_PROCESSORS = {"i386": "pentium3", "x86_64": "qemu64,-nx", "powerpc": "e500v2"}
WITHOUT_NX, WITHOUT_TLBILX = "-DKMAP_X86_NO_EXECUTE=0", "-DKMAP_POWERPC_TLBILX=0"
WITHOUT = {"i386": WITHOUT_NX, "x86_64": WITHOUT_NX, "powerpc": WITHOUT_TLBILX}
NO_NX = rf"panic: this processor has no NX; .*{WITHOUT_NX} "
NO_BITS = "panic: this processor has no Zba and Zbb "
# Processors that are too old, and what the kernel says: the first of them cannot even be asked.
TOO_OLD = {
    "i386": {"486": "panic: this processor has no PAE ",
             "pentium": "panic: this processor has no PAE ",
             OLD_PROCESSORS["i386"]: NO_NX},
    # QEMU's 486 has PSE.
    "i386-2level": {"486,-pse": "panic: this processor has no PSE "},
    "x86_64": {"486": "panic: this processor has no long mode ",
               "pentium3": "panic: this processor has no long mode ",
               OLD_PROCESSORS["x86_64"]: NO_NX},
    "powerpc": {OLD_PROCESSORS["powerpc"]:
                f"panic: this processor has no TLBILX; .*{WITHOUT_TLBILX} "},
    "riscv32": {"rv32,zbb=off": NO_BITS, "rv32,zba=off": NO_BITS},
    "riscv64": {"rv64,zbb=off": NO_BITS, "rv64,zba=off": NO_BITS},
}


# QEMU's names of other processors on which the kernel runs, with one CPU, and the flags for it.
OTHER_PROCESSORS = {"mips": {"P5600": ""}, "xtensa": {"dc232b": "", "dc233c": "-DXTENSA_MMU3=1"}}


def image(arch: str, flags: str, window: str = targets.CPU) -> Path:
    """Where make puts the kernel that is built with these flags."""
    plain = targets.TARGETS[arch].image_path
    suffix = f"-{window}" * (window != targets.CPU) + flags.replace(" ", "").replace("=", "_")
    return plain.parent.with_name(plain.parent.name + suffix) / plain.name


def _build(arch: str, flags: str, window: str = targets.CPU) -> Iterator[Point]:
    yield from succeeds(f"make kernel WINDOW={window} EXTRA_CFLAGS='{flags}'",
                        make("kernel", f"ARCH={arch}", f"WINDOW={window}",
                             f"EXTRA_CFLAGS={flags}", targets.WHOLE))


def _selftest(arch: str, *options: object) -> list[str]:
    return driver("selftest/selftest.py", "--arch", arch, "--cpus",
                  *runs.cpus_of(arch, (CPUS,)), *options)


def _build_and_test(arch: str, flags: str, processor: str = "") -> Iterator[Point]:
    yield from _build(arch, flags)
    yield from tap_results(f"selftest {flags}",
                           _selftest(arch, "--image", image(arch, flags), "--processor", processor))


def _for_port(arch: str, flags: str) -> str:
    """What these flags are for an architecture."""
    if flags == FEW_SLOTS:
        return TWO_SLOTS.get(arch, flags)
    if flags == PAGES_AT_ONCE:
        port = arch.replace("i386", "x86")
        invalidates = [name for name in INVALIDATES if port.startswith(name)]
        flags += "".join(f" -DKMAP_{name.upper()}_INVALIDATE_MAX=2" for name in invalidates)
    return flags.replace(LTO, "" if arch in WITHOUT_LTO else LTO)


def other_flags(arch: str) -> Iterator[Point]:
    """The kernel builds, and its self-tests pass: those that need more slots than there are skip."""
    for flags in FLAGS + (MACHINE_FLAGS if targets.TARGETS[arch].qemu else ()):
        yield from _build_and_test(arch, _for_port(arch, flags))


def coloured(arch: str) -> Iterator[Point]:
    """The same with a cache that has colours, in each kind of window."""
    for window in targets.TARGETS[arch].kinds:
        flags = COLOURS[arch]
        if window != targets.TASK:
            flags += f" {RETIRES[arch]}"
        yield from _build(arch, flags, window)
        yield from tap_results(f"selftest {window} {flags}",
                               _selftest(arch, "--image", image(arch, flags, window)))


def own_flags(arch: str) -> Iterator[Point]:
    """The same with what only this port can do."""
    for flags, processor in OWN_FLAGS[arch].items():
        yield from _build_and_test(arch, flags, processor)
        if processor:
            yield from Expectation(f"{flags} on a processor without it",
                                   _selftest(arch, "--image", image(arch, flags)),
                                   EXIT_FAILED, (NO_MEMORY_TYPES,)).check()


def other_processors(arch: str) -> Iterator[Point]:
    """The self-tests on other processors than the usual one."""
    for processor, flags in OTHER_PROCESSORS[arch].items():
        if flags:
            yield from _build(arch, flags)
        command = driver("selftest/selftest.py", "--arch", arch, "--cpus", 1,
                         "--processor", processor, "--image", image(arch, flags))
        yield from tap_results(f"selftest on {processor}", command)


def processors(arch: str) -> Iterator[Point]:
    """Where the processor cannot do it, the kernel says so and stops; or was built without it."""
    if arch in OLD_PROCESSORS:
        yield from _build_and_test(arch, WITHOUT[arch], OLD_PROCESSORS[arch])
    for processor, pattern in TOO_OLD[arch].items():
        yield from Expectation(f"a processor that is too old: {processor}",
                               _selftest(arch, "--processor", processor),
                               EXIT_FAILED, (pattern,)).check()
