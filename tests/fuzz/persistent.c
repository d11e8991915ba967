/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Persistent mappings. An operation on the persistent window is interrupted by others, but
 * only by those whose result does not depend on the order of the two.
 */
#include <string.h>

#include "local.h"
#include "persistent.h"
#include "task.h"

static bool interrupt_wait;

static kmap_page_t *page_of(const struct instruction *in)
{
	return in->a == 0xff ? NULL : &fake_pages[fuzz_frame(in->a)];
}

static bool is_direct(const kmap_page_t *page)
{
	return page && fuzz_direct(fake_pfn((unsigned int)(page - fake_pages)));
}

static struct flight begin(const kmap_page_t *page)
{
	persistent_model_fly(page);
	return fly(0, 0);
}

static void end(const kmap_page_t *page, struct flight before)
{
	land(before);
	persistent_model_land(page);
}

/* Check the result of a map: it @must, or @must_not, return an address. */
static void check_map(const kmap_page_t *page, const void *address, bool must, bool must_not)
{
	if (is_direct(page)) {
		if ((uintptr_t)address != fuzz_direct_address((unsigned long)(page - fake_pages)))
			fake_fail("a directly mapped page is at %p", address);
		return;
	}
	if (address ? must_not : must)
		fake_fail("kmap of a page returns %p", address);
	if (address)
		persistent_model_gained(page, (uintptr_t)address);
}

static void give_back(unsigned int nr)
{
	kmap_page_t *page = &fake_pages[nr];
	struct flight before = begin(page);

	persistent_model_of(&fake_pages[nr])->users--;
	kunmap(page);
	end(page, before);
}

/* Instead of sleeping, unmap all users of some page, as other tasks would. */
static bool sleep(bool interruptible)
{
	if (interruptible && interrupt_wait)
		return true;
	for (unsigned int nr = 0; nr < FUZZ_FRAMES; nr++) {
		if (!persistent_model_of(&fake_pages[nr])->users)
			continue;
		while (persistent_model_of(&fake_pages[nr])->users)
			give_back(nr);
		if (!fake_persistent_woken)
			fake_fail("there is room, and nobody wakes who waits for it");
		return false;
	}
	fake_fail("sleep for room, and there is room");
}

enum policy { WAIT, TRY, INTERRUPTIBLE };

static void *map(kmap_page_t *page, enum policy policy)
{
	if (policy == TRY)
		return kmap_try(page);
	return policy == WAIT ? kmap(page) : kmap_interruptible(page);
}

/* Whether the current task has a page in a slot. */
static bool in_slot(const kmap_page_t *page)
{
	const struct model_task *task = model_current();

	for (unsigned int nr = 0; page && nr < task->count; nr++)
		for (unsigned int i = 0; i < task->hold[nr].pages; i++)
			if (fake_pfn_page(task->hold[nr].pfn[i]) == page)
				return true;
	return false;
}

/* Whether the operation may be done in this state. */
static bool may_map(const kmap_page_t *page, enum policy policy)
{
	if (KMAP_ARCH_REUSES_PERSISTENT && in_slot(page))
		return false;
	if (persistent_model_frozen(page) || fuzz_depth() || fake_shared_locked ||
	    fake_this_cpu()->switching)
		return false;
	/* A task that may wait must be able to: no other operation in progress, and preemptible. */
	if (policy != TRY &&
	    (persistent_model_flying() || fake_persistent_waiting || !fake_preemptible()))
		return false;
	return policy == TRY || !page || is_direct(page) ||
	       persistent_lost[persistent_model_colour(page)] <
		       persistent_model_slots_of(persistent_model_colour(page));
}

/* Whether a page that is not mapped finds no room. */
static bool is_full(const kmap_page_t *page)
{
	unsigned int colour = page ? persistent_model_colour(page) : 0;

	return persistent_model_occupied_of(colour) >= persistent_model_slots_of(colour);
}

static void map_op(const struct instruction *in, enum policy policy)
{
	kmap_page_t *page = page_of(in);
	bool used = page && persistent_model_of(page)->users, alone = !persistent_model_flying();
	bool full = used ? persistent_model_crowded(page) : is_full(page);
	unsigned long injections = fuzz_injections;
	struct flight before;
	void *address;

	if (!may_map(page, policy))
		return;
	if (KMAP_DEBUG && policy != TRY && task_sections())
		fuzz_expect(KMAP_BUG_SLEEP, 0);
	if (!page)
		fuzz_expect(KMAP_BUG_NO_PAGE, 0);
	interrupt_wait = policy == INTERRUPTIBLE && in->b & 1;
	before = begin(page);
	fake_persistent_sleep = sleep;
	address = map(page, policy);
	end(page, before);
	fuzz_say("-> %p", address);
	alone = alone && injections == fuzz_injections;
	/* Injected operations may have taken the last room, or made some. */
	check_map(page, address,
		  page && (policy == WAIT ||
			   (alone && (!full || (policy != TRY && !interrupt_wait)))),
		  !page || (alone && full && (policy == TRY || interrupt_wait)));
}

void op_kmap(const struct instruction *in)
{
	map_op(in, WAIT);
}

void op_kmap_try(const struct instruction *in)
{
	map_op(in, TRY);
}

void op_kmap_interruptible(const struct instruction *in)
{
	map_op(in, INTERRUPTIBLE);
}

void op_kmap_high_get(const struct instruction *in)
{
	kmap_page_t *page = page_of(in);
	bool used = page && persistent_model_of(page)->users && !persistent_model_crowded(page);
	unsigned long injections = fuzz_injections;
	struct flight before;
	void *address;

	if (persistent_model_frozen(page))
		return;
	before = begin(page);
	address = kmap_high_get(page);
	end(page, before);
	check_map(page, address, used && injections == fuzz_injections, !page);
}

void persistent_model_give_back(kmap_page_t *page, void (*call)(const void *what), const void *what)
{
	bool used = page && persistent_model_of(page)->users, wrong = !is_direct(page) && !used;
	struct flight before;

	/* It is misuse only if no interrupted or injected operation maps the page. */
	if (wrong && persistent_model_flying())
		return;
	if (wrong) {
		fuzz_expect(KMAP_BUG_NOT_PERSISTENT, (uintptr_t)page);
		persistent_model_freeze(page);
	} else if (used) {
		persistent_model_of(page)->users--;
	}
	before = begin(page);
	call(what);
	end(page, before);
	if (wrong)
		persistent_model_thaw();
}

static void give_back_page(const void *page)
{
	kunmap((const kmap_page_t *)page);
}

void op_kunmap(const struct instruction *in)
{
	persistent_model_give_back(page_of(in), give_back_page, page_of(in));
}

void op_flush_unused(const struct instruction *in)
{
	unsigned long injections = fuzz_injections;
	struct flight before;

	(void)in;
	if (fuzz_depth() || fake_shared_locked || fake_this_cpu()->switching)
		return;
	before = begin(NULL);
	kmap_flush_unused();
	end(NULL, before);
	/* Pages that injected operations unmap may stay. */
	if (!persistent_model_flying() && injections == fuzz_injections &&
	    fake_persistent_valid_ptes() != persistent_model_occupied())
		fake_fail("%u pages are mapped after the flush, %u are in use",
			  fake_persistent_valid_ptes(), persistent_model_occupied());
}

void op_forget(const struct instruction *in)
{
	kmap_page_t *page = page_of(in);
	struct flight before;

	if (persistent_model_flying() || is_direct(page))
		return;
	if (page && persistent_model_of(page)->users) {
		fuzz_expect(KMAP_BUG_FREED_MAPPED, (uintptr_t)page);
		/* With the maximum number of users it keeps its slot. */
		if (!persistent_model_crowded(page)) {
			persistent_model_of(page)->users = 0;
			persistent_lost[persistent_model_colour(page)]++;
		}
	}
	before = begin(page);
	persistent_model_freeze(page);
	kmap_persistent_forget(page);
	persistent_model_thaw();
	end(page, before);
}
