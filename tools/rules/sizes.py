# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Rules on the size of ports and on the number of headers."""

import re
import subprocess

from rules.files import Files, Function
from rules.layers import without_comments

# The most lines of code of a host: with local mappings only, and with all families.
HOSTS = {"arch/template/host_local/kmap_host.h": 60, "kernel/include/kmap_host.h": 120}
# The most headers of include/kmap that <kmap/local.h> reads, including itself.
LOCAL, LOCAL_HEADERS_MOST = "include/kmap/local.h", 5
_COMPILER = ("gcc", "-std=gnu11", "-fsyntax-only", "-H", "-xc", "-Iinclude", "-Iarch/template",
             "-Iarch/template/host")
_NAMES_CALLER = "KMAP_CALLER"
_NOT_INLINED = ("KMAP_NAMES_CALLER", "__noinline__")


def code_lines(text: str) -> int:
    """The lines of a C file that are neither empty nor comments."""
    return sum(bool(line.strip()) for line in without_comments(text).splitlines())


def hosts(files: Files) -> list[str]:
    """Hosts that are too long or missing."""
    found = []
    for name, most in HOSTS.items():
        lines = code_lines(files.text(name)) if name in files.names else 0
        if not 0 < lines <= most:
            found.append(f"{name} has {lines} lines of code; {most} are allowed")
    return found


def local_headers(files: Files) -> list[str]:
    """The headers that <kmap/local.h> reads, if there are too many, or the compiler's errors."""
    done = subprocess.run([*_COMPILER, LOCAL], cwd=files.root, capture_output=True, text=True)
    read = {LOCAL, *re.findall(r"^\.+ (include/kmap/\S+)", done.stderr, re.MULTILINE)}
    if done.returncode:
        return done.stderr.splitlines()
    return [f"{LOCAL} reads {name}" for name in sorted(read)] \
        if len(read) > LOCAL_HEADERS_MOST else []


def _declarations(name: str, text: str) -> list[str]:
    """The declarations of a function, and the head of its definition."""
    return re.findall(rf"^(?:[a-z][^;{{}}=]*?[ *])?{name}\([^;{{]*", text, re.MULTILINE)


def _may_be_inlined(function: Function, files: Files, text: str) -> bool:
    """Whether a function uses its caller's address, and no declaration prevents inlining."""
    lines = files.text(function.path).splitlines()[function.first - 1:function.last]
    if not re.search(rf"\b{_NAMES_CALLER}\b", without_comments("\n".join(lines))):
        return False
    heads = _declarations(function.name, text)
    return not any(word in head for head in heads for word in _NOT_INLINED)


def callers(files: Files) -> list[str]:
    """Functions that name their caller in reports, but may be inlined: the name would be wrong."""
    text = "\n".join(without_comments(files.text(name))
                     for name in files.of(".c", ".h", under=("core/", "include/")))
    return [f"{each.path}:{each.first}: {each.name}() uses {_NAMES_CALLER} and may be inlined"
            for each in files.c_functions
            if each.path.startswith("core/") and _may_be_inlined(each, files, text)]
