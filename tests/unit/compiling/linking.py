# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The core and a kernel that were compiled with different configurations do not link."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from compiling.compiler import Case, Setup
from compiling.objects import Objects, Toolchain

HOST = """#include <kmap/kmap.h>
struct kmap_ctrl template_task_kmap;
struct kmap_cpu template_cpu_kmap;

struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	(void)address;
	return NULL;
}

void kmap_host_bug(const struct kmap_report *report)
{
	(void)report;
}

int main(void)
{
	kmap_ctrl_init(&template_task_kmap);
	return 0;
}
"""
SECTIONS = ("-ffunction-sections", "-fdata-sections")
COLLECT = ("-Wl,--gc-sections",)
# Tested with every setting.
PLAIN = Toolchain("gcc", "gcc")
# Tested with two settings: only the way of linking differs.
OTHERS = (Toolchain("gcc, --gc-sections", "gcc", SECTIONS, COLLECT),
          Toolchain("gcc -flto", "gcc", ("-flto",)),
          Toolchain("gcc -flto, --gc-sections", "gcc", ("-flto", *SECTIONS), COLLECT),
          Toolchain("clang", "clang"),
          Toolchain("clang -flto", "clang", ("-flto",)),
          Toolchain("clang -flto, lld", "clang", ("-flto",), ("-fuse-ld=lld", *COLLECT)))
# A setting of the host that differs from the core's, and its name in the linker's error.
DIFFERENT = {"KMAP_SLOTS=8": "slots8", "KMAP_CPUS_MAX=4": "cpus4", "KMAP_GUARD=1": "guard1",
             "KMAP_DEBUG=1": "debug1", "KMAP_FORCE_MAP=1": "force1", "KMAP_STATS=0": "stats0",
             "KMAP_PERSISTENT_PAGES=512": "persistent512", "KMAP_IO_PAGES=32": "io32"}
FEW = ("KMAP_SLOTS=8", "KMAP_STATS=0")


class Linker:
    """Links a host with the core, with one toolchain."""

    def __init__(self, toolchain: Toolchain, folder: Path, objects: Objects):
        self.toolchain = toolchain
        self._folder = folder
        self._objects = objects

    def host(self, *definitions: str) -> tuple[int, str]:
        """Link a host compiled with these definitions with a core compiled without them."""
        folder = self._folder / "-".join(("host", *definitions))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "host.c").write_text(HOST, encoding="utf-8")
        core = self._objects.core(Setup(), self.toolchain)
        problem = self.toolchain.compile([folder / "host.c"], Setup().having(*definitions), folder)
        return (1, problem) if problem else self.toolchain.link([folder / "host.o", *core],
                                                                folder / "program")

    def same(self) -> str:
        """Link with the same configuration; returns what is wrong."""
        status, messages = self.host()
        return messages or "no message" if status else ""

    def different(self, definition: str) -> str:
        """Link with different configurations; returns what is wrong."""
        status, messages = self.host(definition)
        wanted = rf"undefined .*kmap_built_with_\w*{DIFFERENT[definition]}(?:_|\b)"
        return "" if status and re.search(wanted, messages) else f"it links, or says:\n{messages}"


def lacks(toolchain: Toolchain) -> str:
    """Which program of a toolchain is missing."""
    tools = (toolchain.compiler, *(("ld.lld",) if "-fuse-ld=lld" in toolchain.linking else ()))
    return next((f"there is no {tool}" for tool in tools if not shutil.which(tool)), "")


def cases(sandbox: Path, objects: Objects) -> Iterator[Case]:
    """All cases of this module; `sandbox` is a folder for objects."""
    for number, toolchain in enumerate((PLAIN, *OTHERS)):
        linker = Linker(toolchain, sandbox / f"link-{number}", objects)
        lacking = lacks(toolchain)
        yield Case(f"objects of one configuration link ({toolchain.name})", linker.same, lacking)
        for definition in DIFFERENT if toolchain is PLAIN else FEW:
            yield Case(f"a kernel with -D{definition}, and not the core, does not link "
                       f"({toolchain.name})",
                       lambda linker=linker, definition=definition: linker.different(definition),
                       lacking)
