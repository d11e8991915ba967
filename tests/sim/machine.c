/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PTEs and TLBs. Violations of the port's contract end the simulation: a store to another
 * task's state or to another CPU's window, a PTE with a transient value that is valid and
 * wrong, a saved value that is overwritten.
 */
#include "machine.h"

#include <string.h>

#include <kmap/internal/window.h>

#include "digest.h"

#define FIRST_HIGH 0x200ul
/* With a high word in the PTE, the first frame has this number in it. */
#define FIRST_WORD 3ul

struct sim sim;
struct sim_param sim_param;

/* With one window for all CPUs the address of a PTE only determines its slot. */
static struct kmap_pte private_pte[KMAP_WINDOW_SLOTS];

unsigned long sim_frame_pfn(unsigned int frame)
{
	if (frame < SIM_LOW_FRAMES)
		return frame;
	return FIRST_HIGH + frame + (sim_param.words > 1 ? (FIRST_WORD + frame) << 20 : 0);
}

unsigned int sim_pfn_frame(unsigned long pfn)
{
	unsigned long frame = pfn < SIM_LOW_FRAMES ? pfn : (pfn & 0xfffff) - FIRST_HIGH;

	if (frame >= SIM_FRAMES || sim_frame_pfn((unsigned int)frame) != pfn)
		return SIM_FRAMES;
	return (unsigned int)frame;
}

/* The index of a window in sim.window. */
static size_t index_of(const struct sim_window *window)
{
	return (size_t)(window - sim.window);
}

/* From the address alone, as hardware does it, not from the core's data. */
static uintptr_t slot_in(const struct sim_window *window, const void *address)
{
	uintptr_t before = sim_param.window == SIM_WINDOW_PRIVATE ? 0 : index_of(window);
	uintptr_t page = ((uintptr_t)address - SIM_WINDOW_BASE) >> KMAP_ARCH_PAGE_SHIFT;

	return page - before * KMAP_WINDOW_SLOTS;
}

uintptr_t sim_slot_of(const struct sim_cpu *cpu, const void *address)
{
	return slot_in(sim_window_on(cpu), address);
}

/* The index of a slot's PTE among those of its window. */
static unsigned int position(uintptr_t slot)
{
	return (unsigned int)(sim_param.down ? KMAP_WINDOW_SLOTS - 1 - slot : slot);
}

struct kmap_pte *sim_window_pte(uintptr_t address)
{
	uintptr_t slot = (address - SIM_WINDOW_BASE) >> KMAP_ARCH_PAGE_SHIFT;
	struct kmap_pte *persistent = sim_persistent_pte((void *)address);

	if (persistent)
		return persistent;
	if (slot >= (uintptr_t)SIM_WINDOWS * KMAP_WINDOW_SLOTS)
		sim_fail("the PTE of %#lx, which is in no window", (unsigned long)address);
	if (sim_param.window == SIM_WINDOW_PRIVATE)
		return &private_pte[slot % KMAP_WINDOW_SLOTS];
	return &sim.window[slot / KMAP_WINDOW_SLOTS].pte[position(slot % KMAP_WINDOW_SLOTS)];
}

/*
 * The window that @address is in, which the executing code may change: its own. When a task
 * arrives in its window, the switch may, before the task is the current one; set-up may in all.
 */
static struct sim_window *window_at(const void *address)
{
	const struct sim_cpu *cpu = sim_this_cpu();
	struct sim_window *own = sim_this_window();

	if (slot_in(own, address) < KMAP_WINDOW_SLOTS)
		return own;
	for (unsigned int nr = 0; KMAP_WINDOW_TASK && nr < SIM_WINDOWS; nr++)
		if (slot_in(&sim.window[nr], address) < KMAP_WINDOW_SLOTS &&
		    (!sim_driver || (sim_in_switch() && nr == cpu->coming->window)))
			return &sim.window[nr];
	sim_fail("CPU %u changes a PTE of another window: %p", cpu->number, address);
}

static struct kmap_pte *resolve(struct kmap_pte *pte, const void *address)
{
	struct kmap_pte *persistent = sim_persistent_pte(address);
	struct sim_window *window = persistent ? NULL : window_at(address);

	if (pte != (persistent ? persistent : sim_window_pte((uintptr_t)address)))
		sim_fail("the PTE of %p is taken for that of another address", address);
	return persistent ? persistent : &window->pte[position(slot_in(window, address))];
}

static bool same(struct kmap_pte a, struct kmap_pte b)
{
	return a.low == b.low && a.high == b.high;
}

static void fill(struct sim_entry *entry, struct kmap_pte pte)
{
	if (kmap_arch_pte_is_none(pte))
		return;
	if (!entry->valid)
		*entry = (struct sim_entry){ .pte = pte, .valid = true };
	else if (sim_param.fill == SIM_FILL_EAGER && !same(entry->pte, pte))
		entry->mixed = true;
}

struct sim_entry *sim_slot_entry(struct sim_cpu *cpu, const struct sim_window *window,
				 unsigned int slot)
{
	return &cpu->tlb[KMAP_WINDOW_TASK ? index_of(window) : 0][slot];
}

/* Fill an entry of the TLB of each CPU that can translate addresses of the window. */
static void fill_slot(const struct sim_window *window, unsigned int slot)
{
	struct kmap_pte pte = sim_slot_pte(window, slot);

	if (!KMAP_WINDOW_TASK)
		fill(sim_slot_entry(sim_this_cpu(), window, slot), pte);
	for (unsigned int nr = 0; KMAP_WINDOW_TASK && nr < sim_param.cpus; nr++)
		fill(sim_slot_entry(&sim.cpu[nr], window, slot), pte);
}

/* TLBs may be filled from a PTE that has just changed. */
static void look(const void *address, struct kmap_pte pte)
{
	struct sim_entry *persistent = sim_persistent_entry(address);
	const struct sim_window *window;

	if (sim_param.fill != SIM_FILL_EAGER)
		return;
	if (persistent) {
		fill(persistent, pte);
		return;
	}
	window = window_at(address);
	fill_slot(window, (unsigned int)slot_in(window, address));
}

void sim_tlb_speculate(void)
{
	struct sim_cpu *cpu = sim_this_cpu();
	struct sim_window *window = sim_this_window();
	struct sim_entry *entry;
	unsigned int slot;

	if (sim_param.fill == SIM_FILL_EAGER || sim_param.fill == SIM_FILL_ACCESS ||
	    sim_machine_random(4))
		return;
	slot = sim_machine_random(KMAP_WINDOW_SLOTS);
	if (KMAP_WINDOW_TASK) {
		cpu = &sim.cpu[sim_machine_random(sim_param.cpus)];
		window = &sim.window[sim_machine_random(SIM_WINDOWS)];
	}
	entry = sim_slot_entry(cpu, window, slot);
	if (sim_param.fill == SIM_FILL_RANDOM)
		fill(entry, sim_slot_pte(window, slot));
	else
		entry->valid = false;
}

void sim_tlb_returns(struct sim_cpu *cpu, bool empty)
{
	memset(cpu->persistent_tlb, 0, sizeof(cpu->persistent_tlb));
	if (!empty)
		return;
	memset(cpu->tlb, 0, sizeof(cpu->tlb));
	for (unsigned int nr = 0; KMAP_WINDOW_TASK && nr < SIM_WINDOWS; nr++)
		for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
			if (sim_param.fill == SIM_FILL_EAGER)
				fill_slot(&sim.window[nr], slot);
}

void sim_task_store(uint32_t *word, uint32_t value)
{
	struct kmap_ctrl *ctrl = &sim_current()->kmap;

	sim_step(word == &ctrl->used ? "store used" : "store joined");
	/* Much may have happened in the step: the same task continues, perhaps on another CPU. */
	if (sim_in_switch() && !sim_this_cpu()->setting)
		sim_fail("a switch changes a task's mask");
	if ((char *)word < (char *)ctrl || (char *)word >= (char *)(ctrl + 1))
		sim_fail("the state of another task is changed");
	*word = value;
}

void sim_saved_store(struct kmap_pte *saved, uint32_t *word, uint32_t value)
{
	const struct kmap_ctrl *ctrl = &sim_current()->kmap;

	sim_step(word == &saved->low ? "saved low word" : "saved high word");
	if (saved < ctrl->pteval || saved >= ctrl->pteval + KMAP_WINDOW_SLOTS)
		sim_fail("the saved PTE of another task is changed");
	if (!(ctrl->used >> (saved - ctrl->pteval) & 1))
		sim_fail("the saved PTE of a slot that is not claimed is changed");
	*word = value;
}

void sim_pte_store(struct kmap_pte *pte, void *address, bool high, uint32_t value)
{
	struct kmap_pte *real, before;

	sim_step(high ? "PTE high word" : "PTE low word");
	real = resolve(pte, address);
	before = *real;
	*(high ? &real->high : &real->low) = value;
	if (kmap_arch_pte_is_none(*real))
		sim_cache_leaves(address, before);
	if (!kmap_arch_pte_is_none(*real)) {
		if (sim_pfn_frame(kmap_arch_pte_pfn(*real)) >= SIM_FRAMES)
			sim_fail("the PTE of %p passes through a wrong value", address);
		if (!kmap_arch_pte_is_none(before) && !same(before, *real))
			sim_fail("the PTE of %p is set over another", address);
	}
	look(address, *real);
}

void sim_tlb_invalidate(void *address)
{
	struct sim_entry *persistent = sim_persistent_entry(address);
	const struct sim_window *window;
	unsigned int slot;

	sim_step("invalidate");
	if (persistent) {
		persistent->valid = false;
		return;
	}
	window = window_at(address);
	slot = (unsigned int)slot_in(window, address);
	*sim_slot_entry(sim_this_cpu(), window, slot) = (struct sim_entry){ .valid = false };
	look(address, sim_slot_pte(window, slot));
	++*(sim_in_switch() ? &sim_this_cpu()->invalidations : &sim_this_context()->invalidations);
}

void sim_count(uint32_t *counter)
{
	sim_step("count");
	++*counter;
}

struct kmap_pte sim_translate(const void *address)
{
	const struct sim_window *window = sim_this_window();
	struct sim_entry *entry = sim_persistent_entry(address);
	struct kmap_pte *pte = sim_persistent_pte(address);
	uintptr_t slot = slot_in(window, address);

	if (!entry && slot >= KMAP_WINDOW_SLOTS)
		sim_fail("access to %p, where this CPU has nothing", address);
	entry = entry ? entry : sim_slot_entry(sim_this_cpu(), window, (unsigned int)slot);
	fill(entry, pte ? *pte : sim_slot_pte(window, (unsigned int)slot));
	if (!entry->valid)
		sim_fail("access to %p faults", address);
	if (entry->mixed)
		sim_fail("access to %p may meet a stale TLB entry", address);
	return entry->pte;
}

struct kmap_pte sim_slot_pte(const struct sim_window *window, unsigned int slot)
{
	return window->pte[position(slot)];
}

void sim_machine_reset(void)
{
	memset(sim.cpu, 0, sizeof(sim.cpu));
	memset(sim.window, 0, sizeof(sim.window));
	for (unsigned int nr = 0; nr < SIM_WINDOWS; nr++)
		for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
			sim.window[nr].pte[slot] = kmap_arch_pte_none();
	memset(&sim.cache, 0, sizeof(sim.cache));
	for (unsigned int frame = 0; frame < SIM_FRAMES; frame++)
		sim.page[frame] = (struct sim_page){ .content = frame, .expected = frame };
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		private_pte[slot] = kmap_arch_pte_none();
	for (unsigned int slot = 0; slot < KMAP_PERSISTENT_PAGES; slot++)
		sim.persistent_pte[slot] = kmap_arch_pte_none();
}

void sim_param_fit(struct sim_param *param)
{
	if (KMAP_WINDOW_PRIVATE)
		param->window = SIM_WINDOW_PRIVATE;
	if (!KMAP_WINDOW_TASK)
		return;
	param->window = SIM_WINDOW_TASK;
	/* The PTEs of a task's window lie side by side, upwards. */
	param->down = false;
}

static uint64_t sequence;

void sim_machine_seed(uint64_t seed)
{
	sequence = seed;
}

unsigned int sim_machine_random(unsigned int count)
{
	return (unsigned int)(digest_next(&sequence) % count);
}
