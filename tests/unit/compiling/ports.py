# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Ports: each one compiles, and an incomplete one does not."""

import re
from collections.abc import Iterator
from pathlib import Path

from compiling.compiler import (COMPILER, FAKE, ROOT, TEMPLATE, TEMPLATE_HOST, Case, Setup,
                                accepted, compiled, refused)
from compiling.sources import contract, template, whole_core, write_host

ARCH = ROOT / "arch"
PORTS = {"template": (TEMPLATE, TEMPLATE_HOST), "um": (ARCH / "um", FAKE),
         "x86 with PAE": (ARCH / "x86", ARCH / "x86/pae", FAKE),
         "x86 with 64 bits": (ARCH / "x86", ARCH / "x86/long", FAKE),
         "x86 with two levels": (ARCH / "x86", ARCH / "x86/twolevel", TEMPLATE_HOST),
         "arm with LPAE": (ARCH / "arm", ARCH / "arm/lpae", TEMPLATE_HOST),
         "arm with short descriptors": (ARCH / "arm", ARCH / "arm/short", TEMPLATE_HOST),
         "arm64": (ARCH / "arm64", TEMPLATE_HOST),
         "RISC-V": (ARCH / "riscv", TEMPLATE_HOST),
         "mips": (ARCH / "mips", TEMPLATE_HOST),
         "arc": (ARCH / "arc", TEMPLATE_HOST),
         "csky": (ARCH / "csky", TEMPLATE_HOST),
         "nds32": (ARCH / "nds32", TEMPLATE_HOST),
         "powerpc": (ARCH / "powerpc", TEMPLATE_HOST),
         "SPARC": (ARCH / "sparc", TEMPLATE_HOST),
         "microblaze": (ARCH / "microblaze", TEMPLATE_HOST),
         "xtensa": (ARCH / "xtensa", TEMPLATE_HOST),
         "fake": (FAKE,)}
# Clang knows the registers of a machine only when it compiles for it. It has no C library for that.
CLANG_FOR = {ARCH / "arm": ("--target=arm-linux-gnueabihf", "-march=armv7ve", "-ffreestanding"),
             ARCH / "powerpc": ("--target=powerpc-linux-gnu", "-ffreestanding")}
# What only some ports can do.
OWN = {ARCH / "arm": ("KMAP_ARM_REUSES_PERSISTENT=1",),
       ARCH / "mips": ("KMAP_MIPS_COLOURS=2", "KMAP_MIPS_CACHE_RETIRES=1"),
       ARCH / "nds32": ("KMAP_NDS32_COLOURS=2", "KMAP_NDS32_CACHE_RETIRES=1")}
# What a port must be told.
ONE_CPU = ("-DKMAP_CPUS_MAX=1",)
NEEDED = {ARCH / "nds32": ONE_CPU, ARCH / "microblaze": ONE_CPU}
DEBUG = "KMAP_DEBUG=1"
# Attributes and types are hooks as well.
OTHER_HOOKS = ("KMAP_PROT_DEFAULT", "KMAP_PROT_READ_ONLY", "KMAP_PROT_UNCACHED",
               "KMAP_PROT_WRITE_COMBINED", "KMAP_PROT_EXECUTABLE", "kmap_prot_t", "kmap_page_t",
               "kmap_pte")
HEADERS = ("kmap_arch.h", "kmap_host.h")
PRIVATE = "KMAP_WINDOW=private"
PRIVATE_HOOK = "kmap_host_private_pte"
# Ports of x86 with private windows are compiled in the reference kernel.
WITH_PRIVATE = ("template", "fake")
TASK = "KMAP_WINDOW=task"
TASK_HOOKS = ("kmap_host_cpu_number", "kmap_host_ctrl_window")
# What a port has whose processor invalidates many TLB entries at once.
RANGES = ("KMAP_ARCH_INVALIDATES_RANGES", "kmap_arch_tlb_invalidate_local_range")


def kinds(name: str, folders: tuple[Path, ...]) -> list[str]:
    """The kinds of window that a port has hooks for, besides those of the CPUs."""
    host = (folders[-1] / "kmap_host.h").read_text(encoding="utf-8")
    private = [PRIVATE] if name in WITH_PRIVATE else []
    return private + ([TASK] if all(hook in host for hook in TASK_HOOKS) else [])


def target(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """The options that choose the machine that a port is compiled for."""
    needed = NEEDED.get(folders[0], ())
    return CLANG_FOR.get(folders[0], needed) if "clang" in COMPILER else needed


def compiling() -> Iterator[Case]:
    """Every architecture, in every configuration."""
    for name, folders in PORTS.items():
        setup = Setup(folders=folders, flags=target(folders))
        for guard in (0, 1):
            for inline in (0, 1):
                flags = (f"KMAP_GUARD={guard}", f"KMAP_INLINE={inline}")
                yield accepted(f"B11 {name} compiles, {' '.join(flags)}", whole_core(),
                               setup.having(*flags))
        for flag in (DEBUG, "KMAP_FORCE_MAP=1", "KMAP_STATS=0", *kinds(name, folders),
                     *OWN.get(folders[0], ())):
            yield accepted(f"B11 {name} compiles, {flag}", whole_core(), setup.having(flag))


def hooks(text: str) -> list[str]:
    """The functions and constants that a port header must provide."""
    functions = re.findall(r"^(?:static|void|struct)[^(;]*?\b(kmap_(?:arch|host)_\w+)\(", text,
                           re.MULTILINE)
    constants = re.findall(r"^#define (KMAP_ARCH_(?!H\b|CONFIG\b)\w+)", text, re.MULTILINE)
    return list(dict.fromkeys(functions + constants))


def misspelt(folder: Path, hook: str) -> Path:
    """Copy the template's headers, with a hook renamed."""
    for header in HEADERS:
        text = re.sub(rf"\b{hook}\b", "misspelt_hook", template(header))
        write_host(folder, text) if header == "kmap_host.h" else \
            (folder / header).write_text(text, encoding="utf-8")
    return folder


def forgetting(sandbox: Path) -> Iterator[Case]:
    """A port without a hook is refused, in debug mode, which needs all of them."""
    for hook in [hook for header in HEADERS for hook in hooks(template(header))] + [*OTHER_HOOKS]:
        folder = sandbox / hook
        folder.mkdir()
        kind = (TASK,) if hook in TASK_HOOKS else ()
        yield refused(f"B11 a port without {hook} is refused", contract(), rf"\b{hook}\b",
                      Setup(folders=(misspelt(folder, hook),)).having(DEBUG, *kind))


def lacking_private(sandbox: Path) -> Iterator[Case]:
    """A port without the hook of private windows is refused with them, and only with them."""
    text = re.sub(r"#include <kmap/port/private_ptes.h>\n", "", template("kmap_host.h"))
    setup = Setup(folders=(TEMPLATE, write_host(sandbox / "no-private", text)))
    yield refused(f"B11 a port without {PRIVATE_HOOK} is refused", contract(),
                  rf"\b{PRIVATE_HOOK}\b", setup.having(PRIVATE))
    yield accepted(f"B11 a port without {PRIVATE_HOOK} compiles for other windows", contract(),
                   setup)


# Wrong types of hooks that a call would not reveal.
MISTAKEN = {"kmap_host_pfn_is_direct": ("static inline bool", "static inline int"),
            "kmap_host_page_to_pfn": ("const kmap_page_t *page", "kmap_page_t *page"),
            "kmap_host_window_base": ("static inline uintptr_t", "static inline uint32_t"),
            "kmap_host_direct_address": ("unsigned long pfn", "uint32_t pfn"),
            "kmap_host_now": ("static inline uint64_t", "static inline uint32_t"),
            "kmap_host_wait_sleep": ("bool interruptible", "int interruptible")}


def told_once(sandbox: Path) -> str:
    """What is said of a hook that is missing, besides its name: nothing."""
    folder = sandbox / "told-once"
    folder.mkdir()
    setup = Setup(folders=(misspelt(folder, "kmap_host_window_base"),))
    messages = compiled(contract(), setup)[1]
    errors = [line for line in messages.splitlines() if "error: " in line]
    return "\n".join(error for error in errors if "kmap_host_window_base" not in error)


def mistaken(sandbox: Path) -> Iterator[Case]:
    """A port with a hook of another type is refused."""
    for hook, (old, new) in MISTAKEN.items():
        text = template("kmap_host.h")
        line = next(line for line in text.splitlines() if f"{hook}(" in line and old in line)
        folder = write_host(sandbox / f"{hook}-type", text.replace(line, line.replace(old, new)))
        yield refused(f"B11 a port with another type of {hook} is refused", contract(),
                      f"{hook}: see its contract", Setup(folders=(TEMPLATE, folder)).having(DEBUG))


def complete() -> str:
    """Hooks that only one of the fake machine and the template has."""
    fake = {hook for name in HEADERS for hook in hooks((FAKE / name).read_text(encoding="utf-8"))}
    # The fake machine takes these from the pieces for ports.
    fake |= {"kmap_arch_pte_make", "kmap_arch_pte_none", "kmap_arch_pte_is_none",
             "kmap_arch_pte_pfn"}
    # The template takes this one from there; and it need not have windows of tasks, nor ranges.
    ours = {hook for name in HEADERS for hook in hooks(template(name))}
    ours |= {PRIVATE_HOOK, *TASK_HOOKS, *RANGES}
    return " ".join(sorted(fake ^ ours))


def cases(sandbox: Path) -> Iterator[Case]:
    """All cases of this module; `sandbox` is a folder for ports."""
    yield from compiling()
    yield Case("B11 the template has the hooks that other ports have", complete)
    yield from forgetting(sandbox)
    yield from lacking_private(sandbox)
    yield Case("B11 all errors about a hook that is missing name it", lambda: told_once(sandbox))
    yield from mistaken(sandbox)
