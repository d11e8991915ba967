/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Every slot on every possible CPU.
 */
#include "model.h"
#include "unit.h"

/* Map, access and unmap a page in each slot, then map another one there. */
static void remap_every_slot(void)
{
	for (unsigned int held = 0; held < KMAP_SLOTS; held++) {
		const void *address;

		model_hold(held);
		address = model_map();
		model_unmap(held, 0);
		assert_ptr_equal(model_map(), address);
		model_verify();
	}
	model_unmap_all();
	model_check();
}

/* A task without mappings visits all CPUs twice; the second time every TLB has had every slot. */
static void B7_every_slot_of_every_cpu_shows_the_new_frame(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < 2 * KMAP_CPUS_MAX; nr++) {
		struct fake_task *resident;

		fake_execute_on(nr % KMAP_CPUS_MAX);
		resident = fake_current();
		fake_this_cpu()->current = &fake_tasks[2];
		fake_tasks[2].cpu = fake_cpu_number;
		kmap_switch_in(&fake_tasks[2].kmap);
		remap_every_slot();
		fake_this_cpu()->current = resident;
	}
	fake_execute_on(0);
}

UNIT_MAIN(UNIT_TEST(B7_every_slot_of_every_cpu_shows_the_new_frame))
