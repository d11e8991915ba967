# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Measurements as Markdown tables."""

from guest import peers

# The rows of the table of instruction counts, and the operation of each.
COUNTED = (
    ("`kmap_local_page` and `kunmap_local`, high page", "kmap_local_high"),
    ("the same, low page", "kmap_local_low"),
    ("four nested pairs, high", "kmap_local_high_x4"),
    ("`kmap_atomic` and `kunmap_atomic`, high page", "kmap_atomic_high"),
    ("the same, low page", "kmap_atomic_low"),
    ("`kmap` and `kunmap`, page already mapped", "kmap_mapped"),
    ("the same, 2048 pages in turn, a persistent window of 1024", "kmap_unmapped"),
    ("`kmap_copy_page`", "copy_highpage"),
    ("`kmap_clear_page`", "clear_highpage"),
    ("`kmap_copy_pages`, 64 high pages, for each", "copy_pages_mapped"),
    ("the same, low pages", "copy_pages_direct"),
    ("what kmap adds to a switch, nothing held", "switch_hooks_held_0"),
)
LINUX = ("Linux 6.1", "Linux 5.10")
HELD = "more for each mapping held by both tasks"
NONE = "–"


def markdown(rows: list[list[str]]) -> str:
    """A table: the first row is the heading, all columns except the first are numbers."""
    head, *others = rows
    rule = "|---|" + "---:|" * (len(head) - 1)
    lines = ["| " + " | ".join(row) + " |" for row in (head, *others)]
    return "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def verbatim(text: str) -> str:
    """The output of a program as a code block."""
    return f"```\n{text}\n```\n"


def _cell(number: int | None) -> str:
    return NONE if number is None else str(number)


def linux() -> list[list[str]]:
    """The cells of the peers, for each row of COUNTED, and for HELD."""
    known = {each.name: each for each in peers.OPERATIONS}
    rows = [[_cell(known[name].linux_6_1), _cell(known[name].linux_5_10)] for _, name in COUNTED]
    return [*rows, [f"{peers.linux_slope():.1f}", NONE]]


def counts(found: dict[str, int]) -> str:
    """Instructions by operation, next to those of the peers."""
    beside = zip(texts(), cells(found), linux(), strict=True)
    return markdown([["operation", "kmap", *LINUX],
                     *([text, cell, *others] for text, cell, others in beside)])


def texts() -> list[str]:
    """What is counted, for each row of COUNTED, and for HELD."""
    return [*(text for text, _ in COUNTED), HELD]


def cells(found: dict[str, int]) -> list[str]:
    """The counts of one machine, a cell for each row of COUNTED, and one for HELD."""
    return [*(str(found[name]) for _, name in COUNTED), f"{peers.slope(found):.1f}"]


def columns_of(written: str) -> dict[str, list[str]]:
    """The columns of a table in Markdown, by their headings."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
            for line in written.splitlines() if not line.startswith("|---")]
    return {name: list(cells) for name, *cells in zip(*rows)}


def with_machine(written: str, arch: str, found: dict[str, int]) -> str:
    """A table of counts by architecture, with the column of one as counted now; maybe a new one."""
    columns = {"operation": [], **columns_of(written)}
    columns |= {"operation": texts(), arch: cells(found)}
    return markdown([[*columns], *([*row] for row in zip(*columns.values(), strict=True))])


def sizes(found: dict[str, int]) -> str:
    """Sizes in bytes, by name."""
    return markdown([["memory", "bytes"],
                     *([text, f"{number:,}"] for text, number in found.items())])


def switches(found: dict[str, dict[str, int]]) -> str:
    """Instructions of operations, by compiler flags."""
    rows = [["compiled with", "high page", "low page"]]
    for flags, counts_there in found.items():
        rows.append([f"`{flags}`" if flags else "the defaults", str(counts_there["kmap_local_high"]),
                     str(counts_there["kmap_local_low"])])
    return markdown(rows)
