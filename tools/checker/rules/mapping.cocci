// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// What maps, and what all rules use. The other files of this folder are read after this one, as
// one semantic patch, and inherit from it:
//   map.F  the function that maps,  map.m  where,  map.x  the variable that takes the address;
//   shared.P, shared.m, shared.x  the same for mappings that are shared by all tasks;
//   alias.y  a variable that points into the same page, one assignment away.
// Words in capital letters are lists of names: see ../checking/names.py. What is found is printed,
// a fact on each line.

@initialize:python@
@@
import re

def place(positions):
    at = positions[0]
    return f"{at.file}:{at.line}:{at.column}"

def fact(kind, positions, *fields):
    at = positions[0]
    print("@fact", kind, at.file, at.line, at.column, *fields, sep="\t", flush=True)

# Coccinelle puts blanks between all words of an expression.
def found(rule, positions, text):
    fact("found", positions, rule, re.sub(r" ?(->|[.\[(]) | ([\])])", r"\1\2", text))

def line(positions):
    return f"line {positions[0].line}"

# Whether an expression is more than the name of a variable.
def is_no_variable(text):
    return not text.strip().isidentifier()

# Conditions, calls and assignments that may end a mapping, or hand it to somebody who does.
ENDINGS = set()
# Unmaps in one branch of a condition, after which both branches go on together.
SOMETIMES = set()
# Returns of an address: the caller unmaps.
RETURNS = set()

@map@
identifier x;
identifier F = {LOCAL_MAPS};
type T, S;
expression E;
position m;
@@
(
  x = \( F@m(...) \| (S)F@m(...) \| F@m(...) + E \| (S)(F@m(...) + E) \| (S)F@m(...) + E \);
|
  T x = \( F@m(...) \| (S)F@m(...) \| F@m(...) + E \| (S)(F@m(...) + E) \| (S)F@m(...) + E \);
)

@shared@
identifier x;
identifier F = {SHARED_MAPS};
type T, S;
expression E, P;
position m;
@@
(
  x = \( F@m(P) \| (S)F@m(P) \| F@m(P) + E \| (S)(F@m(P) + E) \| (S)F@m(P) + E \);
|
  T x = \( F@m(P) \| (S)F@m(P) \| F@m(P) + E \| (S)(F@m(P) + E) \| (S)F@m(P) + E \);
)

@alias exists@
identifier map.x, map.F;
position map.m, a;
identifier U = {LOCAL_UNMAPS};
identifier y, f;
expression E;
type T, S;
@@
F@m(...)
... when != U(<+... x ...+>)
(
  y@a = \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \| &x->f \);
|
  T y@a = \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \| &x->f \);
)

// Every map and unmap that Coccinelle sees; it sees none in code that it cannot parse.
@seen@
identifier F = {KNOWN};
position s;
@@
F@s(...)

@script:python@
s << seen.s;
@@
fact("seen", s)
