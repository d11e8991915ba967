// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Where a mapping may end without a plain unmap of its variable, and paths that do not exist.

@initialize:python@
@@
# Loops without a condition in which something is given back, and that no goto leaves: file -> first
# and last lines.
ENDLESS = {}
UNMAPS = re.compile(r"\b(" + "LOCAL_UNMAPS, SHARED_UNMAPS".replace(", ", "|") + r")\b")

GOTO = re.compile(r"\bgoto\b")

# A loop as its number of lines and its text, by its braces.
def loop_from(name, first):
    with open(name, encoding="latin-1") as opened:
        lines = opened.readlines()[first - 1:]
    depth = 0
    for number, text in enumerate(lines, 1):
        depth += text.count("{") - text.count("}")
        if depth <= 0 and ("}" in text or ";" in text and "(;;)" not in text):
            return number, "".join(lines[:number])
    return 1, ""

# Coccinelle believes that such a loop ends by itself.
def is_past_endless(mapped, end):
    loops = ENDLESS.get(mapped[0].file, ())
    return any(int(mapped[0].line) <= last < int(end[0].line) for _first, last in loops)

@endless@
statement S;
position l;
@@
(
for@l (;;) S
|
while@l (1) S
|
while@l (true) S
)

@script:python@
l << endless.l;
@@
first = int(l[0].line)
length, text = loop_from(l[0].file, first)
if UNMAPS.search(text) and not GOTO.search(text):
    ENDLESS.setdefault(l[0].file, []).append((first, first + length - 1))

@leaving exists@
identifier map.x;
position c;
expression E;
identifier U = {LOCAL_UNMAPS};
identifier l;
statement S;
@@
(
if (E@c) {
  ...
  U(<+... x ...+>)
  ...
  \( return ...; \| goto l; \| break; \| continue; \)
}
|
if (E@c) {
  ...
  U(<+... x ...+>)
  ...
  \( return ...; \| goto l; \| break; \| continue; \)
} else S
|
if (E@c) S else {
  ...
  U(<+... x ...+>)
  ...
  \( return ...; \| goto l; \| break; \| continue; \)
}
)

@conditional exists@
identifier map.x;
position c != leaving.c;
position u;
expression E;
identifier U = {LOCAL_UNMAPS};
statement S;
@@
(
if (E@c) { ... U@u(<+... x ...+>) ... }
|
if (E@c) { ... U@u(<+... x ...+>) ... } else S
|
if (E@c) S else { ... U@u(<+... x ...+>) ... }
)

@script:python@
c << conditional.c;
u << conditional.u;
@@
ENDINGS.add(place(c))
SOMETIMES.add(place(u))

@unmapper@
identifier g, p;
identifier U = {LOCAL_UNMAPS};
parameter list[n] before;
type T;
position w;
@@
g@w(before, T p, ...)
{
  <+... U(<+... p ...+>) ...+>
}

@by_unmapper@
identifier unmapper.g, map.x;
position w;
@@
g@w(..., <+... x ...+>, ...)

@script:python@
w << by_unmapper.w;
@@
ENDINGS.add(place(w))

@by_name@
identifier g =~ "(unmap|put|release|free|finish|end|done|complete|exit|drop|stop|cleanup)";
identifier map.x;
position w;
@@
g@w(..., <+... x ...+>, ...)

@script:python@
w << by_name.w;
@@
ENDINGS.add(place(w))

@by_alias@
identifier g =~ "(unmap|put|release|free|finish|end|done|complete|exit|drop|stop|cleanup)";
identifier alias.y;
position w;
@@
g@w(..., <+... y ...+>, ...)

@script:python@
w << by_alias.w;
@@
ENDINGS.add(place(w))

@stored@
identifier map.x, f;
expression L, E;
type S;
position w;
@@
L@w = \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \| &x->f \)

@script:python@
w << stored.w;
L << stored.L;
@@
if is_no_variable(L):
    ENDINGS.add(place(w))

@stored_alias@
identifier alias.y;
expression L, E;
type S;
position w;
@@
L@w = \( y \| (S)y \| y + E \| (S)(y + E) \| (S)y + E \| &y[E] \)

@script:python@
w << stored_alias.w;
L << stored_alias.L;
@@
if is_no_variable(L):
    ENDINGS.add(place(w))

@renamed exists@
identifier map.x;
identifier z;
identifier U = {LOCAL_UNMAPS};
type T, S;
position w;
@@
(
  z@w = \( x \| (S)x \);
|
  T z@w = \( x \| (S)x \);
)
...
U(<+... z ...+>)

@script:python@
w << renamed.w;
z << renamed.z;
x << map.x;
@@
if x != z:
    ENDINGS.add(place(w))

@taken@
identifier map.x;
position w;
@@
\( &x@w \)

@script:python@
w << taken.w;
@@
ENDINGS.add(place(w))

@returned@
identifier map.x;
expression E;
type S;
position r;
@@
return@r \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \);

@script:python@
r << returned.r;
@@
RETURNS.add(place(r))

@returned_alias@
identifier alias.y;
expression E;
type S;
position r;
@@
return@r \( y \| (S)y \| y + E \| (S)(y + E) \);

@script:python@
r << returned_alias.r;
@@
RETURNS.add(place(r))
