// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// An address that is used after its unmap: dereferenced, given to a function, returned, or
// given back a second time.

@initialize:python@
@@
# Where the size of something is asked for: nothing is read there.
SIZES = set()

@size@
identifier x;
position q;
@@
sizeof(<+... x@q ...+>)

@script:python@
q << size.q;
@@
SIZES.add(place(q))

@used exists@
identifier map.x, map.F;
position map.m, u, q;
identifier U = {LOCAL_UNMAPS};
identifier V = {LOCAL_UNMAPS};
identifier f;
identifier g !~ "^(pr_|dev_|printk|trace_|IS_ERR|PTR_ERR)";
expression E, I, W;
type S;
@@
F@m(...)
... when != x = W
    when != V(<+... x ...+>)
U@u(<+... x ...+>)
... when != x = W
    when != F@m(...)
    when != \( &x \)
(
  \( *x@q \| x@q->f \| x@q[I] \)
|
  g(..., \( x@q \| (S)x@q \| x@q + E \| &x@q[E] \), ...)
)

@script:python@
u << used.u;
q << used.q;
x << map.x;
@@
if place(u) not in SOMETIMES and place(q) not in SIZES:
    found("use-after-unmap", q, f"{x} was given back on {line(u)}")

@used_alias exists@
identifier map.x, map.F, alias.y, f;
position map.m, alias.a, u, q;
identifier U = {LOCAL_UNMAPS};
identifier g !~ "^(pr_|dev_|printk|trace_|IS_ERR|PTR_ERR)";
expression E, I, R, W;
type T, S;
@@
(
  y@a = R;
|
  T y@a = R;
)
... when != y = W
    when != x = W
U@u(<+... \( x \| y \) ...+>)
... when != y = W
    when != F@m(...)
    when != \( &y \)
(
  \( *y@q \| y@q->f \| y@q[I] \)
|
  g(..., \( y@q \| (S)y@q \| y@q + E \| &y@q[E] \), ...)
)

@script:python@
u << used_alias.u;
q << used_alias.q;
x << map.x;
y << alias.y;
@@
if place(u) not in SOMETIMES and place(q) not in SIZES and x != y:
    found("use-after-unmap", q, f"{y} points into the page that was given back on {line(u)}")

@used_shared exists@
identifier shared.x, shared.F, f;
expression shared.P, W;
position shared.m, u, q;
identifier g !~ "^(pr_|dev_|printk|trace_|IS_ERR|PTR_ERR)";
expression E, I;
type S;
@@
F@m(P)
... when != x = W
    when != kunmap(P)
kunmap@u(P)
... when != x = W
    when != F@m(P)
    when != \( &x \)
(
  \( *x@q \| x@q->f \| x@q[I] \)
|
  g(..., \( x@q \| (S)x@q \| x@q + E \| &x@q[E] \), ...)
)

@script:python@
u << used_shared.u;
q << used_shared.q;
x << shared.x;
@@
if place(u) not in SOMETIMES and place(q) not in SIZES:
    found("use-after-unmap", q, f"{x} was given back on {line(u)}")

@returned_after exists@
identifier map.x, map.F;
position map.m, u, q;
identifier U = {LOCAL_UNMAPS};
expression E, W;
type S;
@@
F@m(...)
... when != x = W
U@u(<+... x ...+>)
... when != x = W
    when != F@m(...)
return@q \( x \| (S)x \| x + E \| (S)(x + E) \| &x[E] \);

@script:python@
u << returned_after.u;
q << returned_after.q;
x << map.x;
@@
if place(u) not in SOMETIMES and place(q) not in SIZES:
    found("use-after-unmap", q, f"{x} was given back on {line(u)}")

@returned_alias_after exists@
identifier map.x, alias.y;
position alias.a, u, q;
identifier U = {LOCAL_UNMAPS};
expression E, R, W;
type T, S;
@@
(
  y@a = R;
|
  T y@a = R;
)
... when != y = W
    when != x = W
U@u(<+... \( x \| y \) ...+>)
... when != y = W
return@q \( y \| (S)y \| y + E \| (S)(y + E) \| &y[E] \);

@script:python@
u << returned_alias_after.u;
q << returned_alias_after.q;
x << map.x;
y << alias.y;
@@
if place(u) not in SOMETIMES and place(q) not in SIZES and x != y:
    found("use-after-unmap", q, f"{y} points into the page that was given back on {line(u)}")
