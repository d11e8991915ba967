# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Symbol names for code addresses in the kernel's reports."""

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

# The words before code addresses in the kernel's reports.
CODE = re.compile(r"\b(caller|by|code) (0x[0-9a-f]+)")
# Where a machine boots images without names, those of its code are in a file beside them.
NAMED = ".64"
# Functions in these files are inlined; their callers are shown instead.
INLINED = "include/kmap/"


class Symbols:
    """Looks up code addresses in a kernel image; gives no names if that is not possible."""

    def __init__(self, image: Path):
        named = image.with_name(image.name + NAMED)
        self.image = named if named.exists() else image
        self.program = shutil.which("addr2line")

    @lru_cache(maxsize=None)
    def name(self, address: int) -> str:
        """Function, file and line of an instruction; empty if unknown."""
        if not self.program or address <= 0:
            return ""
        command = [self.program, "-f", "-i", "-e", str(self.image), hex(address)]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = found.stdout.split("\n")
        for function, place in zip(lines[::2], lines[1::2]):
            if found.returncode or function == "??" or INLINED in place:
                continue
            return f"{function}, {Path(place.split(' ')[0]).name}"
        return ""

    def explain(self, line: str) -> str:
        """The line with a name after each code address."""
        def named(match: re.Match) -> str:
            # The address of a caller is that of the instruction after the call.
            back = 0 if match.group(1) == "code" else 1
            name = self.name(int(match.group(2), 16) - back)
            return f"{match.group(0)} ({name})" if name else match.group(0)
        return CODE.sub(named, line)
