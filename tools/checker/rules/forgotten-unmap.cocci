// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// A path on which a mapping stays, in a function that ends it on another path.

@ended exists@
identifier map.x, map.F;
position map.m, e;
expression E;
identifier U = {LOCAL_UNMAPS};
@@
F@m@e(...)
... when != x = E
U(<+... x ...+>)

// Where the address is never tested. A test for NULL tells mapped from not mapped.
@untested exists@
identifier map.x, map.F;
position map.m, ended.e, r;
expression E, C;
position c : script:python() { place(c) in ENDINGS };
identifier U = {LOCAL_UNMAPS};
@@
F@m@e(...)
... when != U(<+... x ...+>)
    when != x = E
    when != C@c
    when != \( !x \| x == NULL \| x != NULL \| IS_ERR(x) \| IS_ERR_OR_NULL(x) \)
return@r ...;

@script:python@
m << map.m;
r << untested.r;
x << map.x;
@@
if place(r) not in RETURNS and not is_past_endless(m, r):
    found("forgotten-unmap", m, f"the mapping in {x} is not given back on the path to {line(r)}")

// Where it is tested at once.
@tested exists@
identifier map.x, map.F;
position map.m, ended.e, r;
expression E, C;
position c : script:python() { place(c) in ENDINGS };
identifier U = {LOCAL_UNMAPS};
statement S;
@@
F@m@e(...)
... when != U(<+... x ...+>)
    when != x = E
    when != C@c
if (<+... \( !x \| x == NULL \| IS_ERR(x) \| IS_ERR_OR_NULL(x) \) ...+>) S
... when != U(<+... x ...+>)
    when != x = E
    when != C@c
    when != \( !x \| x == NULL \| x != NULL \| IS_ERR(x) \| IS_ERR_OR_NULL(x) \)
return@r ...;

@script:python@
m << map.m;
r << tested.r;
x << map.x;
@@
if place(r) not in RETURNS and not is_past_endless(m, r):
    found("forgotten-unmap", m, f"the mapping in {x} is not given back on the path to {line(r)}")

// A path on which a mapping that all tasks share stays, in a function that ends it on another path.
// It is named by its page: kmap(page), kunmap(page).

@shared_leaving exists@
expression shared.P;
position c;
expression E;
identifier l;
statement S;
@@
(
if (E@c) {
  ...
  kunmap(P)
  ...
  \( return ...; \| goto l; \| break; \| continue; \)
}
|
if (E@c) {
  ...
  kunmap(P)
  ...
  \( return ...; \| goto l; \| break; \| continue; \)
} else S
|
if (E@c) S else {
  ...
  kunmap(P)
  ...
  \( return ...; \| goto l; \| break; \| continue; \)
}
)

@shared_conditional exists@
expression shared.P;
position c != shared_leaving.c;
position u;
expression E;
statement S;
@@
(
if (E@c) { ... kunmap@u(P) ... }
|
if (E@c) { ... kunmap@u(P) ... } else S
|
if (E@c) S else { ... kunmap@u(P) ... }
)

@script:python@
c << shared_conditional.c;
u << shared_conditional.u;
@@
ENDINGS.add(place(c))
SOMETIMES.add(place(u))

@shared_by_name@
identifier g =~ "(unmap|put|release|free|finish|end|done|complete|exit|drop|stop|cleanup)";
expression shared.P;
identifier shared.x;
position w;
@@
g@w(..., \( <+... x ...+> \| P \), ...)

@script:python@
w << shared_by_name.w;
@@
ENDINGS.add(place(w))

@shared_stored@
identifier shared.x;
expression L, E;
type S;
position w;
@@
L@w = \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \)

@script:python@
w << shared_stored.w;
L << shared_stored.L;
@@
if is_no_variable(L):
    ENDINGS.add(place(w))

@shared_returned@
identifier shared.x;
expression E;
type S;
position r;
@@
return@r \( x \| (S)x \| x + E \| (S)(x + E) \| (S)x + E \);

@script:python@
r << shared_returned.r;
@@
RETURNS.add(place(r))

@shared_ended exists@
expression shared.P;
identifier shared.F;
position shared.m, e;
expression E;
@@
F@m@e(P)
... when != P = E
kunmap(P)

@shared_untested exists@
expression shared.P;
identifier shared.x, shared.F;
position shared.m, shared_ended.e, r;
expression E, C;
position c : script:python() { place(c) in ENDINGS };
@@
F@m@e(P)
... when != kunmap(P)
    when != P = E
    when != C@c
    when != \( !x \| x == NULL \| x != NULL \| IS_ERR(x) \)
return@r ...;

@script:python@
m << shared.m;
r << shared_untested.r;
P << shared.P;
@@
if place(r) not in RETURNS and not is_past_endless(m, r):
    found("forgotten-unmap", m, f"the mapping of {P} is not given back on the path to {line(r)}")

@shared_tested exists@
expression shared.P;
identifier shared.x, shared.F;
position shared.m, shared_ended.e, r;
expression E, C;
position c : script:python() { place(c) in ENDINGS };
statement S;
@@
F@m@e(P)
... when != kunmap(P)
    when != P = E
    when != C@c
if (<+... \( !x \| x == NULL \| IS_ERR(x) \) ...+>) S
... when != kunmap(P)
    when != P = E
    when != C@c
    when != \( !x \| x == NULL \| x != NULL \| IS_ERR(x) \)
return@r ...;

@script:python@
m << shared.m;
r << shared_tested.r;
P << shared.P;
@@
if place(r) not in RETURNS and not is_past_endless(m, r):
    found("forgotten-unmap", m, f"the mapping of {P} is not given back on the path to {line(r)}")
