# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The core and a kernel that were compiled with different configurations do not link."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from compiling.compiler import ROOT, TEMPLATE_HOST, Case, Setup
from compiling.objects import Objects, Toolchain
from compiling.sources import template

HOST = """#include <kmap/kmap.h>
struct kmap_ctrl template_task_kmap;
struct kmap_window %s;

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
# The template's name of the one window.
WINDOW = re.search(r"extern struct kmap_window (\w+);", template("kmap_host.h"))
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
             "KMAP_PERSISTENT_PAGES=512": "persistent512", "KMAP_IO_PAGES=32": "io32",
             "KMAP_WINDOW=private": "window_private", "KMAP_TASKS_MAX=32": "tasks32"}
FEW = ("KMAP_SLOTS=8", "KMAP_STATS=0")
X86 = ROOT / "arch/x86"
PAE = Setup(folders=(X86, X86 / "pae", TEMPLATE_HOST))
# Architectures of a host and of the core whose objects must not link, and the linker's word.
ARCHITECTURES = {"no-execute, and not the core": (PAE, PAE.having("KMAP_X86_NO_EXECUTE=0"), "pae_nx1"),
                 "executable mappings, and not the core":
                     (PAE.having("KMAP_X86_NO_EXECUTE=0"), PAE, "pae_nx0"),
                 "two-level tables, and the core with PAE":
                     (Setup(folders=(X86, X86 / "twolevel", TEMPLATE_HOST)), PAE, "twolevel"),
                 "64 bits, and the core with PAE":
                     (Setup(folders=(X86, X86 / "long", TEMPLATE_HOST)), PAE, "long_nx1")}


class Linker:
    """Links a host with the core, with one toolchain."""

    def __init__(self, toolchain: Toolchain, folder: Path, objects: Objects):
        self.toolchain = toolchain
        self._folder = folder
        self._objects = objects

    def host(self, setup: Setup, of_core: Setup = Setup()) -> tuple[int, str]:
        """Link a host that was compiled with this setup with a core that has another."""
        self._folder.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        (folder / "host.c").write_text(HOST % (WINDOW and WINDOW[1]), encoding="utf-8")
        core = self._objects.core(of_core, self.toolchain)
        problem = self.toolchain.compile([folder / "host.c"], setup, folder)
        return (1, problem) if problem else self.toolchain.link([folder / "host.o", *core],
                                                                folder / "program")

    def same(self) -> str:
        """Link with the same configuration; returns what is wrong."""
        status, messages = self.host(Setup())
        return messages or "no message" if status else ""

    def different(self, definition: str) -> str:
        """Link with different configurations; returns what is wrong."""
        return self._refusal(DIFFERENT[definition], *self.host(Setup().having(definition)))

    def unchecked(self) -> str:
        """Link with different configurations, and the check off; returns what is wrong."""
        status, messages = self.host(Setup().having("KMAP_SLOTS=8", "KMAP_CHECK_CONFIG=0"))
        return messages or "no message" if status else ""

    def architecture(self, host: Setup, core: Setup, word: str) -> str:
        """What is wrong with a core of an architecture, and a host of another."""
        status, messages = self.host(core, core)
        return messages if status else self._refusal(word, *self.host(host, core))

    @staticmethod
    def _refusal(word: str, status: int, messages: str) -> str:
        wanted = rf"undefined .*kmap_built_with_\w*{word}(?:_|\b)"
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
    linker = Linker(PLAIN, sandbox / "link-unchecked", objects)
    yield Case("with -DKMAP_CHECK_CONFIG=0 configurations are not compared", linker.unchecked,
               lacks(PLAIN))
    linker = Linker(PLAIN, sandbox / "link-x86", objects)
    for words, (host, core, word) in ARCHITECTURES.items():
        yield Case(f"a kernel for x86 with {words}, does not link",
                   lambda host=host, core=core, word=word: linker.architecture(host, core, word),
                   lacks(PLAIN))
