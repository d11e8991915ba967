# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The rules: what each is for, its semantic patch, and the names that it looks for."""

import re
from dataclasses import dataclass
from pathlib import Path

from common import lists
from common.program import BadInput

HERE = Path(__file__).resolve().parents[1]
RULES = HERE / "rules"
# Their semantic patches for sections of kmap_atomic() are those of `make linux-convert`.
LINUX = HERE.parents[1] / "linux/cocci"
NAMES = HERE / "names.toml"
SLEEP = "sleep-in-atomic"


Names = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Rule:
    """A kind of misuse: its name, and that of its file; what to do; its bugs in docs/bugs.md."""

    name: str
    advice: str
    bugs: str
    # It looks at files that use one of these, and also at functions without mappings.
    files: str = "looked_for"
    is_whole: bool = False
    # What is read before the rule itself, and after it.
    before: tuple[Path, ...] = (RULES / "mapping.cocci", RULES / "endings.cocci")
    after: tuple[Path, ...] = ()


ALL = (
    Rule("forgotten-unmap", "unmap on every path, also on those of errors", "B16"),
    Rule("wrong-unmap", "kunmap_local() and kunmap_atomic() take the address that their own map "
         "returned, kunmap() takes the page of kmap()", "B24"),
    Rule("use-after-unmap", "move the use before the unmap, or copy what is needed", "B10, B16"),
    Rule("leaving-address", "a local address is valid in the task that mapped it, until the unmap: "
         "keep the page and map it where it is used, or use kmap()", "B3"),
    Rule("past-page", "go page by page: map each one, or map several side by side", "B14"),
    Rule(SLEEP, "unmap first, or use kmap_local_page(), which may sleep", "B17",
         "atomic_maps", True, (LINUX / "mapping.cocci",), (LINUX / "calls.cocci",)),
    Rule("moved-address", "keep the address that map returned, and unmap that", "B8, B24"),
    Rule("converted-address", "use the page that was mapped, or kmap_to_page(): a temporary "
         "address has no physical one that can be computed", "B11"),
    Rule("page-address", "use the address that map returned: the page may have no other", "B15"),
)
BY_NAME = {rule.name: rule for rule in ALL}


def names(more: Path | None = None) -> Names:
    """The lists of names, those of a user's file included."""
    found = {key: tuple(value) for key, value in lists.read(NAMES).items()}
    for key, value in (lists.read(more) if more else {}).items():
        if key not in found:
            raise BadInput(f"{more}: there is no list {key}; known: {', '.join(found)}")
        if not isinstance(value, list) or not all(re.fullmatch(r"[A-Za-z_]\w*", str(each))
                                                  for each in value):
            raise BadInput(f"{more}: {key} is no list of names")
        found[key] += tuple(value)
    found["one_page_maps"] += found["atomic_maps"]
    found["local_maps"] = found["one_page_maps"] + found["several_pages_maps"]
    found["local_unmaps"] = found["local_only_unmaps"] + found["atomic_unmaps"]
    found["known"] = tuple(dict.fromkeys(found["local_maps"] + found["local_unmaps"] +
                                         found["shared_maps"] + found["shared_unmaps"]))
    found["looked_for"] = found["known"] + found["high_memory"]
    return found


def _with_names(text: str, known: Names) -> str:
    """A semantic patch with lists in the place of their names."""
    words = {key.upper(): value for key, value in known.items()}
    return re.sub(r"\b[A-Z_]+\b",
                  lambda match: ", ".join(words[match[0]]) if match[0] in words else match[0], text)


def _patch(chosen: list[Rule], known: Names) -> str:
    """One semantic patch of rules that have the same head and the same end."""
    parts = [*chosen[0].before, *(RULES / f"{rule.name}.cocci" for rule in chosen),
             *chosen[0].after, RULES / "done.cocci"]
    texts = [path.read_text(encoding="utf-8") for path in parts]
    one_page = f"@initialize:python@\n@@\nONE_PAGE = {known['one_page_maps']!r}\n"
    return "\n".join([one_page, *(_with_names(text, known) for text in texts)])


@dataclass(frozen=True)
class Patch:
    """A semantic patch: its text, what a file must mention, and whether all functions matter."""

    text: str
    names: tuple[str, ...]
    is_whole: bool


def patches(chosen: list[Rule], known: Names) -> list[Patch]:
    """The semantic patches with these rules."""
    made = []
    for head in dict.fromkeys(rule.before for rule in chosen):
        group = [rule for rule in chosen if rule.before == head]
        made.append(Patch(_patch(group, known), known[group[0].files], group[0].is_whole))
    return made
