// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Unmaps that may end a mapping which was not made here: there is a path to them on which
// no call in this function put the address into the variable. It may be a parameter, or
// come from another function that maps.

@foreign exists@
identifier fn;
identifier map.x;
position pair.u;
position u2;
identifier F = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc};
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
type T;
@@
fn(...)
{
  ... when != x = <+... F(...) ...+>
      when != T x = <+... F(...) ...+>;
  U@u@u2(<+... x ...+>)
  ... when any
}

@script:python@
u << foreign.u2;
x << map.x;
@@
left(u, u, "may end another mapping", f"{x} is not always mapped in this function")

// The same after the variable got another address.
@other exists@
identifier map.x;
position pair.u;
position a, u2;
expression E;
identifier F = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc};
identifier G = {kmap_atomic, kmap_atomic_pfn, kmap_atomic_prot, io_mapping_map_atomic_wc};
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
@@
(
  x = <+... F(...) ...+>
|
  x = <+... x ...+>
|
  x = NULL
|
  x@a = E
)
... when != x = <+... G(...) ...+>
U@u@u2(<+... x ...+>)

@script:python@
a << other.a;
u << other.u2;
x << map.x;
@@
left(u, a, "may end another mapping", f"{x} is set here")
