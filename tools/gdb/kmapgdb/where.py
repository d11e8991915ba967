# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What lies at an address."""

from collections.abc import Iterator

from kmapgdb import shared, show, symbols
from kmapgdb.host import Task
from kmapgdb.kernel import CPU, PRIVATE, TASK, Kernel


def _windows(kernel: Kernel) -> tuple[int, int]:
    """The address of the first window, and how many lie side by side."""
    built = symbols.configuration()
    if kernel.kind == PRIVATE:
        return int(kernel.cpus[0].window["base"]), 1
    window = kernel.window_of(kernel.cpus[0])
    count = int(built["cpus" if kernel.kind == CPU else "tasks"])
    return kernel.page_address(int(window["base"]), -int(window["number"]) * kernel.slots), count


def _has_window(kernel: Kernel, task: Task, number: int) -> bool:
    """Whether a task maps in the window of this number, or in its own at the same address."""
    if kernel.kind == PRIVATE:
        return True
    return (int(task.window["number"]) if kernel.kind == TASK else task.cpu) == number


def _ptes(kernel: Kernel, number: int, slot: int) -> Iterator[str]:
    """The slot's PTE; where windows are private, that of each CPU."""
    if kernel.kind == TASK:
        for task in kernel.tasks:
            if _has_window(kernel, task, number):
                pte = kernel.saved(task, slot)
                yield f"  PTE {show.pte_text(pte)}, frame {show.frame_text(pte.frame)}"
        return
    for cpu in kernel.cpus:
        if kernel.kind == PRIVATE or cpu.number == number:
            pte = kernel.pte(cpu, slot)
            yield (f"  on CPU {cpu.number}: PTE {show.pte_text(pte)}, "
                   f"frame {show.frame_text(pte.frame)}")


def _of_task(kernel: Kernel, task: Task, slot: int) -> str:
    """What a slot is for a task; empty if it is free and always was."""
    if not kernel.is_used(task, slot):
        note = kernel.note(task, slot)
        given_back = note is not None and note.unmapper is not None
        return f"free for {show.task_text(task)}; {show.note_text(kernel, note)}" \
            if given_back else ""
    mapping = kernel.mapping_at(task, slot)
    page = slot - mapping.start + 1
    what = f"page {page} of {mapping.pages}" if page <= mapping.pages else "the guard"
    return (f"held by {show.task_text(task)}: {what} in "
            f"{show.mapping_text(kernel, mapping)}")


def _slot(kernel: Kernel, number: int, slot: int) -> Iterator[str]:
    yield from _ptes(kernel, number, slot)
    texts = [_of_task(kernel, task, slot) for task in kernel.tasks
             if _has_window(kernel, task, number)]
    yield from (f"  {text}" for text in texts if text)
    if not any(text.startswith("held") for text in texts):
        yield "  no task holds it"


def _in_windows(kernel: Kernel, address: int) -> Iterator[str]:
    """Nothing if the address is neither in the windows nor in a guard of them."""
    base, count = _windows(kernel)
    index = (address - base) >> kernel.host.page_shift
    slots = count * kernel.slots
    if index in (-1, slots):
        yield f"{address:#x} is in the guard {'before' if index < 0 else 'behind'} the windows"
    if not 0 <= index < slots:
        return
    number, slot = divmod(index, kernel.slots)
    whose = {CPU: f"of CPU {number}", PRIVATE: "of each CPU's window",
             TASK: f"of window {number}"}[kernel.kind]
    yield f"{address:#x} is in slot {slot} {whose}"
    yield from _slot(kernel, number, slot)


def _index_in(kernel: Kernel, address: int, base: int | None, pages: int | None) -> int | None:
    """The page of a shared window; None for another address, or where there is no window."""
    if base is None or pages is None:
        return None
    index = (address - base) >> kernel.host.page_shift
    return index if 0 <= index < pages else None


def _in_persistent(kernel: Kernel, address: int) -> Iterator[str]:
    slot = _index_in(kernel, address, kernel.host.persistent_base(),
                     shared.persistent_slots(kernel))
    if slot is None:
        return
    found = list(shared.persistent(kernel, range(slot, slot + 1)))
    text = show.persistent_text(kernel, found[0]) if found else "nothing is mapped there"
    yield f"{address:#x} is in slot {slot} of the persistent window: {text}"


def _in_io(kernel: Kernel, address: int) -> Iterator[str]:
    number = _index_in(kernel, address, kernel.host.io_base(), shared.io_slots())
    if number is None:
        return
    page = shared.io_page(kernel, number)
    text = (f"page {page.number + 1} of {page.pages}, frame {page.frame:#x}" if page
            else "nothing is mapped there")
    yield f"{address:#x} is in the I/O window: {text}"


def _in_direct_map(kernel: Kernel, address: int) -> Iterator[str]:
    frame = kernel.host.direct_frame(address)
    if frame is not None:
        yield f"{address:#x} is in the direct map: frame {frame:#x}"


def where(kernel: Kernel, address: int) -> Iterator[str]:
    """What lies there."""
    for place in (_in_windows, _in_persistent, _in_io, _in_direct_map):
        lines = list(place(kernel, address))
        if lines:
            yield from lines
            return
    yield f"{address:#x} is in no window of kmap"
