/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Find a smaller case that fails in the same way: remove halves, quarters and so on of the
 * operations and events of each task, as long as that is possible.
 */
#include "run.h"
#include "swarm.h"

static const char *format;

static bool still_fails(const struct swarm_case *swarm)
{
	return !swarm_run(swarm) && run.format == format;
}

/* Replace the case by @changed if that still fails in the same way. */
static bool keep(struct swarm_case *swarm, const struct swarm_case *changed)
{
	if (!still_fails(changed))
		return false;
	*swarm = *changed;
	return true;
}

/* Remove @length operations and events from @first on; false if there were none. */
static bool take_out(struct swarm_program *program, unsigned int first, unsigned int length,
		     bool events)
{
	bool any = false;

	for (unsigned int i = first; i < first + length; i++) {
		if (events && i < program->events) {
			any |= program->event[i].event.kind != SIM_CONTINUE;
			program->event[i].event.kind = SIM_CONTINUE;
		} else if (!events && i < SWARM_OPERATIONS) {
			any |= program->operation[i].code != SWARM_NOTHING;
			program->operation[i].code = SWARM_NOTHING;
		}
	}
	return any;
}

static bool shrink_program(struct swarm_case *swarm, unsigned int task, bool events)
{
	static struct swarm_case changed;
	bool any = false;

	for (unsigned int length = SWARM_EVENTS; length; length /= 2)
		for (unsigned int first = 0; first < SWARM_EVENTS; first += length) {
			changed = *swarm;
			if (take_out(&changed.program[task], first, length, events))
				any |= keep(swarm, &changed);
		}
	return any;
}

/* Try a simpler machine. */
static bool shrink_param(struct swarm_case *swarm)
{
	static struct swarm_case changed;
	bool any = false;

	changed = *swarm;
	changed.param.set_maps = false;
	any |= swarm->param.set_maps && keep(swarm, &changed);
	changed = *swarm;
	changed.param.down = false;
	any |= swarm->param.down && keep(swarm, &changed);
	changed = *swarm;
	changed.param.words = 1;
	any |= swarm->param.words > 1 && keep(swarm, &changed);
	changed = *swarm;
	changed.param.cpus--;
	any |= swarm->param.cpus > 1 && keep(swarm, &changed);
	changed = *swarm;
	changed.param.fill = SIM_FILL_EAGER;
	any |= swarm->param.fill != SIM_FILL_EAGER && keep(swarm, &changed);
	return any;
}

void swarm_shrink(struct swarm_case *swarm)
{
	bool any = true;

	format = run.format;
	while (any) {
		any = shrink_param(swarm);
		for (unsigned int task = 0; task < swarm->param.tasks; task++) {
			any |= shrink_program(swarm, task, true);
			any |= shrink_program(swarm, task, false);
		}
	}
}
