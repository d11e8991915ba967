// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Arithmetic that leaves the mapping: an address that a loop has moved on is given back, and may be
// that of the page behind by then; or one that lies outside to begin with.

@loop@
identifier map.x;
expression A, B, C, E;
statement S;
position q;
@@
(
for (A; B; C) { <+... \( x@q++ \| ++x@q \| x@q += E \) ...+> }
|
for (A; B; <+... \( x@q++ \| ++x@q \| x@q += E \) ...+>) S
|
while (B) { <+... \( x@q++ \| ++x@q \| x@q += E \) ...+> }
)

@moved exists@
identifier map.x, map.F;
position map.m, loop.q, u;
identifier U = {LOCAL_UNMAPS};
expression E;
type S;
@@
F@m(...)
... when != x = E
x@q
... when != x = E
U@u(\( x \| (S)x \))

@script:python@
q << loop.q;
u << moved.u;
x << map.x;
@@
found("moved-address", u, f"{x} was moved on by the loop, {line(q)}")

@outside@
identifier map.x;
identifier U = {LOCAL_UNMAPS};
position u;
@@
U@u(<+... x + \( PAGE_SIZE \| KMAP_PAGE_SIZE \) ...+>)

@script:python@
u << outside.u;
x << map.x;
@@
found("moved-address", u, f"{x} and a page is not an address of the mapping")
