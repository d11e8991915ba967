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

/* From the address alone, as hardware does it, not from the core's data. */
uintptr_t sim_slot_of(const struct sim_cpu *cpu, const void *address)
{
	uintptr_t window = sim_param.window == SIM_WINDOW_PRIVATE ? 0 : cpu->number;
	uintptr_t page = ((uintptr_t)address - SIM_WINDOW_BASE) >> KMAP_ARCH_PAGE_SHIFT;

	return page - window * KMAP_WINDOW_SLOTS;
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
	if (slot >= (uintptr_t)KMAP_CPUS_MAX * KMAP_WINDOW_SLOTS)
		sim_fail("the PTE of %#lx, which is in no window", (unsigned long)address);
	if (sim_param.window == SIM_WINDOW_PRIVATE)
		return &private_pte[slot % KMAP_WINDOW_SLOTS];
	return &sim.cpu[slot / KMAP_WINDOW_SLOTS].pte[position(slot % KMAP_WINDOW_SLOTS)];
}

/* The slot of @address in the executing CPU's window; fails unless @pte is its PTE. */
static uintptr_t slot_checked(const struct kmap_pte *pte, const void *address)
{
	const struct sim_cpu *cpu = sim_this_cpu();
	uintptr_t slot = sim_slot_of(cpu, address);

	if (slot >= KMAP_WINDOW_SLOTS)
		sim_fail("CPU %u changes a PTE of another window: %p", cpu->number, address);
	if (pte && pte != sim_window_pte((uintptr_t)address))
		sim_fail("the PTE of %p is taken for that of another address", address);
	return slot;
}

static struct kmap_pte *resolve(struct kmap_pte *pte, const void *address)
{
	struct kmap_pte *persistent = sim_persistent_pte(address);

	if (persistent && persistent != pte)
		sim_fail("the PTE of %p is taken for that of another address", address);
	return persistent ? persistent : &sim_this_cpu()->pte[position(slot_checked(pte, address))];
}

static bool same(struct kmap_pte a, struct kmap_pte b)
{
	return a.low == b.low && a.high == b.high;
}

static void fill(struct sim_entry *entry, struct kmap_pte pte)
{
	if (!entry->valid && !kmap_arch_pte_is_none(pte))
		*entry = (struct sim_entry){ pte, true };
}

/* The TLB may be filled from a PTE of the executing CPU that has just changed. */
static void look(const void *address, struct kmap_pte pte)
{
	struct sim_entry *persistent = sim_persistent_entry(address);

	if (sim_param.fill == SIM_FILL_EAGER)
		fill(persistent ? persistent
				: &sim_this_cpu()->tlb[sim_slot_of(sim_this_cpu(), address)],
		     pte);
}

void sim_tlb_speculate(void)
{
	struct sim_cpu *cpu = sim_this_cpu();
	unsigned int slot;

	if (sim_param.fill == SIM_FILL_EAGER || sim_param.fill == SIM_FILL_ACCESS ||
	    sim_machine_random(4))
		return;
	slot = sim_machine_random(KMAP_WINDOW_SLOTS);
	if (sim_param.fill == SIM_FILL_RANDOM)
		fill(&cpu->tlb[slot], cpu->pte[position(slot)]);
	else
		cpu->tlb[slot].valid = false;
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
	if (!kmap_arch_pte_is_none(*real)) {
		if (sim_pfn_frame(kmap_arch_pte_pfn(*real)) >= SIM_FRAMES)
			sim_fail("the PTE of %p passes through a wrong value", address);
		if (!kmap_arch_pte_is_none(before) && !same(before, *real))
			sim_fail("the PTE of %p is set over another", address);
	}
	look(address, *real);
}

void sim_pte_leaves(const void *address)
{
	uintptr_t slot = sim_slot_of(sim_this_cpu(), address);

	if (SIM_RETIRES && slot < KMAP_WINDOW_SLOTS && sim_this_cpu()->line[slot].valid)
		sim_fail("a page goes and the cache holds it: %p", address);
}

void sim_tlb_invalidate(void *address)
{
	struct sim_entry *persistent = sim_persistent_entry(address);
	uintptr_t slot;

	sim_step("invalidate");
	if (persistent) {
		persistent->valid = false;
		return;
	}
	slot = slot_checked(NULL, address);
	sim_this_cpu()->tlb[slot].valid = false;
	look(address, sim_this_cpu()->pte[position(slot)]);
	++*(sim_in_switch() ? &sim_this_cpu()->invalidations : &sim_this_context()->invalidations);
}

void sim_count(uint32_t *counter)
{
	sim_step("count");
	++*counter;
}

struct kmap_pte sim_translate(const void *address)
{
	struct sim_entry *entry = sim_persistent_entry(address);
	struct kmap_pte *pte = sim_persistent_pte(address);
	uintptr_t slot = sim_slot_of(sim_this_cpu(), address);

	if (!entry && slot >= KMAP_WINDOW_SLOTS)
		sim_fail("access to %p, where this CPU has nothing", address);
	entry = entry ? entry : &sim_this_cpu()->tlb[slot];
	fill(entry, pte ? *pte : sim_this_cpu()->pte[position(slot)]);
	if (!entry->valid)
		sim_fail("access to %p faults", address);
	return entry->pte;
}

struct kmap_pte sim_slot_pte(const struct sim_cpu *cpu, unsigned int slot)
{
	return cpu->pte[position(slot)];
}

static void cpu_reset(struct sim_cpu *cpu)
{
	memset(cpu, 0, sizeof(*cpu));
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		cpu->pte[slot] = kmap_arch_pte_none();
}

void sim_machine_reset(void)
{
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		cpu_reset(&sim.cpu[cpu]);
	memset(sim.alias, 0, sizeof(sim.alias));
	for (unsigned int frame = 0; frame < SIM_FRAMES; frame++)
		sim.page[frame] = (struct sim_page){ .content = frame, .expected = frame };
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		private_pte[slot] = kmap_arch_pte_none();
	for (unsigned int slot = 0; slot < KMAP_PERSISTENT_PAGES; slot++)
		sim.persistent_pte[slot] = kmap_arch_pte_none();
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
