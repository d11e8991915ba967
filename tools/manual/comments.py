# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Kernel-doc comments: what they say, in parts.

A comment of a function has a line of what it does, its parameters, and a text. Within the text a
sentence may begin with "Context:", "Return:", "Error:" or "Cost:"; up to the next such word, or
the end of the paragraph if a paragraph follows that has none, this is a part of its own.
"As name():" or "As name()" at the start of a paragraph or sentence means that what the comment
does not say is as there; "See the rules at the top" means the rules at the top of the header.
"""

import re
from dataclasses import dataclass, field

CONTEXT, RETURN, ERROR, COST = PARTS = ("Context", "Return", "Error", "Cost")
_BLOCK = re.compile(r"^/\*\*\n(.*?)^ \*/\n", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"(\w+)\(\) - (.*)")
_PARAMETER = re.compile(r"@(\w+):\s*(.*)")
# A word that begins a part: at the start of a sentence; qualifiers may follow.
_PART = re.compile(rf"(?:^|(?<=[.;:)] ))({'|'.join(PARTS)})(, [^.:]*)?: ")
_AS = re.compile(r"(?:^|(?<=\. ))As (\w+)\(\)")
_RULES = re.compile(r"See the rules at the top of <kmap/(\w+)\.h>\.\s*")


@dataclass
class Comment:
    """What a kernel-doc comment of a function says."""

    name: str
    summary: str
    line: int
    parameters: dict[str, str] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    # The function of which the rest is said, and whether the header's rules hold.
    like: str = ""
    has_rules: bool = False


def text_of(block: str) -> list[str]:
    """The lines of a comment without its frame."""
    return [re.sub(r"^ \* ?", "", line).rstrip() for line in block.splitlines()]


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines of a text, joined to paragraphs."""
    joined = [""]
    for line in lines:
        if line:
            joined[-1] = f"{joined[-1]} {line.strip()}".strip()
        elif joined[-1]:
            joined.append("")
    return [text for text in joined if text]


def _head(lines: list[str]) -> tuple[str, dict[str, str], list[str]]:
    """The first line with what continues it, the parameters, and the other lines."""
    title, parameters, last = lines[0], {}, ""
    for number, line in enumerate(lines[1:], 1):
        match = _PARAMETER.fullmatch(line)
        if match:
            last = match[1]
            parameters[last] = match[2]
        elif not line:
            return title, parameters, lines[number:]
        elif last:
            parameters[last] += f" {line.strip()}"
        else:
            title += f" {line.strip()}"
    return title, parameters, []


def _split(paragraph: str, comment: Comment) -> str:
    """Take the parts out of a paragraph; returns what was before them."""
    found = list(_PART.finditer(paragraph))
    if not found:
        return paragraph
    for match, after in zip(found, [*found[1:], None]):
        end = after.start() if after else len(paragraph)
        said = (match[2] or "").removeprefix(", ")
        text = paragraph[match.end():end].strip()
        text = f"{said[0].upper()}{said[1:]}: {text}" if said else text[:1].upper() + text[1:]
        before = comment.parts.get(match[1])
        comment.parts[match[1]] = f"{before} {text}" if before else text
    return paragraph[:found[0].start()].strip()


def comment_of(block: str, line: int) -> Comment | None:
    """What a block says, if it is about a function."""
    lines = text_of(block)
    title, parameters, rest = _head(lines)
    match = _TITLE.fullmatch(title)
    if not match:
        return None
    comment = Comment(match[1], match[2], line, parameters)
    for paragraph in _paragraphs(rest):
        like = _AS.search(paragraph)
        comment.like = comment.like or (like[1] if like else "")
        comment.has_rules = comment.has_rules or bool(_RULES.search(paragraph))
        left = _split(_RULES.sub("", paragraph).strip(), comment)
        if left:
            comment.paragraphs.append(left)
    return comment


def comments_in(text: str) -> list[tuple[Comment, int]]:
    """The comments of functions in a header, and where the text behind each begins."""
    found = []
    for match in _BLOCK.finditer(text):
        comment = comment_of(match[1], text.count("\n", 0, match.start()) + 1)
        if comment:
            found.append((comment, match.end()))
    return found


@dataclass
class Rules:
    """The rules at the top of a header: headings with items, and parts that hold for all."""

    items: list[tuple[str, list[str]]] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)


def _items(lines: list[str]) -> list[str]:
    """The items of a list of rules; ends at the first line that belongs to none."""
    items: list[str] = []
    for line in lines:
        if line.startswith(" - "):
            items.append(line[3:].strip())
        elif line.startswith("   ") and items:
            items[-1] += f" {line.strip()}"
        else:
            break
    return items


def rules_of(text: str) -> Rules:
    """The rules in the first comment of a header that is not the licence."""
    rules = Rules()
    match = re.search(r"^/\*\n(.*?)^ \*/\n", text, re.DOTALL | re.MULTILINE)
    lines = text_of(match[1]) if match else []
    for number, line in enumerate(lines):
        if line.startswith("Rules "):
            items = _items(lines[number + 1:] if line.endswith(":") else lines[number + 2:])
            if items:
                rules.items.append((line.rstrip(":"), items))
    if rules.items:
        heading, items = rules.items[0]
        comment = Comment("", "", 0, parts=rules.parts)
        # What holds for all is said in parts of each page, the rest in its notes.
        rules.items[0] = (heading, [item for item in items
                                    if not _PART.match(item) or _split(item, comment)])
    return rules
