# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The tools that have to be installed: those that every architecture needs, and those of Linux."""

import platform
from dataclasses import dataclass

from common.toolchains import TOOLCHAINS


@dataclass(frozen=True)
class Need:
    """A tool: a command, a file, or a header that `compiler` finds; and its Debian package.

    `made_by`: it is in no package, and this command makes it. `is_optional`: what needs it is
    skipped without it.
    """

    name: str
    package: str
    compiler: str = ""
    made_by: str = ""
    is_optional: bool = False


MAKE = Need("make", "make")
SPATCH = Need("spatch", "coccinelle")
# It knows all processors, that of the build machine, too.
GDB = Need("gdb-multiarch", "gdb-multiarch")
# Opens the page of make report, in its tests and for the picture in README.md.
BROWSER = Need("chromium", "chromium", is_optional=True)
MARKDOWN = Need("markdown_py", "python3-markdown")
HOST_COMPILER = (Need("gcc", "gcc"), Need("stdio.h", "libc6-dev", compiler="gcc"))

# What is the same for every architecture.
HOST_NEEDS = {
    "build": (MAKE, *HOST_COMPILER),
    "run": (),
    "check": (
        MAKE, *HOST_COMPILER,
        Need("cmocka.h", "libcmocka-dev", compiler="gcc"),
        Need("spin", "spin"),
        # Compiles a port that no machine runs.
        Need("arc-linux-gnu-gcc", "gcc-arc-linux-gnu"),
        Need("clang", "clang"),
        # For the test of a kernel in C++. The C++ library of the first serves the second, too.
        Need("g++", "g++"),
        Need("clang++", "clang"),
        # libFuzzer's own part has no header in C; this comes in the same package.
        Need("sanitizer/asan_interface.h", "libclang-rt-dev", compiler="clang"),
        SPATCH,
        # For the manual pages and the documentation as one page.
        Need("groff", "groff-base"), MARKDOWN,
        BROWSER,
    ),
    "lint": (
        Need("gcc", "gcc"),
        Need("clang-format", "clang-format"),
        Need("clang-tidy", "clang-tidy"),
        Need("cppcheck", "cppcheck"),
        Need("sparse", "sparse"),
        Need("ctags", "universal-ctags"),
    ),
    # For make linux-convert and make checker.
    "convert": (SPATCH,),
    # For make docs-html.
    "docs": (MARKDOWN,),
}

# What `make linux` needs, for each machine.
LINUX, LINUX_ALL, LINUX_COMPILE = "linux", "linux-all", "linux-compile"
LINUX_TOOLS = (
    MAKE, *HOST_COMPILER, Need("flex", "flex"), Need("bison", "bison"), Need("bc", "bc"),
    Need("perl", "perl"), Need("xz", "xz-utils"),
)
LINUX_I386 = (*LINUX_TOOLS, Need("i686-linux-gnu-gcc", "gcc-i686-linux-gnu"),
              Need("qemu-system-i386", "qemu-system-x86"))
LINUX_ARM = (*LINUX_TOOLS, Need("arm-linux-gnueabihf-gcc", "gcc-arm-linux-gnueabihf"),
             Need("qemu-system-aarch64", "qemu-system-arm"))
LINUX_NEEDS = {
    "i386": LINUX_I386,
    "i386-twolevel": LINUX_I386,
    "arm": LINUX_ARM,
    "arm-short": LINUX_ARM,
    "powerpc": (*LINUX_TOOLS, Need("powerpc-linux-gnu-gcc", "gcc-powerpc-linux-gnu"),
                Need("qemu-system-ppc", "qemu-system-ppc")),
    "mips": (*LINUX_TOOLS, Need("mipsel-linux-gnu-gcc", "gcc-mipsel-linux-gnu"),
             Need("qemu-system-mipsel", "qemu-system-mips")),
    "sparc": (*LINUX_TOOLS, Need("sparc64-linux-gnu-gcc", "gcc-sparc64-linux-gnu"),
              Need("qemu-system-sparc", "qemu-system-sparc")),
}
# For the architectures of which files are compiled only. 64-bit x86 builds objtool.
LINUX_COMPILERS = (
    *LINUX_TOOLS, Need("libelf.h", "libelf-dev", compiler="gcc"),
    Need("sparc64-linux-gnu-gcc", "gcc-sparc64-linux-gnu"),
    Need("arc-linux-gnu-gcc", "gcc-arc-linux-gnu"),
    Need("xtensa-lx106-elf-gcc", "gcc-xtensa-lx106"),
    Need("alpha-linux-gnu-gcc", "gcc-alpha-linux-gnu"),
    Need("hppa-linux-gnu-gcc", "gcc-hppa-linux-gnu"),
    Need("sh4-linux-gnu-gcc", "gcc-sh4-linux-gnu"),
    Need("m68k-linux-gnu-gcc", "gcc-m68k-linux-gnu"),
    Need("or1k-elf-gcc", "gcc-or1k-elf"),
    Need("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
)
# The machines of `make check`; those of `make check-linux` are all.
LINUX_CHECKED = ("i386", "arm")


def linux_needs(part: str) -> tuple[Need, ...]:
    """What Linux needs: the machines of a part, and compilers for what is not booted."""
    machines = {LINUX: LINUX_CHECKED, LINUX_ALL: tuple(LINUX_NEEDS)}.get(part, ())
    compilers = () if part == LINUX else LINUX_COMPILERS
    return tuple(dict.fromkeys(
        [need for name in machines for need in LINUX_NEEDS[name]] + [*compilers]))


# What `make toolchain` needs. The sources are files of Debian's.
TOOLCHAIN = "toolchain"
BINUTILS_SOURCE = "/usr/src/binutils/binutils-2.40.tar.xz"
GCC_SOURCE = "/usr/src/gcc-12/gcc-12.2.0-dfsg.tar.xz"
TOOLCHAIN_NEEDS = (
    MAKE, *HOST_COMPILER, Need("g++", "g++"), Need("flex", "flex"), Need("bison", "bison"),
    Need("xz", "xz-utils"), Need("gmp.h", "libgmp-dev", compiler="gcc"),
    Need("mpfr.h", "libmpfr-dev", compiler="gcc"), Need("mpc.h", "libmpc-dev", compiler="gcc"),
    Need("zlib.h", "zlib1g-dev", compiler="gcc"),
    Need(BINUTILS_SOURCE, "binutils-source"), Need(GCC_SOURCE, "gcc-12-source"),
)

I386_NEEDS = {
    "build": (MAKE, Need("i686-linux-gnu-gcc", "gcc-i686-linux-gnu")),
    "run": (Need("qemu-system-i386", "qemu-system-x86"),),
}

ARM_NEEDS = {
    "build": (MAKE, Need("arm-linux-gnueabihf-gcc", "gcc-arm-linux-gnueabihf")),
    "run": (Need("qemu-system-arm", "qemu-system-arm"),),
}

ARM64_NEEDS = {
    "build": (MAKE, Need("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu")),
    "run": (Need("qemu-system-aarch64", "qemu-system-arm"),),
}

MIPS_NEEDS = {
    "build": (MAKE, Need("mipsel-linux-gnu-gcc", "gcc-mipsel-linux-gnu")),
    "run": (Need("qemu-system-mipsel", "qemu-system-mips"),),
}

POWERPC_NEEDS = {
    "build": (MAKE, Need("powerpc-linux-gnu-gcc", "gcc-powerpc-linux-gnu")),
    "run": (Need("qemu-system-ppc64", "qemu-system-ppc"),),
}

SPARC_NEEDS = {
    "build": (MAKE, Need("sparc64-linux-gnu-gcc", "gcc-sparc64-linux-gnu")),
    "run": (Need("qemu-system-sparc", "qemu-system-sparc"),),
}

# On a 64-bit PC the compiler of the system itself has this name, too.
X86_64_COMPILER = "gcc" if platform.machine() == "x86_64" else "gcc-x86-64-linux-gnu"
X86_64_NEEDS = {
    "build": (MAKE, Need("x86_64-linux-gnu-gcc", X86_64_COMPILER)),
    "run": (Need("qemu-system-x86_64", "qemu-system-x86"),),
}

XTENSA_NEEDS = {
    "build": (MAKE, Need("xtensa-lx106-elf-gcc", "gcc-xtensa-lx106")),
    "run": (Need("qemu-system-xtensa", "qemu-system-misc"),),
}

# The compiler is built here, so that this architecture is no part of the check of everything.
MICROBLAZE_NEEDS = {
    "build": (MAKE, Need(f"{TOOLCHAINS['microblaze'].prefix}gcc", "",
                         made_by="make toolchain ARCH=microblaze")),
    "run": (Need("qemu-system-microblazeel", "qemu-system-misc"),),
}


def riscv_needs(emulator: str) -> dict[str, tuple[Need, ...]]:
    """Both widths have one compiler."""
    return {"build": (MAKE, Need("riscv64-linux-gnu-gcc", "gcc-riscv64-linux-gnu")),
            "run": (Need(emulator, "qemu-system-misc"),)}
