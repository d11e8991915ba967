// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// An address that leaves its function: kept in a variable of the file, handed to another task,
// CPU or context, or left in a structure when the mapping ends.

@in_global@
identifier map.x;
position q;
global idexpression v;
expression E;
type S;
@@
v@q = \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \)

@script:python@
q << in_global.q;
v << in_global.v;
x << map.x;
@@
if v != x:
    found("leaving-address", q, f"{x} is kept in {v}, which is no variable of this function")

@global_map@
global idexpression v;
identifier F = {LOCAL_MAPS};
expression E;
type S;
position q;
@@
v@q = \( F(...) \| (S)F(...) \| F(...) + E \| (S)(F(...) + E) \)

@script:python@
q << global_map.q;
v << global_map.v;
@@
found("leaving-address", q, f"the address is kept in {v}, which is no variable of this function")

@handed exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
identifier g = {HANDOVERS};
expression E, W;
type S;
@@
F@m(...)
... when != U(<+... x ...+>)
    when != x = W
g@q(..., \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \), ...)

@script:python@
q << handed.q;
g << handed.g;
x << map.x;
@@
found("leaving-address", q, f"{g}() hands {x} to another context, where it is not valid")

@kept exists@
identifier map.x, map.F, f;
position map.m, q, u;
identifier U = {LOCAL_UNMAPS};
expression E, G, D, W;
type S;
@@
F@m(...)
... when != x = W
    when != U(<+... x ...+>)
\( D@q->f = x \| D@q->f = (S)x \| D@q->f = x + E \| D@q->f = (S)(x + E) \| D@q->f = &x[E] \)
... when != D->f = G
    when != x = W
U@u(<+... x ...+>)
... when != D->f = G
return ...;

@script:python@
q << kept.q;
u << kept.u;
x << map.x;
D << kept.D;
f << kept.f;
@@
if place(u) not in SOMETIMES:
    found("leaving-address", q, f"{D}->{f} still points to the page after the unmap on {line(u)}")
