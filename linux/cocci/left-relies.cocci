// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// What relies on disabled preemption: writers of sequence counters and statistics that
// readers spin on, RCU-sched readers, and locks that are taken inside another of their
// class, where somebody counted what may interrupt what.

@counter@
identifier f =~ "^(do_)?(raw_)?write_seqcount_.*$";
position q;
@@
f@q(...)

@script:python@
f << counter.f;
q << counter.q;
@@
needs(q, f, "relies on disabled preemption")

@statistics@
identifier f =~ "^u64_stats_update_(begin|end)(_.*)?$";
position q;
@@
f@q(...)

@script:python@
f << statistics.f;
q << statistics.q;
@@
needs(q, f, "relies on disabled preemption")

@nested@
identifier f =~ "^_*(raw_)?(spin|read|write)_lock(_bh|_irq|_irqsave)?_nest(ed|_lock)$";
position q;
@@
f@q(...)

@script:python@
f << nested.f;
q << nested.q;
@@
needs(q, f, "relies on disabled preemption")

@scheduler@
identifier f =~ "^(rcu_dereference_sched(_.*)?|sched_clock|cant_(sleep|migrate))$";
position q;
@@
f@q(...)

@script:python@
f << scheduler.f;
q << scheduler.q;
@@
needs(q, f, "relies on disabled preemption")

@assertion@
identifier f =~ "^lockdep_assert_preemption_disabled$";
position q;
@@
f@q(...)

@script:python@
f << assertion.f;
q << assertion.q;
@@
needs(q, f, "relies on disabled preemption")
