/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The fixture of all unit tests.
 */
#include "model.h"
#include "unit.h"

int unit_setup(void **state)
{
	(void)state;
	model_reset();
	return 0;
}

int unit_teardown(void **state)
{
	(void)state;
	fake_steps_reset();
	assert_int_equal(fake_report_count, 0);
	assert_int_equal(fake_valid_ptes(), 0);
	for (unsigned int number = 0; number < FAKE_TASKS; number++) {
		assert_int_equal(fake_tasks[number].kmap.used, 0);
		assert_int_equal(fake_tasks[number].pins, 0);
		assert_int_equal(fake_tasks[number].preempt, 0);
		assert_int_equal(fake_tasks[number].pagefault, 0);
	}
	return 0;
}

int unit_group_end(void **state)
{
	(void)state;
	fake_machine_free();
	return 0;
}
