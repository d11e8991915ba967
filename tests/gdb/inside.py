# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Runs in gdb: goes to debugger_stop(), gives the commands, and writes what they say to a file.

gdb_commands.py says in a file, whose name is in the environment, which commands, and where else
tools/gdb is: copies that are broken on purpose.
"""

import json
import os
import sys
from pathlib import Path

import gdb

# As in gdb_commands.py.
ORDERS = "KMAP_GDB_ORDERS"
STOP = "debugger_stop"
# Where the kernel leaves the addresses that it has printed. They are as long as a pointer.
ADDRESSES, COUNT = "debugger_addresses", "debugger_address_count"


def read_addresses() -> list[int]:
    """The addresses to look up."""
    count = int(gdb.parse_and_eval(f"*(unsigned int *)&{COUNT}"))
    first = gdb.parse_and_eval(f"(unsigned long *)&{ADDRESSES}")
    return [int(first[number]) for number in range(count)]


def load(tool: str) -> None:
    """Take the commands from a copy of tools/gdb."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "kmapgdb"]:
        del sys.modules[name]
    gdb.execute(f"source {Path(tool, 'kmap.py')}")


def answer(command: str) -> str:
    """What a command says; broken ones may fail in any way."""
    try:
        return gdb.execute(command, to_string=True)
    except (gdb.error, RuntimeError) as error:
        return f"failed: {error}"


def main() -> None:
    """Write the answers of each tool to each command."""
    orders = json.loads(Path(os.environ[ORDERS]).read_text(encoding="utf-8"))
    gdb.execute(f"break {STOP}")
    gdb.execute("run" if orders["is_process"] else "continue")
    commands = [*orders["commands"], *(f"kmap where {address:#x}" for address in read_addresses())]
    answers = {}
    for name, tool in orders["tools"].items():
        load(tool)
        answers[name] = {command: answer(command) for command in commands}
    Path(orders["answers"]).write_text(json.dumps(answers), encoding="utf-8")
    gdb.execute("delete")
    gdb.execute("continue" if orders["is_process"] else "detach")


main()
