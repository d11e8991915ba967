# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Make a trail of SPIN readable: one line for each step, with the line of the model."""

import re
from collections.abc import Iterator

_STARTING = re.compile(r"Starting (\w+) with pid (\d+)")
_RUN = re.compile(r"\[\(run (\w+)\((\d+)\)\)\]")
_STATEMENT = re.compile(r" *(\d+):\tproc +(\d+) \(([^)]+)\) \S*?:(\d+) \(state \d+\)\t\[(.*)\]")
_SHOWN = re.compile(r" *\| (.*)")
_INLINE = re.compile(r"(?:inline|(?:active )?proctype) (\w+)\(")
# Not shown: the start of processes, and the loop over slots.
_SILENT = (":init:", "EACH_SLOT")
_NUMBERS = re.compile(r"(used|TLB) (\d+)")
_FIRST = {"used": 0, "TLB": 1}


def _functions(model: list[str]) -> list[str]:
    """For each line of the model, the inline or process that it is in."""
    names, name = [], ""
    for line in model:
        match = _INLINE.match(line)
        name = match[1] if match else name
        names.append(name)
    return names


def _who(output: list[str]) -> dict[int, str]:
    """The processes: number, and name with task or CPU."""
    names, pid = {}, 0
    for line in output:
        starting, started = _STARTING.search(line), _RUN.search(line)
        if starting:
            pid = int(starting[2])
        if started:
            word = "task" if started[1] == "task" else "CPU"
            names[pid] = f"{started[1]} {started[2]}" if word == "task" \
                else f"{started[1]} on {word} {started[2]}"
    return names


def _sets(text: str) -> str:
    """The text with bit masks written as sets of slots or frames."""
    def members(match: re.Match[str]) -> str:
        mask, first = int(match[2]), _FIRST[match[1]]
        each = (str(bit + first) for bit in range(mask.bit_length()) if mask >> bit & 1)
        return f"{match[1]} {{{','.join(each)}}}"
    return _NUMBERS.sub(members, text)


def readable(output: str, source: str) -> Iterator[str]:
    """Readable lines for the output of `spin -t -p`; `source` is the model."""
    lines, model = output.splitlines(), source.splitlines()
    functions, names = _functions(model), _who(lines)
    last, error = "", ""
    for line in lines:
        statement, shown = _STATEMENT.match(line), _SHOWN.match(line)
        if statement and statement[1] != last:
            last, number = statement[1], int(statement[4]) - 1
            if not any(word in statement[3] + model[number] for word in _SILENT):
                who = names.get(int(statement[2]), statement[3].partition(":")[0])
                yield f"{last:>4}  {who:<18} {functions[number]:<14} {model[number].strip()}"
        elif shown:
            yield f"{'':25}-> {_sets(shown[1])}"
        elif line.startswith("spin: ") and "Error" in line:
            error = line
    yield error
