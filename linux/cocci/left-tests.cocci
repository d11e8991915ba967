// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Tests of the context: their answer changes.

@tests@
identifier f =~ "^(in_atomic(_preempt_off)?|preemptible|preempt_count|rcu_preempt_depth)$";
position q;
@@
f@q(...)

@script:python@
f << tests.f;
q << tests.q;
@@
needs(q, f, "tests the context")

@tests_faults@
identifier f =~ "^((is_)?pagefault_disabled|faulthandler_disabled)$";
position q;
@@
f@q(...)

@script:python@
f << tests_faults.f;
q << tests_faults.q;
@@
needs(q, f, "tests the context")

@tests_rcu@
identifier f =~ "^rcu_read_lock_(sched_)?held$";
position q;
@@
f@q(...)

@script:python@
f << tests_rcu.f;
q << tests_rcu.q;
@@
needs(q, f, "tests the context")

// Changes of the same counters, where the mapping is held: somebody undoes what kmap_atomic()
// did. In a function that is called they come in pairs, and do no harm.
@counters exists@
identifier map.x, map.F;
position map.m, q;
identifier U = {kunmap_atomic, io_mapping_unmap_atomic};
identifier f =~ "^(preempt_enable(_no_resched|_notrace)?|pagefault_enable)$";
@@
F@m(...)
... when != U(<+... x ...+>)
f@q(...)

@script:python@
m << map.m;
f << counters.f;
q << counters.q;
@@
left(m, q, "enables preemption or page faults", f"{f}()")
