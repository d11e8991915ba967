// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// page_address() in a function that maps the same page for this task: the page may have no
// direct address, and a mapping of the task is not found that way.

@address_after exists@
identifier F = {LOCAL_MAPS};
identifier G = {DIRECT_ADDRESSES};
expression P, E;
position q;
@@
F(P, ...)
... when != P = E
    when != PageHighMem(P)
G@q(P)

@script:python@
q << address_after.q;
P << address_after.P;
@@
found("page-address", q, f"{P} is mapped with a local mapping in this function")

@address_before exists@
identifier F = {LOCAL_MAPS};
identifier G = {DIRECT_ADDRESSES};
expression P, E;
position q;
@@
G@q(P)
... when != P = E
    when != PageHighMem(P)
F(P, ...)

@script:python@
q << address_before.q;
P << address_before.P;
@@
found("page-address", q, f"{P} is mapped with a local mapping in this function")

@highmem exists@
identifier A = {alloc_page, alloc_pages, alloc_pages_node, __page_cache_alloc};
identifier G = {DIRECT_ADDRESSES};
identifier H = {HIGH_MEMORY};
idexpression P;
expression E;
position q;
@@
P = A(..., <+... H ...+>, ...)
... when != P = E
    when != PageHighMem(P)
    when != \( kmap(P) \| kmap_high_get(P) \)
G@q(P)

@script:python@
q << highmem.q;
P << highmem.P;
@@
found("page-address", q, f"{P} was allocated in high memory")
