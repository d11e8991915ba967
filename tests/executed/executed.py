#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Count the TLB and cache instructions that maps, accesses, unmaps and switches execute.

The emulator has a TLB, but no cache, and does not count instructions by kind. So it logs the
address of each of these that it executes while job=steps takes its steps, and a mark between them;
how many of each kind a step executes must be as the table below says, for each way to build the
port. Then it counts all instructions of pairs that use what they map. Prints TAP. Exit status: 0
all passed, 1 something failed, 2 usage error.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from checks.builds import image
from common import mutation, targets
from common.commands import make, run, show_nothing
from common.program import EXIT_FAILED, BadInput, guarded
from guest import latency, session
from guest.console import Record
from guest.machine import OK, Machine

PROGRAM = "executed"
MARK = "step_mark"
SYMBOL = re.compile(rf"^([0-9a-f]+) <{MARK}>:$", re.MULTILINE)
INSTRUCTION = re.compile(r"^\s*([0-9a-f]+):\s+(\S+)[ \t]*(.*)$", re.MULTILINE)
# The first bytes of instructions that a disassembler does not know.
BYTES = {".byte 0x42": "dhwb", ".byte 0x52": "dhwbi"}
# An address in the log: "Trace 0: 0x... [00000000/80123456/...".
EXECUTED = re.compile(r"^Trace .*?\[[0-9a-f]+/([0-9a-f]+)/", re.MULTILINE)
ADDRESS_BITS = 0xffffffff

Step = dict[str, int]
# Words for what a step does.
REFILL = {"tlbwr": 1}
# An entry is looked for, and found or not.
DROP, MISS = {"tlbp": 1, "tlbwi": 1}, {"tlbp": 1}
# The pair is in the TLB, but this page of it was not mapped: its handler loads it again.
RELOAD = {"tlbp": 1, "tlbwi": 1}
# The TLB of a 34Kf.
ALL = {"tlbwi": 64}
# The lines of a page of 4 KiB, 32 bytes each.
PAGE = {"cache": 128}


def both(*parts: Step) -> Step:
    """What several steps in a row execute."""
    return dict(sum((Counter(part) for part in parts), Counter()))


# In a switch there and back the one who leaves has used its mapping, and the other one has not.
REFILLS = {
    "map": {}, "access": REFILL, "access again": {},
    "map the neighbour": {}, "access the neighbour": RELOAD, "access the first one": {},
    "unmap the neighbour": DROP, "access what is left": REFILL,
    "switch there and back": both(DROP, MISS), "access after the switch": REFILL,
    "flush everything": ALL, "access after the flush": REFILL, "unmap": DROP,
}
# A map looks for the entry and writes it, there or elsewhere.
WRITE_NEW, WRITE_OLD = {"tlbp": 1, "tlbwr": 1}, {"tlbp": 1, "tlbwi": 1}
WRITES = REFILLS | {
    "map": WRITE_NEW, "access": {}, "map the neighbour": WRITE_OLD, "access the neighbour": {},
    "switch there and back": both(DROP, WRITE_NEW, DROP, WRITE_NEW),
    "access after the switch": {},
}
RETIRES = REFILLS | {
    "unmap the neighbour": both(PAGE, DROP), "unmap": both(PAGE, DROP),
    "switch there and back": both(PAGE, DROP, PAGE, MISS),
}
# PowerPC has an entry for each page. In a switch there and back both mappings go.
LOAD, DROP_ONE, DROP_FOUND = {"tlbwe": 1}, {"tlbilxva": 1}, {"tlbsx": 1, "tlbwe": 1}


def single(drop: Step, write: Step) -> dict[str, Step]:
    """The steps of a TLB with an entry for each page: how one goes, and what a map writes."""
    load = {} if write else LOAD
    return {
        "map": write, "access": load, "access again": {},
        "map the neighbour": write, "access the neighbour": load, "access the first one": {},
        "unmap the neighbour": drop, "access what is left": {},
        "switch there and back": both(drop, write, drop, write), "access after the switch": load,
        "unmap": drop,
    }


# Xtensa: an entry is looked for in two TLBs. The processor loads it, whatever the PTE; where it has
# no translation for the table, a handler loads that, and ends with RFE.
LOOK = {"pdtlb": 1, "pitlb": 1}
GO = both(LOOK, {"idtlb": 1})
LOADS = {
    "map": {}, "access": {}, "access again": {},
    "map the neighbour": {}, "access the neighbour": {}, "access the first one": {},
    "unmap the neighbour": GO, "access what is left": {},
    "switch there and back": both(GO, LOOK), "access after the switch": {},
    "flush everything": {"idtlb": 32, "iitlb": 32}, "access after the flush": {"rfe": 1},
    "unmap": GO,
}
# With colours the line of each PTE that is written goes to memory; with retirement those of the
# page, which has an entry in the TLB for that.
BACK = {"dhwb": 1}
COLOURS = LOADS | {
    "map": BACK, "map the neighbour": BACK,
    "unmap the neighbour": both(BACK, GO), "unmap": both(BACK, GO),
    "switch there and back": both(BACK, GO, BACK, BACK, LOOK, BACK),
}
XTENSA_PAGE = {"dhwbi": 128}
XTENSA_RETIRES = COLOURS | {
    "unmap the neighbour": both(XTENSA_PAGE, BACK, GO), "unmap": both(XTENSA_PAGE, BACK, GO),
    "switch there and back": both(XTENSA_PAGE, BACK, GO, BACK, XTENSA_PAGE, BACK, GO, BACK),
}
# For each architecture: what is watched, and for each way to build it what is expected.
WATCHED = {"mips": ("cache", "tlbp", "tlbwi", "tlbwr"),
           "powerpc": ("tlbilxva", "tlbsx", "tlbwe", "tlbilxlpid", "tlbivax"),
           "xtensa": ("dhwb", "dhwbi", "idtlb", "iitlb", "pdtlb", "pitlb", "rfe")}
EXPECTED = {"mips": {
    "": REFILLS,
    "-DKMAP_MIPS_WRITES_TLB=1": WRITES,
    "-DKMAP_MIPS_COLOURS=2": REFILLS,
    "-DKMAP_MIPS_COLOURS=2 -DKMAP_MIPS_CACHE_RETIRES=1": RETIRES,
}, "powerpc": {
    "": single(DROP_ONE, {}),
    "-DKMAP_POWERPC_WRITES_TLB=1": single(DROP_ONE, {"tlbsx": 1, "tlbwe": 1}),
    # The entry of the one who leaves is found, that of the other one is not there.
    "-DKMAP_POWERPC_TLBILX=0": single(DROP_FOUND, {}) | {
        "switch there and back": both(DROP_FOUND, {"tlbsx": 1})},
}, "xtensa": {
    "": LOADS,
    "-DKMAP_XTENSA_COLOURS=2": COLOURS,
    "-DKMAP_XTENSA_COLOURS=2 -DKMAP_XTENSA_CACHE_RETIRES=1": XTENSA_RETIRES,
}}


@dataclass(frozen=True)
class Code:
    """Where the instructions are that matter: the mark, and the others with their names."""

    mark: int
    watched: dict[int, str]


def code_of(arch: str, kernel: Path) -> Code:
    """Look for them in a kernel."""
    target = targets.TARGETS[arch]
    text = subprocess.run((f"{target.prefix}objdump", "-d", "--no-show-raw-insn",
                           *target.disassembly, kernel), check=True, text=True,
                          capture_output=True).stdout
    mark = SYMBOL.search(text)
    if not mark:
        raise BadInput(f"{kernel} has no {MARK}")
    named = ((address, BYTES.get(f"{word} {operands}", word))
             for address, word, operands in INSTRUCTION.findall(text))
    found = {int(address, 16) & ADDRESS_BITS: name for address, name in named
             if name in WATCHED[arch]}
    return Code(int(mark[1], 16) & ADDRESS_BITS, found)


def boot(arch: str, kernel: Path, options: dict[str, str], **more: object) -> list[Record]:
    """Run job=steps; the records that it prints, none if it fails."""
    records: list[Record] = []

    def handle(item: object) -> None:
        if isinstance(item, Record):
            records.append(item)

    machine = Machine(arch=arch, options={"job": "steps", "cpus": "1"} | options, cpus=1,
                      memory=targets.TARGETS[arch].limits.default_memory, image=kernel,
                      accelerator=latency.COUNTING, **more)
    outcome = session.follow(machine, handle)
    if outcome.status != OK:
        session.complain_of(PROGRAM, outcome)
        return []
    return records


def steps_of(arch: str, kernel: Path) -> dict[str, Step]:
    """What each step executes, by its name."""
    code = code_of(arch, kernel)
    with tempfile.TemporaryDirectory(prefix="kmap-executed-") as name:
        log = Path(name, "log")
        records = boot(arch, kernel, {}, watched=(code.mark, *code.watched), log=log)
        lines = EXECUTED.findall(log.read_text(encoding="utf-8")) if log.exists() else []
    steps = [Counter()]
    for line in lines:
        address = int(line, 16)
        if address == code.mark:
            steps.append(Counter())
        elif address in code.watched:
            steps[-1][code.watched[address]] += 1
    names = [each.text("name") for each in records if each.kind == "step"]
    # Before the first mark and after the last one there is no step.
    return dict(zip(names, map(dict, steps[1:-1]))) if len(names) == len(steps) - 2 else {}


def counts_of(arch: str, kernel: Path) -> dict[str, int]:
    """Instructions of pairs, as the kernel counts them."""
    return {each.text("op"): each.number("instructions")
            for each in boot(arch, kernel, {"count": "1"}) if each.kind == "bench"}


def shown(step: Step | None) -> str:
    """A step as text."""
    if step is None:
        return "no step"
    return ", ".join(f"{count} {name}" for name, count in sorted(step.items())) or "none"


def points(arch: str, flags: str) -> Iterator[tuple[bool, str, str]]:
    """The results for one way to build the kernel."""
    title = flags or "as it comes"
    built = run(make("kernel", f"ARCH={arch}", *([f"EXTRA_CFLAGS={flags}"] if flags else [])),
                show=show_nothing)
    kernel = image(arch, flags)
    steps = steps_of(arch, kernel) if built.status == 0 else {}
    for name, wanted in EXPECTED[arch][flags].items():
        found = steps.get(name)
        yield found == wanted, f"{title}: {name}: {shown(wanted)}", f"executed {shown(found)}"
    counts = counts_of(arch, kernel)
    yield bool(counts), f"{title}: all instructions of pairs", "nothing was counted"
    for name, count in counts.items():
        print(f"# {name}: {count} instructions", flush=True)


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", required=True, help=", ".join(EXPECTED))
    arch = parser.parse_args(arguments).arch
    if arch not in EXPECTED:
        raise BadInput(f"ARCH={arch} has nothing to count; known: {', '.join(EXPECTED)}")
    printer = mutation.Printer(sum(len(steps) + 1 for steps in EXPECTED[arch].values()))
    try:
        for flags in EXPECTED[arch]:
            for point in points(arch, flags):
                ok, name, reason = point
                printer.point(ok, name, "" if ok else reason)
    except subprocess.CalledProcessError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return EXIT_FAILED
    return printer.conclude()


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
