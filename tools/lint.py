#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Check the style and the layering of the sources: `make lint`. Prints TAP, one test for each rule.
With arguments, only rules with one of these words in their names are checked.

Exit status: 0 all rules are kept, 1 a rule is broken, 2 usage error, 3 a tool is missing.
"""

import shutil
import sys
from collections.abc import Callable

from common import targets
from common.program import EXIT_FAILED, EXIT_OK, BadInput, Missing, guarded
from rules import docs, layers, lengths, programs, sizes, version
from rules.files import Files

PROGRAM = "lint"

# The rules: a name, and a function that returns a line of text for each violation.
RULES: tuple[tuple[str, Callable[[Files], list[str]]], ...] = (
    ("clang-format would change nothing", programs.clang_format),
    ("cppcheck finds nothing in core/ and the kernel", programs.cppcheck),
    ("sparse finds nothing in core/ and the kernel", programs.sparse),
    ("gcc -fanalyzer finds nothing in core/ and the kernel", programs.gcc_analyzer),
    ("clang-tidy finds nothing in core/", programs.clang_tidy),
    ("every file names its licence in an SPDX line", layers.licences),
    ("C and C++ functions: 95 of 100 have at most 45 lines, none more than 70", lengths.c_functions),
    ("Python functions: 95 of 100 have at most 45 lines, none more than 70",
     lengths.python_functions),
    ("source files have at most 300 lines, those in tests/ as many as they need", lengths.files),
    ("each folder of kernel/arch/ has at most 1,000 lines", lengths.machines),
    ("no #if inside a function", lengths.conditions_in_functions),
    ("core/ and include/ name no architecture and no host", layers.names),
    ("core/ and include/ include only what a port gives", layers.includes),
    ("the host of local mappings has at most 60 lines of code, the reference kernel's 120",
     sizes.hosts),
    ("<kmap/local.h> reads at most 5 headers of kmap", sizes.local_headers),
    ("functions in core/ that name their caller are not inlined", sizes.callers),
    ("every function in include/ that is for callers has a kernel-doc block", docs.kernel_doc),
    ("code in pages compiles", docs.code),
    ("links between pages lead somewhere", docs.links),
    ("KMAP_VERSION, CHANGELOG.md and README.md name the same version", version.same_version),
)


def missing_tools() -> list[targets.Need]:
    """The missing tools that lint needs."""
    return [need for need in targets.needs(targets.HOST, "lint") if not shutil.which(need.name)]


def lint(words: list[str]) -> int:
    """Check all rules, or those with one of `words` in their names; returns the exit status."""
    rules = [rule for rule in RULES if not words or any(word in rule[0] for word in words)]
    if not rules:
        raise BadInput(f"no rule has any of these in its name: {' '.join(words)}")
    missing = missing_tools()
    if missing:
        raise Missing(f"missing: {', '.join(need.name for need in missing)}; install with: "
                      f"apt-get install {' '.join(need.package for need in missing)}")
    files = Files()
    broken = 0
    print(f"1..{len(rules)}")
    for number, (name, rule) in enumerate(rules, 1):
        problems = rule(files)
        broken += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - {name}", flush=True)
        for problem in problems:
            print(f"# {problem}")
    return EXIT_FAILED if broken else EXIT_OK


if __name__ == "__main__":
    sys.exit(guarded(PROGRAM, lambda: lint(sys.argv[1:])))
