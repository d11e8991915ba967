#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Make manual pages of section 9 from the comments of the public headers, and install them.

    man.py [--output DIR]                       write them; default: build/man/man9
    man.py --install [--prefix P] [--destdir D] into D/P/share/man/man9
    man.py --uninstall [--prefix P] [--destdir D]

A comment that lacks what a page needs is an error. Exit status: 0 done, 1 a comment lacks
something, 2 usage error.
"""

import argparse
import sys
from pathlib import Path

from common import outputs, targets
from common.program import EXIT_FAILED, EXIT_OK, BadInput, complain, guarded
from manual import man
from manual.functions import HEADERS, Lacking, functions_of, read_headers, version_of

PROGRAM = "man"
OUTPUT = targets.REPOSITORY / "build/man/man9"
PREFIX = "/usr/local"
PLACE = "share/man/man9"


def made(folder: Path) -> dict[str, str]:
    """The pages of the headers in a folder."""
    headers = read_headers(folder)
    if not headers:
        raise BadInput(f"there are no headers in {folder}")
    return man.pages(functions_of(headers), headers, version_of(headers))


def write(pages: dict[str, str], folder: Path) -> None:
    """Write pages into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        outputs.write_bytes(folder / name, text.encode("utf-8"))
    print(f"{len(pages)} pages in {folder}")


def remove(names: list[str], folder: Path) -> None:
    """Remove these pages, and nothing else."""
    there = [folder / name for name in names if (folder / name).is_file()]
    for path in there:
        path.unlink()
    print(f"{len(there)} pages removed from {folder}")


def place_of(prefix: str, destination: str) -> Path:
    """Where pages are installed."""
    if not prefix.startswith("/"):
        raise BadInput(f"PREFIX is to begin with a slash: {prefix or 'it is empty'}")
    return Path(f"{destination}{prefix}", PLACE)


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--output", type=Path, default=OUTPUT, metavar="DIR")
    what.add_argument("--install", action="store_true")
    what.add_argument("--uninstall", action="store_true")
    parser.add_argument("--headers", type=Path, default=HEADERS, metavar="DIR")
    parser.add_argument("--prefix", default=PREFIX)
    parser.add_argument("--destdir", default="")
    parsed = parser.parse_args(arguments)
    try:
        pages = made(parsed.headers)
    except Lacking as error:
        for line in str(error).splitlines():
            complain(PROGRAM, line)
        return EXIT_FAILED
    folder = place_of(parsed.prefix, parsed.destdir)
    if parsed.uninstall:
        remove(list(pages), folder)
    else:
        write(pages, folder if parsed.install else parsed.output)
    return EXIT_OK


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
