#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Take the picture of a report that README.md shows: `make report-picture`.

    picture.py REPORT [--output PATH]

Exit status: 0 done, 1 the browser failed, or the picture is too large, 2 usage error, 3 there is
no browser.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from common import targets
from common.outputs import write_bytes
from common.program import EXIT_FAILED, EXIT_OK, BadInput, complain, guarded
from common.units import show_size
from report import browser, palette

PROGRAM = "picture"
OUTPUT = targets.REPOSITORY / "docs/report.png"
# Down to the end of the timeline of a machine with two CPUs.
WIDTH, HEIGHT = 1040, 1790
BYTES_MOST = 200_000


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path)
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="PATH")
    parsed = parser.parse_args(arguments)
    if not parsed.report.is_file():
        raise BadInput(f"there is no {parsed.report}; `make report` makes it")
    with tempfile.TemporaryDirectory(prefix="kmap-picture-") as directory:
        picture = Path(directory, "picture.png")
        finished = browser.take_picture(parsed.report, picture, WIDTH, HEIGHT)
        content = picture.read_bytes() if picture.exists() else b""
    if not content:
        complain(PROGRAM, f"the browser took no picture: {finished.how}")
        return EXIT_FAILED
    content = palette.indexed(content)
    if len(content) > BYTES_MOST:
        complain(PROGRAM, f"the picture has {len(content)} bytes; at most {BYTES_MOST}")
        return EXIT_FAILED
    write_bytes(parsed.output, content)
    print(f"{parsed.output}: {show_size(len(content))}")
    return EXIT_OK


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
