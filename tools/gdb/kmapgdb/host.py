# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What the commands must know of a kernel: the class that its author writes.

kmap's own structures are read by their types. reference.py is an example; docs/gdb.md says more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import gdb

from kmapgdb import ptes


@dataclass(frozen=True)
class Task:
    """A task: `ctrl` is its struct kmap_ctrl.

    `cpu`: the number of the CPU that it runs on, or ran on last; None before it ran. `window`: its
    struct kmap_window, where windows are the tasks'; else None.
    """

    number: int
    name: str
    ctrl: gdb.Value
    cpu: int | None
    runs: bool
    window: gdb.Value | None = None

    def __str__(self) -> str:
        return f'task {self.number} "{self.name}"'


@dataclass(frozen=True)
class Cpu:
    """A CPU that is online: `task` is its current one.

    `window`: its struct kmap_window; None where windows are the tasks'.
    """

    number: int
    task: Task
    window: gdb.Value | None = None


class Host:
    """A kernel with kmap. Without the methods that return None here, the commands show less."""

    # An address shifted by it is the number of its page.
    page_shift = 12
    # A ptes.Format, where ptes.find() finds another one than that of the port.
    pte_format: ptes.Format | None = None

    def tasks(self) -> Iterable[Task]:
        """All tasks that have not ended, the idle tasks, too."""
        raise NotImplementedError

    def cpus(self) -> Iterable[Cpu]:
        """The CPUs that are online, in the order of their numbers."""
        raise NotImplementedError

    def private_pte(self, cpu: Cpu, slot: int) -> gdb.Value:
        """Where windows are private: the struct kmap_pte of a slot of another CPU.

        By an address that all CPUs share, that of the direct map, for instance: what is at
        kmap_host_private_pte() depends on the CPU that gdb looks from.
        """
        raise NotImplementedError

    def persistent_base(self) -> int | None:
        """kmap_host_persistent_base()."""
        return None

    def io_base(self) -> int | None:
        """kmap_host_io_base()."""
        return None

    def frame_of_page(self, _page: gdb.Value) -> int | None:
        """kmap_host_page_to_pfn() of a pointer."""
        return None

    def direct_frame(self, _address: int) -> int | None:
        """The frame at an address of the direct map; None for other addresses."""
        return None

    def now(self) -> int | None:
        """kmap_host_now(), or what it was a moment ago; nothing is called in the kernel."""
        return None

    def time_text(self, when: int) -> str:
        """A value of kmap_host_now(), for people."""
        return str(when)


_host: Host | None = None


def use(host: Host | None) -> None:
    """From now on, the commands are about this kernel."""
    global _host
    _host = host


def current() -> Host:
    """The kernel that use() named; raises gdb.GdbError."""
    if _host is None:
        raise gdb.GdbError("kmap: this is not the reference kernel, and no other host is known; "
                           "docs/gdb.md says how to write one (`help kmap`)")
    return _host
