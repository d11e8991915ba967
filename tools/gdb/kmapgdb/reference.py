# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The reference kernel, kernel/ in this repository, as a host."""

from collections.abc import Iterator

import gdb

from kmapgdb import ptes, symbols
from kmapgdb.host import Cpu, Host, Task

# Of the process, whatever its processor is.
UM_FORMAT = ptes.Format(0x1, 12, 52)


class ReferenceKernel(Host):
    """The reference kernel."""

    def __init__(self) -> None:
        self.constants = symbols.variable("debugger_constants")
        self.page_shift = int(self.constants["page_shift"])
        if gdb.lookup_global_symbol("kmap_um_page_map"):
            self.pte_format = UM_FORMAT

    @staticmethod
    def is_here() -> bool:
        """Whether the program that gdb has is this kernel."""
        return gdb.lookup_global_symbol("debugger_constants") is not None

    @staticmethod
    def _task(task: gdb.Value) -> Task:
        """A struct task."""
        cpu = int(task["cpu"]["number"]) if int(task["cpu"]) else None
        windows = task["window"]
        window = windows[0] if windows.type.range()[1] >= 0 else None
        return Task(int(task["id"]), task["name"].string(), task["kmap"], cpu,
                    bool(task["running"]), window)

    def tasks(self) -> Iterator[Task]:
        unused = symbols.constant("TASK_UNUSED")
        for address in symbols.addresses(symbols.variable("task_stacks")):
            # At the bottom of its stack, which gdb would read as well.
            task = gdb.Value(address).cast(symbols.pointer_type("task")).dereference()
            if int(task["state"]) != unused:
                yield self._task(task)

    def cpus(self) -> Iterator[Cpu]:
        cpus = symbols.variable("cpus")
        for number in range(cpus.type.range()[1] + 1):
            cpu = cpus[number]
            if cpu["online"]:
                yield Cpu(number, self._task(cpu["current"].dereference()), cpu["window"])

    def private_pte(self, cpu: Cpu, slot: int) -> gdb.Value:
        # The tables of all CPUs side by side, where all CPUs see them.
        tables = next(value for value in symbols.statics("tables")
                      if "private_tables" in str(value.type))
        first = int(self.constants["private_offset"]) // tables[0]["pte"][0].type.sizeof
        return tables[cpu.number]["pte"][first + slot]

    def persistent_base(self) -> int:
        return int(self.constants["persistent_base"])

    def io_base(self) -> int:
        return int(self.constants["io_base"])

    def frame_of_page(self, page: gdb.Value) -> int:
        return int(page - symbols.variable("mem_map"))

    def direct_frame(self, address: int) -> int | None:
        offset = address - int(self.constants["direct_base"])
        if not 0 <= offset < int(symbols.variable("low_bytes")):
            return None
        return int(self.constants["direct_first"]) + (offset >> self.page_shift)

    def now(self) -> int:
        """Of the last tick of any CPU."""
        cpus = symbols.variable("cpus")
        ticks = [int(cpus[cpu.number]["tick_ns"]) for cpu in self.cpus()]
        return max(ticks, default=0) - int(self.constants["tick_ns"])

    def time_text(self, when: int) -> str:
        return f"{when / 1e9:.9f} s"
