#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What must compile and what must not: run from anywhere, prints TAP.

Every rejection is paired with the message that it must give, so that a case
which fails for another reason does not pass.
"""

import fnmatch
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FAKE = ROOT / "tests/unit/fake"
TEMPLATE = ROOT / "arch/template"
CORE = sorted((ROOT / "core").glob("*.c"))
COMPILER = [os.environ.get("UNIT_CC", "gcc"), "-std=gnu11", "-Wall", "-Wextra", "-Werror",
            "-Wundef", "-fsyntax-only"]

# A caller of everything, so that every function of the headers is compiled.
USER = """#include <kmap/kmap.h>
void user(kmap_page_t *page, struct kmap_ctrl *ctrl);
void user(kmap_page_t *page, struct kmap_ctrl *ctrl)
{
	uint64_t held = kmap_irq_enter();
	%s
	kmap_copy_page(page, page);
	kmap_clear_page(page);
	kmap_atomic_pfn(1);
	kmap_atomic(page);
	kmap_switch_out(ctrl);
	kmap_switch_in(ctrl);
	kmap_assert_none();
	kmap(page);
	kmap_try(page);
	kmap_interruptible(page);
	kmap_high_get(page);
	kunmap(page);
	kmap_irq_exit(held);
}
"""

NOT_THE_PAGE = "unmap takes the address that map returned, not the page"
NOT_AN_ADDRESS = "kunmap takes the page, not the address that kmap returned"


@dataclass(frozen=True)
class Case:
    """One compilation: `message` is what it must complain about, nothing if it must succeed."""

    name: str
    statement: str = ""
    message: str = ""
    flags: tuple[str, ...] = ()
    arch: tuple[Path, ...] = (TEMPLATE,)
    # A function of a port header, the directory of that header: it is renamed.
    misspelt: str = ""


def unmap_types() -> Iterator[Case]:
    """Which arguments the two unmap macros take."""
    takes = ("void *", "const void *", "char *", "const char *", "uint32_t *", "const uint32_t *",
             "struct kmap_ctrl *")
    refuses = {"kmap_page_t *": NOT_THE_PAGE, "const kmap_page_t *": NOT_THE_PAGE,
               "unsigned long ": "makes pointer from integer",
               "struct kmap_report ": "incompatible type"}
    for function in ("kunmap_local", "kunmap_atomic", "io_mapping_unmap_local",
                     "io_mapping_unmap"):
        for kind in takes:
            yield Case(f"{function}() takes {kind}", f"{kind}p = 0; {function}(p);")
        for kind, message in refuses.items():
            yield Case(f"B24 {function}() refuses {kind.strip()}",
                       f"{kind}p = {{ 0 }}; {function}(p);", message)


def page_types() -> Iterator[Case]:
    """Which arguments kunmap() takes."""
    for kind in ("kmap_page_t *", "const kmap_page_t *"):
        yield Case(f"kunmap() takes {kind}", f"{kind}p = 0; kunmap(p);")
    for kind in ("void *", "const void *", "char *", "uint32_t *"):
        yield Case(f"B24 kunmap() refuses {kind}", f"{kind}p = 0; kunmap(p);", NOT_AN_ADDRESS)


def configurations() -> Iterator[Case]:
    """Bounds of what can be chosen."""
    for flag in ("KMAP_SLOTS=0", "KMAP_SLOTS=33", "KMAP_CPUS_MAX=0", "KMAP_PERSISTENT_PAGES=0", "KMAP_GUARD=2",
                 "KMAP_INLINE=2", "KMAP_DEBUG=2", "KMAP_FORCE_MAP=2", "KMAP_STATS=2"):
        yield Case(f"-D{flag} is refused", flags=(f"-D{flag}",),
                   message=f"{flag.split('=')[0]} must be")
    yield Case("17 slots with guards are refused", flags=("-DKMAP_SLOTS=17", "-DKMAP_GUARD=1"),
               message="KMAP_SLOTS must be at most 16")
    yield Case("debug mode without guards is refused", flags=("-DKMAP_DEBUG=1", "-DKMAP_GUARD=0"),
               message="KMAP_DEBUG comes with guards")
    x86 = (ROOT / "arch/x86", ROOT / "arch/x86/pae")
    yield Case("x86 without no-execute is accepted", flags=("-DKMAP_X86_NO_EXECUTE=0",), arch=x86)
    yield Case("-DKMAP_X86_NO_EXECUTE=2 is refused", flags=("-DKMAP_X86_NO_EXECUTE=2",), arch=x86,
               message="KMAP_X86_NO_EXECUTE must be")
    for flag in ("KMAP_SLOTS=1", "KMAP_SLOTS=32", "KMAP_CPUS_MAX=1", "KMAP_CPUS_MAX=1024"):
        yield Case(f"-D{flag} is accepted", flags=(f"-D{flag}",))


def ports() -> Iterator[Case]:
    """Every architecture, in every configuration."""
    arch = ROOT / "arch"
    for name, path in {"template": (TEMPLATE,), "um": (arch / "um",),
                       "x86 with PAE": (arch / "x86", arch / "x86/pae"), "fake": (FAKE,)}.items():
        for guard in (0, 1):
            for inline in (0, 1):
                yield Case(f"B11 {name} compiles, KMAP_GUARD={guard} KMAP_INLINE={inline}",
                           arch=path,
                           flags=(f"-DKMAP_GUARD={guard}", f"-DKMAP_INLINE={inline}"))
        for flag in ("KMAP_DEBUG=1", "KMAP_FORCE_MAP=1", "KMAP_STATS=0"):
            yield Case(f"B11 {name} compiles, {flag}", arch=path, flags=(f"-D{flag}",))


def hooks(header: Path) -> list[str]:
    """The functions and constants that a port header gives."""
    text = header.read_text(encoding="utf-8")
    prefix = header.stem
    functions = re.findall(rf"^(?:static|void).*?\b({prefix}_\w+)\(", text, re.MULTILINE)
    return functions + re.findall(rf"^#define ({prefix.upper()}_(?!H\b)\w+)", text, re.MULTILINE)


def misspelt_hooks() -> Iterator[Case]:
    """A hook that a port forgot."""
    for header in (TEMPLATE / "kmap_arch.h", FAKE / "kmap_host.h"):
        for hook in hooks(header):
            yield Case(f"B11 a port without {hook} is refused", misspelt=hook, message=hook)
    for prot in ("KMAP_PROT_DEFAULT", "KMAP_PROT_READ_ONLY", "KMAP_PROT_WRITE_COMBINED",
                 "KMAP_PROT_EXECUTABLE"):
        yield Case(f"B11 a port without {prot} is refused", misspelt=prot, message=prot)


def misspell(directory: Path, hook: str) -> None:
    """Put copies of the port headers there; in one of them a hook has another name."""
    for header in (TEMPLATE / "kmap_arch.h", FAKE / "kmap_host.h"):
        text = header.read_text(encoding="utf-8")
        (directory / header.name).write_text(re.sub(rf"\b{hook}\b", "misspelt_hook", text),
                                             encoding="utf-8")


def compile_case(case: Case) -> tuple[int, str]:
    """Exit status and messages of the compiler."""
    with tempfile.TemporaryDirectory(prefix="kmap-compile-") as name:
        directory = Path(name)
        if case.misspelt:
            misspell(directory, case.misspelt)
        user = directory / "user.c"
        user.write_text(USER % case.statement, encoding="utf-8")
        paths = (directory, *case.arch, ROOT / "include", FAKE)
        command = [*COMPILER, *case.flags, *(f"-I{path}" for path in paths), *map(str, CORE),
                   str(user)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False, env=os.environ | {"LC_ALL": "C"})
    return done.returncode, done.stdout


def passes(case: Case, status: int, messages: str) -> bool:
    """Whether the compiler did what it should."""
    if case.message:
        return status != 0 and case.message in messages
    return status == 0 and not messages


def only(cases: list[Case]) -> list[Case]:
    """The cases that UNIT_ONLY names, one a line, with * for any text; all when it is not set."""
    if "UNIT_ONLY" not in os.environ:
        return cases
    names = os.environ["UNIT_ONLY"].splitlines()
    return [case for case in cases if any(fnmatch.fnmatchcase(case.name, name) for name in names)]


def main() -> int:
    """The program; returns the exit status."""
    cases = only([*unmap_types(), *page_types(), *configurations(), *ports(), *misspelt_hooks()])
    failed = 0
    print(f"1..{len(cases)}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = zip(cases, pool.map(compile_case, cases))
        for number, (case, (status, messages)) in enumerate(results, 1):
            good = passes(case, status, messages)
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {case.name}", flush=True)
            if not good:
                print("".join(f"# {line}\n" for line in messages.splitlines()), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    # Who ends it, as after Ctrl-C, finds its directories gone.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    sys.exit(main())
