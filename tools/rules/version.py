# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The rule on the version: the headers, CHANGELOG.md and README.md name the same version."""

import re

from rules.files import Files

HEADER, CHANGES, README = "include/kmap/config.h", "CHANGELOG.md", "README.md"
_DEFINED = re.compile(r"^#define KMAP_VERSION (\d+)$", re.MULTILINE)
_HEADING = re.compile(r"^## +(.*)$", re.MULTILINE)
_SAID = re.compile(r"\bversion (\d+\.\d+\.\d+)\b")


def defined(text: str) -> str:
    """KMAP_VERSION as X.Y.Z; empty if it is not defined."""
    match = _DEFINED.search(text)
    if not match:
        return ""
    rest, patch = divmod(int(match[1]), 100)
    major, minor = divmod(rest, 100)
    return f"{major}.{minor}.{patch}"


def same_version(files: Files) -> list[str]:
    """Places that name no version, or another than KMAP_VERSION."""
    version = defined(files.text(HEADER))
    if not version:
        return [f"{HEADER}: KMAP_VERSION is no number"]
    newest = _HEADING.search(files.text(CHANGES))
    said = _SAID.search(files.text(README))
    found = {CHANGES: newest[1].strip() if newest else "", README: said[1] if said else ""}
    return [f"{name} names {there or 'no version'}; KMAP_VERSION is {version}"
            for name, there in found.items() if there != version]
