// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// An unmap of the page in place of the address, or of the address in place of the page, or by
// the function of another family.

@initialize:python@
@@
# Calls of kunmap() after kmap() of the same page.
RIGHT = set()

@page_by_name exists@
identifier F = {LOCAL_MAPS};
identifier U = {LOCAL_UNMAPS};
expression P, E;
position u;
@@
F(P, ...)
... when != P = E
U@u(P)

@script:python@
u << page_by_name.u;
P << page_by_name.P;
@@
found("wrong-unmap", u, f"{P} is what was mapped, not the address")

@page_by_type@
typedef kmap_page_t;
{struct page *, struct folio *, kmap_page_t *, const struct page *, const kmap_page_t *} P;
identifier U = {LOCAL_UNMAPS};
position u;
@@
U@u(P)

@script:python@
u << page_by_type.u;
P << page_by_type.P;
@@
found("wrong-unmap", u, f"{P} is a page, not an address")

@address exists@
identifier shared.x;
expression E;
type T;
identifier F = {SHARED_MAPS};
position u;
@@
x = \( F(...) \| (T)F(...) \)
... when != x = E
kunmap@u(x)

@script:python@
u << address.u;
x << shared.x;
@@
found("wrong-unmap", u, f"{x} is the address, and kunmap() takes the page")

@address_at_once exists@
type T, S;
identifier x;
expression E;
identifier F = {SHARED_MAPS};
position u;
@@
T x = \( F(...) \| (S)F(...) \);
... when != x = E
kunmap@u(x)

@script:python@
u << address_at_once.u;
x << address_at_once.x;
@@
found("wrong-unmap", u, f"{x} is the address, and kunmap() takes the page")

@shared_as_local exists@
identifier shared.x, shared.F;
position shared.m, u;
identifier U = {LOCAL_UNMAPS};
expression E;
@@
F@m(...)
... when != x = E
U@u(<+... x ...+>)

@script:python@
u << shared_as_local.u;
F << shared.F;
@@
found("wrong-unmap", u, f"the address is of {F}()")

@after_its_map exists@
identifier shared.F;
expression shared.P;
position shared.m, u;
@@
F@m(P)
...
kunmap@u(P)

@script:python@
u << after_its_map.u;
@@
RIGHT.add(place(u))

@local_as_shared exists@
identifier map.F;
position map.m, u;
expression P, E;
@@
F@m(P)
... when != P = E
kunmap@u(P)

@script:python@
u << local_as_shared.u;
F << map.F;
@@
if place(u) not in RIGHT:
    found("wrong-unmap", u, f"the page was mapped with {F}()")

@atomic_as_local exists@
identifier map.x, map.F;
position map.m, u;
identifier U = {LOCAL_ONLY_UNMAPS};
expression E;
@@
F@m(...)
... when != x = E
U@u(<+... x ...+>)

@script:python@
u << atomic_as_local.u;
F << map.F;
@@
if "atomic" in F:
    found("wrong-unmap", u, f"the address is of {F}()")

@local_as_atomic exists@
identifier map.x, map.F;
position map.m, u;
identifier U = {ATOMIC_UNMAPS};
expression E;
@@
F@m(...)
... when != x = E
U@u(<+... x ...+>)

@script:python@
u << local_as_atomic.u;
F << map.F;
@@
if "atomic" not in F:
    found("wrong-unmap", u, f"the address is of {F}()")
