/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The protocol where windows are the tasks', KMAP_WINDOW=task, as a model for SPIN: two CPUs,
 * two tasks, each with a window of its own, and an interrupt handler for each CPU. Read it next
 * to include/kmap/internal/slot.h, include/kmap/task.h, core/mapping.c and core/task.c, and
 * after kmap.pml, which has the other kinds: the words are the same. spin.py verifies both.
 *
 * Between any two steps the other CPU may run, an interrupt may come that maps and unmaps,
 * and the task may be moved. A task may end when it holds nothing; then a new one begins in
 * its window. Nothing is bounded but the sizes.
 */
#ifndef TASKS
#define TASKS 1
#endif
#ifndef SLOTS
#define SLOTS 3
#endif
#ifndef HELD_MAX
#define HELD_MAX (SLOTS - 1) /* slots of one task; the handler needs one more */
#endif

#define BIT(nr) (1 << (nr))
#define LOWEST(mask) (((mask) & 1) -> 0 : (((mask) & 2) -> 1 : 2))
#define COUNT(mask) (((mask) & 1) + ((mask) >> 1 & 1) + ((mask) >> 2 & 1))

/*
 * PTEs as in kmap.pml. A task takes either of two frames whenever it maps, and the handler of
 * each CPU has one, so that whatever a slot has shown before can be told from what it shows.
 */
typedef Pte { byte low; byte high };
#define FRAMES 2
#define HANDLER_FRAME(cpu) (FRAMES + (cpu) + 1)
#define FRAME_BIT(frame) (BIT(frame) >> 1) /* 0 for none */

/*
 * The state of a task: struct kmap_ctrl with @cpu, where it has arrived; then the host's part:
 * it is on CPU @at, or was last. NOWHERE: a new task has arrived nowhere.
 */
typedef Ctrl { byte used; byte cpu; byte at; bool taken };
#define NOWHERE 2
#define IDLE TASKS
Ctrl ctrl[TASKS + 1];

/* A window, struct kmap_window; later tasks inherit it. */
typedef Window { Pte pte[SLOTS]; byte touched; byte mask_max };
Window window[TASKS];

/*
 * A CPU. Its TLB may be filled at any time from any valid PTE of any window, and keeps an entry
 * until that is invalidated here. So it may hold any frame that the PTE has had since then;
 * the set of these describes it completely.
 */
typedef Cpu { byte tlb[TASKS * SLOTS]; byte current; bool switching; bool irq };
Cpu cpus[2];

/* A CPU in a handler or in a switch runs first, as in kmap.pml. */
#define GOES(c) (!cpus[1 - (c)].switching && !cpus[1 - (c)].irq)

/* A step: one store, with loads that are not shared; @runs says when it is enabled. */
#define STEP(runs, what) d_step { runs -> what; SHOW }
#define SHOW printf("| task %d used %d, slot %d: PTE %d.%d, TLB %d there, TLB %d on CPU %d\n", me, \
		    ctrl[me].used, nr, PTE.high, PTE.low, cpus[HERE].tlb[ENTRY], \
		    cpus[1 - HERE].tlb[ENTRY], 1 - HERE)
#define HERE ctrl[me].at
#define IF_TASK (cpus[HERE].current == me && !cpus[HERE].switching && !cpus[HERE].irq && GOES(HERE))
#define IF_SWITCH true
#define IF_HANDLER true

/* In each process: @me is the current task, @nr the slot that it works on. */
#define ENTRY (me) * SLOTS + nr
#define PTE window[me].pte[nr]
#define TLB cpus[HERE].tlb[ENTRY]

/* The processors, after each change of a PTE or a TLB: each TLB may be filled at once. */
inline look()
{
	assert(!PTE.low || PTE.low == PTE.high); /* no PTE is valid and wrong */
	cpus[0].tlb[ENTRY] = cpus[0].tlb[ENTRY] | FRAME_BIT(PTE.low);
	cpus[1].tlb[ENTRY] = cpus[1].tlb[ENTRY] | FRAME_BIT(PTE.low)
}

/* kmap_slot_fill(), that is kmap_arch_pte_set() */
inline fill(runs, frame)
{
	STEP(runs, slot_is_empty(); PTE.high = frame; look());
	STEP(runs, PTE.low = frame; look())
}

inline slot_is_empty()
{
	assert(!PTE.low) /* a slot has one owner */
}

/* kmap_arch_pte_clear(): the low word. Then the high word does not matter; clear it. */
inline clear(runs)
{
	STEP(runs, PTE.low = 0; PTE.high = 0; look())
}

/* kmap_arch_tlb_invalidate_local(); a PTE that is still valid may fill the TLB again */
inline invalidate(runs)
{
	STEP(runs, TLB = 0; look())
}

/* kmap_slot_vacate() */
inline vacate(runs)
{
	clear(runs);
	invalidate(runs)
}

#define EACH_SLOT(what) \
	do \
	:: left -> nr = LOWEST(left); left = left & (left - 1); what \
	:: else -> break \
	od; \
	nr = 0

/* touch(): slots that are about to show pages; a handler may say the same of others in between */
#define TOUCHED window[me].touched
inline touch(runs)
{
	do
	:: STEP(runs, old = TOUCHED);
	   if
	   :: STEP(runs && TOUCHED == old, TOUCHED = old | mask); break
	   :: STEP(runs && TOUCHED != old, skip)
	   fi
	od;
	old = 0
}

/* claim_count(): the slots from 0 on that are touched, which the fast path may take */
#define MASK_MAX window[me].mask_max
#define FIRST(mask) ((mask) & ~((mask) + 1))
inline count(runs)
{
	STEP(runs, old = FIRST(TOUCHED));
	do
	:: STEP(runs && MASK_MAX >= old, skip); break
	:: STEP(runs && MASK_MAX < old, most = MASK_MAX);
	   if
	   :: STEP(runs && MASK_MAX == most, MASK_MAX = old); break
	   :: STEP(runs && MASK_MAX != most, skip)
	   fi
	od;
	old = 0; most = 0
}

/* The store to the mask in kmap_slot_take(), kmap_mapping_claim() */
inline claim(runs)
{
	STEP(runs, slot_is_free(); ctrl[me].used = used | mask)
}

inline slot_is_free()
{
	assert(!(ctrl[me].used & mask)) /* a slot has one owner */
}

/* kmap_slot_map(): the fast path, or kmap_slot_map_rare() */
inline map_one(runs, frame)
{
	STEP(runs, used = ctrl[me].used; mask = BIT(LOWEST(~used)));
	if
	:: STEP(runs && (used | mask) <= MASK_MAX, skip);
	   claim(runs); nr = LOWEST(mask); fill(runs, frame)
	:: STEP(runs && (used | mask) > MASK_MAX, skip);
	   touch(runs);
	   claim(runs); nr = LOWEST(mask); fill(runs, frame);
	   count(runs)
	fi;
	nr = 0
}

/* kmap_mapping_make(): all bits are claimed, then noted, then filled */
inline map_several(runs, wanted, frame)
{
	STEP(runs, used = ctrl[me].used; mask = wanted);
	claim(runs);
	touch(runs);
	left = mask;
	EACH_SLOT(fill(runs, frame));
	count(runs)
}

/* kmap_slot_release(), kmap_mapping_release() */
inline unmap(runs, slots)
{
	STEP(runs, used = ctrl[me].used; mask = slots; left = mask);
	EACH_SLOT(vacate(runs));
	STEP(runs, ctrl[me].used = used & ~mask; mine = mine & ~mask; mask = 0; used = 0)
}

/* Whether an access through slot @nr, where the task is, can only hit @frame; the set has the PTE. */
#define MEETS(nr, frame) (cpus[HERE].tlb[me * SLOTS + nr] == FRAME_BIT(frame))

/*
 * A task maps one page, in the lowest free slot, or two, in the highest run; it accesses
 * what it holds (@mine), and unmaps in any order. @shown: the frames that it mapped.
 */
#define PAIR (BIT(SLOTS - 2) | BIT(SLOTS - 1))
#define MEETS_OWN(nr) (!(mine & BIT(nr)) || MEETS(nr, shown[nr]))

inline access()
{
	assert(MEETS_OWN(0) && MEETS_OWN(1) && MEETS_OWN(SLOTS - 1)); /* an access meets its own frame */
	assert(ctrl[me].used == mine) /* a task has the slots that it mapped */
}

/* The task has mapped @mask */
inline mapped()
{
	mine = mine | mask;
	shown[0] = (mask & BIT(0) -> frame : shown[0]);
	shown[1] = (mask & BIT(1) -> frame : shown[1]);
	shown[SLOTS - 1] = (mask & BIT(SLOTS - 1) -> frame : shown[SLOTS - 1]);
	mask = 0; used = 0; frame = 0
}

inline unmapped()
{
	shown[0] = (mine & BIT(0) -> shown[0] : 0);
	shown[1] = (mine & BIT(1) -> shown[1] : 0);
	shown[SLOTS - 1] = (mine & BIT(SLOTS - 1) -> shown[SLOTS - 1] : 0)
}

/* The task has ended, and another one runs: kmap_ctrl_init() for the next task in its window. */
inline end_of_task()
{
	cpus[HERE].current = IDLE; ctrl[me].taken = false;
	ctrl[me].cpu = NOWHERE; ctrl[me].at = 0
}

#define CHOOSE_FRAME if :: frame = 1 :: frame = 2 fi

proctype task(byte me)
{
	byte mine, used, mask, left, nr, old, most, frame;
	byte shown[SLOTS];
end:	do
	:: STEP(IF_TASK, access())
	:: COUNT(mine) < HELD_MAX -> CHOOSE_FRAME; map_one(IF_TASK, frame); d_step { mapped() }
	:: mine == 0 && HELD_MAX > 1 ->
	   CHOOSE_FRAME; map_several(IF_TASK, PAIR, frame); d_step { mapped() }
	:: mine & BIT(0) -> unmap(IF_TASK, BIT(0)); d_step { unmapped() }
	:: mine == BIT(1) || mine == (BIT(0) | BIT(1)) ->
	   unmap(IF_TASK, BIT(1)); d_step { unmapped() }
	:: mine == PAIR && HELD_MAX > 1 -> unmap(IF_TASK, PAIR); d_step { unmapped() }
	:: mine == 0 -> STEP(IF_TASK, end_of_task())
	od
}

inline begin()
{
	cpus[here].irq = true;
	me = cpus[here].current;
	found = ctrl[me].used
}

inline handler_access()
{
	assert(MEETS(LOWEST(mask), HANDLER_FRAME(here))) /* an access meets its own frame */
}

/* kmap_irq_exit() */
inline finish()
{
	assert(ctrl[me].used == found); /* a handler gives back what it took */
	me = 0; found = 0;
	cpus[here].irq = false
}

/* An interrupt, not while a task arrives: the handler works in the window of the current task. */
#define IF_IRQ (!cpus[here].irq && !cpus[here].switching && GOES(here) && cpus[here].current != IDLE)

proctype handler(byte here)
{
	byte me, mine, found, used, mask, left, nr, old, most;
end:	do
	:: STEP(IF_IRQ, begin());
	   map_one(IF_HANDLER, HANDLER_FRAME(here));
	   STEP(IF_HANDLER, handler_access());
	   unmap(IF_HANDLER, mask);
	   d_step { finish() }
	od
}

/* The scheduler: a task that runs nowhere may run on any CPU. The current task changes first. */
#define MAY_COME(n) (!cpus[here].irq && GOES(here) && !ctrl[n].taken)

inline choose(n)
{
	ctrl[cpus[here].current].taken = false;
	ctrl[n].taken = true; ctrl[n].at = here;
	cpus[here].current = n; cpus[here].switching = true;
	me = n
}

/* kmap_switch_arrive_call(): the slots that the window has ever used */
inline arrive()
{
	STEP(IF_SWITCH, ctrl[me].cpu = here; left = TOUCHED);
	EACH_SLOT(invalidate(IF_SWITCH))
}

/* kmap_switch_in(), that is kmap_switch_arrive() */
inline switch_in()
{
	if
	:: ctrl[me].cpu != here -> arrive()
	:: else
	fi
}

inline switched()
{
	me = 0;
	cpus[here].switching = false
}

proctype scheduler(byte here)
{
	byte me, left, nr;
end:	do
	:: if
	   :: STEP(MAY_COME(0), choose(0))
	   :: STEP(TASKS > 1 && MAY_COME(TASKS - 1), choose(TASKS - 1))
	   fi;
	   switch_in();
	   d_step { switched() }
	:: d_step { !cpus[here].irq && GOES(here) && cpus[here].current != IDLE ->
		    ctrl[cpus[here].current].taken = false; cpus[here].current = IDLE }
	od
}

/* Invariants of every state. */
#define USED(t, nr) (ctrl[t].used & BIT(nr))
#define EMPTY(t, nr) (USED(t, nr) || !window[t].pte[nr].low)
#define IS_AT(t, c) (cpus[c].current == t && !cpus[c].switching)
#define ANY_TLB(t, nr) (cpus[0].tlb[(t) * SLOTS + nr] | cpus[1].tlb[(t) * SLOTS + nr])
#define CLEAN(t, nr, c) (!IS_AT(t, c) || USED(t, nr) || !cpus[c].tlb[(t) * SLOTS + nr])
#define NOTED(t, nr) (window[t].touched & BIT(nr) || !ANY_TLB(t, nr))
#define ALL_EMPTY(t) (EMPTY(t, 0) && EMPTY(t, 1) && EMPTY(t, SLOTS - 1))
#define ALL_CLEAN(t, c) (CLEAN(t, 0, c) && CLEAN(t, 1, c) && CLEAN(t, SLOTS - 1, c))
#define ALL_NOTED(t) (NOTED(t, 0) && NOTED(t, 1) && NOTED(t, SLOTS - 1))
#define FAST(t) (!(window[t].mask_max & ~window[t].touched))
#define WRONG(condition) d_step { !(condition) -> assert(false) }

active proctype always()
{
end:	do
	:: WRONG(ALL_EMPTY(0) && ALL_EMPTY(TASKS - 1)) /* a free slot has no PTE */
	:: WRONG(ALL_CLEAN(0, 0) && ALL_CLEAN(0, 1)) /* a free slot has no TLB entry where its task is */
	:: WRONG(ALL_CLEAN(TASKS - 1, 0) && ALL_CLEAN(TASKS - 1, 1)) /* a free slot has no TLB entry where its task is */
	:: WRONG(ALL_NOTED(0) && ALL_NOTED(TASKS - 1)) /* what is in any TLB is touched */
	:: WRONG(FAST(0) && FAST(TASKS - 1)) /* the fast path takes touched slots only */
	od
}

init
{
	atomic {
		ctrl[0].cpu = NOWHERE; ctrl[TASKS - 1].cpu = NOWHERE;
		cpus[0].current = IDLE; cpus[1].current = IDLE;
		run task(0);
#if TASKS > 1
		run task(1);
#endif
		run handler(0); run handler(1);
		run scheduler(0); run scheduler(1)
	}
}
