// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Access beyond the page of a mapping of one page: its first byte behind, more than a page from
// the start, a whole page from an offset, or the length of a buffer that has several pages.

@from_offset exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
identifier g = {MEMORY_FUNCTIONS};
expression O, D;
type S;
@@
F@m(...)
... when != U(<+... x ...+>)
(
g@q(\( x + O \| (S)x + O \| &x[O] \), ..., \( PAGE_SIZE \| KMAP_PAGE_SIZE \))
|
g@q(D, \( x + O \| (S)x + O \| &x[O] \), \( PAGE_SIZE \| KMAP_PAGE_SIZE \))
)

@script:python@
q << from_offset.q;
x << map.x;
O << from_offset.O;
F << map.F;
@@
if F in ONE_PAGE and O.strip() != "0":
    found("past-page", q, f"a whole page from {x} + {O} on")

@several exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
identifier g = {MEMORY_FUNCTIONS};
expression N, D;
@@
F@m(...)
... when != U(<+... x ...+>)
(
g@q(<+... x ...+>, ..., \( N * PAGE_SIZE \| PAGE_SIZE * N \| N << PAGE_SHIFT \| PAGE_SIZE << N \| N * KMAP_PAGE_SIZE \| KMAP_PAGE_SIZE * N \| folio_size(N) \| page_size(N) \))
|
g@q(D, <+... x ...+>, \( N * PAGE_SIZE \| PAGE_SIZE * N \| N << PAGE_SHIFT \| PAGE_SIZE << N \| N * KMAP_PAGE_SIZE \| KMAP_PAGE_SIZE * N \| folio_size(N) \| page_size(N) \))
)

@script:python@
q << several.q;
x << map.x;
F << map.F;
@@
if F in ONE_PAGE:
    found("past-page", q, f"{x} maps one page, and the length is that of several")

@first_behind exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
identifier g = {MEMORY_FUNCTIONS};
expression E, D;
@@
F@m(...)
... when != U(<+... x ...+>)
    when != x = E
(
  \( x@q[PAGE_SIZE] \| x@q[KMAP_PAGE_SIZE] \| *(x@q + PAGE_SIZE) \| *(x@q + KMAP_PAGE_SIZE) \)
|
g@q(x + \( PAGE_SIZE \| KMAP_PAGE_SIZE \), ...)
|
g@q(D, x + \( PAGE_SIZE \| KMAP_PAGE_SIZE \), ...)
)

@script:python@
q << first_behind.q;
x << map.x;
F << map.F;
@@
if F in ONE_PAGE:
    found("past-page", q, f"the page behind that of {x}")

@counted exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
identifier i;
expression E;
@@
F@m(...)
... when != U(<+... x ...+>)
    when != x = E
for (...; i <= \( PAGE_SIZE \| KMAP_PAGE_SIZE \); ...) { <+... x@q[i] ...+> }

@script:python@
q << counted.q;
x << map.x;
F << map.F;
@@
if F in ONE_PAGE:
    found("past-page", q, f"the last round of the loop is behind the page of {x}")

@scattered exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
identifier g = {MEMORY_FUNCTIONS};
expression L, D;
@@
F@m(sg_page(L), ...)
... when != U(<+... x ...+>)
(
g@q(<+... x ...+>, ..., <+... L->length ...+>)
|
g@q(D, <+... x ...+>, <+... L->length ...+>)
)

@script:python@
q << scattered.q;
x << map.x;
L << scattered.L;
@@
found("past-page", q, f"{x} maps one page, and {L}->length may be that of several")

@of_bvec exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
identifier g = {MEMORY_FUNCTIONS};
iterator name bio_for_each_bvec;
identifier B;
expression D;
@@
bio_for_each_bvec (B, ...) {
<+...
F@m(B.bv_page)
... when != U(<+... x ...+>)
(
g@q(<+... x ...+>, ..., <+... B.bv_len ...+>)
|
g@q(D, <+... x ...+>, <+... B.bv_len ...+>)
)
...+>
}

@script:python@
q << of_bvec.q;
x << map.x;
B << of_bvec.B;
@@
found("past-page", q, f"{x} maps one page, and {B}.bv_len may be that of several")

@in_front exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {LOCAL_UNMAPS};
constant N;
expression E;
@@
F@m(...)
... when != U(<+... x ...+>)
    when != \( x = E \| x += E \| x++ \| ++x \)
\( *(x@q - N) \| x@q[-N] \)

@script:python@
q << in_front.q;
x << map.x;
F << map.F;
@@
found("past-page", q, f"the page before that of {x}")
