/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The same on every CPU that there can be.
 */
#include "model.h"
#include "unit.h"

/* Each slot in turn: touched, given up, taken again. */
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

/* A task that holds nothing goes round, twice: by then every TLB has seen every slot. */
static void B7_every_slot_of_every_cpu_shows_the_new_frame(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < 2 * KMAP_CPUS_MAX; nr++) {
		struct fake_task *resident;

		fake_execute_on(nr % KMAP_CPUS_MAX);
		resident = fake_current();
		fake_this_cpu()->current = &fake_tasks[2];
		fake_tasks[2].cpu = fake_cpu_number;
		remap_every_slot();
		fake_this_cpu()->current = resident;
	}
	fake_execute_on(0);
}

UNIT_MAIN(UNIT_TEST(B7_every_slot_of_every_cpu_shows_the_new_frame))
