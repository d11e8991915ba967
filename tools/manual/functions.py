# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The public functions: the prototype of each, and all that its comment and its header say."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from common import targets
from manual.comments import CONTEXT, COST, ERROR, RETURN, Comment, Rules, comments_in, rules_of
from rules import version

HEADERS = targets.REPOSITORY / "include/kmap"
# What a page cannot be without, besides the parameters.
NEEDED = (CONTEXT, COST)
# Macros that check at compile time, and what is said of all of them.
ASSERTIONS = "KMAP_ASSERT_"
OF_ASSERTIONS = {CONTEXT: "Outside functions.", ERROR: "It does not compile.",
                 COST: "None at run time."}
_ATTRIBUTE = re.compile(r"\s*(?:__attribute__\(\(.*?\)\)(?:\))?|KMAP_NAMES_CALLER)")
_NOTHING = "Nothing."


class Lacking(Exception):
    """Comments that lack something; a line for each."""


@dataclass
class Function:
    """A function or a macro: all that a page says."""

    name: str
    summary: str
    header: str
    line: int
    prototype: str
    parameters: dict[str, str]
    paragraphs: list[str]
    parts: dict[str, str]
    like: str = ""
    rules: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def include(self) -> str:
        """The header as in a program."""
        return f"#include <kmap/{self.header}>"


@dataclass
class Header:
    """A public header: its name, text, and rules."""

    name: str
    text: str
    rules: Rules


def _without_names(text: str) -> str:
    """A declaration on one line, without attributes and words that are not for callers."""
    one = re.sub(r"\s+", " ", _ATTRIBUTE.sub("", text)).strip()
    return re.sub(r"^(?:static inline|extern) ", "", one)


def _declared(name: str, text: str) -> str:
    """The prototype of a function, also of one that only C++ has beside a macro."""
    found = re.search(rf"^((?:static inline )?[a-z][\w ]*[ *]{name}\([^;{{]*?\)"
                      rf"(?:\s*(?:KMAP_NAMES_CALLER|__attribute__[^;{{]*))?)\s*[;{{]", text,
                      re.MULTILINE)
    return _without_names(found[1]) if found else ""


def prototype_of(name: str, text: str, others: str) -> str:
    """The prototype of a function; of a macro, that of the function that it calls."""
    declared = _declared(name, text)
    macro = re.search(rf"^#define {name}\(([^)]*)\)[ \\\n\t]*(?:(\w+)\(\1\)$)?", text, re.MULTILINE)
    if declared or not macro:
        return declared
    meant = _declared(macro[2], others) if macro[2] else ""
    return meant.replace(f"{macro[2]}(", f"{name}(") if meant else f"{name}({macro[1]})"


def parameter_names(prototype: str) -> list[str]:
    """The names of the parameters in a prototype."""
    inside = prototype[prototype.index("(") + 1:prototype.rindex(")")]
    if inside.strip() in ("", "void"):
        return []
    return [re.search(r"(\w+)(?:\[[^]]*\])*\s*$", each)[1] for each in inside.split(",")]


def _inherit(comment: Comment, comments: dict[str, Comment],
             rules: dict[str, Rules]) -> dict[str, str]:
    """All parts: its own, those of the function that it is like, those of the header."""
    parts = dict(comment.parts)
    seen = {comment.name}
    while True:
        if comment.has_rules:
            for key, text in rules[comment.name].parts.items():
                parts.setdefault(key, text)
        if comment.like in seen or comment.like not in comments:
            return parts
        comment = comments[comment.like]
        seen.add(comment.name)
        for key, text in comment.parts.items():
            parts.setdefault(key, text)


def _problems(function: Function) -> list[str]:
    """What the comment of a function lacks."""
    where = f"{function.header}:{function.line}: {function.name}()"
    if not function.prototype:
        return [f"{where} is not declared behind its comment"]
    real, said = parameter_names(function.prototype), list(function.parameters)
    found = [f"{where} does not say what @{name} is" for name in real if name not in said]
    found += [f"{where} has no parameter {name}" for name in said if name not in real]
    if not found and real != said:
        found.append(f"{where} has its parameters in another order")
    found += [f"{where} has no \"{part}:\"" for part in NEEDED if part not in function.parts]
    if RETURN not in function.parts:
        found.append(f"{where} has no \"{RETURN}:\"")
    return found


def _is_void(prototype: str) -> bool:
    """Whether a function returns nothing; a macro without types does not, either."""
    return re.match(r"(?:void [^*]|[A-Z_]+\()", prototype) is not None


def read_headers(folder: Path = HEADERS) -> list[Header]:
    """The public headers, in the order of their names."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.h"))}
    return [Header(name, text, rules_of(text)) for name, text in texts.items()]


def version_of(headers: list[Header]) -> str:
    """The version that the headers define."""
    return next(filter(None, (version.defined(each.text) for each in headers)), "")


def functions_of(headers: list[Header]) -> list[Function]:
    """All functions with comments, in their order; raises Lacking."""
    found = [(header, *pair) for header in headers for pair in comments_in(header.text)]
    comments = {comment.name: comment for _header, comment, _end in found}
    rules = {comment.name: header.rules for header, comment, _end in found}
    everything = "\n".join(header.text for header in headers)
    functions, problems = [], []
    for header, comment, end in found:
        prototype = prototype_of(comment.name, header.text[end:], everything)
        parts = _inherit(comment, comments, rules)
        if _is_void(prototype):
            parts.setdefault(RETURN, _NOTHING)
        if comment.name.startswith(ASSERTIONS):
            parts = OF_ASSERTIONS | parts
        function = Function(comment.name, comment.summary, header.name, comment.line, prototype,
                            comment.parameters, comment.paragraphs, parts, comment.like,
                            header.rules.items)
        functions.append(function)
        problems += _problems(function)
    if problems:
        raise Lacking("\n".join(problems))
    return functions


def related(function: Function, functions: list[Function]) -> list[str]:
    """What to see also: what its comment names, its pair, and the others of its header."""
    names = [each.name for each in functions]
    said = " ".join([*function.paragraphs, *function.parts.values(), *function.parameters.values()])
    named = [name for name in re.findall(r"\b(\w+)\(\)", said) if name in names]
    near = [each.name for each in functions if each.header == function.header]
    ordered = dict.fromkeys([*named, *near])
    return [name for name in ordered if name != function.name]
