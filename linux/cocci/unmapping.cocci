// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Which unmaps end which mapping, and which mappings are ended on every path. A mapping
// that is not ended on every path is left; a map and an unmap that belong together are
// converted together or left together.

@pair exists@
identifier map.x, map.F;
position map.m, u;
expression E;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier V = {kunmap_atomic, io_mapping_unmap_atomic};
@@
F@m(...)
... when != x = E
    when != V(<+... x ...+>)
U@u(<+... x ...+>)

@script:python@
m << map.m;
u << pair.u;
@@
fact("pair", place(m), place(u))

// "strict": errors that leave the function early are paths, too.
@closed forall@
identifier map.x, map.F;
position map.m, c;
expression E;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
@@
F@m@c(...)
... when strict
    when != x = E
U(<+... x ...+>)

@script:python@
c << closed.c;
@@
fact("closed", place(c))
