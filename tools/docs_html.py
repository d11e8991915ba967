#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Make one HTML page that stands alone of docs/ and of the comments of the public headers.

    docs_html.py [--html PATH]

Exit status: 0 done, 1 a comment lacks something, 2 usage error, 3 the converter of Markdown is
missing.
"""

import argparse
import sys
from pathlib import Path

from common import outputs, targets
from common.program import EXIT_FAILED, EXIT_OK, complain, guarded
from manual import html
from manual.functions import Lacking, functions_of, read_headers, version_of

PROGRAM = "docs_html"
OUTPUT = targets.REPOSITORY / "build/docs.html"
DOCS = targets.REPOSITORY / "docs"
# In this order; others behind them. README.md has nothing but links to the others.
FIRST, LEFT_OUT = ("guide.md", "porting.md", "proof.md", "bugs.md"), ("README.md",)


def chapters() -> list[html.Chapter]:
    """The pages of docs/."""
    names = [path.name for path in sorted(DOCS.glob("*.md"))]
    ordered = dict.fromkeys([name for name in FIRST if name in names] + names)
    return [html.chapter_of(name, (DOCS / name).read_text(encoding="utf-8"))
            for name in ordered if name not in LEFT_OUT]


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--html", type=Path, default=OUTPUT, metavar="PATH")
    parsed = parser.parse_args(arguments)
    html.require()
    headers = read_headers()
    try:
        functions = functions_of(headers)
    except Lacking as error:
        for line in str(error).splitlines():
            complain(PROGRAM, line)
        return EXIT_FAILED
    text = html.page(chapters(), functions, headers, version_of(headers))
    parsed.html.parent.mkdir(parents=True, exist_ok=True)
    outputs.write_bytes(parsed.html, text.encode("utf-8"))
    print(f"{len(functions)} functions and {len(chapters())} pages in {parsed.html}")
    return EXIT_OK


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: main(sys.argv[1:])))
