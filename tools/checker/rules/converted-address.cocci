// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The address of a mapping, converted as if it were in the direct map: to its page, to a physical
// address, or for a device; or freed.

@converted exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
identifier g = {CONVERSIONS};
expression E, W;
type S;
@@
F@m(...)
... when != U(<+... x ...+>)
    when != x = W
g@q(..., \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \), ...)

@script:python@
q << converted.q;
g << converted.g;
x << map.x;
@@
found("converted-address", q, f"{g}() of {x}, which is a temporary address")

@subtracted exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
expression W;
type S;
@@
F@m(...)
... when != U(<+... x ...+>)
    when != x = W
\( x@q - PAGE_OFFSET \| (S)x@q - PAGE_OFFSET \)

@script:python@
q << subtracted.q;
x << map.x;
@@
found("converted-address", q, f"PAGE_OFFSET is subtracted from {x}, which is a temporary address")

@converted_shared exists@
identifier shared.x, shared.F;
expression shared.P;
position shared.m, q;
identifier g = {CONVERSIONS};
expression E, W;
type S;
@@
F@m(P)
... when != kunmap(P)
    when != x = W
g@q(..., \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \), ...)

@script:python@
q << converted_shared.q;
g << converted_shared.g;
x << shared.x;
@@
found("converted-address", q, f"{g}() of {x}, which is a temporary address")
