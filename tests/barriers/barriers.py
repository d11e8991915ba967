#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Test that the barriers of a port are in its machine code, in their order.

No emulator notices a barrier that is missing. So the functions of port.c, which do with a PTE
what the core does, are compiled and disassembled: the instructions that matter must be there, in
this order, and no others of their kind. The same with handlers of the reference kernel that load
a TLB. Then each mutation of mutations.toml is made in a copy, and must be noticed. Prints TAP.
Exit status: 0 all passed, 1 something failed, 2 usage error.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Shared modules are in tools/.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "tools"))

from common import mutation, targets
from common.program import EXIT_FAILED, BadInput, guarded

PROGRAM = "barriers"
HERE = Path(__file__).resolve().parent
FOLDERS = ("arch", "core", "include", "kernel/arch", "kernel/drivers", "tests/barriers")
FUNCTIONS = "tests/barriers/port.c"
FUNCTION = re.compile(r"^[0-9a-f]+ <(\w+)>:$")
INSTRUCTION = re.compile(r"^\s*[0-9a-f]+:\s+(.*?)\s*(?:[@;/].*)?$")


@dataclass(frozen=True)
class Port:
    """A port: how to compile it, the instructions that matter, and what must be in each function.

    `words` gives a short word to each pattern of instructions. A word that is repeated counts
    once. `stores` is what writes the PTE in some of them, before the first of those. `sources`
    have the functions.
    """

    flags: tuple[str, ...]
    words: dict[str, str]
    expected: dict[str, tuple[str, ...]]
    stores: dict[str, str]
    sources: tuple[str, ...] = (FUNCTIONS,)

    def of(self, instruction: str) -> str:
        """The word for an instruction; empty if it does not matter."""
        return next((word for pattern, word in self.words.items()
                     if re.match(pattern, instruction)), "")


# Any barrier or maintenance of translations that is not expected has a word, too.
ARM_WORDS = {
    r"dsb\s+ishst": "dsb ishst", r"dsb\s+(nshst|unst)$": "dsb nshst", r"dsb\s+(nsh|un)$": "dsb nsh",
    r"isb": "isb", r"dsb|dmb": "another barrier",
    r"mcr\s+(p)?15, 0, r\d+, c(r)?8, c(r)?7, \{1\}": "invalidate one",
    r"mcr\s+(p)?15, 0, r\d+, c(r)?8, c(r)?7, \{0\}": "invalidate all",
    r"mcr\s+(p)?15, \d, r\d+, c(r)?8,": "another invalidation",
}
ARM_SET = ("dsb ishst", "isb")
ARM_REMOVE = ("dsb nshst", "invalidate one", "dsb nsh", "isb")
ARM_EXPECTED = {
    "set_one": ARM_SET, "map_page": ARM_SET,
    "remove_one": ARM_REMOVE, "remove_several": ARM_REMOVE, "unmap_page": ARM_REMOVE,
    "remove_very_many": ("dsb nshst", "invalidate all", "dsb nsh", "isb"),
}
ARM64_WORDS = {
    r"dsb\s+ishst": "dsb ishst", r"dsb\s+nshst": "dsb nshst", r"dsb\s+nsh$": "dsb nsh",
    r"isb": "isb", r"dsb|dmb": "another barrier", r"tlbi\s+vaale1,": "invalidate one",
    r"tlbi\s+vmalle1$": "invalidate all", r"tlbi": "another invalidation",
}
ARM64_FLAGS = ("-march=armv8-a", "-mgeneral-regs-only", "-mno-outline-atomics", "-Iarch/arm64")
ARM_FLAGS = ("-mcpu=cortex-a15", "-marm", "-mgeneral-regs-only", "-Iarch/arm")
# A map is a store, which a handler reads: only the invalidation touches the TLB.
MIPS_WORDS = {
    r"di\s": "di", r"ehb$": "ehb", r"mtc0\s+\S+,c0_entryhi": "entryhi", r"tlbp$": "tlbp",
    r"mfc0\s+\S+,c0_index": "index", r"tlbwi$": "tlbwi", r"tlbwr$": "tlbwr",
    r"mtc0\s+\S+,c0_entrylo0": "entrylo0", r"mtc0\s+\S+,c0_entrylo1": "entrylo1",
    r"mtc0\s+\S+,c0_index": "to index", r"mtc0\s+\S+,c0_status": "status",
    r"mtc0\s+\S+,c0_epc": "epc", r"eret": "eret", r"mtc0\s+\S+,c0_tcstatus": "tcstatus",
    r"wait$": "wait", r"cache\s+0x15,": "cache", r"sync$": "sync",
    r"ei\s|jr\.hb|ssnop|mtc0|tlb|cache|sync": "another",
}
MIPS_PROBE = ("di", "ehb", "entryhi", "ehb", "tlbp", "ehb", "index")
MIPS_REMOVE = (*MIPS_PROBE, "entryhi", "ehb", "tlbwi", "ehb", "status")
MIPS_EXPECTED = {
    "set_one": (), "map_page": (),
    "remove_one": MIPS_REMOVE, "remove_several": MIPS_REMOVE, "unmap_page": MIPS_REMOVE,
    "remove_very_many": ("di", "ehb", "entryhi", "to index", "ehb", "tlbwi", "ehb", "status"),
}
# The handlers in entry.S. An interrupt may end cpu_relax(), or saves the registers.
MIPS_HANDLERS = {
    "vectors": ("entrylo0", "entrylo1", "ehb", "tlbwr", "eret"),
    "tlb_invalid": ("entrylo0", "entrylo1", "ehb", "tlbp", "ehb", "index", "tlbwi", "eret"),
    "interrupt": ("epc", "status", "ehb", "eret"),
    "exception": ("status", "ehb", "status", "ehb", "epc", "ehb", "eret"),
    "machine_context_switch": ("entryhi", "ehb"),
    "cpu_relax": ("di", "ehb", "tcstatus", "ehb", "status", "ehb", "tcstatus"),
    "relax_wait": ("wait",),
}
MIPS_WRITE = ("di", "ehb", "entryhi", "entrylo0", "entrylo1", "ehb", "tlbp", "ehb", "index",
              "tlbwi", "tlbwr", "ehb", "status")
MIPS_FLAGS = ("-march=mips32r2", "-mabi=32", "-msoft-float", "-mno-abicalls", "-G0", "-fno-pic",
              "-DMIPS_OWN_TABLES=0", "-Iarch/mips", "-Ikernel/arch/mips")
# As on MIPS, a map is a store.
POWERPC_WORDS = {
    r"wrteei\s+0": "interrupts off", r"wrteei\s+1": "interrupts on", r"wrtee\s": "wrtee",
    r"isync$": "isync", r"tlbilxva\s": "tlbilx", r"tlbilxlpid$": "tlbilx all",
    r"tlbsx\s": "tlbsx", r"tlbwe$": "tlbwe", r"mtspr\s+1012,": "mmucsr0",
    r"mtspr\s+625,": "mas1", r"mtspr\s+626,": "mas2", r"mtspr\s+627,": "mas3",
    r"mtspr\s+630,": "mas6", r"mtspr\s+944,": "mas7", r"mtpid\s": "pid", r"stwcx\.": "stwcx", r"rfi$": "rfi", r"wait": "wait",
    r"mtmsr|tlb|sync|msync|lwsync|mbar|eieio": "another",
}
POWERPC_BEGIN = ("interrupts off", "mas6", "isync")
POWERPC_REMOVE = (*POWERPC_BEGIN, "tlbilx", "isync", "wrtee")
POWERPC_EXPECTED = {
    "set_one": (), "map_page": (),
    "remove_one": POWERPC_REMOVE, "remove_several": POWERPC_REMOVE, "unmap_page": POWERPC_REMOVE,
    "remove_very_many": (*POWERPC_BEGIN, "tlbilx all", "isync", "wrtee"),
}
POWERPC_MISS = ("mas7", "mas3", "mas2", "mas1", "isync", "tlbwe", "rfi")
POWERPC_HANDLERS = {
    "data_miss": POWERPC_MISS, "instruction_miss": POWERPC_MISS,
    "exception": ("interrupts off", "stwcx", "rfi"),
    "machine_context_switch": ("pid", "isync"),
    "machine_code_call": ("isync",),
}
# Looking for an entry, and writing it, as the e500v2 does; and maps that write.
POWERPC_FOUND = ("tlbsx", "mas1", "isync", "tlbwe")
POWERPC_OLD = {
    "set_one": (),
    "remove_one": (*POWERPC_BEGIN, *POWERPC_FOUND, "isync", "wrtee"),
    "remove_several": (*POWERPC_BEGIN, *POWERPC_FOUND, *POWERPC_FOUND, "isync", "wrtee"),
    "remove_very_many": (*POWERPC_BEGIN, "mmucsr0", "isync", "wrtee"),
}
POWERPC_WRITE = (*POWERPC_BEGIN, "tlbsx", "mas1", "mas2", "mas3", "mas7", "isync", "tlbwe",
                 "isync", "wrtee")
POWERPC_FLAGS = ("-mcpu=8540", "-msoft-float", "-mno-sdata", "-fno-pic", "-Iarch/powerpc",
                 "-Ikernel/arch/powerpc")
POWERPC_STORES = {"set_one": r"stw\s", "remove_one": r"stw\s"}
# A map is a store, which the processor reads. The disassembler, for a core without a cache, takes
# any instruction of the cache for EXCW; tests/executed tells them apart.
XTENSA_WORDS = {
    r"pdtlb\s": "pdtlb", r"idtlb\s": "idtlb", r"pitlb\s": "pitlb", r"iitlb\s": "iitlb",
    r"dsync$": "dsync", r"isync$": "isync", r"rsync$": "rsync", r"memw$": "memw",
    r"wsr\.ps\s": "ps", r"wsr\.epc1\s": "epc1", r"rsr\.excvaddr\s": "excvaddr", r"rfe$": "rfe",
    r"excw$": "cache", r"\.byte\s+0xc$": "scompare1",
    r"wdtlb\s|witlb\s": "entries", r"extw|rfde": "another",
}
XTENSA_REMOVE = ("pdtlb", "idtlb", "dsync", "pitlb", "iitlb", "isync")
XTENSA_DROP = ("pdtlb", "idtlb", "pitlb", "iitlb")
XTENSA_EXPECTED = {
    "set_one": (), "map_page": (), "remove_one": XTENSA_REMOVE, "unmap_page": XTENSA_REMOVE,
    "remove_several": (*XTENSA_DROP, *XTENSA_DROP, "dsync", "isync"),
    "remove_very_many": ("idtlb", "iitlb", "dsync", "isync"),
    "fault_is_stale": XTENSA_REMOVE,
}
XTENSA_HANDLERS = {
    "kernel_vector": ("excvaddr",), "table_load": ("rfe",),
    "exception": ("scompare1", "ps", "rsync", "ps", "rsync", "scompare1", "epc1", "rsync", "rfe"),
    "machine_code_call": ("cache", "isync"),
    # In xtensa_mmu3.S; EXCW stands for the size of entries.
    "boot_identity": ("idtlb", "iitlb", "entries", "isync", "idtlb", "iitlb", "isync", "cache",
                      "dsync", "isync", "entries", "dsync"),
}
XTENSA_BACK = ("cache", "memw", "dsync")
XTENSA_FLAGS = ("-mtext-section-literals", "-mno-serialize-volatile", "-Iarch/xtensa",
                "-Ikernel/arch/xtensa", "-Ikernel/drivers")
# A map is a store, which a handler reads. Its TLB is reached through registers.
MICROBLAZE_WORDS = {
    r"msrclr\s+\w+, (2|10)$": "interrupts off", r"mts\s+rmsr,": "status",
    r"mts\s+rtlbsx,": "search", r"mfs\s+\w+, rtlbx": "index", r"mts\s+rtlbx,": "to index",
    r"mfs\s+\w+, rtlbhi": "look", r"mts\s+rtlbhi, r0": "drop", r"mts\s+rtlbhi,": "tlbhi",
    r"mts\s+rtlblo,": "tlblo", r"mfs\s+\w+, rpid": "of pid", r"mts\s+rpid,": "pid",
    r"rted": "rted", r"rtid": "rtid", r"mts|msr|mbar|sleep|rtbd": "another",
}
MICROBLAZE_DROP = ("search", "index", "drop")
MICROBLAZE_REMOVE = ("interrupts off", *MICROBLAZE_DROP, "status")
MICROBLAZE_EXPECTED = {
    "set_one": (), "map_page": (), "remove_one": MICROBLAZE_REMOVE, "unmap_page": MICROBLAZE_REMOVE,
    "remove_several": ("interrupts off", *MICROBLAZE_DROP, *MICROBLAZE_DROP, "status"),
    "remove_very_many": ("interrupts off", "of pid", "to index", "look", "drop", "pid", "status"),
    # In entry.S: the entry is there when its last word is written.
    "exception_entry": ("to index", "tlblo", "tlbhi", "rted"),
    "enter": ("interrupts off", "rted", "status", "rtid", "rted"),
}
MICROBLAZE_FLAGS = (
    "-mlittle-endian", "-mcpu=v8.10.a", "-mxl-barrel-shift", "-mxl-pattern-compare", "-fno-pic",
    "-fno-inline-atomics", "-DKMAP_CPUS_MAX=1", "-DMICROBLAZE_OWN_TABLES=0", "-Iarch/microblaze",
    "-Ikernel/arch/microblaze")
# The second operand is x0, which is not shown: else what is global stays.
RISCV_WORDS = {
    r"sfence\.vma\s+\w+$": "invalidate one", r"sfence\.vma$": "invalidate all",
    r"sfence": "another invalidation", r"fence": "another barrier",
}
RISCV_ONE = ("invalidate one",)
RISCV_EXPECTED = {
    **{name: RISCV_ONE for name in ("set_one", "map_page", "remove_one", "remove_several",
                                    "unmap_page", "fault_is_stale")},
    "remove_very_many": ("invalidate all",),
}


def riscv(bits: int, abi: str, store: str) -> Port:
    """RISC-V of a width, whose registers `store` stores."""
    return Port((f"-march=rv{bits}ima_zba_zbb_zicsr_zifencei", f"-mabi={abi}", "-Iarch/riscv"),
                RISCV_WORDS, RISCV_EXPECTED,
                {"set_one": rf"{store}\s", "remove_one": rf"{store}\szero"},
                (FUNCTIONS, "tests/barriers/riscv.c"))


# A PTE is exchanged with memory. Words that CPUs share are changed under a lock, with traps off.
SPARC_WORDS = {
    r"swap\s": "swap", r"sta\s+%g0, \[ %\w+ \] \(3\)": "flush", r"mov\s+0x400,": "of all",
    r"wr\s+%\w+, 0x20, %psr": "toggle traps", r"wr\s.*%psr": "psr", r"ldstub\s": "lock",
    r"clrb\s": "unlock", r"rett\s": "rett", r"stbar|flush|sta\s": "another",
}
SPARC_REMOVE = ("swap", "flush")
SPARC_LOCK, SPARC_UNLOCK = ("toggle traps", "lock"), ("unlock", "psr")
SPARC_EXPECTED = {
    "set_one": ("swap",), "map_page": ("swap",),
    "remove_one": SPARC_REMOVE, "remove_several": SPARC_REMOVE, "unmap_page": SPARC_REMOVE,
    "remove_very_many": ("swap", "of all", "flush"),
    "shared_swap": (*SPARC_LOCK, "swap", *SPARC_UNLOCK),
    "shared_store": (*SPARC_LOCK, *SPARC_UNLOCK), "count": ("swap",),
    # In entry.S: the level of interrupts before traps on; then traps off, and all as it was.
    "trap_entry": ("psr", "toggle traps", "psr", "rett"),
}
SPARC_FLAGS = ("-m32", "-mcpu=v8", "-mflat", "-msoft-float", "-fno-pic", "-Iarch/sparc",
               "-Iinclude/kmap/port", "-Ikernel/arch/sparc")


PORTS = {
    "microblaze": Port(MICROBLAZE_FLAGS, MICROBLAZE_WORDS, MICROBLAZE_EXPECTED,
                       {"set_one": r"swi?\s", "remove_one": r"swi?\s+r0"},
                       (FUNCTIONS, "kernel/arch/microblaze/entry.S")),
    "xtensa": Port(XTENSA_FLAGS, XTENSA_WORDS, XTENSA_EXPECTED | XTENSA_HANDLERS,
                   {"set_one": r"s32i", "remove_one": r"s32i"},
                   (FUNCTIONS, "tests/barriers/xtensa.c", "kernel/arch/xtensa/entry.S",
                    "kernel/drivers/xtensa_mmu3.S")),
    "xtensa, KMAP_XTENSA_COLOURS=2": Port(
        (*XTENSA_FLAGS, "-DKMAP_XTENSA_COLOURS=2", "-DKMAP_XTENSA_CACHE_RETIRES=1"), XTENSA_WORDS,
        {"set_one": XTENSA_BACK, "remove_one": (*XTENSA_BACK, *XTENSA_REMOVE),
         "retire_page": XTENSA_BACK},
        {"set_one": r"s32i", "remove_one": r"s32i"}),
    "riscv32": riscv(32, "ilp32", "sw"),
    "riscv64": riscv(64, "lp64", "sd"),
    "arm": Port((*ARM_FLAGS, "-Iarch/arm/short"), ARM_WORDS, ARM_EXPECTED,
                {"set_one": r"str\s", "remove_one": r"str\s"}),
    "arm-lpae": Port((*ARM_FLAGS, "-Iarch/arm/lpae"), ARM_WORDS, ARM_EXPECTED,
                     {"set_one": r"strd\s", "remove_one": r"str\s"}),
    "arm64": Port(ARM64_FLAGS, ARM64_WORDS, ARM_EXPECTED,
                  {"set_one": r"str\sx", "remove_one": r"str\sxzr"}),
    "mips": Port(MIPS_FLAGS, MIPS_WORDS, MIPS_EXPECTED | MIPS_HANDLERS,
                 {"set_one": r"sw\s", "remove_one": r"sw\s"},
                 (FUNCTIONS, "kernel/arch/mips/entry.S")),
    "sparc": Port(SPARC_FLAGS, SPARC_WORDS, SPARC_EXPECTED, {},
                  (FUNCTIONS, "tests/barriers/sparc.c", "kernel/arch/sparc/entry.S")),
    "mips, KMAP_MIPS_WRITES_TLB=1": Port(
        (*MIPS_FLAGS, "-DKMAP_MIPS_WRITES_TLB=1"), MIPS_WORDS,
        {"set_one": MIPS_WRITE, "map_page": MIPS_WRITE, "remove_one": MIPS_REMOVE},
        {"set_one": r"sw\s"}),
    "mips, KMAP_MIPS_CACHE_RETIRES=1": Port(
        (*MIPS_FLAGS, "-DKMAP_MIPS_CACHE_RETIRES=1"), MIPS_WORDS,
        {"retire_page": ("cache", "sync")}, {}),
    "powerpc": Port(POWERPC_FLAGS, POWERPC_WORDS, POWERPC_EXPECTED | POWERPC_HANDLERS,
                    POWERPC_STORES, (FUNCTIONS, "kernel/arch/powerpc/entry.S")),
    "powerpc, KMAP_POWERPC_TLBILX=0": Port(
        (*POWERPC_FLAGS, "-DKMAP_POWERPC_TLBILX=0"), POWERPC_WORDS, POWERPC_OLD, POWERPC_STORES),
    "powerpc, KMAP_POWERPC_WRITES_TLB=1": Port(
        (*POWERPC_FLAGS, "-DKMAP_POWERPC_WRITES_TLB=1"), POWERPC_WORDS,
        {"set_one": POWERPC_WRITE, "map_page": POWERPC_WRITE}, {"set_one": r"stw\s"}),
}


def arch_of(name: str) -> str:
    """The architecture of a port, whose name may go on with what it is built with."""
    return name.split(",")[0]


def instructions_of(target: targets.Target, port: Port, source: str, root: Path) -> Iterator[str]:
    """The lines of the disassembler for a source."""
    with tempfile.TemporaryDirectory(prefix="kmap-barriers-") as name:
        program = Path(name, "port.o")
        subprocess.run((f"{target.prefix}gcc", "-std=gnu11", "-O2", "-ffreestanding", "-DKMAP_STATS=0",
                        "-Iinclude", "-Iarch/template/host", *port.flags, "-c", source, "-o",
                        program), cwd=root, check=True)
        done = subprocess.run((f"{target.prefix}objdump", "-d", "--no-show-raw-insn",
                               *target.disassembly, program), check=True, text=True,
                              capture_output=True)
    yield from done.stdout.splitlines()


def disassembled(name: str, root: Path) -> dict[str, list[str]]:
    """The instructions of each function of the sources, compiled below `root`."""
    target, port = targets.TARGETS[arch_of(name)], PORTS[name]
    functions: dict[str, list[str]] = {}
    for source in port.sources:
        for line in instructions_of(target, port, source, root):
            if head := FUNCTION.match(line):
                current = functions.setdefault(head[1], [])
            elif (found := INSTRUCTION.match(line)) and functions:
                current.append(found[1])
    return functions


def without_repeats(words: list[str]) -> tuple[str, ...]:
    """Each run of a word once."""
    return tuple(word for before, word in zip(["", *words], words) if word != before)


def problem_of(port: Port, name: str, instructions: list[str]) -> str:
    """What is wrong with a function; empty if nothing is."""
    words = [port.of(each) for each in instructions]
    found = without_repeats([word for word in words if word])
    if found != port.expected[name]:
        return f"{name} has {', '.join(found) or 'nothing'}; " \
               f"it should have {', '.join(port.expected[name])}"
    first = next((i for i, word in enumerate(words) if word), len(words))
    before = instructions[:first]
    if name in port.stores and not any(re.match(port.stores[name], each) for each in before):
        return f"{name} does not write the PTE in one step before the first of these"
    return ""


def problems(name: str, root: Path) -> dict[str, str]:
    """For each function of a port what is wrong with it."""
    functions = disassembled(name, root)
    return {function: problem_of(PORTS[name], function, functions.get(function, []))
            for function in PORTS[name].expected}


def ports_of(arch: str) -> list[str]:
    """The names of an architecture's ports."""
    return [name for name in PORTS if arch_of(name) == arch]


def notices(names: list[str], each: mutation.Mutation) -> str:
    """What is wrong with the ports after a mutation; begins with "not made" if nothing is seen."""
    with tempfile.TemporaryDirectory(prefix="kmap-barriers-") as directory:
        root = Path(directory)
        for folder in FOLDERS:
            shutil.copytree(targets.REPOSITORY / folder, root / folder)
        stale = mutation.apply(each, root)
        if stale:
            return f"not made: {stale}"
        seen = (problem for name in names for problem in problems(name, root).values())
        return next(filter(None, seen), "not made: no difference is seen")


def concerns(name: str, each: mutation.Mutation) -> bool:
    """Whether the port includes the file."""
    folder = str(Path(each.file).parent)
    return f"-I{folder}" in PORTS[name].flags


def test(arch: str) -> int:
    """Look at the ports as they are, then at each mutation."""
    names = ports_of(arch)
    mutations = [each for each in mutation.load(HERE / "mutations.toml")
                 if any(concerns(name, each) for name in names)]
    printer = mutation.Printer(sum(len(PORTS[name].expected) for name in names) + len(mutations))
    for name in names:
        for function, problem in problems(name, targets.REPOSITORY).items():
            printer.point(not problem, f"{name}: {function}", problem)
    for each in mutations:
        seen = notices(names, each)
        printer.point(not seen.startswith("not made"), f"{each.name}: is noticed", seen)
    return printer.conclude()


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    known = ", ".join(dict.fromkeys(map(arch_of, PORTS)))
    parser.add_argument("--arch", required=True, help=known)
    parsed = parser.parse_args(arguments)
    if not ports_of(parsed.arch):
        raise BadInput(f"ARCH={parsed.arch} has no barriers to look at; known: {known}")
    try:
        return test(parsed.arch)
    except subprocess.CalledProcessError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return EXIT_FAILED


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
