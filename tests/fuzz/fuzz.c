/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The fuzzer's entry point: decodes bytes into instructions, and runs each instruction
 * and then all checks. The first byte selects the machine. Bit 0: the TLB fills
 * speculatively; bits 1 and 2: when the current task changes in a switch.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "inject.h"
#include "io.h"
#include "memory.h"
#include "model.h"
#include "page.h"
#include "persistent.h"
#include "task.h"

static const struct {
	const char *name;
	void (*run)(const struct instruction *);
	bool moves;
} operations[FUZZ_OPS] = {
#define OP(name, moves, what) [FUZZ_##name] = { #name, op_##name, moves },
#define PIECE(name, what) [FUZZ_##name] = { #name, NULL, false },
#include "ops.h"
#undef OP
#undef PIECE
};

bool fuzz_printing;
static struct fuzz_reports reports;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *count, char ***words);

void fuzz_say(const char *format, ...)
{
	va_list arguments;

	if (!fuzz_printing)
		return;
	va_start(arguments, format);
	fprintf(stderr, "        ");
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
}

void fake_fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("FUZZ: ", stderr);
	vfprintf(stderr, format, arguments);
	fprintf(stderr, "%s\n", fake_trail());
	va_end(arguments);
	abort();
}

void fuzz_reports_save(struct fuzz_reports *into)
{
	*into = reports;
	memcpy(into->got, fake_reports, sizeof(into->got));
	into->got_count = fake_report_count;
	fake_report_count = reports.expected_count = 0;
}

void fuzz_reports_restore(const struct fuzz_reports *from)
{
	reports = *from;
	memcpy(fake_reports, from->got, sizeof(from->got));
	fake_report_count = from->got_count;
}

void fuzz_expect(enum kmap_bug bug, uintptr_t address)
{
	if (reports.expected_count == FUZZ_EXPECTED)
		fake_fail("model: too many reports");
	reports.expected[reports.expected_count].bug = bug;
	reports.expected[reports.expected_count++].value = address;
	fuzz_say("must be reported: %s", kmap_bug_text(bug));
}

void fuzz_expect_exhausted(unsigned long pfn)
{
	fuzz_expect(KMAP_BUG_EXHAUSTED, pfn % KMAP_ARCH_COLOURS);
}

static void report_check(unsigned int nr)
{
	const struct kmap_report *got = &fake_reports[nr];

	if (got->bug != reports.expected[nr].bug)
		fake_fail("reported: %s; must be: %s", kmap_bug_text(got->bug),
			  kmap_bug_text(reports.expected[nr].bug));
	if (got->value != reports.expected[nr].value)
		fake_fail("%s: about %#lx, must be %#lx", kmap_bug_text(got->bug),
			  (unsigned long)got->value, (unsigned long)reports.expected[nr].value);
	if (got->ctrl != &fake_current()->kmap || !got->caller)
		fake_fail("%s: names another task, or no caller", kmap_bug_text(got->bug));
}

void fuzz_reports_check(void)
{
	if (fake_report_count > reports.expected_count)
		fake_fail("reported, and nothing was wrong: %s",
			  kmap_bug_text(fake_reports[reports.expected_count].bug));
	if (fake_report_count < reports.expected_count)
		fake_fail("not reported: %s",
			  kmap_bug_text(reports.expected[fake_report_count].bug));
	for (unsigned int nr = 0; nr < fake_report_count; nr++)
		report_check(nr);
	fake_report_count = reports.expected_count = 0;
}

static void check_everything(void)
{
	fuzz_reports_check();
	model_check();
	persistent_model_check();
	io_model_check();
	memory_check(page_busy);
}

static bool moves(uint8_t op)
{
	return operations[op].moves;
}

/* Counts of invalidations, pages unmapped and injections. */
struct cost {
	unsigned long local, remote, pages, injections;
};

static struct cost cost_now(void)
{
	return (struct cost){ fake_invalidations, fake_persistent_flushes + fake_io_flushes,
			      model_pages_removed, fuzz_injections };
}

/*
 * The documented costs: map invalidates nothing, unmap invalidates one entry for each
 * page, and no operation on task-local mappings makes another CPU flush.
 */
static void cost_check(uint8_t op, const struct cost *before)
{
	struct cost now = cost_now();

	if (now.injections != before->injections)
		return;
	if (op <= FUZZ_unmap_atomic && now.local - before->local != now.pages - before->pages)
		fake_fail("%lu local invalidations for %lu pages", now.local - before->local,
			  now.pages - before->pages);
	if ((op < FUZZ_kmap || op > FUZZ_forget) && (op < FUZZ_io_map || op > FUZZ_io_unmap) &&
	    now.remote != before->remote)
		fake_fail("another CPU has to invalidate something");
}

static void run_one(const struct instruction *in)
{
	struct cost before = cost_now();

	if (fuzz_printing)
		fprintf(stderr, "    CPU %u task %u depth %u: %s %u %u %u\n", fake_cpu_number,
			fake_current()->number, fuzz_depth(), operations[in->op].name, in->a, in->b,
			in->c);
	operations[in->op].run(in);
	fake_disarm();
	cost_check(in->op, &before);
	check_everything();
}

void fuzz_run(const struct instruction *list, unsigned int count)
{
	unsigned int at = 0;

	while (at < count) {
		if (list[at].op < FUZZ_irq_at) {
			run_one(&list[at++]);
			continue;
		}
		if (fuzz_printing)
			fprintf(stderr, "    %s %u %u %u\n", operations[list[at].op].name,
				list[at].a, list[at].b, list[at].c);
		at += inject_at(&list[at], count - at, moves, run_one);
		check_everything();
	}
}

static void boot(uint8_t machine)
{
	fake_host_reset();
	fake_speculative = machine & 1;
	fake_order = (enum fake_switch_order)((machine >> 1) % FAKE_ORDERS);
	model_reset();
	io_model_reset();
	persistent_model_reset();
	inject_reset();
	memory_reset();
	page_busy = 0;
	fake_report_count = reports.expected_count = 0;
}

/* End every task, whatever it holds; then nothing may be left. */
static void shut_down(void)
{
	for (unsigned int nr = 0; nr < FAKE_TASKS; nr++) {
		struct fake_task *task = &fake_tasks[nr];

		fake_execute_on(task->cpu);
		task_close_sections();
		if (fake_current() != task)
			fake_switch(task);
		task_close_sections();
		task_exit();
		check_everything();
	}
	io_model_finish();
	check_everything();
	if (fake_valid_ptes())
		fake_fail("%u PTEs are left at the end", fake_valid_ptes());
}

int LLVMFuzzerInitialize(int *count, char ***words)
{
	(void)count, (void)words;
	fuzz_printing = getenv("FUZZ_PRINT") != NULL;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct instruction list[FUZZ_PROGRAM];
	unsigned int count = 0;

	if (!size)
		return 0;
	for (size_t at = 1; at < size && count < FUZZ_PROGRAM; at += sizeof(list[0])) {
		uint8_t bytes[sizeof(list[0])] = { 0 };

		memcpy(bytes, data + at, size - at < sizeof(bytes) ? size - at : sizeof(bytes));
		list[count++] =
			(struct instruction){ bytes[0] % FUZZ_OPS, bytes[1], bytes[2], bytes[3] };
	}
	boot(data[0]);
	fuzz_run(list, count);
	shut_down();
	return 0;
}
