// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// A call that may sleep inside a section of kmap_atomic(), or in a function of the same file that
// is called there. What is inside is known from linux/cocci/mapping.cocci and calls.cocci, which
// are read before and after this; they print a fact for each call that is named here.

@script:python@
@@
NEEDS.clear()
SUSPECTS.clear()
CALLERS.clear()
print("@fact", "file", cocci.files()[0], sep="\t", flush=True)

@sleeper@
identifier f = {SLEEPS};
position q;
@@
f@q(...)

@script:python@
f << sleeper.f;
q << sleeper.q;
@@
needs(q, f, "may sleep")

@allocation@
identifier f;
identifier G = {SLEEPING_FLAGS};
position q;
@@
f@q(..., <+... G ...+>, ...)

@script:python@
f << allocation.f;
q << allocation.q;
@@
needs(q, f, "may sleep")
