# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The calls in C files that may be converted, and their new names."""

from dataclasses import dataclass

from common.c_files import Mention, mentions_in

# Old names and new ones. Maps, then unmaps.
MAPS = {
    "kmap_atomic": "kmap_local_page",
    "kmap_atomic_pfn": "kmap_local_pfn",
    "kmap_atomic_prot": "kmap_local_page_prot",
    "io_mapping_map_atomic_wc": "io_mapping_map_local_wc",
}
UNMAPS = {
    "kunmap_atomic": "kunmap_local",
    "io_mapping_unmap_atomic": "io_mapping_unmap_local",
}
NEW_NAMES = MAPS | UNMAPS


@dataclass(frozen=True)
class Call(Mention):
    """A call, or a mention, of one of the functions."""

    @property
    def is_map(self) -> bool:
        """Whether it maps; else it unmaps."""
        return self.name in MAPS


def calls_in(text: str) -> list[Call]:
    """All mentions in code, in their order; not those in comments and texts."""
    return mentions_in(text, NEW_NAMES, Call)


def renamed(text: str, calls: list[Call]) -> str:
    """The text with new names for these calls."""
    for call in sorted(calls, key=lambda each: each.offset, reverse=True):
        end = call.offset + len(call.name)
        text = text[:call.offset] + NEW_NAMES[call.name] + text[end:]
    return text
