// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Addresses that leave the function, or that are not simply in a variable of it.

// "x" and what points into the same page, one step away.
@alias exists@
identifier map.x, map.F;
position map.m, a;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier y;
expression E;
type T, S;
@@
F@m(...)
... when != U(<+... x ...+>)
(
  y@a = \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \);
|
  T y@a = \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \);
)

// Stored while the mapping is held.
@stored exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier f;
expression E, D, I;
type S;
@@
F@m(...)
... when != U(<+... x ...+>)
\( D->f@q \| D.f@q \| *D@q \| D@q[I] \) = \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \)

@script:python@
m << map.m;
q << stored.q;
x << map.x;
@@
left(m, q, "address leaves the function", f"{x} is stored")

@stored_alias exists@
identifier map.F, alias.y;
identifier map.x;
position map.m, alias.a, q;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier f;
expression E, D, I, R;
type S, T;
@@
F@m(...)
... when != U(<+... x ...+>)
(
  y@a = R;
|
  T y@a = R;
)
... when != U(<+... x ...+>)
\( D->f@q \| D.f@q \| *D@q \| D@q[I] \) = \( y \| (S)y \| y + E \| (S)(y + E) \| (S)y + E \| &y[E] \)

@script:python@
m << map.m;
q << stored_alias.q;
y << alias.y;
x << map.x;
@@
left(m, q, "address leaves the function", f"{y}, which points to what {x} maps, is stored")

// A variable of the file, or one that others may change.
@taken exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
@@
F@m(...)
... when != U(<+... x ...+>)
\( &x@q \)

@script:python@
m << map.m;
q << taken.q;
x << map.x;
@@
left(m, q, "address leaves the function", f"the address of {x} itself is taken")

@of_file@
global idexpression g;
identifier F = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc};
position q;
@@
g = <+... F@q(...) ...+>

@script:python@
q << of_file.q;
g << of_file.g;
@@
left(q, q, "address leaves the function", f"stored in {g}, which is no variable of the function")

// Not a variable at all.
@member@
identifier F = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc};
identifier f;
expression D, I;
position q;
@@
\( D->f \| D.f \| *D \| D[I] \) = <+... F@q(...) ...+>

@script:python@
q << member.q;
@@
left(q, q, "address leaves the function", "stored outside the function's variables")

@returned@
identifier F = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc};
position q;
@@
return <+... F@q(...) ...+>;

@script:python@
q << returned.q;
@@
left(q, q, "address leaves the function", "its address is returned")

@returned_later exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
expression E;
type S;
@@
F@m(...)
... when != U(<+... x ...+>)
    when != x = E
return@q \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \);

@script:python@
m << map.m;
q << returned_later.q;
x << map.x;
@@
left(m, q, "address leaves the function", f"{x} is returned")

// Mapped on one branch only, or with another function on the other.
@chosen@
identifier F = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc};
expression C, E;
position q;
@@
\( C ? <+... F@q(...) ...+> : E \| C ? E : <+... F@q(...) ...+> \)

@script:python@
q << chosen.q;
@@
left(q, q, "not simply in a variable", "one branch of ?:")
