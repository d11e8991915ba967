// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Unmaps out of order: a mapping ends while one that was made after it is still held. Linux's
// kunmap_local() wants them last-in first-out; kmap's own takes any order.

@order exists@
identifier map.x, map.F;
position map.m, q, u;
identifier y;
identifier G = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc};
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier V = {kunmap_atomic, io_mapping_unmap_atomic};
identifier W = {kunmap_atomic, io_mapping_unmap_atomic};
expression E;
type T;
@@
F@m(...)
... when != U(<+... x ...+>)
    when != x = E
(
  y = <+... G@q(...) ...+>;
|
  T y = <+... G@q(...) ...+>;
)
... when != V(<+... y ...+>)
    when != y = E
W@u(<+... x ...+>)

@script:python@
m << map.m;
q << order.q;
u << order.u;
x << map.x;
y << order.y;
@@
if x != y:
    left(m, u, "unmapped out of order", f"before {y}, which was mapped later")
    left(q, u, "unmapped out of order", f"after {x}, which was mapped earlier")
