/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The protocol of include/kmap/internal/slot.h, include/kmap/task.h and core/mapping.c as
 * a model for SPIN: two CPUs, two tasks and an idle task for each CPU, three slots, and an
 * interrupt handler that may interrupt anything. Read it next to those files: each block
 * names the function that it models. spin.py verifies it; docs/proof.md says what that
 * proves and what it does not.
 *
 * Between any two steps the other CPU may run, an interrupt may come that maps and unmaps,
 * and the task may be switched out and in again, on another CPU if it is not pinned. The
 * processes never end, so the number of operations, switches and interrupts is not bounded.
 */
#define TASKS 2
#define SLOTS 3
#ifndef HELD_MAX
#define HELD_MAX (SLOTS - 1) /* slots of one task; the handler needs one more */
#endif

#define BIT(nr) (1 << (nr))
#define LOWEST(mask) (((mask) & 1) -> 0 : (((mask) & 2) -> 1 : 2))
#define COUNT(mask) (((mask) & 1) + ((mask) >> 1 & 1) + ((mask) >> 2 & 1))

/*
 * A PTE has two words, with the present bit in the low one. Frames are numbered from 1,
 * and both words of a frame's PTE have that number: if the low one is not 0 and they
 * differ, the PTE is valid and wrong. Each task has its own frame for each slot, and the
 * handler of each CPU has one, so that a wrong page is detected.
 */
typedef Pte { byte low; byte high };
#define FRAME(task, nr) ((task) * SLOTS + (nr) + 1)
#define HANDLER_FRAME(cpu) (TASKS * SLOTS + (cpu) + 1)
#define FRAME_BIT(frame) (BIT(frame) >> 1) /* 0 for none */

/* The state of a task: struct kmap_ctrl, then the host's part. */
typedef Ctrl { byte used; Pte pteval[SLOTS]; byte pins; byte cpu; bool taken };
#define IDLE(cpu) (TASKS + (cpu))
Ctrl ctrl[TASKS + 2];

/*
 * A CPU: the PTEs of its window, and its TLB. The TLB may be filled at any time from any
 * valid PTE, and keeps an entry until it is invalidated. So it may hold any frame that the
 * PTE has had since then. The set of these, one bit for each, describes the TLB
 * completely, and no process is needed to fill it.
 */
typedef Cpu { Pte pte[SLOTS]; byte tlb[SLOTS]; byte current; bool switching; bool irq };
Cpu cpus[2];

/*
 * A CPU in a handler or in a switch runs first: until that is done it only accesses what no
 * other CPU reads, so other orders are equivalent. EVERY_ORDER explores them as well, and
 * takes long.
 */
#ifdef EVERY_ORDER
#define GOES(c) true
#else
#define GOES(c) (!cpus[1 - (c)].switching && !cpus[1 - (c)].irq)
#endif

/* A step: one store, with loads that are not shared; @runs says when it is enabled. */
#define STEP(runs, what) d_step { runs -> what; SHOW }
#define SHOW printf("| task %d used %d, slot %d: saved %d.%d; CPU %d: PTE %d.%d, TLB %d\n", me, \
		    ctrl[me].used, nr, SAVED.high, SAVED.low, HERE, cpus[HERE].pte[nr].high, \
		    cpus[HERE].pte[nr].low, cpus[HERE].tlb[nr])
#define HERE ctrl[me].cpu
#define IF_TASK (cpus[HERE].current == me && !cpus[HERE].switching && !cpus[HERE].irq && GOES(HERE))
#define IF_SWITCH (!cpus[HERE].irq)
#define IF_HANDLER true

/*
 * In each process: @me is the current task; @cpu and @nr are the slot that it works on. PRIVATE
 * models windows at one address on all CPUs: a step works on the CPU where the task is, whatever
 * it has worked on before, and the scheduler does not look at pins, which only count mappings.
 */
#ifdef PRIVATE
#define WINDOW HERE
#define STAYS(n) false
#else
#define WINDOW cpu
#define STAYS(n) ctrl[n].pins
#endif
#define PTE cpus[WINDOW].pte[nr]
#define TLB cpus[WINDOW].tlb[nr]
#define SAVED ctrl[me].pteval[nr]

/* The processor, after each change of a PTE or the TLB: the TLB may be filled at once. */
inline look()
{
	assert(WINDOW == HERE); /* a CPU works on its own window only */
	assert(!PTE.low || PTE.low == PTE.high); /* no PTE is valid and wrong */
	TLB = TLB | FRAME_BIT(PTE.low)
}

/* kmap_arch_saved_write(): high word first, a restore may come in between */
inline saved_write(runs, frame)
{
	STEP(runs, saved_is_none(); SAVED.high = frame);
	STEP(runs, SAVED.low = frame)
}

inline saved_is_none()
{
	assert(!SAVED.low) /* a slot has one owner */
}

/* kmap_arch_saved_erase(): the low word. Then the high word does not matter; clear it. */
inline saved_erase(runs)
{
	STEP(runs, SAVED.low = 0; SAVED.high = 0)
}

/* kmap_slot_install(), that is kmap_arch_pte_set() */
inline install(runs, value_low, value_high)
{
	STEP(runs, PTE.high = value_high; look());
	STEP(runs, PTE.low = value_low; look())
}

/* kmap_arch_pte_clear(), like kmap_arch_saved_erase() */
inline clear(runs)
{
	STEP(runs, PTE.low = 0; PTE.high = 0; look())
}

/* kmap_arch_tlb_invalidate_local(); a PTE that is still valid may fill the TLB again */
inline invalidate(runs)
{
	STEP(runs, TLB = 0; look())
}

/* kmap_slot_remove() */
inline remove(runs)
{
	clear(runs);
	invalidate(runs)
}

/* kmap_slot_fill() */
inline fill(runs, frame)
{
	saved_write(runs, frame);
	install(runs, frame, frame)
}

/* kmap_slot_vacate(); there is no cache to flush */
inline vacate(runs)
{
	saved_erase(runs);
	remove(runs)
}

#define EACH_SLOT(what) \
	do \
	:: left -> nr = LOWEST(left); left = left & (left - 1); what \
	:: else -> break \
	od; \
	nr = 0

/* kmap_slot_take(), kmap_mapping_claim() */
inline claim()
{
	assert(!(ctrl[me].used & mask)); /* a slot has one owner */
	ctrl[me].used = used | mask
}

/* kmap_slot_map(), kmap_mapping_make(); @wanted: the free slots that these find */
inline map(runs, wanted, frame)
{
	STEP(runs, used = ctrl[me].used; mask = wanted);
	STEP(runs, ctrl[me].pins++); /* kmap_host_migrate_disable() */
	STEP(runs, cpu = HERE; claim(); left = mask);
	EACH_SLOT(fill(runs, frame))
}

/* kmap_slot_release(), kmap_mapping_release() */
inline unmap(runs, slots)
{
	STEP(runs, cpu = HERE; used = ctrl[me].used; mask = slots; left = mask);
	EACH_SLOT(vacate(runs));
	STEP(runs, ctrl[me].used = used & ~mask);
	STEP(runs, ctrl[me].pins--; mine = mine & ~mask; mask = 0; used = 0; cpu = 0)
}

/* Whether an access through slot @nr of this CPU can only hit @frame; the TLB set has the PTE. */
#define MEETS(nr, frame) (cpus[HERE].tlb[nr] == FRAME_BIT(frame))

/*
 * A task maps one page, in the lowest free slot, or two, in the highest run; it accesses
 * what it holds (@mine), and unmaps in any order. As a slot is left for the handler, slots
 * 1 and 2 together are always one mapping of two pages.
 */
#define PAIR (BIT(1) | BIT(2))
#define MAPPINGS (mine == PAIR -> 1 : COUNT(mine))
#define MEETS_OWN(nr) (!(mine & BIT(nr)) || MEETS(nr, FRAME(me, nr)))

inline access()
{
	assert(MEETS_OWN(0) && MEETS_OWN(1) && MEETS_OWN(2)); /* an access meets its own frame */
	assert(ctrl[me].used == mine); /* a task has the slots that it mapped */
	assert(ctrl[me].pins == MAPPINGS) /* pins balance */
}

inline task_map(wanted)
{
	map(IF_TASK, wanted, FRAME(me, nr));
	d_step { mine = mine | mask; mask = 0; used = 0; cpu = 0 }
}

proctype task(byte me)
{
	byte mine, used, mask, left, nr, cpu;
end:	do
	:: STEP(IF_TASK, access())
	:: COUNT(mine) < HELD_MAX -> task_map(BIT(LOWEST(~used)))
	:: mine == 0 && HELD_MAX > 1 -> task_map(PAIR)
	:: mine & BIT(0) -> unmap(IF_TASK, BIT(0))
	:: mine == BIT(1) || mine == (BIT(0) | BIT(1)) -> unmap(IF_TASK, BIT(1))
	:: mine == PAIR -> unmap(IF_TASK, PAIR)
	od
}

inline begin()
{
	cpus[here].irq = true;
	me = cpus[here].current;
	found = ctrl[me].used;
	pinned = ctrl[me].pins
}

inline handler_access()
{
	assert(MEETS(LOWEST(mask), HANDLER_FRAME(here))) /* an access meets its own frame */
}

/* kmap_irq_exit() */
inline finish()
{
	assert(ctrl[me].used == found); /* a handler gives back what it took */
	assert(ctrl[me].pins == pinned); /* pins balance */
	me = 0; found = 0; pinned = 0;
	cpus[here].irq = false
}

/* An interrupt: the handler works on the state of the current task. */
proctype handler(byte here)
{
	byte me, mine, found, pinned, used, mask, left, nr, cpu;
end:	do
	:: STEP(!cpus[here].irq && GOES(here), begin());
	   map(IF_HANDLER, BIT(LOWEST(~used)), HANDLER_FRAME(here));
	   STEP(IF_HANDLER, handler_access());
	   unmap(IF_HANDLER, mask);
	   d_step { finish() }
	od
}

/*
 * The scheduler: an unpinned task may run on any CPU. The current task changes between the
 * halves of the switch, and interrupts may come at any time.
 */
#define MAY_COME(n) (!cpus[here].irq && GOES(here) && !ctrl[n].taken && \
		     (!STAYS(n) || ctrl[n].cpu == here))

inline choose(n)
{
	ctrl[n].taken = true; ctrl[n].cpu = here; cpus[here].switching = true;
	next = n; me = cpus[here].current; found = ctrl[me].used;
	left = ctrl[me].used
}

/* kmap_switch_out_held(): also slots whose saved value is none */
inline switch_out()
{
	EACH_SLOT(remove(IF_SWITCH))
}

inline halfway()
{
	assert(ctrl[me].used == found); /* a switch leaves the mask alone */
	ctrl[me].taken = false;
	cpus[here].current = next;
	me = next; found = ctrl[me].used;
	left = ctrl[me].used
}

/* kmap_switch_in_held() */
inline switch_in()
{
	EACH_SLOT(install(IF_SWITCH, SAVED.low, SAVED.high))
}

inline switched()
{
	assert(ctrl[me].used == found); /* a switch leaves the mask alone */
	me = 0; next = 0; found = 0;
	cpus[here].switching = false
}

proctype scheduler(byte here)
{
	byte me, next, found, left, nr, cpu = here;
end:	do
	:: if
	   :: STEP(MAY_COME(0), choose(0))
	   :: STEP(MAY_COME(1), choose(1))
	   :: STEP(MAY_COME(IDLE(here)), choose(IDLE(here)))
	   fi;
	   switch_out();
	   STEP(IF_SWITCH, halfway());
	   switch_in();
	   d_step { IF_SWITCH -> switched() }
	od
}

/* Invariants of every state. */
#define USED(task, nr) (ctrl[task].used & BIT(nr))
#define FORGOTTEN(task, nr) (USED(task, nr) || !ctrl[task].pteval[nr].low)
#define CLEAN(c, nr) (USED(cpus[c].current, nr) || (!cpus[c].pte[nr].low && !cpus[c].tlb[nr]))
#define ALL_FORGOTTEN(task) (FORGOTTEN(task, 0) && FORGOTTEN(task, 1) && FORGOTTEN(task, 2))
#define ALL_CLEAN(c) (CLEAN(c, 0) && CLEAN(c, 1) && CLEAN(c, 2))
#define PINNED(task) (!ctrl[task].used || ctrl[task].pins)
#define WRONG(condition) d_step { !(condition) -> assert(false) }

active proctype always()
{
end:	do
	:: WRONG(ALL_FORGOTTEN(0) && ALL_FORGOTTEN(1)) /* a free slot has no saved value */
	:: WRONG(ALL_FORGOTTEN(2) && ALL_FORGOTTEN(3)) /* a free slot has no saved value */
	:: WRONG(ALL_CLEAN(0) && ALL_CLEAN(1)) /* a free slot has no PTE and no TLB entry */
	:: WRONG(PINNED(0) && PINNED(1) && PINNED(2) && PINNED(3)) /* a task with a slot is pinned */
	od
}

init
{
	atomic {
		ctrl[0].taken = true;
		ctrl[1].taken = true; ctrl[1].cpu = 1; cpus[1].current = 1;
		ctrl[IDLE(1)].cpu = 1;
		run task(0); run task(1);
		run handler(0); run handler(1);
		run scheduler(0); run scheduler(1)
	}
}
