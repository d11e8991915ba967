# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The one list of Linux versions, machines and tests. Tools are in common/targets.py."""

from dataclasses import dataclass

from common.targets import GIB


@dataclass(frozen=True)
class Arch:
    """A machine for Linux: Debian's name of it, and what make is told and gives."""

    name: str
    debian: str
    prefix: str
    goal: str
    image: str


ARCHES = {arch.name: arch for arch in (
    Arch("i386", "i386", "i686-linux-gnu-", "bzImage", "arch/x86/boot/bzImage"),
    Arch("arm", "armhf", "arm-linux-gnueabihf-", "zImage", "arch/arm/boot/zImage"),
)}

# The release of Debian that has the source of a version.
SUITES = {"6.1": "bookworm", "5.10": "bullseye"}
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
KERNEL_TESTS = {"selftest": ("6.1", "5.10"), "pinned": ("5.10",)}
DEFAULT_TESTS = ("memory", "selftest")

DEFAULT_CPUS, MOST_CPUS = 4, 8
# With less there is no high memory; with more there is no room for the structures of pages.
DEFAULT_MEMORY, LEAST_MEMORY, MOST_MEMORY = 4 * GIB, GIB, 16 * GIB
