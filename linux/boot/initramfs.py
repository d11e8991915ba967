# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The file system that a kernel starts with, as a cpio archive: no tool, and no root, is needed."""

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boot import kinds, source
from boot.apt import apt_of
from boot.commands import must
from boot.request import FOLDER, Request
from common import targets
from common.logs import environment
from common.outputs import write_bytes

INIT, OWN = (targets.REPOSITORY / "linux" / name for name in ("initramfs", "userland"))
MAGIC, ALIGNMENT, LAST = "070701", 4, "TRAILER!!!"
FOLDERS = ("bin", "dev", "etc", "lib", "proc", "sbin", "sys", "tmp", "usr", "usr/bin", "usr/lib",
           "usr/sbin")
# Character or block, major and minor number.
DEVICES = {"console": ("c", 5, 1), "null": ("c", 1, 3), "zero": ("c", 1, 5), "kmsg": ("c", 1, 11),
           "urandom": ("c", 1, 9), "loop-control": ("c", 10, 237),
           "btrfs-control": ("c", 10, 234), "ram0": ("b", 1, 0),
           "loop0": ("b", 7, 0), "loop1": ("b", 7, 1)}
# What the file system tests need of the unpacked packages.
PROGRAMS = ("sbin/mke2fs", "sbin/e2fsck", "bin/mkfs.btrfs", "sbin/mkfs.btrfs", "bin/btrfs",
            "lib/ld-linux*.so*", "lib/*-linux-*/*.so*", "usr/lib/*-linux-*/*.so*")
# The program that is the first process where Debian has none. A build of Linux has a folder
# "init". No library, nothing but it.
PROCESS = "first-process"
COMPILER_FLAGS = (
    "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-ffreestanding", "-fno-pic", "-no-pie",
    "-fno-stack-protector", "-fno-tree-loop-distribute-patterns", "-nostdlib", "-static",
    "-Wl,-e,machine_start", "-Wl,--build-id=none")
MACHINE_FLAGS = {"powerpc": (), "mips": ("-msoft-float", "-mno-abicalls", "-G0"),
                 "sparc": ("-m32", "-mcpu=v8")}
# Copies of a block whose length is no multiple of a page's: no two pages are equal.
PATTERN_BYTES, FILE_COPIES = 1_000_003, 67


@dataclass(frozen=True)
class Entry:
    """A file, folder, link or device of the archive."""

    name: str
    mode: int
    content: bytes = b""
    device: tuple[int, int] = (0, 0)


def file_entry(name: str, content: bytes, mode: int = 0o644) -> Entry:
    """A file."""
    return Entry(name, stat.S_IFREG | mode, content)


def link_entry(name: str, to: str) -> Entry:
    """A symbolic link."""
    return Entry(name, stat.S_IFLNK | 0o777, to.encode())


def device_entry(name: str, kind: str, major: int, minor: int) -> Entry:
    """A device."""
    return Entry(name, (stat.S_IFCHR if kind == "c" else stat.S_IFBLK) | 0o600,
                 device=(major, minor))


def padded(data: bytes) -> bytes:
    """Data with zeros up to the alignment of the archive."""
    return data + bytes(-len(data) % ALIGNMENT)


def packed(entry: Entry, number: int) -> bytes:
    """An entry in the form "newc"."""
    name = entry.name.encode() + b"\0"
    fields = (number, entry.mode, 0, 0, 1, 0, len(entry.content), 0, 0, *entry.device,
              len(name), 0)
    head = MAGIC + "".join(f"{field:08X}" for field in fields)
    return padded(head.encode() + name) + padded(entry.content)


def archive(entries: list[Entry]) -> bytes:
    """A cpio archive."""
    everything = [*entries, Entry(LAST, 0)]
    return b"".join(packed(entry, number) for number, entry in enumerate(everything, 1))


def pattern() -> bytes:
    """The block that the tests fill files with: always the same, and half of it compresses."""
    count = PATTERN_BYTES // 64 + 1
    return b"".join(hashlib.sha256(b"%d" % at).digest() * 2 for at in range(count))[:PATTERN_BYTES]


def base_entries() -> Iterator[Entry]:
    """What every archive has."""
    yield from (Entry(name, stat.S_IFDIR | 0o755) for name in FOLDERS)
    yield from (device_entry(f"dev/{name}", *which) for name, which in DEVICES.items())


def test_entries() -> Iterator[Entry]:
    """The tests that run in the shell, and what they need."""
    yield from (file_entry(path.name, path.read_bytes(), 0o755)
                for path in sorted(INIT.iterdir()))
    block = pattern()
    yield file_entry("pattern", block)
    yield file_entry("pattern.md5", hashlib.md5(block * FILE_COPIES).hexdigest().encode() + b"\n")


def entry_of(folder: Path, path: Path) -> Entry:
    """The entry for an unpacked file or link."""
    name = str(path.relative_to(folder))
    if path.is_symlink():
        return link_entry(name, str(path.readlink()))
    return file_entry(name, path.read_bytes(), path.stat().st_mode & 0o777)


def program_entries(folder: Path, full: bool) -> Iterator[Entry]:
    """The programs of unpacked packages."""
    yield entry_of(folder, folder / "bin/busybox")
    yield link_entry("bin/sh", "busybox")
    if not full:
        return
    found = sorted({path for each in PROGRAMS for path in folder.glob(each)})
    parents = sorted({parent for path in found for parent in path.relative_to(folder).parents})
    yield from (Entry(str(parent), stat.S_IFDIR | 0o755) for parent in parents
                if str(parent) not in (".", *FOLDERS))
    yield from (entry_of(folder, path) for path in found if not path.is_dir())


def debian_entries(request: Request) -> Iterator[Entry]:
    """Programs of Debian, and the tests that run in them. Raises Failed."""
    full = request.kernel == kinds.FULL
    names = kinds.SHELL_PACKAGES + (kinds.FILESYSTEM_PACKAGES if full else ())
    apt = apt_of(FOLDER / "apt", kinds.USERLAND_SUITE, request.arch.debian)
    folder = FOLDER / "programs" / f"{request.arch.debian}-{request.kernel}"
    source.unpacked_programs(apt.packages(names), folder)
    yield from test_entries()
    yield from program_entries(folder, full)


def compiler(arch: kinds.Arch, program: Path) -> list[str]:
    """The command that makes our own first process."""
    return [f"{arch.prefix}gcc", *COMPILER_FLAGS, *MACHINE_FLAGS[arch.make],
            f"-I{OWN / arch.make}", "-o", str(program), str(OWN / "init.c")]


def own_entries(request: Request) -> Iterator[Entry]:
    """Our own first process. Raises Failed."""
    program = request.output / PROCESS
    must("the first process is compiled", compiler(request.arch, program),
         request.output / f"{PROCESS}.log", lambda _number, line: line, env=environment())
    yield file_entry("init", program.read_bytes(), 0o755)


def make(request: Request, *more: Entry) -> Path:
    """Write the archive for a request, with more entries; returns its path. Raises Failed."""
    entries = debian_entries(request) if request.arch.debian else own_entries(request)
    path = request.output / "initramfs.cpio"
    write_bytes(path, archive([*base_entries(), *entries, *more]))
    return path
