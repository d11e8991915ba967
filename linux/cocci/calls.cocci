// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Calls while a mapping is held. What the files left-*.cocci find by its name, needs(),
// matters if it is called between a map and its unmap: there, or in a function of this file
// that is called there, or in one that this function calls.

@initialize:python@
@@
# Functions of this file that make such a call, themselves or through others: name -> why.
SUSPECTS = {}
# Who calls whom: callee -> callers.
CALLERS = {}

def spread(name, why):
    if name not in SUSPECTS:
        SUSPECTS[name] = why
        for caller in CALLERS.get(name, ()):
            spread(caller, why)

def is_suspect(name):
    if NEEDS and not SUSPECTS:
        for where, callee, why in NEEDS.values():
            spread(where, (why, f"{callee}() in {where}()"))
    return name in SUSPECTS

@call@
position q;
identifier g;
@@
g@q(...)

@script:python@
q << call.q;
g << call.g;
@@
CALLERS.setdefault(g, set()).add(holder(q))

@direct exists@
identifier map.x, map.F;
position map.m;
position q : script:python() { place(q) in NEEDS };
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier g;
@@
F@m(...)
... when != U(<+... x ...+>)
g@q(...)

@script:python@
m << map.m;
q << direct.q;
@@
_where, callee, why = NEEDS[place(q)]
left(m, q, why, f"{callee}()")

@through exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier g : script:python() { is_suspect(g) };
@@
F@m(...)
... when != U(<+... x ...+>)
g@q(...)

@script:python@
m << map.m;
q << through.q;
g << through.g;
@@
why, where = SUSPECTS[g]
left(m, q, why, where if where.endswith(f" {g}()") else f"{where}, through {g}()")
