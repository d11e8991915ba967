# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The one list of architectures: what each is, needs and can hold."""

from dataclasses import dataclass, field
from pathlib import Path

from common.needs import (ARM64_NEEDS, ARM_NEEDS, GDB, HOST_COMPILER, HOST_NEEDS, I386_NEEDS, LINUX,
                          LINUX_ALL, LINUX_COMPILE, LINUX_NEEDS, MAKE, MICROBLAZE_NEEDS,
                          MIPS_NEEDS, POWERPC_NEEDS, SPARC_NEEDS, TOOLCHAIN, TOOLCHAIN_NEEDS,
                          X86_64_NEEDS, XTENSA_NEEDS, Need, linux_needs, riscv_needs)
from common.toolchains import TOOLCHAINS

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
PAGE_BYTES = 4096

REPOSITORY = Path(__file__).resolve().parents[2]
PURPOSES = ("build", "run", "gdb", "check", "lint", "convert", "docs")


@dataclass(frozen=True)
class Limits:
    """What the machine can hold. Memory and files in bytes; workers for each CPU."""

    cpus: int = 8
    workers: int = 6
    memory: int = 64 * GIB
    file: int = 320 * MIB
    low_memory: int = 768 * MIB
    default_cpus: int = 2
    default_workers: int = 2
    default_memory: int = 4 * GIB
    default_size: int = 512 * MIB


@dataclass(frozen=True)
class Qemu:
    """The emulated machine: QEMU's program, the options that choose a machine, and its processor.

    `loads` is the ending of the file that it loads, beside the image with the symbols; `firmware`
    that of its firmware, also there, if the machine has none by itself.
    `has_threads`: each CPU may run in a thread of its own.
    """

    program: str
    machine: tuple[str, ...]
    processor: str
    loads: str = ".elf"
    has_threads: bool = True
    firmware: str = ""


@dataclass(frozen=True)
class Target:
    """An architecture of the reference kernel.

    `windows`: the kinds of window that it has beside the usual one. `is_thorough`: the check of
    everything runs all of its checks, not only the quick ones. `is_apart`: it runs none of
    them. `disassembly`: what its disassembler must be told to know all instructions.
    """

    name: str
    description: str
    prefix: str
    accelerators: tuple[str, ...]
    needs: dict[str, tuple[Need, ...]]
    limits: Limits = field(default_factory=Limits)
    image: str = "kernel.elf"
    qemu: Qemu | None = None
    windows: tuple[str, ...] = ()
    is_thorough: bool = False
    disassembly: tuple[str, ...] = ()
    is_apart: bool = False

    @property
    def image_path(self) -> Path:
        """Where `make kernel` puts the kernel."""
        return REPOSITORY / "build" / self.name / self.image

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of window that it has."""
        return (CPU, *self.windows)

    def variant_path(self, suffix: str) -> Path:
        """Where `make kernel` puts a kernel built in another way, which has this suffix."""
        plain = self.image_path
        return plain.parent.with_name(plain.parent.name + suffix) / plain.name


# For make: compile a kernel as few files, in half of the time.
WHOLE = "WHOLE=1"

# The kinds of window, by their names in KMAP_WINDOW.
CPU, PRIVATE, TASK = "cpu", "private", "task"
WINDOWS = (CPU, PRIVATE, TASK)

# Without firmware: the kernel brings what it needs of it.
RISCV_MACHINE = ("-machine", "virt", "-bios", "none")

# All but the low memory is reached through kmap only. The map of all frames lies there, beside
# the file and a copy of it.
WITHOUT_DIRECT_MAP = Limits(memory=16 * GIB, file=32 * MIB, low_memory=128 * MIB)

TARGETS = {
    "i386": Target(
        name="i386",
        description="32-bit x86 with PAE, booted by multiboot in QEMU",
        prefix="i686-linux-gnu-",
        accelerators=("tcg", "icount", "kvm"),
        # Frames have 36 bits, and 2 GiB of addresses below 4 GiB are devices'.
        limits=Limits(memory=62 * GIB),
        needs=I386_NEEDS,
        # 32 bits, 36-bit physical addresses, and the no-execute bit of later processors. Without
        # the property, PCI devices take 32 GiB of the 36-bit address space, and RAM does not fit.
        qemu=Qemu("qemu-system-i386",
                  ("-machine", "q35", "-global", "q35-pcihost.pci-hole64-size=0"), "pentium3,+nx"),
        windows=(PRIVATE, TASK),
        is_thorough=True,
    ),
    "i386-2level": Target(
        name="i386-2level",
        description="32-bit x86 with page tables of two levels, booted by multiboot in QEMU",
        prefix="i686-linux-gnu-",
        accelerators=("tcg", "icount", "kvm"),
        # All that this machine puts below 4 GiB, where two-level tables end.
        limits=Limits(memory=3583 * MIB, default_memory=3 * GIB),
        needs=I386_NEEDS,
        qemu=Qemu("qemu-system-i386", ("-machine", "pc"), "pentium3,-pae"),
        windows=(PRIVATE, TASK),
    ),
    "arm": Target(
        name="arm",
        description="32-bit ARM with short descriptors, on QEMU's virt machine",
        prefix="arm-linux-gnueabihf-",
        accelerators=("tcg", "icount"),
        # RAM begins at 1 GiB, and short descriptors end at 4 GiB.
        limits=Limits(memory=3 * GIB, default_memory=3 * GIB),
        needs=ARM_NEEDS,
        qemu=Qemu("qemu-system-arm", ("-machine", "virt,highmem=off"), "cortex-a15", ".bin"),
        windows=(PRIVATE, TASK),
    ),
    "arm-lpae": Target(
        name="arm-lpae",
        description="32-bit ARM with LPAE, on QEMU's virt machine",
        prefix="arm-linux-gnueabihf-",
        accelerators=("tcg", "icount"),
        needs=ARM_NEEDS,
        qemu=Qemu("qemu-system-arm", ("-machine", "virt"), "cortex-a15", ".bin"),
        windows=(PRIVATE, TASK),
    ),
    "arm64": Target(
        name="arm64",
        description="64-bit ARM without a direct map, on QEMU's virt machine",
        prefix="aarch64-linux-gnu-",
        accelerators=("tcg", "icount"),
        limits=WITHOUT_DIRECT_MAP,
        needs=ARM64_NEEDS,
        qemu=Qemu("qemu-system-aarch64", ("-machine", "virt,dtb-randomness=off"), "cortex-a53",
                  ".bin"),
        windows=(PRIVATE, TASK),
    ),
    "mips": Target(
        name="mips",
        description="MIPS32 with a TLB that software loads, on QEMU's Malta board",
        prefix="mipsel-linux-gnu-",
        accelerators=("tcg", "icount"),
        # All that the board takes; 256 MiB are below its devices.
        limits=Limits(memory=2 * GIB, default_memory=2 * GIB, file=64 * MIB,
                      low_memory=256 * MIB),
        needs=MIPS_NEEDS,
        # CPUs write registers of each other, which QEMU does not order between threads.
        qemu=Qemu("qemu-system-mipsel", ("-machine", "malta"), "34Kf", has_threads=False),
        windows=(PRIVATE, TASK),
    ),
    "powerpc": Target(
        name="powerpc",
        description="32-bit PowerPC (e500mc) with a TLB that software loads, on QEMU's ppce500",
        prefix="powerpc-linux-gnu-",
        accelerators=("tcg", "icount"),
        # Memory of PCI devices begins at 48 GiB. Not all frames should have small numbers.
        limits=Limits(memory=48 * GIB, default_memory=5 * GIB),
        needs=POWERPC_NEEDS,
        # The program for 32 bits knows no threads, and no YIELD.
        qemu=Qemu("qemu-system-ppc64", ("-machine", "ppce500"), "e500mc"),
        windows=(PRIVATE, TASK),
        disassembly=("-M", "e500mc"),
    ),
    "sparc": Target(
        name="sparc",
        description="SPARC V8 with the SPARC reference MMU, on QEMU's SPARCstation 20",
        prefix="sparc64-linux-gnu-",
        accelerators=("tcg", "icount"),
        # Devices begin at 52 GiB. RAM has no hole, so frames need more than 20 bits only beyond 4 GiB.
        limits=Limits(cpus=4, memory=48 * GIB, default_memory=5 * GIB),
        needs=SPARC_NEEDS,
        qemu=Qemu("qemu-system-sparc", ("-machine", "SS-20", "-nic", "none", "-vga", "tcx",
                                        "-g", "1024x768x24"), "TI-SuperSparc-II",
                  has_threads=False, firmware=".prom"),
        windows=(PRIVATE, TASK),
    ),
    "xtensa": Target(
        name="xtensa",
        description="Xtensa with a TLB that the processor loads, on QEMU's KC705 board",
        prefix="xtensa-lx106-elf-",
        accelerators=("tcg", "icount"),
        # RAM ends where the devices begin; 128 MiB are mapped for good.
        limits=Limits(memory=3840 * MIB, default_memory=2 * GIB, file=32 * MIB,
                      low_memory=128 * MIB),
        needs=XTENSA_NEEDS,
        # The only processor with an MMU that this QEMU has several of.
        qemu=Qemu("qemu-system-xtensa", ("-machine", "kc705"), "test_mmuhifi_c3"),
        windows=(PRIVATE, TASK),
    ),
    "x86_64": Target(
        name="x86_64",
        description="64-bit x86 without a direct map, booted by multiboot in QEMU",
        prefix="x86_64-linux-gnu-",
        accelerators=("tcg", "icount", "kvm"),
        limits=WITHOUT_DIRECT_MAP,
        needs=X86_64_NEEDS,
        qemu=Qemu("qemu-system-x86_64", ("-machine", "q35"), "qemu64"),
        windows=(PRIVATE, TASK),
    ),
    "riscv32": Target(
        name="riscv32",
        description="32-bit RISC-V (Sv32), on QEMU's virt machine",
        prefix="riscv64-linux-gnu-",
        accelerators=("tcg", "icount"),
        # RAM begins at 2 GiB, and this QEMU cuts the numbers of frames beyond 4 GiB off.
        limits=Limits(memory=2 * GIB, default_memory=2 * GIB),
        needs=riscv_needs("qemu-system-riscv32"),
        qemu=Qemu("qemu-system-riscv32", RISCV_MACHINE, "rv32"),
        windows=(PRIVATE, TASK),
    ),
    "riscv64": Target(
        name="riscv64",
        description="64-bit RISC-V (Sv39) without a direct map, on QEMU's virt machine",
        prefix="riscv64-linux-gnu-",
        accelerators=("tcg", "icount"),
        limits=WITHOUT_DIRECT_MAP,
        needs=riscv_needs("qemu-system-riscv64"),
        qemu=Qemu("qemu-system-riscv64", RISCV_MACHINE, "rv64"),
        windows=(PRIVATE, TASK),
    ),
    "microblaze": Target(
        name="microblaze",
        description="MicroBlaze with a TLB that software loads, on QEMU's ML605 board",
        prefix=TOOLCHAINS["microblaze"].prefix,
        accelerators=("tcg", "icount"),
        # All that there is room for before the board's devices.
        limits=Limits(cpus=1, memory=768 * MIB, default_memory=768 * MIB, default_cpus=1,
                      file=32 * MIB, low_memory=128 * MIB),
        needs=MICROBLAZE_NEEDS,
        qemu=Qemu("qemu-system-microblazeel", ("-machine", "petalogix-ml605", "-nic", "none"),
                  "microblaze", has_threads=False),
        windows=(PRIVATE, TASK),
        is_apart=True,
    ),
    "um": Target(
        name="um",
        description="the same kernel as an ordinary Linux process",
        prefix="",
        image="kmap-um",
        accelerators=(),
        needs={"build": (MAKE, *HOST_COMPILER), "run": ()},
        windows=(TASK,),
        is_thorough=True,
    ),
}

# Parts of the checks that are no machine of ours: what runs on the build machine, and everything.
HOST, ALL = "host", "all"
PARTS = (*TARGETS, HOST, LINUX, LINUX_COMPILE, LINUX_ALL, ALL)


def known_names() -> str:
    """The architectures, for messages."""
    return ", ".join(TARGETS)


def needs(name: str, purpose: str) -> tuple[Need, ...]:
    """What is needed for `purpose` on architecture `name`, or by one of the parts below it."""
    if purpose == TOOLCHAIN:
        return TOOLCHAIN_NEEDS
    if purpose == LINUX:
        return LINUX_NEEDS[name]
    if name in (LINUX, LINUX_ALL, LINUX_COMPILE):
        return linux_needs(name) if purpose == "check" else ()
    if name == HOST:
        return HOST_NEEDS.get(purpose, ())
    chosen = [each for each in TARGETS.values()
              if each.name == name or (name == ALL and not each.is_apart)]
    found = [need for target in chosen for need in target.needs.get(purpose, ())]
    if purpose in ("check", "lint", "convert", "docs"):
        found += HOST_NEEDS[purpose]
    if purpose in ("gdb", "check"):
        found.append(GDB)
    if name == ALL:
        found += needs(LINUX, purpose)
    return tuple(dict.fromkeys(found))
