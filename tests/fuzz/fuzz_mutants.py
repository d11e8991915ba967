# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Check that the fuzzer can fail: its seeds must detect broken cores.

The mutations are some of those in tests/mutations, selected by name. Each is applied to a
copy of the sources, the fuzzer is built there, and the seeds run.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from common import targets
from common.mutation import BUILD_SECONDS, Mutation, apply, execute, load_all
from common.tap import Point

# The mutation, and the configuration in which the seeds must detect it.
MUST_DIE = (
    ("unmap clears the PTE before it forgets the saved value", "default"),
    ("map claims the bit last", "default"),
    ("several are claimed after their PTEs are written", "guard"),
    ("a CPU that is left keeps translations", "private"),
    ("a task that comes to another CPU invalidates nothing", "task"),
)
SOURCES = ("include", "core", "tests/unit/fake", "tests/cache", "tests/fuzz", "tests/whole")
MAKE = ("make", "-rRs", "-j2", "-f", "mutant.mk", "FUZZ_SANITIZE=-fsanitize=fuzzer -O0 -g0")
MAKEFILE = ".SECONDEXPANSION:\nQ := @\ninclude tests/fuzz/build.mk\n"
RUN_SECONDS = 60
_FAILURE = re.compile(r"^FUZZ: (.*)", re.MULTILINE)


def copy_sources(directory: Path) -> None:
    """Copy the sources of the fuzzer into a directory."""
    for name in SOURCES:
        shutil.copytree(targets.REPOSITORY / name, directory / name)
    (directory / "mutant.mk").write_text(MAKEFILE, encoding="utf-8")


def verdict(mutation: Mutation, config: str, seeds: list[Path]) -> Point:
    """Whether the seeds detect a mutation."""
    name = f"the seeds find '{mutation.name}' ({config})"
    with tempfile.TemporaryDirectory(prefix="kmap-fuzz-") as made:
        directory = Path(made)
        copy_sources(directory)
        problem = apply(mutation, directory)
        if problem:
            return Point(False, name, reason=problem)
        binary = f"build/fuzz/bin/{config}"
        status, output = execute(directory, (*MAKE, binary), BUILD_SECONDS)
        if status:
            return Point(False, name, reason=f"it does not build:\n{output}")
        paths = tuple(str(path.resolve()) for path in seeds)
        status, output = execute(directory, (binary, *paths), RUN_SECONDS)
    found = _FAILURE.search(output)
    if status == 0 or not found:
        return Point(False, name, reason="it survives")
    return Point(True, f"{name}: {found[1]}")


def verdicts(seeds: list[Path]) -> Iterator[Point]:
    """A result for each mutation of MUST_DIE."""
    known = {mutation.name: mutation for mutation in load_all()}
    for name, config in MUST_DIE:
        if name not in known:
            yield Point(False, f"the seeds find '{name}'", reason="no mutation has this name")
            continue
        yield verdict(known[name], config, seeds)
