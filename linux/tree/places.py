# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Finding places in a file of Linux: lines, and where the block ends that begins at a line."""

import re

from tree.problems import Unfit

# A file's lines keep their newline. A range is the number of its first line and of the line
# behind its last, both counted from 0; messages count from 1.
Lines = list[str]
Range = tuple[int, int]

_CONDITION = re.compile(r"\s*#\s*(if|ifdef|ifndef|elif|else|endif)\b")
_DIRECTIVE = re.compile(r"\s*#\s*[a-z]")
_KCONFIG = re.compile(r"(?:config|menuconfig|choice)\b")
_NOT_CODE = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
# These lines belong to the function above them.
_EXPORT = re.compile(r"(?:EXPORT_\w+|NOKPROBE_SYMBOL)\(")
_LICENCE = "SPDX-License-Identifier"


def split(text: str) -> Lines:
    """The lines of a text; only a newline ends one."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def matching(pattern: str, lines: Lines, within: Range) -> list[int]:
    """The lines of a range that a pattern matches somewhere."""
    search = re.compile(pattern).search
    return [number for number in range(*within) if search(lines[number].rstrip("\n"))]


def the_one(key: str, pattern: str, lines: Lines, within: Range, shown: str = "") -> int:
    """The line that a pattern matches; it must be one. `shown` stands for it in a complaint."""
    found = matching(pattern, lines, within)
    if len(found) == 1:
        return found[0]
    where = f": lines {', '.join(str(number + 1) for number in found[:10])}" if found else ""
    raise Unfit(f"{len(found)} places match {key} = '{shown or pattern}'{where}; it must be 1")


def first(key: str, pattern: str, lines: Lines, within: Range, shown: str = "") -> int:
    """The first line of a range that a pattern matches."""
    found = matching(pattern, lines, within)
    if not found:
        raise Unfit(f"no line from {within[0] + 1} to {within[1]} matches {key} = "
                    f"'{shown or pattern}'")
    return found[0]


def block(lines: Lines, start: int) -> Range:
    """What begins at a line: a condition up to its #endif, a macro, a Kconfig entry, or C up to
    the closing brace with the indentation of the first line or the semicolon.
    """
    line = lines[start]
    if _CONDITION.match(line):
        end = _condition_end(lines, start)
    elif _DIRECTIVE.match(line):
        end = _macro_end(lines, start)
    elif _KCONFIG.match(line):
        end = _kconfig_end(lines, start)
    else:
        end = _definition_end(lines, start)
    if end is None:
        raise Unfit(f"the end of the block that begins in line {start + 1} was not found")
    return start, end


def _condition_end(lines: Lines, start: int) -> int | None:
    depth = 1
    for number in range(start + 1, len(lines)):
        match = _CONDITION.match(lines[number])
        if match:
            depth += {"endif": -1, "else": 0, "elif": 0}.get(match[1], 1)
        if not depth:
            return number + 1
    return None


def _macro_end(lines: Lines, start: int) -> int | None:
    for number in range(start, len(lines)):
        if not lines[number].rstrip("\n").endswith("\\"):
            return number + 1
    return None


def _kconfig_end(lines: Lines, start: int) -> int:
    """Behind the last line that is indented, without blank lines after it."""
    end = start + 1
    for number in range(start + 1, len(lines)):
        if lines[number][0] in " \t" and lines[number].strip():
            end = number + 1
        elif lines[number].strip():
            break
    return end


def _definition_end(lines: Lines, start: int) -> int | None:
    code = _NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), "".join(lines[start:]))
    opening = re.search(r"[{;]", code)
    if not opening:
        return None
    rest_of_line = code[opening.start():].partition("\n")[0]
    end = opening.start()
    if opening[0] == "{" and rest_of_line.count("{") > rest_of_line.count("}"):
        indent = re.match(r"[ \t]*", lines[start])[0]
        closing = re.compile(f"^{indent}}}", re.MULTILINE).search(code, end)
        if not closing:
            return None
        end = closing.start()
    end = start + code.count("\n", 0, end) + 1
    while end < len(lines) and _EXPORT.match(lines[end]):
        end += 1
    return end


def comment_above(lines: Lines, start: int) -> int:
    """The first line of a comment directly above a line; that line itself if there is none."""
    if start and lines[start - 1].rstrip().endswith("*/"):
        begin = start - 1
        while begin and "/*" not in lines[begin]:
            begin -= 1
        return begin if lines[begin].lstrip().startswith("/*") and not _is_licence(
            lines[begin]) else start
    while start and lines[start - 1].startswith("//") and not _is_licence(lines[start - 1]):
        start -= 1
    return start


def _is_licence(line: str) -> bool:
    return _LICENCE in line


def blank_below(lines: Lines, end: int) -> int:
    """Behind the blank line that follows a range, if one does."""
    return end + 1 if end < len(lines) and not lines[end].strip() else end
