// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Data of this processor: with preemption enabled, the task may be preempted in the middle of
// a change, and another may change the same data; this_cpu_ and the like warn, too. What
// protects itself (get_cpu_var() and the like) is left as well: somebody should look.

@percpu@
identifier f =~ "^(_*(this_cpu|raw_cpu)_.*|_*per_cpu(_ptr)?)$";
position q;
@@
f@q(...)

@script:python@
f << percpu.f;
q << percpu.q;
@@
needs(q, f, "per-CPU data")

@processor@
identifier f =~ "^((raw_|debug_)?smp_processor_id|get_cpu(_var|_ptr|_light)?|__get_cpu_var)$";
position q;
@@
f@q(...)

@script:python@
f << processor.f;
q << processor.q;
@@
needs(q, f, "per-CPU data")

// Statistics whose short forms, with two underscores, expect that nobody else counts.
@counted@
identifier f =~ "^__((inc|dec|mod)_(zone|node|lruvec|memcg)_.*|count_(vm|memcg)_events?)$";
position q;
@@
f@q(...)

@script:python@
f << counted.f;
q << counted.q;
@@
needs(q, f, "per-CPU data")

// The type local_t.
@local_type@
identifier f =~ "^local_(inc|dec|add|sub|set|read|cmpxchg|xchg)(_.*)?$";
position q;
@@
f@q(...)

@script:python@
f << local_type.f;
q << local_type.q;
@@
needs(q, f, "per-CPU data")
