# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The windows, slots and mappings of a kernel, read from its memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import gdb

from kmapgdb import host, ptes, symbols
from kmapgdb.host import Cpu, Task

CPU, PRIVATE, TASK = "cpu", "private", "task"


@dataclass(frozen=True)
class Note:
    """What debug mode recorded of a mapping. `unmapper` is None while it is held."""

    mapper: int
    unmapper: int | None
    when: int
    depth: int


@dataclass(frozen=True)
class Mapping:
    """A mapping that a task holds: its slots, the guard not included, and its first address."""

    task: Task
    start: int
    pages: int
    address: int
    frames: tuple[int | None, ...]
    note: Note | None


class Kernel:
    """What is mapped while the kernel is stopped. Make a new one for each command."""

    def __init__(self, of: host.Host):
        self.host = of
        built = symbols.configuration()
        self.kind = built["window"]
        self.guard = int(built["guard"])
        self.notes = bool(int(built["debug"]))
        self.slots = int(built["slots"]) << self.guard
        self.port = built["port"]

    @cached_property
    def format(self) -> ptes.Format:
        """That of the PTEs."""
        return self.host.pte_format or ptes.find(self.port, symbols.processor())

    @cached_property
    def tasks(self) -> list[Task]:
        """Those of the host."""
        return list(self.host.tasks())

    @cached_property
    def cpus(self) -> list[Cpu]:
        """Those that are online."""
        return list(self.host.cpus())

    def cpu(self, number: int) -> Cpu:
        """The CPU of this number; raises gdb.GdbError."""
        for each in self.cpus:
            if each.number == number:
                return each
        online = ", ".join(str(each.number) for each in self.cpus)
        raise gdb.GdbError(f"kmap: there is no CPU {number}; online are: {online or 'none'}")

    def page_address(self, base: int, index: int) -> int:
        """The address of a page of a window."""
        return base + (index << self.host.page_shift)

    def window_of(self, cpu: Cpu) -> gdb.Value:
        """The window in which the current task of a CPU maps."""
        return cpu.task.window if self.kind == TASK else cpu.window

    def pte(self, cpu: Cpu, slot: int) -> ptes.Pte:
        """The PTE of a slot in the page tables, as the CPU sees it."""
        window = self.window_of(cpu)
        if self.kind == PRIVATE:
            value = self.host.private_pte(cpu, slot)
        elif self.kind == TASK:
            value = window["ptes"][slot]
        else:
            value = window["slot"][slot]["pte"].dereference()
        return ptes.read(value, self.format)

    def saved(self, task: Task, slot: int) -> ptes.Pte:
        """The PTE that a task returns with."""
        return ptes.read(task.ctrl["pteval"][slot], self.format)

    @staticmethod
    def is_used(task: Task, slot: int) -> bool:
        """Whether a task has a slot, be it a guard."""
        return bool(int(task.ctrl["used"]) >> slot & 1)

    def start_of(self, task: Task, slot: int) -> int:
        """The first slot of the mapping that a slot in use belongs to."""
        while slot and int(task.ctrl["joined"]) >> slot & 1:
            slot -= 1
        return slot

    def pages_from(self, task: Task, start: int) -> int:
        """The pages of the mapping that begins at a slot: without its guard."""
        both, end = int(task.ctrl["used"]) & int(task.ctrl["joined"]), start + 1
        while end < self.slots and both >> end & 1:
            end += 1
        return end - start - self.guard

    def base_of(self, task: Task) -> int | None:
        """The address of slot 0 of a task; None before it ran."""
        if self.kind == TASK:
            return int(task.window["base"])
        windows = {cpu.number: cpu.window for cpu in self.cpus}
        return int(windows[task.cpu]["base"]) if task.cpu in windows else None

    def note(self, task: Task, slot: int) -> Note | None:
        """The note of a slot, if debug mode took one."""
        if not self.notes:
            return None
        note = task.ctrl["note"][slot]
        if not int(note["mapper"]):
            return None
        return Note(int(note["mapper"]), int(note["unmapper"]) or None, int(note["when"]),
                    int(note["context"]))

    def mapping_at(self, task: Task, slot: int) -> Mapping:
        """The mapping of a slot in use."""
        start = self.start_of(task, slot)
        pages = self.pages_from(task, start)
        frames = tuple(self.saved(task, nr).frame for nr in range(start, start + pages))
        base = self.base_of(task)
        address = self.page_address(base, start) if base is not None else 0
        return Mapping(task, start, pages, address, frames, self.note(task, start))

    def mappings(self, task: Task) -> Iterator[Mapping]:
        """All that a task holds, from the lowest slot on."""
        slot = 0
        while slot < self.slots:
            if not self.is_used(task, slot):
                slot += 1
                continue
            mapping = self.mapping_at(task, slot)
            yield mapping
            # Forward, whatever a broken kernel has in its memory.
            slot = max(slot + 1, mapping.start + mapping.pages + self.guard)


def current() -> Kernel:
    """The kernel as it is now; raises gdb.GdbError."""
    return Kernel(host.current())
