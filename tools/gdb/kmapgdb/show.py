# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Mappings as text."""

from collections.abc import Iterator

from kmapgdb import symbols
from kmapgdb.host import Cpu, Task
from kmapgdb.kernel import Kernel, Mapping, Note
from kmapgdb.ptes import Pte
from kmapgdb.shared import Persistent

NOT_RECORDED = "caller and time not recorded"
WHY_NOT_RECORDED = "(debug mode, KMAP_DEBUG=1, records who mapped a page, and when)"


def counted(number: int, what: str) -> str:
    """A number of things."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def slots_text(start: int, count: int) -> str:
    """Adjacent slots."""
    return f"slot {start}" if count == 1 else f"slots {start}-{start + count - 1}"


def frame_text(frame: int | None) -> str:
    """The frame of a PTE."""
    return "none" if frame is None else f"{frame:#x}"


def frames_text(frames: tuple[int | None, ...]) -> str:
    """Those of a mapping."""
    word = "frame" if len(frames) == 1 else "frames"
    return f"{word} {', '.join(map(frame_text, frames))}"


def pte_text(pte: Pte) -> str:
    """All of a PTE; what is left in one that maps nothing says nothing."""
    return "none" if pte.frame is None else f"{pte.number:#x}"


def note_text(kernel: Kernel, note: Note | None) -> str:
    """Who mapped it, and when."""
    if note is None:
        return NOT_RECORDED
    text = f"mapped by {symbols.code_text(note.mapper)} at {kernel.host.time_text(note.when)}"
    now = kernel.host.now()
    if now is not None:
        text += f", {kernel.host.time_text(now - note.when)} ago" if now > note.when else ", just now"
    if note.depth:
        text += f", at interrupt depth {note.depth}"
    if note.unmapper is not None:
        text += f"; given back by {symbols.code_text(note.unmapper)}"
    return text


def task_text(task: Task) -> str:
    """A task and where it is."""
    if task.cpu is None:
        return f"{task}, which has not run"
    return f"{task} on CPU {task.cpu}, {'running' if task.runs else 'not running'}"


def mapping_text(kernel: Kernel, mapping: Mapping) -> str:
    """A mapping that a task holds."""
    where = slots_text(mapping.start, mapping.pages)
    return (f"{mapping.address:#x}  {where}, {counted(mapping.pages, 'page')}, "
            f"{frames_text(mapping.frames)}; {note_text(kernel, mapping.note)}")


def tasks(kernel: Kernel) -> Iterator[str]:
    """The tasks that hold something."""
    any_held = False
    for task in kernel.tasks:
        mappings = list(kernel.mappings(task))
        if mappings:
            any_held = True
            yield f"{task_text(task)}: {counted(len(mappings), 'mapping')}"
        for mapping in mappings:
            yield f"  {mapping_text(kernel, mapping)}"
    if not any_held:
        yield "no task holds a mapping"
    elif not kernel.notes:
        yield WHY_NOT_RECORDED


def owner_text(kernel: Kernel, cpu: Cpu, slot: int, pte: Pte) -> str:
    """Whose a slot of a CPU's window is, and who mapped it."""
    task = cpu.task
    if not kernel.is_used(task, slot):
        return "free" if pte.frame is None else "no owner: the current task does not hold it"
    mapping = kernel.mapping_at(task, slot)
    page = slot - mapping.start + 1
    if page > mapping.pages:
        return f"{task}, guard of slot {mapping.start}"
    saved = kernel.saved(task, slot)
    differs = "" if saved == pte else f" (the task's own copy is {pte_text(saved)})"
    several = "" if mapping.pages == 1 else f", page {page} of {mapping.pages}"
    return f"{task}{several}{differs}; {note_text(kernel, mapping.note)}"


def cpu(kernel: Kernel, number: int) -> Iterator[str]:
    """The window that a CPU uses."""
    of = kernel.cpu(number)
    base = int(kernel.window_of(of)["base"])
    yield f"CPU {number}: {of.task} runs; {kernel.slots} slots from {base:#x}"
    width = len(hex(kernel.page_address(base, kernel.slots)))
    yield f"slot  {'address':{width}}  {'PTE':18}  {'frame':10}  owner; caller"
    for slot in range(kernel.slots):
        pte = kernel.pte(of, slot)
        yield (f"{slot:4}  {kernel.page_address(base, slot):<#{width}x}  {pte_text(pte):18}  "
               f"{frame_text(pte.frame):10}  {owner_text(kernel, of, slot, pte)}")
    if not kernel.notes:
        yield WHY_NOT_RECORDED


def persistent_text(kernel: Kernel, entry: Persistent) -> str:
    """A page in the persistent window."""
    text = f"PTE {pte_text(entry.pte)}, frame {frame_text(entry.pte.frame)}, "
    text += counted(entry.users, "user")
    if entry.page is None:
        return f"{text}; the page was given back to its allocator"
    if entry.frame is not None and entry.frame != entry.pte.frame:
        return f"{text}; but its page is that of frame {frame_text(entry.frame)}"
    return text
