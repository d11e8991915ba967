// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// What maps: every call whose address a variable takes, when it is declared or assigned.
// The other files of this folder, except convert.cocci, are read after this one, as one
// semantic patch, and inherit from it:
//   map.F  the function that maps,  map.m  where,  map.x  the variable.
// What is found is printed, a fact on each line, for ../converting/facts.py.

@initialize:python@
@@
import re

def place(positions):
    return f"{positions[0].line}:{positions[0].column}"

def fact(kind, *fields):
    print("@fact", kind, *fields, sep="\t", flush=True)

# The function, or the macro, that something is in.
def holder(positions):
    place = positions[0]
    if place.current_element != "something_else":
        return place.current_element
    with open(place.file, encoding="latin-1") as opened:
        above = "".join(opened.readlines()[:int(place.line)])
    return (re.findall(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", above, re.MULTILINE) or [""])[-1]

# Calls that must not be made while a mapping is held: place -> (function, callee, why).
NEEDS = {}

def needs(positions, name, why):
    NEEDS.setdefault(place(positions), (holder(positions), name, why))

# The mapping at `mapped` is left because of what is at `positions`.
def left(mapped, positions, why, detail):
    fact("left", place(mapped), positions[0].line, why, detail)

@map@
identifier x;
identifier F = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc};
type T;
position m;
@@
(
  x = <+... F@m(...) ...+>;
|
  T x = <+... F@m(...) ...+>;
)

@script:python@
x << map.x;
m << map.m;
@@
fact("map", place(m), x)

// Every call that Coccinelle sees at all; it does not see those in code that it cannot parse.
@seen@
identifier F = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc,
                kunmap_atomic, io_mapping_unmap_atomic};
position s;
@@
F@s(...)

@script:python@
s << seen.s;
@@
fact("seen", place(s))
