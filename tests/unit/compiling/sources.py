# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Sources to compile: a caller of all functions, the whole core as one file, and hosts."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from compiling.compiler import CORE, TEMPLATE, TEMPLATE_HOST

HEADER = "#include <kmap/kmap.h>\n"
# Without a host, whose windows may not fit.
TYPES = "#include <kmap/types.h>\n"

# A caller of most functions, and of page helpers under their Linux names.
USER = HEADER + """#include <kmap/linux_names.h>
void user(kmap_page_t *page, struct kmap_ctrl *ctrl);
void user(kmap_page_t *page, struct kmap_ctrl *ctrl)
{
	struct kmap_irq_state held = kmap_irq_enter();

	kunmap_local(kmap_local_page(page));
	kunmap_local(kmap_local_pfns((const unsigned long[]){ 1, 2 }, 2));
	kmap_switch_out(ctrl);
	kmap_switch_in(ctrl);
	kmap_assert_none();
	kmap_might_sleep();
	kmap_assert_direct(ctrl);
#if KMAP_ATOMIC
	kunmap_atomic(kmap_atomic(page));
	kunmap_atomic(kmap_atomic_pfn(1));
#endif
#if KMAP_PERSISTENT
	kmap(page);
	kmap_try(page);
	kmap_interruptible(page);
	kmap_high_get(page);
	kunmap(page);
#endif
#if KMAP_HELPERS
	kmap_copy_page(page, page);
	kmap_clear_page(page);
	copy_highpage(page, page);
	zero_user(page, 0, 1);
#endif
#if KMAP_IO
	io_mapping_unmap_local(io_mapping_map_local_wc(io_mapping_create_wc(NULL, 0, 0), 0));
	io_mapping_unmap(NULL);
#endif
	kmap_irq_exit(held);
}
"""

_STATIC = re.compile(r"^static (?:__attribute__\(\([^)]*\)\) )?[^;={(]*?\b(\w+)\(", re.MULTILINE)


@cache
def whole_core() -> str:
    """All of core/ and the caller as one file; static names that occur twice are renamed."""
    statics = {path: set(_STATIC.findall(path.read_text(encoding="utf-8"))) for path in CORE}
    seen = Counter(name for names in statics.values() for name in names)
    parts = []
    for path, names in statics.items():
        shared = sorted(name for name in names if seen[name] > 1)
        parts += [f"#define {name} {name}_in_{path.stem}\n" for name in shared]
        parts += [f'#include "{path}"\n', *(f"#undef {name}\n" for name in shared)]
    return "".join(parts) + USER


def contract() -> str:
    """The checks of a port in core/port.c, and the caller."""
    return f'#include "{next(path for path in CORE if path.name == "port.c")}"\n' + USER


def template(name: str) -> str:
    """A header of the template port, kmap_arch.h or kmap_host.h."""
    folder = TEMPLATE if name == "kmap_arch.h" else TEMPLATE_HOST
    return (folder / name).read_text(encoding="utf-8")


_GROUP = re.compile(r"^#if (KMAP_\w+(?: \|\| KMAP_\w+)*)\n(.*?)^#endif\n", re.MULTILINE | re.DOTALL)


def host_without(families: set[str]) -> str:
    """The template's host without the hooks that only these families need; all other hooks are
    there in every configuration."""
    return _GROUP.sub(lambda match: "" if set(match[1].split(" || ")) <= families else match[2],
                      template("kmap_host.h"))


def write_host(folder: Path, text: str) -> Path:
    """Write a host into its own folder."""
    folder.mkdir(exist_ok=True)
    (folder / "kmap_host.h").write_text(text, encoding="utf-8")
    return folder
