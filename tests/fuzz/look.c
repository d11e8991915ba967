/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Addresses of all kinds: unmapping them, and lookups of them.
 */
#include "io.h"
#include "local.h"
#include "persistent.h"

/* The high half of the first byte selects the kind of address, the low half which one. */
enum kind {
	KIND_OWN, /* in the n-th mapping of the current task and its handlers, newest first */
	KIND_SAME_CONTEXT, /* the same, among those that this context made */
	KIND_FREED, /* recently unmapped */
	KIND_OTHER_TASK,
	KIND_OTHER_WINDOW, /* slot n of the next window; the same as here if there is one */
	KIND_THIS_WINDOW, /* slot n of the window where this CPU maps */
	KIND_GUARD, /* the guard page below the windows, or the one above */
	KIND_NULL,
	KIND_RANDOM,
	KIND_DIRECT,
	KIND_PERSISTENT,
	KIND_IO, /* from one page below the I/O window to one page above it */
	KIND_IO_MAPPING,
	KINDS
};

static const uintptr_t offsets[] = { 0, 1, 0x7ff, KMAP_PAGE_SIZE - 1 };

static uintptr_t hold_address(const struct model_task *task, unsigned int which, bool same)
{
	const struct hold *found = NULL;
	unsigned int nr = task->count;

	while (nr--) {
		const struct hold *hold = &task->hold[nr];

		if (same && hold->depth != fuzz_depth())
			continue;
		found = hold;
		if (!which--)
			break;
	}
	return found ? found->address : 0;
}

static uintptr_t pick(enum kind kind, unsigned int which)
{
	switch (kind) {
	case KIND_OWN:
	case KIND_SAME_CONTEXT:
		return hold_address(model_current(), which, kind == KIND_SAME_CONTEXT);
	case KIND_FREED:
		return model_freed[which % MODEL_FREED];
	case KIND_OTHER_TASK:
		return hold_address(&model_tasks[which % FAKE_TASKS], which / FAKE_TASKS, false);
	case KIND_OTHER_WINDOW:
		return model_slot_address((fake_window_number() + 1) % KMAP_WINDOWS,
					  which % KMAP_WINDOW_SLOTS);
	case KIND_THIS_WINDOW:
		return model_slot_address(fake_window_number(), which % KMAP_WINDOW_SLOTS);
	case KIND_GUARD:
		return model_slot_address(0, 0) +
		       (which & 1 ? KMAP_WINDOW_SIZE : -(uintptr_t)KMAP_PAGE_SIZE);
	case KIND_RANDOM:
		return which * 0x1234567890f1ull;
	case KIND_DIRECT:
		return fuzz_direct_address(which % FAKE_DIRECT_FRAMES);
	case KIND_PERSISTENT:
		return FAKE_PERSISTENT_BASE + which % (KMAP_PERSISTENT_PAGES + 1) * KMAP_PAGE_SIZE;
	case KIND_IO:
		return FAKE_IO_BASE + which % (KMAP_IO_PAGES + 2) * KMAP_PAGE_SIZE - KMAP_PAGE_SIZE;
	case KIND_IO_MAPPING:
		return io_model_address(which);
	default:
		return 0;
	}
}

uintptr_t fuzz_address(uint8_t kind, uint8_t offset)
{
	uintptr_t address = pick((enum kind)((kind >> 4) % KINDS), kind & 15);

	return address ? address + offsets[offset & 3] + (offset >> 2 & 3) * KMAP_PAGE_SIZE : 0;
}

/* Whether this context may unmap it: its own, or one of the interrupted code. */
static bool may_unmap(const struct hold *hold)
{
	return hold->depth <= fuzz_depth();
}

static void call_unmap(const void *address)
{
	kunmap_local(address);
}

static void call_unmap_atomic(const void *address)
{
	kunmap_atomic(address);
}

/* Whether kunmap_local() takes the address, because local maps return persistent ones. */
static bool in_reused_persistent(uintptr_t address)
{
	return KMAP_ARCH_REUSES_PERSISTENT && address - FAKE_PERSISTENT_BASE < KMAP_PERSISTENT_SIZE;
}

static void unmap_shared(uintptr_t address, bool atomic)
{
	kmap_page_t *page = persistent_model_page(address);

	/* Whether it is refused is not known: see persistent_model_give_back(). */
	if (!page && persistent_model_flying())
		return;
	model_current()->atomic[fuzz_depth()] -= atomic;
	persistent_model_give_back(page, atomic ? call_unmap_atomic : call_unmap,
				   (const void *)address);
}

static void unmap_one(uintptr_t address, bool atomic)
{
	struct place place = model_place(address);
	unsigned int *sections = &model_current()->atomic[fuzz_depth()];
	struct flight before;

	if (place.skip || (atomic && !*sections) ||
	    (place.bug == KMAP_BUG_COUNT && place.hold && !may_unmap(place.hold)))
		return;
	fuzz_say("%s(%#lx)", atomic ? "kunmap_atomic" : "kunmap_local", (unsigned long)address);
	if (in_reused_persistent(address)) {
		unmap_shared(address, atomic);
		return;
	}
	if (KMAP_DEBUG && place.bug == KMAP_BUG_COUNT && place.hold && place.hold->atomic != atomic)
		place.bug = KMAP_BUG_WRONG_UNMAP;
	if (place.bug != KMAP_BUG_COUNT) {
		fuzz_expect(place.bug, address);
		place.hold = NULL;
	}
	before = fly(place.hold ? model_bits(place.hold) : 0, 0);
	if (place.hold)
		model_remove(place.hold);
	/* A refused unmap ends the section, too; in debug mode only one of NULL. */
	*sections -= atomic && (!KMAP_DEBUG || place.bug == KMAP_BUG_COUNT || !address);
	(atomic ? call_unmap_atomic : call_unmap)((const void *)address);
	land(before);
}

void op_unmap(const struct instruction *in)
{
	unmap_one(fuzz_address(in->a, in->b), false);
}

void op_unmap_atomic(const struct instruction *in)
{
	unmap_one(fuzz_address(in->a, in->b), true);
}

/* What kmap_to_page() and kmap_local_len() must return for an address in a slot. */
static void expect_of_hold(const struct hold *hold, uintptr_t address, kmap_page_t **page,
			   size_t *length)
{
	unsigned int nr = (unsigned int)((address - hold->address) / KMAP_PAGE_SIZE);

	if (hold->blank || nr >= hold->pages)
		return;
	*page = fake_pfn_page(hold->pfn[nr]);
	*length = KMAP_PAGE_SIZE - address % KMAP_PAGE_SIZE;
	if (hold->pfn[nr] >= FAKE_DIRECT_FRAMES)
		*length += (hold->pages - nr - 1) * KMAP_PAGE_SIZE;
}

static void check_page(uintptr_t address, const struct place *place)
{
	uintptr_t direct = (address - FAKE_DIRECT_BASE) / KMAP_PAGE_SIZE;
	kmap_page_t *page = persistent_model_page(address);
	size_t length = page ? KMAP_PAGE_SIZE - address % KMAP_PAGE_SIZE : 0;
	unsigned long pfn;

	if (place->hold)
		expect_of_hold(place->hold, address, &page, &length);
	pfn = io_model_find(address, &length);
	if (pfn != KMAP_IO_NO_PFN)
		page = fake_pfn_page(pfn);
	if (direct < FAKE_DIRECT_FRAMES) {
		page = &fake_pages[direct];
		length = KMAP_PAGE_SIZE - address % KMAP_PAGE_SIZE;
	}
	if (kmap_to_page((const void *)address) != page)
		fake_fail("kmap_to_page() is wrong about %#lx", (unsigned long)address);
	if (kmap_local_len((const void *)address) != length)
		fake_fail("kmap_local_len(%#lx) is %zu, must be %zu", (unsigned long)address,
			  kmap_local_len((const void *)address), length);
	if (kmap_io_to_pfn((const void *)address) != pfn)
		fake_fail("kmap_io_to_pfn() is wrong about %#lx", (unsigned long)address);
}

static void check_describe(uintptr_t address, const struct place *place)
{
	struct kmap_description told = kmap_describe(
		&fake_current()->kmap, fake_window(fake_cpu_number), (const void *)address);
	enum kmap_state state = KMAP_STATE_OUTSIDE;

	if (place->hold)
		state = place->slot < place->hold->start + place->hold->pages ? KMAP_STATE_HELD
									      : KMAP_STATE_OVERRUN;
	else if (place->slot != NO_ROOM)
		state = KMAP_STATE_FREE;
	/* In debug mode a free slot may still have the note of its last mapping. */
	if (told.state != state &&
	    !(KMAP_DEBUG && state == KMAP_STATE_FREE && told.state == KMAP_STATE_GIVEN_UP))
		fake_fail("kmap_describe(%#lx) says %u, must say %u", (unsigned long)address,
			  told.state, state);
	if (place->hold && (told.address != place->hold->address ||
			    told.pages != place->hold->pages || told.slot != place->hold->start))
		fake_fail("kmap_describe(%#lx) names another mapping", (unsigned long)address);
}

static bool temporary(uintptr_t address)
{
	return address - model_slot_address(0, 0) < KMAP_WINDOW_SIZE ||
	       address - FAKE_PERSISTENT_BASE < KMAP_PERSISTENT_SIZE ||
	       address - FAKE_IO_BASE < KMAP_IO_SIZE;
}

void op_look(const struct instruction *in)
{
	uintptr_t address = fuzz_address(in->a, in->b);
	struct place place = model_place(address);

	/* An interrupted operation may be changing it. */
	if (place.skip || persistent_model_flying() || io_model_flying())
		return;
	fuzz_say("look at %#lx", (unsigned long)address);
	check_page(address, &place);
	check_describe(address, &place);
	if (kmap_address_is_temporary((const void *)address) != temporary(address))
		fake_fail("kmap_address_is_temporary(%#lx) is wrong", (unsigned long)address);
}

void op_assert_direct(const struct instruction *in)
{
	uintptr_t address = fuzz_address(in->a, in->b);

	fuzz_say("kmap_assert_direct(%#lx)", (unsigned long)address);
	if (KMAP_DEBUG && temporary(address))
		fuzz_expect(KMAP_BUG_NOT_DIRECT, address);
	kmap_assert_direct((const void *)address);
}
