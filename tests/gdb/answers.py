# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What the commands must say, by what the kernel itself has printed about its mappings."""

import re
from dataclasses import dataclass, field

from guest.console import Record

NOT_RECORDED = "caller and time not recorded"
# Which tasks run when the kernel stands at debugger_stop(), and on which CPU.
RUNNING = {"main": 0, "runner": 1}
CPUS = sorted(RUNNING.values())
# As deep in a page as this is each address that is looked up.
TASK = re.compile(r'^task (\d+) "(.*)" on CPU (\d+), (running|not running): (\d+) mappings?$')
MAPPING = re.compile(r"^  (0x[0-9a-f]+)  slots? (\d+)(?:-\d+)?, (\d+) pages?, "
                     r"frames? ([0-9a-fx, ]+); (.*)$")
ROW = re.compile(r"^ *(\d+)  (0x[0-9a-f]+) +(\S+) +(\S+) +(\S.*)$")
PERSISTENT = re.compile(r"^  (0x[0-9a-f]+)  slot (\d+): PTE (0x[0-9a-f]+), frame (0x[0-9a-f]+), "
                        r"(\d+) users?$")


@dataclass
class Facts:
    """What the kernel has printed, by the kinds of its records; and how it was built."""

    window: str = "cpu"
    debug: bool = False
    records: dict[str, list[Record]] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """One more."""
        self.records.setdefault(record.kind, []).append(record)

    def of(self, kind: str) -> list[Record]:
        """Those of a kind."""
        return self.records.get(kind, [])


def task_of(page: Record) -> str:
    """The task that holds a page, as the commands name it."""
    return f'task {page.number("id")} "{page.text("task")}"'


def place_of(page: Record) -> str:
    """The same, and where it is."""
    how = "running" if page.text("task") in RUNNING else "not running"
    return f"{task_of(page)} on CPU {page.number('cpu')}, {how}"


def note_problem(facts: Facts, page: Record, text: str) -> str:
    """Whether it is said who mapped a page, and when."""
    if not facts.debug:
        return "" if text == NOT_RECORDED else f"recorded without debug mode: {text}"
    wanted = [f"mapped by {page.number('mapper'):#x} ", f" at {page.number('when') / 1e9:.9f} s, "]
    if page.number("depth"):
        wanted.append(f", at interrupt depth {page.number('depth')}")
    missing = [each for each in wanted if each not in text]
    return f"'{missing[0]}' is not in '{text}'" if missing else ""


def pages_of_mapping(facts: Facts, page: Record) -> list[Record]:
    """The pages of the mapping that a page belongs to."""
    return [each for each in facts.of("held")
            if (each.text("task"), each.text("start")) == (page.text("task"), page.text("start"))]


def mapping_wanted(facts: Facts, page: Record) -> tuple[str, ...]:
    """What a line must say of the mapping: address, first slot, pages, frames."""
    pages = pages_of_mapping(facts, page)
    return (pages[0].text("address"), page.text("start"), page.text("pages"),
            ", ".join(each.text("pfn") for each in pages))


def tasks_problem(facts: Facts, text: str) -> str:
    """Whether `kmap tasks` says what all tasks hold, and no more."""
    wanted = {(place_of(page), *mapping_wanted(facts, page)): page for page in facts.of("held")}
    found: dict[tuple[str, ...], str] = {}
    task = ""
    for line in text.splitlines():
        head, mapping = TASK.match(line), MAPPING.match(line)
        if head:
            task = line.rpartition(":")[0]
        elif mapping:
            found[(task, *mapping.groups()[:4])] = mapping[5]
    if set(found) != set(wanted):
        return f"wanted {sorted(wanted)}, found {sorted(found)}"
    return next(filter(None, (note_problem(facts, wanted[key], found[key]) for key in wanted)), "")


def row_problem(facts: Facts, page: Record, row: tuple[str, ...]) -> str:
    """Whether a row of `kmap cpu` is that of a page."""
    wanted = (page.text("address"), page.text("pte"), page.text("pfn"))
    if row[:3] != wanted:
        return f"wanted {wanted}, found {row}"
    owner, _, note = row[3].partition("; ")
    part = f", page {page.number('slot') - page.number('start') + 1} of {page.number('pages')}"
    if owner != task_of(page) + (part if page.number("pages") > 1 else ""):
        return f"wanted {task_of(page)}, found {owner}"
    return note_problem(facts, page, note)


def cpu_problem(facts: Facts, number: int, text: str) -> str:
    """Whether `kmap cpu` shows what the task holds that runs there, and else nothing."""
    held = {page.number("slot"): page for page in facts.of("held")
            if RUNNING.get(page.text("task")) == number}
    rows = {int(row[1]): row.groups()[1:] for row in map(ROW.match, text.splitlines()) if row}
    if not held or not set(held) < set(rows):
        return f"held are the slots {sorted(held)}, shown are {sorted(rows)}"
    for slot, row in rows.items():
        problem = row_problem(facts, held[slot], row) if slot in held else ""
        if problem:
            return problem
    others = [row for slot, row in rows.items() if slot not in held]
    if any(row[1:3] != ("none", "none") for row in others):
        return f"a PTE in a slot that is not held: {others}"
    guards = sum(", guard of slot " in row[3] for row in others)
    wanted = len({page.text("start") for page in held.values()}) * facts.debug
    if guards != wanted or sum(row[3] == "free" for row in others) != len(others) - guards:
        return f"wanted {wanted} guards, and all others free: {others}"
    return ""


def persistent_problem(facts: Facts, text: str) -> str:
    """Whether `kmap persistent` shows the pages and their users."""
    found = [(row[1], row[4], row[5]) for row in map(PERSISTENT.match, text.splitlines()) if row]
    wanted = [(each.text("address"), each.text("pfn"), each.text("users"))
              for each in facts.of("persistent")]
    head = ": 2 mapped, 1 of them without users; 0 tasks waiting for room"
    if head not in text:
        return f"'{head}' is not in '{text}'"
    return "" if found == wanted else f"wanted {wanted}, found {found}"


def where_held(facts: Facts, page: Record) -> list[str]:
    """What `kmap where` must say of a page that is held."""
    cpu, number = page.number("cpu"), page.number("slot") - page.number("start") + 1
    whose = {"cpu": f"of CPU {cpu}", "private": "of each CPU's window",
             "task": f"of window {page.number('id')}"}[facts.window]
    address, start, _, frames = mapping_wanted(facts, page)
    wanted = [f"{page.text('address')} is in slot {page.number('slot')} {whose}\n",
              f"  held by {place_of(page)}: page {number} of {page.number('pages')} in "
              f"{address}  slot", f"frame{'s' * (',' in frames)} {frames}; "]
    pte = f"PTE {page.text('pte')}, frame {page.text('pfn')}\n"
    if facts.window == "task":
        wanted.append(f"  {pte}")
    elif page.text("task") in RUNNING:
        wanted.append(f"  on CPU {cpu}: {pte}")
    return [*wanted, start]


def where_shared(facts: Facts) -> dict[str, list[str]]:
    """The same of addresses that all CPUs share."""
    wanted = {}
    for number, each in enumerate(facts.of("persistent")):
        wanted[each.text("address")] = [
            f"is in slot {number} of the persistent window: PTE 0x",
            f", frame {each.text('pfn')}, {each.text('users')} users"]
    for number, each in enumerate(facts.of("io"), 1):
        wanted[each.text("address")] = [f"is in the I/O window: page {number} of "
                                        f"{len(facts.of('io'))}, frame {each.text('pfn')}\n"]
    for each in facts.of("direct"):
        wanted[each.text("address")] = [f"is in the direct map: frame {each.text('pfn')}\n"]
    for each in facts.of("given_back"):
        wanted[each.text("address")] = [
            "no task holds it\n", *([f'  free for task 2 "main" on CPU 0, running; mapped by '
                                     f"{each.number('mapper'):#x} ", "; given back by "
                                     f"{each.number('unmapper'):#x} "] * facts.debug)]
    return wanted


def where_problem(facts: Facts, answers: dict[str, str]) -> str:
    """Whether `kmap where` knows all addresses that the kernel has printed."""
    wanted = [(page.text("address"), where_held(facts, page)) for page in facts.of("held")]
    wanted += where_shared(facts).items()
    for address, parts in wanted:
        text = answers.get(f"kmap where {int(address, 0):#x}", "")
        missing = [part for part in parts if part not in text]
        if missing:
            return f"'{missing[0]}' is not in '{text}'"
    return ""


def problems(facts: Facts, answers: dict[str, str]) -> dict[str, str]:
    """What is wrong with the answers, by command; empty where nothing is."""
    return {
        "kmap tasks": tasks_problem(facts, answers["kmap tasks"]),
        **{f"kmap cpu {cpu}": cpu_problem(facts, cpu, answers[f"kmap cpu {cpu}"]) for cpu in CPUS},
        "kmap where": where_problem(facts, answers),
        "kmap persistent": persistent_problem(facts, answers["kmap persistent"]),
    }
