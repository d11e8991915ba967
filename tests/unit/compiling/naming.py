# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Names: kmap uses no name without its prefixes, so that it fits into any kernel."""

import re
from collections.abc import Iterator
from pathlib import Path

from compiling.compiler import INCLUDE, Case, Setup
from compiling.objects import Objects, symbols

OURS = re.compile(r"(?:kmap|kunmap|KMAP|io_mapping)(?:_\w+)?")
OTHER_NAMES = INCLUDE / "kmap/linux_names.h"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BODY = re.compile(r"^\{.*?^\}", re.MULTILINE | re.DOTALL)
_MACRO = re.compile(r"^#\s*define\s+(\w+)", re.MULTILINE)
_DIRECTIVE = re.compile(r"^#(?:.*\\\n)*.*$", re.MULTILINE)
_ENUM = re.compile(r"\benum\s*\w*\s*\{(.*?)\}", re.DOTALL)
_ENUMERATOR = re.compile(r"(?:^|,)\s*(\w+)")
_TAG = re.compile(r"^(?:typedef )?(?:struct|union|enum)\s+(\w+)\s*\{", re.MULTILINE)
_TYPEDEF = re.compile(r"^typedef\b[^;]*?(\w+)\s*;", re.MULTILINE)
_FUNCTION = re.compile(r"^(?!#|typedef|\s|\})[^;={(]*?\b(\w+)\([^()]*(?:\([^()]*\)[^()]*)*\)",
                       re.MULTILINE)
_VARIABLE = re.compile(r"^(?:extern|static)\s[^;(={]*?(\w+)(?:\[\w*\])?\s*[;=]", re.MULTILINE)


def declared(text: str) -> set[str]:
    """Every name that a header declares."""
    text = _COMMENT.sub("", text)
    macros = _MACRO.findall(text)
    text = _DIRECTIVE.sub("", text)
    enumerators = [name for body in _ENUM.findall(text) for name in _ENUMERATOR.findall(body)]
    tags = _TAG.findall(text)
    text = _BODY.sub(";", text)
    functions = [name for name in _FUNCTION.findall(text) if name != "__attribute__"]
    return {*macros, *enumerators, *tags, *_TYPEDEF.findall(text), *functions,
            *_VARIABLE.findall(text)}


def in_headers(header: Path) -> str:
    """Names in a header without our prefixes."""
    names = declared(header.read_text(encoding="utf-8"))
    return " ".join(sorted(name for name in names if not OURS.fullmatch(name)))


def in_objects(setup: Setup, objects: Objects) -> str:
    """External symbols of the core without our prefixes."""
    names = {name for path in objects.core(setup) for name in symbols(path, "--extern-only")}
    if len(names) < 10:
        return f"only {len(names)} symbols were found"
    return " ".join(sorted(name for name in names if not OURS.fullmatch(name)))


def readers_of_other_names() -> str:
    """Headers that include <kmap/linux_names.h>."""
    return " ".join(str(path) for path in sorted(INCLUDE.rglob("*.h")) if path != OTHER_NAMES
                    and re.search(rf"^#\s*include.*{OTHER_NAMES.name}",
                                  path.read_text(encoding="utf-8"), re.MULTILINE))


SAMPLE = """#define A_MACRO 1
/* int not_this(void); */
struct a_tag { int member; };
typedef struct a_tag a_type;
enum an_enum { ONE, TWO = 2 };
extern const char a_variable[];
static const char *const a_constant = 0;
static inline int a_function(int (*call)(void))
{
	return not_that(call);
}
void *a_prototype(void) __attribute__((noinline));
"""
SAMPLE_NAMES = {"A_MACRO", "a_tag", "a_type", "an_enum", "ONE", "TWO", "a_variable", "a_constant",
                "a_function", "a_prototype"}


def sample() -> str:
    """Check that declared() finds names of every kind."""
    return " ".join(sorted(declared(SAMPLE) ^ SAMPLE_NAMES))


def cases(objects: Objects) -> Iterator[Case]:
    """All cases of this module."""
    for words, setup in {"by default": Setup(), "in debug mode": Setup().having("KMAP_DEBUG=1")
                         }.items():
        yield Case(f"external symbols of the core have its prefix, {words}",
                   lambda setup=setup: in_objects(setup, objects))
    yield Case("names of every kind are found in a header", sample)
    for header in sorted(INCLUDE.rglob("*.h")):
        if header != OTHER_NAMES:
            yield Case(f"names in <{header.relative_to(INCLUDE)}> have its prefix",
                       lambda header=header: in_headers(header))
    yield Case("no header includes <kmap/linux_names.h>", readers_of_other_names)
