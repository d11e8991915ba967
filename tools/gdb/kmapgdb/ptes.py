# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What a PTE says, for each port: the one place that a new port adds a line to."""

import re
from dataclasses import dataclass

import gdb


@dataclass(frozen=True)
class Format:
    """A PTE maps a page if it has a bit of `valid`; the frame begins at bit `shift`."""

    valid: int
    shift: int
    bits: int


@dataclass(frozen=True)
class Pte:
    """A PTE: all of it as one number, and the frame; None if it maps nothing."""

    number: int
    frame: int | None


# By what the name of kmap's configuration ends with; see KMAP_ARCH_CONFIG of a port.
BY_CONFIGURATION = {
    "twolevel": Format(0x1, 12, 20),
    "pae_": Format(0x1, 12, 40),
    "long_": Format(0x1, 12, 40),
    "arm_short_": Format(0x2, 12, 20),
    "arm_lpae_": Format(0x1, 12, 28),
    "mips_": Format(0x2, 6, 26),
    "powerpc_": Format(0x1, 8, 24),
}
# Ports of one configuration only: by gdb's name of the processor.
BY_PROCESSOR = {
    "aarch64": Format(0x1, 12, 36),
    "MicroBlaze": Format(0x2, 12, 20),
    "riscv:rv32": Format(0x1, 10, 22),
    "riscv:rv64": Format(0x1, 10, 44),
    "sparc": Format(0x3, 8, 24),
}


def find(port: str, processor: str) -> Format:
    """The format of a kernel; raises gdb.GdbError."""
    for known, name in ((BY_CONFIGURATION, port), (BY_PROCESSOR, processor)):
        for begin, found in known.items():
            if name.startswith(begin):
                return found
    raise gdb.GdbError(f"kmap: the PTEs of this port ({port}, {processor}) are not known: add them "
                       "to tools/gdb/kmapgdb/ptes.py, or give the host a pte_format")


def number_of(value: gdb.Value) -> int:
    """A struct kmap_pte as one number: of one word, or of a low one and a high one."""
    names = [field.name for field in value.type.strip_typedefs().fields()]
    if names == ["low", "high"]:
        return int(value["low"]) | int(value["high"]) << 32
    return int(value[names[0]])


def read(value: gdb.Value, pte_format: Format) -> Pte:
    """What a struct kmap_pte says."""
    number = number_of(value)
    frame = number >> pte_format.shift & (1 << pte_format.bits) - 1
    return Pte(number, frame if number & pte_format.valid else None)


def port_of(symbol: str) -> str:
    """The port in the name of a configuration: what follows the sizes."""
    return re.sub(r"^.*_io\d+_", "", symbol)
