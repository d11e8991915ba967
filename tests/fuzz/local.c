/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Task-local mappings of one page and of several.
 */
#include "local.h"
#include "persistent.h"

/* Whether the core refuses a map before it looks for room. */
static bool refused(const struct wish *wish)
{
	for (unsigned int i = 1; i < wish->pages; i++)
		if ((wish->pfn[i] - wish->pfn[0] - i) % KMAP_ARCH_COLOURS) {
			fuzz_expect(KMAP_BUG_COLOURS, wish->pages);
			return true;
		}
	return false;
}

static bool all_direct(const struct wish *wish)
{
	if (wish->prot != KMAP_PROT_DEFAULT)
		return false;
	for (unsigned int i = 0; i < wish->pages; i++)
		if (!fuzz_direct(wish->pfn[i]) || wish->pfn[i] != wish->pfn[0] + i)
			return false;
	return true;
}

struct flight fly(uint32_t mask, unsigned int taken)
{
	struct model_task *task = model_current();
	struct flight before = task->flight;

	task->flight = (struct flight){ mask, taken };
	task->flying++;
	return before;
}

void land(struct flight before)
{
	struct model_task *task = model_current();

	task->flight = before;
	task->flying--;
}

void wish_begin(struct wish *wish)
{
	uint32_t used = model_current()->used;
	bool room;

	wish->fate = WISH_NULL;
	wish->before = fly(0, 0);
	if (!wish->pages || wish->pages > KMAP_SLOTS) {
		if (!wish->try)
			fuzz_expect(KMAP_BUG_PAGES, wish->pages);
		return;
	}
	if (all_direct(wish)) {
		wish->fate = WISH_DIRECT;
		return;
	}
	room = model_find(used, wish->pages, wish->pfn[0]) != NO_ROOM;
	if (wish->try && !room)
		return;
	if (refused(wish))
		return;
	if (!room) {
		fuzz_expect_exhausted(wish->pfn[0]);
		return;
	}
	model_current()->flight.taken = wish->pages + KMAP_GUARD;
	wish->fate = WISH_MAPPED;
}

static void keep(const struct wish *wish, uintptr_t address)
{
	struct hold hold = {
		.address = address, .pages = wish->pages, .prot = wish->prot, .atomic = wish->atomic
	};

	for (unsigned int i = 0; i < wish->pages; i++)
		hold.pfn[i] = wish->pfn[i];
	model_add(&hold);
}

/*
 * Where a page in the persistent window gets no second address: begin a map, which may
 * return the address there. False if the map must be skipped: because it would be
 * refused, or because the page is being mapped or unmapped there.
 */
static bool shared_begin(struct wish *wish, kmap_page_t *page)
{
	struct persistent_page *entry = persistent_model_of(page);

	if (!KMAP_ARCH_REUSES_PERSISTENT || fuzz_direct(wish->pfn[0]))
		return true;
	if (persistent_model_frozen(page) || persistent_model_crowded(page) ||
	    (wish->prot != KMAP_PROT_DEFAULT && entry->users) ||
	    model_find(model_current()->used, 1, wish->pfn[0]) == NO_ROOM)
		return false;
	wish->shared = page;
	wish->in_use = entry->users;
	wish->injections = fuzz_injections;
	persistent_model_fly(page);
	entry->pinned++;
	return true;
}

/* Whether the map returned an address in the persistent window. */
static bool shared_end(const struct wish *wish, uintptr_t address)
{
	bool in_persistent = address - FAKE_PERSISTENT_BASE < KMAP_PERSISTENT_SIZE;

	if (!wish->shared)
		return false;
	persistent_model_land(wish->shared);
	persistent_model_of(wish->shared)->pinned--;
	if (wish->in_use && !in_persistent && wish->injections == fuzz_injections)
		fake_fail("a page that is in the persistent window has a second address: %#lx",
			  (unsigned long)address);
	if (in_persistent)
		persistent_model_gained(wish->shared, address);
	return in_persistent;
}

void wish_end(struct wish *wish, const void *address)
{
	land(wish->before);
	fuzz_say("-> %p", address);
	if (shared_end(wish, (uintptr_t)address))
		return;
	if (!address != (wish->fate == WISH_NULL))
		fake_fail("map of %u pages returns %p", wish->pages, address);
	if (wish->fate == WISH_DIRECT && (uintptr_t)address != fuzz_direct_address(wish->pfn[0]))
		fake_fail("a page that is directly mapped is mapped at %p", address);
	if (wish->fate == WISH_MAPPED)
		keep(wish, (uintptr_t)address);
}

static const kmap_prot_t prots[] = { KMAP_PROT_DEFAULT, KMAP_PROT_READ_ONLY, KMAP_PROT_UNCACHED,
				     KMAP_PROT_WRITE_COMBINED, KMAP_PROT_EXECUTABLE };

static struct wish one(const struct instruction *in, bool has_prot)
{
	struct wish wish = { .pages = 1 };

	wish.pfn[0] = fake_pfn(fuzz_frame(in->a));
	wish.prot =
		has_prot ? prots[in->b % (sizeof(prots) / sizeof(prots[0]))] : KMAP_PROT_DEFAULT;
	return wish;
}

/* An operation that maps one page: @call uses page, pfn and prot. */
#define ONE(name, has_prot, tries, prepare, call)                                                  \
	void op_##name(const struct instruction *in)                                               \
	{                                                                                          \
		struct wish wish = one(in, has_prot);                                              \
		kmap_page_t *page = &fake_pages[fuzz_frame(in->a)];                                \
		unsigned long pfn = wish.pfn[0];                                                   \
		kmap_prot_t prot = wish.prot;                                                      \
                                                                                                   \
		(void)page, (void)pfn, (void)prot;                                                 \
		wish.try = tries;                                                                  \
		if (!shared_begin(&wish, page))                                                    \
			return;                                                                    \
		prepare;                                                                           \
		wish_begin(&wish);                                                                 \
		wish_end(&wish, call);                                                             \
	}
ONE(map_page, false, false, (void)0, kmap_local_page(page))
ONE(map_page_prot, true, false, (void)0, kmap_local_page_prot(page, prot))
ONE(map_pfn, false, false, (void)0, kmap_local_pfn(pfn))
ONE(map_pfn_prot, true, false, (void)0, kmap_local_pfn_prot(pfn, prot))
ONE(try_page, false, true, (void)0, kmap_local_try_page(page))
ONE(try_pfn, false, true, (void)0, kmap_local_try_pfn(pfn))

/* The task, or handler, enters a kmap_atomic() section. */
static void section(struct wish *wish)
{
	model_current()->atomic[fuzz_depth()]++;
	wish->atomic = true;
}
ONE(atomic_page, false, false, section(&wish), kmap_atomic(page))
ONE(atomic_prot, true, false, section(&wish), kmap_atomic_prot(page, prot))
ONE(atomic_pfn, false, false, section(&wish), kmap_atomic_pfn(pfn))

/* An operation that maps several pages: @call uses pages, pfns and count. */
struct several {
	kmap_page_t *pages[KMAP_SLOTS + 2];
	unsigned long pfns[KMAP_SLOTS + 2];
	struct wish wish;
};

/* Frames a, a + b, a + 2b, ..., or with @range consecutive PFNs; false if one does not exist. */
static bool several(struct several *s, const struct instruction *in, bool range, bool try)
{
	unsigned int count = in->c % (KMAP_SLOTS + 3);

	s->wish = (struct wish){ .pages = count, .prot = KMAP_PROT_DEFAULT, .try = try };
	for (unsigned int i = 0; i < count; i++) {
		unsigned int frame = (in->a + i * in->b) % FUZZ_FRAMES;

		s->pfns[i] = range ? fake_pfn(fuzz_frame(in->a)) + i : fake_pfn(frame);
		s->pages[i] = &fake_pages[frame];
		if (range && !fake_pfn_page(s->pfns[i]))
			return false;
		/* Refused if a page is in use there; that may change at any time. */
		if (KMAP_ARCH_REUSES_PERSISTENT && !fuzz_direct(s->pfns[i]))
			return false;
		if (i < KMAP_SLOTS)
			s->wish.pfn[i] = s->pfns[i];
	}
	return true;
}

#define SEVERAL(name, range, tries, call)                                                          \
	void op_##name(const struct instruction *in)                                               \
	{                                                                                          \
		struct several s = { .pfns = { 0 } };                                              \
		size_t count = in->c % (KMAP_SLOTS + 3);                                           \
                                                                                                   \
		if (!several(&s, in, range, tries))                                                \
			return;                                                                    \
		wish_begin(&s.wish);                                                               \
		wish_end(&s.wish, call);                                                           \
	}
SEVERAL(map_pages, false, false, kmap_local_pages(s.pages, count))
SEVERAL(map_pfns, false, false, kmap_local_pfns(s.pfns, count))
SEVERAL(map_range, true, false, kmap_local_range(s.pfns[0], count))
SEVERAL(try_pages, false, true, kmap_local_try_pages(s.pages, count))
SEVERAL(try_pfns, false, true, kmap_local_try_pfns(s.pfns, count))
SEVERAL(try_range, true, true, kmap_local_try_range(s.pfns[0], count))
