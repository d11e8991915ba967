// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Addresses that a called function keeps: it puts its argument into a structure or a global.
// Functions of the same file are looked at; those that are known to keep are named.

@initialize:python@
@@
# Functions that get the address, and as which argument -> (map, call).
PASSED = {}

def is_passed(name):
    return any(each == name for each, _at in PASSED)

def kept(name, at, what="stores it"):
    for mapped, called in PASSED.get((name, int(at)), ()):
        left(mapped, called, "address leaves the function", f"{name}() {what}")

@passed exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier g != {kunmap_atomic, io_mapping_unmap_atomic};
expression list[n] before;
expression E;
type S;
@@
F@m(...)
... when != U(<+... x ...+>)
g@q(before, \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \| &x[E] \), ...)

@script:python@
m << map.m;
q << passed.q;
g << passed.g;
n << passed.n;
@@
PASSED.setdefault((g, int(n)), []).append((m, q))

@keeper@
identifier g : script:python() { is_passed(g) };
identifier p, f;
parameter list[n] before;
expression D, E, I;
type T, S;
@@
g(before, T p, ...)
{
  <+...
  \( D->f \| *D \| D[I] \) = \( p \| (S)p \| p + E \| (S)(p + E) \| (S)p + E \| &p[E] \)
  ...+>
}

@script:python@
g << keeper.g;
n << keeper.n;
@@
kept(g, n)

@keeper_global@
identifier g : script:python() { is_passed(g) };
identifier p;
global idexpression v;
parameter list[n] before;
expression E;
type T, S;
@@
g(before, T p, ...)
{
  <+...
  v = \( p \| (S)p \| p + E \| (S)(p + E) \| (S)p + E \| &p[E] \)
  ...+>
}

@script:python@
g << keeper_global.g;
n << keeper_global.n;
@@
kept(g, n)

@unmapper@
identifier g : script:python() { is_passed(g) };
identifier p;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
parameter list[n] before;
type T;
@@
g(before, T p, ...)
{
  <+... U(<+... p ...+>) ...+>
}

@script:python@
g << unmapper.g;
n << unmapper.n;
@@
kept(g, n, "unmaps it")

@known exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier g = {sg_init_one, sg_set_buf, INIT_WORK, bio_map_kern, blk_rq_map_kern,
                list_add, list_add_tail, hlist_add_head, rcu_assign_pointer,
                dma_map_single, virt_to_page, virt_to_phys, __pa};
@@
F@m(...)
... when != U(<+... x ...+>)
g@q(..., <+... x ...+>, ...)

@script:python@
m << map.m;
q << known.q;
g << known.g;
x << map.x;
@@
left(m, q, "address leaves the function", f"{g}() keeps or converts {x}")
