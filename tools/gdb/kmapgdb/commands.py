# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The commands. gdb shows their texts for `help kmap`."""

from collections.abc import Iterable

import gdb

from kmapgdb import host, kernel, reference, shared, show, where


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        gdb.write(f"{line}\n")


def _find_host() -> None:
    """The reference kernel is known without a host of the user's."""
    try:
        host.current()
    except gdb.GdbError:
        if reference.ReferenceKernel.is_here():
            host.use(reference.ReferenceKernel())


class Command(gdb.Command):
    """What all have in common: one argument, or none."""

    name = ""
    argument = ""

    def __init__(self) -> None:
        super().__init__(f"kmap {self.name}", gdb.COMMAND_DATA)

    def lines(self, of: kernel.Kernel, given: str) -> Iterable[str]:
        """What the command prints."""
        raise NotImplementedError

    def invoke(self, argument: str, _from_tty: bool) -> None:
        """Called by gdb."""
        given = argument.strip()
        if bool(given) != bool(self.argument):
            raise gdb.GdbError(f"usage: kmap {self.name} {self.argument}".rstrip())
        _find_host()
        _print(self.lines(kernel.current(), given))


class Kmap(gdb.Command):
    """Show the mappings of a kernel with kmap, while it is stopped.

The reference kernel is known. For another kernel, write a class that says what its tasks and
CPUs are, and name it in `use()`: tools/gdb/kmapgdb/host.py, docs/gdb.md. kmap, and what defines
the tasks and the CPUs, must be compiled with -g. Nothing is written, and nothing is called."""

    def __init__(self) -> None:
        super().__init__("kmap", gdb.COMMAND_DATA, prefix=True)

    def invoke(self, _argument: str, _from_tty: bool) -> None:
        """Called by gdb."""
        gdb.execute("help kmap")


class Tasks(Command):
    """Which tasks hold local mappings: addresses, slots, frames; in debug mode also who mapped them,
and when."""

    name = "tasks"

    def lines(self, of: kernel.Kernel, given: str) -> Iterable[str]:
        return show.tasks(of)


class CpuCommand(Command):
    """The window of a CPU, slot by slot: PTE, frame, owner, caller. Usage: kmap cpu NUMBER

Where windows are the tasks', that of the task that runs there. The PTE is the one in the page
tables of that CPU."""

    name = "cpu"
    argument = "NUMBER"

    def lines(self, of: kernel.Kernel, given: str) -> Iterable[str]:
        return show.cpu(of, int(gdb.parse_and_eval(given)))


class Where(Command):
    """What lies at an address: a slot and who holds it or gave it back, a guard, a page of the persistent
or the I/O window, the direct map. Usage: kmap where ADDRESS"""

    name = "where"
    argument = "ADDRESS"

    def lines(self, of: kernel.Kernel, given: str) -> Iterable[str]:
        size = gdb.lookup_type("long").sizeof
        address = int(gdb.parse_and_eval(given)) & (1 << 8 * size) - 1
        return where.where(of, address)


class PersistentCommand(Command):
    """The pages in the persistent window, that of kmap() and kunmap(): PTE, frame, users.

`kmap pool` is the same: the window's name in other kernels."""

    name = "persistent"

    def lines(self, of: kernel.Kernel, given: str) -> Iterable[str]:
        slots = shared.persistent_slots(of)
        if slots is None:
            return ["there is no persistent window (KMAP_PERSISTENT=0)"]
        entries = list(shared.persistent(of))
        base = of.host.persistent_base()
        unused = sum(not entry.users for entry in entries)
        begin = "" if base is None else f" from {base:#x}"
        return [f"{slots} slots{begin}: {len(entries)} mapped, {unused} of them without users; "
                f"{show.counted(shared.persistent_waiters(), 'task')} waiting for room",
                *(self._line(of, entry) for entry in entries)]

    @staticmethod
    def _line(of: kernel.Kernel, entry: shared.Persistent) -> str:
        address = "" if entry.address is None else f"{entry.address:#x}  "
        return f"  {address}slot {entry.slot}: {show.persistent_text(of, entry)}"


def register() -> None:
    """Tell gdb of them."""
    for command in (Kmap, Tasks, CpuCommand, Where, PersistentCommand):
        command()
    try:
        gdb.execute("alias kmap pool = kmap persistent")
    except gdb.error:
        pass  # This file was read before.
