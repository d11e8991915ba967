# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The one list of Linux versions, machines and tests. Tools are in common/targets.py."""

from dataclasses import dataclass

from common.targets import GIB, MIB


@dataclass(frozen=True)
class Room:
    """What a machine can have. Too little RAM, and there is no high memory."""

    most_cpus: int = 8
    default_cpus: int = 4
    memory: int = 4 * GIB
    least_memory: int = GIB
    most_memory: int = 16 * GIB


@dataclass(frozen=True)
class Arch:
    """A machine for Linux.

    `make` is Linux's name of the architecture, `debian` Debian's, for its programs: empty if
    there are none, and then the first process is ours, linux/userland. `lists` are those of its
    symbols, if it shares one with another machine.
    """

    name: str
    make: str
    debian: str
    prefix: str
    goal: str
    image: str
    room: Room = Room()
    high_memory: bool = True
    lists: tuple[str, ...] = ()

    @property
    def fragments(self) -> tuple[str, ...]:
        """The lists of symbols that the machine has for each kernel."""
        programs = ("programs",) if self.debian else ()
        return ("base", *(self.lists or (self.name,)), *programs)


@dataclass(frozen=True)
class Compiled(Arch):
    """An architecture for which files are compiled, and no kernel is built or booted."""

    debian: str = ""
    prefix: str = ""
    goal: str = ""
    image: str = ""
    high_memory: bool = False
    folder: str = "mm"
    # Whether the assembler knows all instructions of the processor.
    assembles: bool = True

    @property
    def fragments(self) -> tuple[str, ...]:
        """The lists of symbols."""
        return (f"compile-{self.name}",)

    @property
    def own_goal(self) -> str:
        """Its own files that have to do with memory."""
        return f"arch/{'x86' if self.make == 'x86_64' else self.make}/{self.folder}/"


I386 = {"make": "i386", "debian": "i386", "prefix": "i686-linux-gnu-", "goal": "bzImage",
        "image": "arch/x86/boot/bzImage"}
ARM = {"make": "arm", "debian": "armhf", "prefix": "arm-linux-gnueabihf-", "goal": "zImage",
       "image": "arch/arm/boot/zImage"}
# What QEMU starts as it is.
ELF = {"debian": "", "goal": "vmlinux", "image": "vmlinux"}
ARCHES = {arch.name: arch for arch in (
    # With more RAM there is no room for the structures of pages.
    Arch("i386", **I386, lists=("x86", "i386")),
    # QEMU puts RAM from 3 GiB on above 4 GiB, where two levels do not reach.
    Arch("i386-twolevel", **I386, room=Room(memory=3 * GIB, most_memory=3 * GIB),
         lists=("x86", "i386-twolevel")),
    Arch("arm", **ARM, lists=("armv7", "arm")),
    # RAM begins at 1 GiB.
    Arch("arm-short", **ARM, room=Room(memory=3 * GIB, most_memory=3 * GIB), lists=("armv7",)),
    Arch("powerpc", "powerpc", prefix="powerpc-linux-gnu-", **ELF,
         room=Room(memory=2 * GIB, most_memory=6 * GIB)),
    # Without a coherence manager QEMU has one processor, and with one no high memory.
    Arch("mips", "mips", prefix="mipsel-linux-gnu-", **ELF,
         room=Room(most_cpus=1, default_cpus=1, memory=2 * GIB, least_memory=512 * MIB,
                   most_memory=2 * GIB)),
    # QEMU runs several in turn only, and each map and unmap waits for the turns of all.
    Arch("sparc", "sparc", prefix="sparc64-linux-gnu-", **ELF,
         room=Room(most_cpus=1, default_cpus=1, memory=512 * MIB, least_memory=256 * MIB,
                   most_memory=512 * MIB)),
)}

# The release of Debian that has the source of a version.
SUITES = {"6.1": "bookworm", "6.12": "trixie", "5.10": "bullseye"}
# The release whose programs run in the kernels, and the packages that they are in.
USERLAND_SUITE = "bookworm"
SHELL_PACKAGES = ("busybox-static",)
FILESYSTEM_PACKAGES = (
    "e2fsprogs", "btrfs-progs", "libc6", "libblkid1", "libcom-err2", "libext2fs2", "libss2",
    "libuuid1", "libudev1", "libzstd1", "liblzo2-2", "zlib1g", "libgcc-s1")

# Each test, and the kernel that it needs: a name in linux/config.
SMALL, FULL = "small", "full"
TESTS = {"memory": SMALL, "selftest": SMALL, "pinned": SMALL, "load": FULL}
# Those that run in a kernel with kmap, when its command line says so; and the versions that
# have them.
KERNEL_TESTS = {"selftest": ("6.1", "6.12", "5.10"), "pinned": ("5.10",)}
DEFAULT_TESTS = ("memory", "selftest")
# Of these only files are compiled (compiling.py).
COMPILED = {arch.name: arch for arch in (
    Compiled("sparc", "sparc", prefix="sparc64-linux-gnu-", high_memory=True),
    Compiled("arc", "arc", prefix="arc-linux-gnu-", high_memory=True),
    # Debian's assembler is for a smaller processor.
    Compiled("xtensa", "xtensa", prefix="xtensa-lx106-elf-", high_memory=True, assembles=False),
    Compiled("alpha", "alpha", prefix="alpha-linux-gnu-"),
    Compiled("parisc", "parisc", prefix="hppa-linux-gnu-"),
    Compiled("sh", "sh", prefix="sh4-linux-gnu-"),
    Compiled("m68k", "m68k", prefix="m68k-linux-gnu-"),
    Compiled("openrisc", "openrisc", prefix="or1k-elf-"),
    Compiled("x86_64", "x86_64", prefix=""),
    Compiled("arm64", "arm64", prefix="aarch64-linux-gnu-"),
    Compiled("um", "um", prefix="", folder="kernel"),
)}

# What must be nowhere in a tree with kmap: architectures that no compiler is here for are
# looked through for it, too.
GONE = {
    "6.1": ("kmap_ctrl.idx",),
    "6.12": ("kmap_ctrl.idx",),
    "5.10": ("kmap_atomic_high_prot", "kmap_atomic_idx", "KM_TYPE_NR", "kmap_types.h",
             "io_mapping_map_atomic_wc"),
}

# What `make linux-bench` and `make linux-latency` do in a machine, in place of tests: each
# loads a module, in the one kernel for that.
BENCH, LATENCY = "bench", "latency"
# What linux/compile does, in place of tests.
COMPILE = "compile"
KERNELS = {**TESTS, BENCH: BENCH, LATENCY: BENCH, COMPILE: COMPILE}
