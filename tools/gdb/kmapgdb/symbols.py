# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Variables, types and code addresses of the kernel, by its debug information."""

import re
from functools import cache

import gdb

HOW = "compile kmap, and what defines the tasks and the CPUs, with -g"


def variable(name: str) -> gdb.Value:
    """A global variable; raises gdb.GdbError."""
    found = gdb.lookup_global_symbol(name)
    if found is None or found.type is None:
        raise gdb.GdbError(f"kmap: there is no debug information about {name}: {HOW}")
    return found.value()


def addresses(array: gdb.Value) -> list[int]:
    """Those of the elements of an array."""
    first, size = int(array.address), array.type.target().sizeof
    return [first + number * size for number in range(array.type.range()[1] + 1)]


def statics(name: str) -> list[gdb.Value]:
    """The static variables of this name, of all files."""
    return [symbol.value() for symbol in gdb.lookup_static_symbols(name)]


def constant(name: str) -> int:
    """An enumerator."""
    return int(gdb.parse_and_eval(name))


def pointer_type(name: str) -> gdb.Type:
    """The type of pointers to a structure; raises gdb.GdbError."""
    try:
        return gdb.lookup_type(f"struct {name}").pointer()
    except gdb.error:
        raise gdb.GdbError(f"kmap: there is no debug information about struct {name}: {HOW}") \
            from None


def configuration() -> dict[str, str]:
    """What kmap was compiled with: the words and numbers in a symbol's name, see <kmap/types.h>."""
    return _configuration(gdb.current_progspace().filename)


@cache
def _configuration(_program: str) -> dict[str, str]:
    """That of this program."""
    said = gdb.execute("info variables -n ^kmap_built_with_", to_string=True)
    found = re.search(r"\bkmap_built_with_window_(?P<window>[a-z]+)_slots(?P<slots>\d+)_"
                      r"cpus(?P<cpus>\d+)_tasks(?P<tasks>\d+)_guard(?P<guard>\d)_debug(?P<debug>\d)_"
                      r"force\d_stats\d_persistent(?P<persistent>\d+)_io(?P<io>\d+)_(?P<port>\w+)",
                      said)
    if not found:
        raise gdb.GdbError("kmap: there is no kmap in this program, or it has no symbols")
    return found.groupdict()


# The same file may be another program now.
gdb.events.new_objfile.connect(lambda _event: _configuration.cache_clear())


def processor() -> str:
    """gdb's name of the processor."""
    return gdb.selected_inferior().architecture().name()


def code_text(address: int) -> str:
    """A return address as text: function, offset, and where that is."""
    said = gdb.execute(f"info symbol {address:#x}", to_string=True)
    found = re.match(r"(\S+)(?: \+ (\d+))? in section", said)
    name = f" {found[1]}+{int(found[2] or 0):#x}" if found else ""
    # The call is before it.
    line = gdb.find_pc_line(address - 1)
    place = f" ({line.symtab.filename}:{line.line})" if line.symtab and line.line else ""
    return f"{address:#x}{name}{place}"
