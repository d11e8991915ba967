# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Which arguments the functions that unmap take."""

from collections.abc import Iterator

from compiling.compiler import Case, Statements
from compiling.sources import USER

NOT_THE_PAGE = "unmap takes the address that map returned, not the page"
NOT_AN_ADDRESS = "kunmap takes the page, not the address that kmap returned"
TAKEN = ("void *", "const void *", "char *", "const char *", "uint32_t *", "const uint32_t *",
         "struct kmap_ctrl *")
REFUSED = {"kmap_page_t *": NOT_THE_PAGE, "const kmap_page_t *": NOT_THE_PAGE,
           "unsigned long ": "makes pointer from integer",
           "struct kmap_report ": "incompatible type"}


def cases() -> Iterator[Case]:
    """Every kind of argument, for each function."""
    together = Statements(USER)
    for function in ("kunmap_local", "kunmap_atomic", "io_mapping_unmap_local",
                     "io_mapping_unmap"):
        for kind in TAKEN:
            yield together.case(f"{function}() takes {kind}", f"{kind}p = 0; {function}(p);")
        for kind, message in REFUSED.items():
            yield together.case(f"B24 {function}() refuses {kind.strip()}",
                                f"{kind}p = {{ 0 }}; {function}(p);", message)
    for kind in ("kmap_page_t *", "const kmap_page_t *"):
        yield together.case(f"kunmap() takes {kind}", f"{kind}p = 0; kunmap(p);")
    for kind in ("void *", "const void *", "char *", "uint32_t *"):
        yield together.case(f"B24 kunmap() refuses {kind}", f"{kind}p = 0; kunmap(p);",
                            NOT_AN_ADDRESS)
