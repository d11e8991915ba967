# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Families that are left out: they declare nothing, compile to nothing, and need no hooks."""

import re
from collections.abc import Iterator
from pathlib import Path

from compiling.compiler import (INCLUDE, TEMPLATE, Case, Setup, Statements, accepted, compiled,
                                refused)
from compiling.objects import Objects, symbols
from compiling.sources import HEADER, contract, host_without, whole_core, write_host
from compiling.ports import hooks

# The headers of each family, its files in core/, and some uses of it.
HEADERS = {"KMAP_ATOMIC": ("atomic",), "KMAP_PERSISTENT": ("persistent", "internal/persistent"),
           "KMAP_IO": ("io",), "KMAP_HELPERS": ("helpers",)}
FAMILIES = tuple(HEADERS)
FILES = {"KMAP_ATOMIC": (), "KMAP_PERSISTENT": ("persistent", "reuse"), "KMAP_IO": ("io",),
         "KMAP_HELPERS": ("helpers_page", "helpers_range")}
# Used by both windows that all CPUs share.
SHARED_FILES = ("flush",)
USES = {"KMAP_ATOMIC": ("kmap_atomic(0)", "kmap_atomic_pfn(1)", "kunmap_atomic(0)"),
        "KMAP_PERSISTENT": ("kmap(0)", "kunmap(0)", "kmap_try(0)", "kmap_persistent_init()",
                            "kmap_flush_unused()", "(void)KMAP_PERSISTENT_SIZE"),
        "KMAP_IO": ("io_mapping_map_wc(0, 0, 1)", "io_mapping_unmap(0)", "(void)KMAP_IO_SIZE",
                    "(void)sizeof(struct io_mapping)"),
        "KMAP_HELPERS": ("kmap_copy_page(0, 0)", "kmap_clear_page(0)", "copy_highpage(0, 0)",
                         "kmap_memset_pages(0, 0, 0, 0, 0)")}
MISSING = r"implicit declaration of function '{0}'|'{0}' undeclared|incomplete type"
LINE_MARK = re.compile(r'# \d+ "([^"]*)"')


def without(sandbox: Path, *families: str) -> Setup:
    """A setup without these families, whose host lacks their hooks."""
    folder = write_host(sandbox / "-".join(("no", *families)), host_without(set(families)))
    switches = [f"{family}=0" for family in families if family in FAMILIES]
    return Setup(folders=(TEMPLATE, folder)).having(*switches)


def said_by(header: str, preprocessed: str) -> list[str]:
    """The lines that a header leaves after preprocessing, macros included."""
    found, place = [], ""
    for line in preprocessed.splitlines():
        mark = LINE_MARK.match(line)
        if mark:
            place = mark[1]
        elif line.strip() and place.endswith(f"/kmap/{header}.h"):
            found.append(line)
    return found


def silent(name: str, headers: tuple[str, ...], setup: Setup) -> Case:
    """Headers that must declare nothing except their include guards."""

    def check() -> str:
        _status, text = compiled(HEADER, setup, "-E", "-dD")
        problems = []
        for header in headers:
            guard = f"#define KMAP_{header.upper().replace('/', '_')}_H"
            said = said_by(header, text)
            problems += [line for line in said if line.strip() != guard]
            problems += [] if said else [f"{INCLUDE}/kmap/{header}.h was not read"]
        return "\n".join(problems)

    return Case(name, check)


def empty(name: str, files: tuple[str, ...], setup: Setup, objects: Objects) -> Case:
    """Core files whose objects must be empty, except for the symbol of the configuration."""

    def check() -> str:
        made = {path.stem: path for path in objects.core(setup)}
        return "\n".join(f"core/{file}.c has {symbol}" for file in files
                         for symbol in symbols(made[file]) if symbol != "kmap_config_asked")

    return Case(name, check)


def one_out(sandbox: Path, objects: Objects) -> Iterator[Case]:
    """Each family left out by itself."""
    for family in FAMILIES:
        setup = without(sandbox, family)
        yield accepted(f"the core compiles without {family}", whole_core(), setup)
        yield accepted(f"the core compiles without {family}, KMAP_DEBUG=1 KMAP_INLINE=0",
                       whole_core(), setup.having("KMAP_DEBUG=1", "KMAP_INLINE=0"))
        yield silent(f"without {family} its headers declare nothing", HEADERS[family], setup)
        if FILES[family]:
            yield empty(f"without {family} its files hold nothing", FILES[family], setup, objects)
        together = Statements(HEADER + "#include <kmap/linux_names.h>\n", setup)
        for use in USES[family]:
            name = re.search(r"\(void\)(\w+)|(\w+)\(", use)
            yield together.case(f"without {family} there is no {use}", f"{use};",
                                MISSING.format(name[1] or name[2]))


def all_out(sandbox: Path, objects: Objects) -> Iterator[Case]:
    """All families left out, and two at a time."""
    setup = without(sandbox, *FAMILIES)
    for flags in ((), ("KMAP_GUARD=1",), ("KMAP_DEBUG=1",), ("KMAP_INLINE=0", "KMAP_STATS=0")):
        words = f", {' '.join(flags)}" if flags else ""
        yield accepted(f"the core compiles without any family{words}", whole_core(),
                       setup.having(*flags))
    yield accepted("the core compiles without any family for a host that has no hook of debug mode",
                   whole_core(), without(sandbox, *FAMILIES, "KMAP_DEBUG"))
    yield silent("without any family their headers declare nothing",
                 tuple(header for headers in HEADERS.values() for header in headers), setup)
    files = tuple(file for files in FILES.values() for file in files) + SHARED_FILES
    yield empty("without any family their files hold nothing", files, setup, objects)
    shared = without(sandbox, "KMAP_PERSISTENT", "KMAP_IO")
    yield accepted("the core compiles without both shared windows", whole_core(), shared)


def example() -> Iterator[Case]:
    """The example of a host with local mappings only."""
    families = [f"{family}=0" for family in FAMILIES if family != "KMAP_HELPERS"]
    setup = Setup(folders=(TEMPLATE, TEMPLATE / "host_local")).having(*families)
    for flag in ("KMAP_HELPERS=0", "KMAP_HELPERS=1", "KMAP_GUARD=1", "KMAP_FORCE_MAP=1"):
        yield accepted(f"the example of a host with local mappings only compiles, {flag}",
                       whole_core(), setup.having(flag))


def asked_for(sandbox: Path) -> Iterator[Case]:
    """The hooks that each family and debug mode need: a host without them is refused."""
    everything = {*FAMILIES, "KMAP_DEBUG"}
    folder = write_host(sandbox / "lacks-all", host_without(everything))
    bare = set(hooks(host_without(everything)))
    for family in sorted(everything):
        setup = Setup(folders=(TEMPLATE, folder)).having(
            *(f"{each}={int(each == family)}" for each in sorted(everything)))
        for hook in sorted(set(hooks(host_without(everything - {family}))) - bare):
            yield refused(f"with {family} a host without {hook} is refused", contract(),
                          rf"'{hook}'", setup)
    yield accepted("a host without the hooks of debug mode will do without it", contract(),
                   without(sandbox, "KMAP_DEBUG"))


def cases(sandbox: Path, objects: Objects) -> Iterator[Case]:
    """All cases of this module; `sandbox` is a folder for hosts."""
    yield from one_out(sandbox, objects)
    yield from all_out(sandbox, objects)
    yield from example()
    yield from asked_for(sandbox)
