# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What a user of `make linux` wants, checked before anything is done."""

import argparse
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from boot import kinds
from common import targets
from common.program import BadInput
from common.units import parse_size, show_size

FOLDER = targets.REPOSITORY / "build" / "linux"
# What linux/apply leaves in a tree, for linux/revert.
APPLIED = ".kmap-applied"
# What a build inside a tree leaves behind; make then refuses to build outside of it.
BUILT_INSIDE = (".config", "include/config", "arch/x86/include/generated")
_VERSION = re.compile(r"^(VERSION|PATCHLEVEL) *= *(\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Request:
    """A checked request. `tree` is the user's own, if any."""

    arch: kinds.Arch
    version: str
    tree: Path | None
    kmap: bool
    tests: tuple[str, ...]
    debug: bool
    cpus: int
    memory: int

    @property
    def kernel(self) -> str:
        """The smallest kernel that can run all the tests."""
        needed = {kinds.KERNELS[test] for test in self.tests}
        larger = (kinds.BENCH, kinds.COMPILE, kinds.FULL)
        return next((name for name in larger if name in needed), kinds.SMALL)

    @property
    def folder(self) -> Path:
        """Where everything of this version goes."""
        return FOLDER / self.version

    @property
    def origin(self) -> str:
        """A word for the source, for the names of folders."""
        if self.tree:
            return "tree-" + hashlib.sha256(bytes(self.tree)).hexdigest()[:8]
        return "kmap" if self.kmap else "stock"

    @property
    def source(self) -> Path:
        """The tree to build."""
        return self.tree or self.folder / ("source" if self.kmap else "source-stock")

    @property
    def output(self) -> Path:
        """Where the kernel is built, and the logs are kept."""
        words = [self.arch.name, self.kernel, *(["debug"] if self.debug else []), self.origin]
        return self.folder / "-".join(words)

    def __str__(self) -> str:
        size = f"{self.cpus} CPUs, {show_size(self.memory)} RAM"
        how = "with kmap" if self.kmap else "as it comes"
        debug = ", debugging" if self.debug else ""
        return (f"Linux {self.version} {how}, {self.arch.name}, {self.kernel} kernel{debug}, "
                f"{size}; tests: {', '.join(self.tests)}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options, named after the variables of the Makefile."""
    parser.add_argument("--arch", default="i386", help=", ".join(kinds.ARCHES))
    parser.add_argument("--version", help=", ".join(kinds.SUITES))
    parser.add_argument("--tree", help="a source tree of your own")
    parser.add_argument("--kmap", default="1", help="0: the tree as it is; 1: with kmap")
    parser.add_argument("--test", default=",".join(kinds.DEFAULT_TESTS),
                        help=", ".join(kinds.TESTS))
    parser.add_argument("--debug", default="0", help="1: with checks of the kernel's own")
    parser.add_argument("--cpus")
    parser.add_argument("--mem")


def chosen(variable: str, value: str, known: list[str]) -> str:
    """A value that is one of the known ones; raises BadInput."""
    if value not in known:
        raise BadInput(f"there is no {variable}={value}; known: {', '.join(known)}")
    return value


def tests_of(arch: kinds.Arch, text: str) -> tuple[str, ...]:
    """The tests of a list with commas, each once."""
    words = [word for word in text.split(",") if word]
    if not words:
        raise BadInput(f"TEST= names no test; known: {', '.join(kinds.TESTS)}")
    tests = tuple(dict.fromkeys(chosen("TEST", word, list(kinds.TESTS)) for word in words))
    large = [test for test in tests if kinds.TESTS[test] == kinds.FULL]
    if large and not arch.debian:
        raise BadInput(f"TEST={large[0]} needs programs of Debian, and there are none for "
                       f"ARCH={arch.name}")
    return tests


def version_of_makefile(text: str) -> str:
    """The version that the Makefile of a tree states, as "6.1"; empty if it states none."""
    found = dict(_VERSION.findall(text))
    return f"{found['VERSION']}.{found['PATCHLEVEL']}" if len(found) == 2 else ""


def check_tree(tree: Path, kmap: bool) -> str:
    """The version of a user's tree, if it can be built; raises BadInput."""
    if not (tree / "Kbuild").is_file() or not (tree / "Makefile").is_file():
        raise BadInput(f"TREE={tree} is not a Linux source tree")
    version = version_of_makefile((tree / "Makefile").read_text(encoding="utf-8"))
    if version not in kinds.SUITES:
        raise BadInput(f"TREE={tree} is Linux {version or 'of no known version'}; "
                       f"known: {', '.join(kinds.SUITES)}")
    if any((tree / name).exists() for name in BUILT_INSIDE):
        raise BadInput(f"TREE={tree} was built inside; `make -C {tree} mrproper` cleans it")
    if kmap and not (tree / APPLIED).exists():
        raise BadInput(f"TREE={tree} has no kmap: run `linux/apply {tree}`, or say KMAP=0")
    return version


def tree_and_version(tree: str | None, version: str | None, kmap: bool) -> tuple[Path | None, str]:
    """The user's tree, if any, and the version to build."""
    if version is not None:
        chosen("VERSION", version, list(kinds.SUITES))
    if tree is None:
        return None, version or next(iter(kinds.SUITES))
    path = Path(tree).resolve()
    if not path.is_dir():
        raise BadInput(f"TREE={tree} is not a folder")
    its_own = check_tree(path, kmap)
    if version not in (None, its_own):
        raise BadInput(f"TREE={tree} is Linux {its_own}, not VERSION={version}")
    return path, its_own


def cpus_of(arch: kinds.Arch, text: str | None) -> int:
    """The number of processors."""
    if text is None:
        return arch.room.default_cpus
    if not text.isdecimal() or not 1 <= int(text) <= arch.room.most_cpus:
        raise BadInput(f"CPUS={text}: ARCH={arch.name} has 1 to {arch.room.most_cpus} processors")
    return int(text)


def memory_of(arch: kinds.Arch, text: str | None) -> int:
    """The size of RAM."""
    if text is None:
        return arch.room.memory
    try:
        size = parse_size(text)
    except ValueError as error:
        raise BadInput(f"MEM={text}: {error}") from error
    if not arch.room.least_memory <= size <= arch.room.most_memory:
        raise BadInput(f"MEM={text}: ARCH={arch.name} has {show_size(arch.room.least_memory)} "
                       f"to {show_size(arch.room.most_memory)} of RAM")
    return size


def from_arguments(parsed: argparse.Namespace) -> Request:
    """The request that the options state; raises BadInput."""
    arch = kinds.ARCHES[chosen("ARCH", parsed.arch, list(kinds.ARCHES))]
    kmap = chosen("KMAP", parsed.kmap, ["0", "1"]) == "1"
    debug = chosen("DEBUG", parsed.debug, ["0", "1"]) == "1"
    tree, version = tree_and_version(parsed.tree, parsed.version, kmap)
    return Request(arch=arch, version=version, tree=tree, kmap=kmap,
                   tests=tests_of(arch, parsed.test), debug=debug,
                   cpus=cpus_of(arch, parsed.cpus), memory=memory_of(arch, parsed.mem))
