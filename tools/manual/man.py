# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Manual pages of section 9, in the language of man(7)."""

import re
from collections.abc import Callable

from manual.comments import CONTEXT, COST, ERROR, RETURN
from manual.functions import Function, Header, parameter_names, related

SECTION = 9
OVERVIEW = "kmap_overview"
SUMMARY = "temporary mappings of pages that the kernel does not keep mapped"
WIDTH = 76
SEE_ALSO_MOST = 12
# The headings of parts.
PARTS = ((CONTEXT, "CONTEXT"), (RETURN, "RETURN VALUE"), (ERROR, "ERRORS"), (COST, "COMPLEXITY"))
_SPECIAL = {"\\": r"\e", "^": r"\(ha", "~": r"\(ti", "`": r"\(ga", "'": r"\(aq"}


def escape(text: str) -> str:
    """A text in which troff sees no requests."""
    return re.sub(r"[\\^~`']", lambda match: _SPECIAL[match[0]], text)


def line(text: str, names: set[str]) -> str:
    """A paragraph: parameters in italics, functions of the reference in bold."""
    text = re.sub(r"@(\w+)", r"\\fI\1\\fP", escape(text))

    def function(match: re.Match) -> str:
        return f"\\fB{match[1]}\\fP({SECTION})" if match[1] in names else match[0]
    text = re.sub(r"\b(\w+)\(\)", function, text)
    # A line that begins with a dot is a request.
    return f"\\&{text}" if text.startswith(".") else text


def sentence(text: str) -> str:
    """A summary as a sentence."""
    return f"{text[0].upper()}{text[1:]}."


def prototype_rows(function: Function) -> list[str]:
    """The prototype, on several lines if it is long."""
    head, _, rest = function.prototype.partition("(")
    parameters = rest.removesuffix(")").split(", ")
    rows, indent = [f"{head}("], " " * 8
    for number, parameter in enumerate(parameters):
        text = parameter + ("," if number + 1 < len(parameters) else ");")
        if len(rows[-1]) + len(text) + 1 > WIDTH:
            rows.append(indent)
        rows[-1] += text if rows[-1].endswith(("(", indent)) else f" {text}"
    return rows


def synopsis(function: Function) -> str:
    """The prototype, names of parameters in italics."""
    shown = escape("\n".join(prototype_rows(function))).replace("-", r"\-")
    for name in parameter_names(function.prototype):
        shown = re.sub(rf"\b{name}(?=[,)\[])", rf"\\fI{name}\\fB", shown)
    return "\n".join(rf"\fB{row}\fP" for row in shown.split("\n"))


def _title(name: str, version: str) -> str:
    return f'.TH {name.upper()} {SECTION} "" "kmap {version}" "kmap"'


def _section(name: str, lines: list[str]) -> list[str]:
    return [f".SH {name}", *lines] if lines else []


def _paragraphs(texts: list[str], show: Callable[[str], str]) -> list[str]:
    return "\n.PP\n".join(show(text) for text in texts).split("\n") if texts else []


def _rules(function: Function, show: Callable[[str], str]) -> list[str]:
    """The rules of the header."""
    lines = []
    for heading, items in function.rules:
        lines += [".PP", show(f"{heading} (<kmap/{function.header}>):")]
        for item in items:
            lines += [r".IP \(bu 2", show(item)]
    return lines[1:]


def page(function: Function, functions: list[Function], version: str) -> str:
    """The page of a function."""
    names = {each.name for each in functions}

    def show(text: str) -> str:
        return line(text, names)

    parameters = []
    for name, text in function.parameters.items():
        parameters += [".TP", rf"\fI{name}\fP", show(text)]
    lines = [r'.\" SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause',
             rf'.\" Made from include/kmap/{function.header}; do not edit.',
             _title(function.name, version)]
    lines += _section("NAME", [rf"{function.name} \- {show(function.summary)}"])
    lines += _section("SYNOPSIS", [".nf", rf"\fB{function.include}\fP", "", synopsis(function),
                                   ".fi"])
    lines += _section("DESCRIPTION", _paragraphs(
        [sentence(function.summary), *function.paragraphs], show))
    lines += _section("PARAMETERS", parameters or ["None."])
    for part, heading in PARTS:
        if part in function.parts:
            lines += _section(heading, [show(function.parts[part])])
    lines += _section("NOTES", _rules(function, show))
    also = [*related(function, functions)[:SEE_ALSO_MOST], OVERVIEW]
    lines += _section("SEE ALSO", [f".BR {name} ({SECTION}){',' if name != also[-1] else ''}"
                                   for name in also])
    return "\n".join(lines) + "\n"


def overview(functions: list[Function], headers: list[Header], version: str) -> str:
    """The page with all functions, by header."""
    names = {each.name for each in functions}
    lines = [r'.\" SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause',
             r'.\" Made from include/kmap/; do not edit.', _title(OVERVIEW, version)]
    lines += _section("NAME", [rf"{OVERVIEW} \- {SUMMARY}"])
    lines += _section("SYNOPSIS", [".nf", r"\fB#include <kmap/kmap.h>\fP", ".fi"])
    lines.append(".SH DESCRIPTION")
    for header in headers:
        here = [each for each in functions if each.header == header.name]
        if here:
            lines.append(f".SS <kmap/{header.name}>")
        for each in here:
            lines += [".TP", f".BR {each.name} ({SECTION})", line(sentence(each.summary), names)]
    lines += _section("SEE ALSO", [f".BR {each.name} ({SECTION})," for each in functions[:-1]] +
                      [f".BR {functions[-1].name} ({SECTION})"])
    return "\n".join(lines) + "\n"


def pages(functions: list[Function], headers: list[Header], version: str) -> dict[str, str]:
    """All pages, by the names of their files."""
    made = {f"{each.name}.{SECTION}": page(each, functions, version) for each in functions}
    return made | {f"{OVERVIEW}.{SECTION}": overview(functions, headers, version)}
