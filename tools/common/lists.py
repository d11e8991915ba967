# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Lists that people write: files in the format TOML."""

from pathlib import Path

from common.program import Missing

try:
    import tomllib
except ImportError:
    tomllib = None


def read(path: Path) -> dict:
    """What a list says."""
    if not tomllib:
        raise Missing("needs Python 3.11 or later")
    with path.open("rb") as opened:
        return tomllib.load(opened)
