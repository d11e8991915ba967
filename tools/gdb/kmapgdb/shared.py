# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The windows that all CPUs share: the persistent window, and the I/O window."""

from collections.abc import Iterator
from dataclasses import dataclass

import gdb

from kmapgdb import ptes, symbols
from kmapgdb.kernel import Kernel

# KMAP_PERSISTENT_COUNT_MASK: above it is the generation.
COUNT_MASK = 0xfffff


@dataclass(frozen=True)
class Persistent:
    """A page in the persistent window. `page` is None if it was given back to its allocator."""

    slot: int
    address: int | None
    pte: ptes.Pte
    page: int | None
    frame: int | None
    users: int


@dataclass(frozen=True)
class IoPage:
    """A page of the I/O window: which one of its mapping, and of how many."""

    address: int
    frame: int
    number: int
    pages: int


def _fetched(value: gdb.Value) -> gdb.Value:
    """With one access instead of one for each element."""
    value.fetch_lazy()
    return value


def _table(name: str) -> gdb.Value | None:
    """A table of the core; None where its family is left out."""
    found = gdb.lookup_global_symbol(name)
    return None if found is None else _fetched(found.value())


def _persistent_ptes() -> gdb.Value:
    """Pointers to the PTEs; a static variable of the core, whose name others may have, too."""
    for value in symbols.statics("ptes"):
        if value.type.code == gdb.TYPE_CODE_ARRAY and "kmap_pte *" in str(value.type):
            return _fetched(value)
    raise gdb.GdbError(f"kmap: there is no debug information about core/persistent.c: "
                       f"{symbols.HOW}")


def persistent_slots(kernel: Kernel) -> int | None:
    """How many pages the persistent window has; None where there is none."""
    table = _table("kmap_persistent_table")
    return None if table is None else table.type.range()[1] + 1


def persistent_waiters() -> int:
    """Tasks that wait for room in it."""
    return int(symbols.variable("kmap_persistent_waiters"))


def persistent_address(kernel: Kernel, slot: int) -> int | None:
    """The address of a slot; None if the host does not know where the window is."""
    base = kernel.host.persistent_base()
    return None if base is None else kernel.page_address(base, slot)


def _persistent_of(kernel: Kernel, slot: int, entry: gdb.Value, pte: gdb.Value) -> Persistent:
    page = int(entry["page"]) or None
    frame = kernel.host.frame_of_page(entry["page"]) if page else None
    return Persistent(slot, persistent_address(kernel, slot),
                      ptes.read(pte.dereference(), kernel.format), page, frame,
                      (int(entry["count"]) & COUNT_MASK) - 1)


def persistent(kernel: Kernel, slots: range | None = None) -> Iterator[Persistent]:
    """The pages that are mapped in the persistent window, or in some of its slots."""
    table, pointers = _table("kmap_persistent_table"), _persistent_ptes()
    for slot in slots or range(table.type.range()[1] + 1):
        if int(table[slot]["count"]) & COUNT_MASK:
            yield _persistent_of(kernel, slot, table[slot], pointers[slot])


def io_slots() -> int | None:
    """How many pages the I/O window has, without the guard at its end; None without one."""
    for table in symbols.statics("io_pages"):
        return table.type.range()[1]
    return None


def io_page(kernel: Kernel, number: int) -> IoPage | None:
    """A page of the I/O window; None if nothing is mapped there."""
    table = _fetched(symbols.statics("io_pages")[0])
    if not int(table[number]["owner"]):
        return None
    start = end = int(table[number]["start"])
    while end < table.type.range()[1] and int(table[end]["owner"]):
        end += 1
    return IoPage(kernel.page_address(kernel.host.io_base(), number), int(table[number]["pfn"]),
                  number - start, end - start)
