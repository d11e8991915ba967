# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Rules on licences and on layers."""

import re

from rules.files import Files

LICENCE = re.compile(r"SPDX-License-Identifier: \S")
LICENCE_LINES = 3
# The texts of the licences themselves.
LICENCE_TEXTS = re.compile(r"LICENSES/.*\.txt")
# Formats that have no comments.
NO_COMMENTS = (".json",)

PORTABLE = ("core/", "include/")
ARCHITECTURES = ("i386", "i486", "i686", "x86", "x86_64", "amd64", "arm", "aarch64", "mips",
                 "powerpc", "ppc", "sparc", "xtensa", "riscv", "microblaze", "csky", "nds32", "arc")
_NAMES = re.compile(
    rf"\b(?:_*(?:{'|'.join(ARCHITECTURES)})(?:el|eb|le|be|32|64)?_*|__linux(?:__)?|linux|qemu"
    r"|CONFIG_\w+)\b", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"][^>"]+[>"])', re.MULTILINE)
FREESTANDING = {"<stdbool.h>", "<stddef.h>", "<stdint.h>", "<limits.h>", "<stdarg.h>",
                "<stdalign.h>", "<stdnoreturn.h>", "<iso646.h>", "<float.h>"}
PORT = {"<kmap_arch.h>", "<kmap_host.h>", '"kmap_arch.h"', '"kmap_host.h"'}
CORE = "core/"


def licences(files: Files) -> list[str]:
    """Files whose first lines do not name a licence."""
    wanted = [name for name in files.names
              if not LICENCE_TEXTS.fullmatch(name) and not name.endswith(NO_COMMENTS)]
    heads = {name: files.text(name).splitlines()[:LICENCE_LINES] for name in wanted}
    return [f"{name} has none" for name, head in heads.items()
            if not any(LICENCE.search(line) for line in head)]


def without_comments(text: str) -> str:
    """C without comments; the lines keep their numbers."""
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


def names(files: Files) -> list[str]:
    """Names of architectures and hosts in portable code, except in comments."""
    found = []
    for name in files.of(".c", ".h", under=PORTABLE):
        for number, line in enumerate(without_comments(files.text(name)).splitlines(), 1):
            found += [f"{name}:{number}: {match[0]}" for match in _NAMES.finditer(line)]
    return found


def includes(files: Files) -> list[str]:
    """Includes in portable code of headers that an embedding kernel may not have."""
    found = []
    # The internal headers of the core.
    parts = {f'"{name.removeprefix(CORE)}"' for name in files.of(".h", under=(CORE,))}
    for name in files.of(".c", ".h", under=PORTABLE):
        own = parts if name.startswith(CORE) else set()
        for header in _INCLUDE.findall(files.text(name)):
            if header not in FREESTANDING | PORT | own and not header.startswith("<kmap/"):
                found.append(f"{name} includes {header}")
    return found
