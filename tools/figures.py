#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Measure the figures in README.md and docs/ again and write them: `make figures`.

They are between marks, which pages/blocks.py describes. With --check nothing is written,
and TAP is printed, one test for each block. Figures that were measured with other tools,
such as another compiler, are not compared.

Exit status: 0 written, or all are as measured; 1 some differ, or a measurement
failed; 2 usage error; 128 + N ended by signal N.
"""

import argparse
import difflib
import sys
from pathlib import Path

from common import tap, targets
from common.commands import forget_calling_make
from common.outputs import write_bytes
from common.program import EXIT_FAILED, EXIT_OK, BadInput, complain, guarded
from pages import blocks
from pages.blocks import Block
from pages.building import ARCH
from pages.measured import FIGURES, PROGRAM, SHARED, Measured, NoFigures, tools


def read_pages(root: Path) -> dict[Path, str]:
    """The pages with figures; raises BadInput if marks are wrong."""
    found = {}
    for path in (root / "README.md", *sorted((root / "docs").glob("*.md"))):
        text = path.read_text(encoding="utf-8")
        try:
            names = [block.name for block in blocks.find(text)]
        except blocks.BadMarks as error:
            raise BadInput(f"{path.relative_to(root)}: {error}") from None
        unknown = [name for name in names if name not in FIGURES]
        if unknown:
            raise BadInput(f"{path.relative_to(root)}: there are no figures {unknown[0]}; "
                           f"known: {', '.join(FIGURES)}")
        if names:
            found[path] = text
    return found


def write(pages: dict[Path, str], measured: Measured, root: Path) -> int:
    """Update every block, and print what changed."""
    for path, text in pages.items():
        fresh = blocks.rewrite(text, lambda block: Block(block.name, tools(),
                                                         measured.figure(block.name)))
        changed = [block.name for block in blocks.find(fresh) if block not in blocks.find(text)]
        if fresh != text:
            write_bytes(path, fresh.encode("utf-8"))
        print(f"{path.relative_to(root)}: {', '.join(changed) or 'nothing'} changed")
    return EXIT_OK


def check_block(page: str, block: Block, measured: Measured, here: str) -> tuple[tap.Point, str]:
    """Whether a block is as measured, and the differences."""
    name = f"{page}: {block.name}"
    if block.tools and block.tools != here:
        return tap.Point(True, name, True, f"made with {block.tools}; here is {here}"), ""
    fresh = measured.figure(block.name)
    if block == Block(block.name, here, fresh):
        return tap.Point(True, name), ""
    lines = difflib.unified_diff(block.body.splitlines(), fresh.splitlines(), "written",
                                 "measured", lineterm="")
    return tap.Point(False, name), "\n".join(f"# {line}" for line in lines)


def check(pages: dict[Path, str], measured: Measured, root: Path, arch: str = ARCH) -> int:
    """Compare the figures with new measurements; prints TAP."""
    here = tools(arch)
    names = FIGURES if arch == ARCH else SHARED
    found = [(str(path.relative_to(root)), block) for path, text in pages.items()
             for block in blocks.find(text) if block.name in names]
    absent = [name for name in names if name not in {block.name for _, block in found}]
    print(f"1..{len(found) + len(absent)}")
    failed = 0
    for number, (page, block) in enumerate(found, 1):
        point, difference = check_block(page, block, measured, here)
        failed += not point.ok
        skipped = f" # SKIP {point.reason}" if point.skipped else ""
        print(f"{'ok' if point.ok else 'not ok'} {number} - {point.name}{skipped}", flush=True)
        if difference:
            print(f"{difference}\n# `make figures` writes it")
    for number, name in enumerate(absent, len(found) + 1):
        print(f"not ok {number} - {name} stand in a page")
    return EXIT_FAILED if failed or absent else EXIT_OK


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare; prints TAP")
    parser.add_argument("--bench", type=Path, metavar="PATH",
                        help="take instruction counts from this file of bench.py")
    parser.add_argument("--arch", default=ARCH, help="whose counts they are; with --check only")
    parsed = parser.parse_args(arguments)
    forget_calling_make()
    root, measured = targets.REPOSITORY, Measured(parsed.bench, parsed.arch)
    try:
        pages = read_pages(root)
        if parsed.check:
            return check(pages, measured, root, parsed.arch)
        return write(pages, measured, root)
    except NoFigures as error:
        complain(PROGRAM, str(error))
        return EXIT_FAILED


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
