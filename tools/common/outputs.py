# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What the tools hand out: JSON files and tables."""

import json
import os
import tempfile
from pathlib import Path


def write_json(path: Path, content: object) -> None:
    """Write a JSON file that is there entirely or not at all."""
    write_bytes(path, (json.dumps(content, indent=2) + "\n").encode("utf-8"))


def write_bytes(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file that is there entirely or not at all; without a mode, with the usual one."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        # mkstemp() lets nobody else read it.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask if mode is None else mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def table(rows: list[list[str]], left: int = 1) -> str:
    """Rows in columns, the first row as heading; the first `left` columns to the left."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]

    def show(row: list[str]) -> str:
        cells = [cell.ljust(width) if at < left else cell.rjust(width)
                 for at, (cell, width) in enumerate(zip(row, widths))]
        return "  ".join(cells).rstrip()

    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    return "\n".join([show(rows[0]), rule, *map(show, rows[1:])])
