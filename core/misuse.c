/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Misuse: find out what it is and report it to the host.
 */
#include "misuse.h"

#include "note.h"

static const char *const bug_texts[KMAP_BUG_COUNT] = {
	[KMAP_BUG_EXHAUSTED] = "no free slot to map",
	[KMAP_BUG_NOT_MAPPED] = "unmap of a slot that this task does not hold",
	[KMAP_BUG_OTHER_CPU] = "unmap of a slot of another CPU",
	[KMAP_BUG_OTHER_TASK] = "unmap of a slot of another task",
	[KMAP_BUG_GUARD] = "unmap of an address in a guard page",
	[KMAP_BUG_NOT_A_WINDOW] = "unmap of an address that is no mapping",
	[KMAP_BUG_HELD_AT_EXIT] = "task ends with mappings held",
	[KMAP_BUG_HELD_AT_FORK] = "task is copied with mappings held",
	[KMAP_BUG_HELD_AT_REST] = "mappings held at a point of rest",
	[KMAP_BUG_IRQ_LEAK] = "interrupt handler kept a mapping",
	[KMAP_BUG_IRQ_STOLE] = "interrupt handler gave back a mapping of the task",
	[KMAP_BUG_PAGES] = "map of a number of pages that no window holds",
	[KMAP_BUG_NOT_ATOMIC] = "kunmap_atomic outside a section of kmap_atomic",
	[KMAP_BUG_WRONG_UNMAP] = "kunmap_local of what kmap_atomic mapped, or the reverse",
	[KMAP_BUG_ATOMIC_OPEN] = "task ends or rests inside kmap_atomic",
	[KMAP_BUG_IRQ_ATOMIC] =
		"interrupt handler left a section of kmap_atomic open, or ended one",
	[KMAP_BUG_CONTEXT] = "call in an interrupt handler that is for tasks only",
	[KMAP_BUG_IO_RAM] = "I/O mapping: the range has directly mapped RAM in it",
	[KMAP_BUG_MOVED] = "task with mappings comes to another CPU",
	[KMAP_BUG_CPU_HELD] = "set-up of a CPU on which a mapping is held",
	[KMAP_BUG_FREED_HELD] = "page is freed while a local mapping shows it",
	[KMAP_BUG_ALIASED] = "second address for a page that must have one",
	[KMAP_BUG_COLOURS] = "map of pages whose cache colours do not follow one another",
	[KMAP_BUG_SCATTERED] = "a window of a task whose PTEs are not side by side",
	[KMAP_BUG_OVERLAP] = "a window of kmap overlaps another one, or the direct map",
	[KMAP_BUG_PFN] = "map of a frame that the machine cannot have",
	[KMAP_BUG_NMI] = "map in a non-maskable interrupt",
	[KMAP_BUG_WRONG_CONTEXT] = "unmap in another context than the map's",
	[KMAP_BUG_SLOT_DIRTY] = "a free slot has a PTE",
	[KMAP_BUG_SLEEP] = "sleep inside kmap_atomic",
	[KMAP_BUG_NOT_DIRECT] = "a temporary address is taken for a direct one",
	[KMAP_BUG_PAGE_RANGE] = "page helper: the bytes do not fit, or overlap",
	[KMAP_BUG_NO_PAGE] = "map of a page that is NULL",
	[KMAP_BUG_NOT_PERSISTENT] = "kunmap of a page that is not in use by kmap",
	[KMAP_BUG_FREED_MAPPED] = "page is freed while in use by kmap",
	[KMAP_BUG_IO_RANGE] = "I/O mapping: the bytes are not in the range, or no whole pages",
	[KMAP_BUG_IO_FULL] = "no room in the I/O window",
	[KMAP_BUG_IO_HELD] = "I/O range is freed while it is mapped",
	[KMAP_BUG_IO_NOT_MAPPED] = "unmap of an I/O mapping that is not there",
};

const char *kmap_bug_text(enum kmap_bug bug)
{
	return bug_texts[bug];
}

/* A report about the current task on this CPU; the caller adds the rest. */
static struct kmap_report report_start(enum kmap_bug bug, enum kmap_value kind, uint64_t value,
				       uintptr_t caller)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();
	unsigned int cpu = kmap_window_cpu();

	return (struct kmap_report){
		.bug = bug,
		.kind = kind,
		.value = value,
		.ctrl = ctrl,
		.used = ctrl->used,
		.cpu = cpu,
		.window = KMAP_WINDOW_TASK ? kmap_host_window()->number : cpu,
		.slot = KMAP_NO_SLOT,
		.caller = caller,
	};
}

/* The report is about window @number, so where that belongs to a CPU, about that CPU. */
static void report_window(struct kmap_report *report, unsigned int number)
{
	report->window = number;
	if (!KMAP_WINDOW_TASK)
		report->cpu = number;
}

void kmap_misuse_held(enum kmap_bug bug, uint32_t used, uint32_t culprits,
		      const struct kmap_note *note, uintptr_t caller)
{
	struct kmap_report report = report_start(bug, KMAP_VALUE_ADDRESS, 0, caller);

	report.used = used;
	report.slot = kmap_arch_lowest(culprits);
	report.value = kmap_window_slot_address(report.window, report.slot);
	report.note = *note;
	kmap_host_bug(&report);
}

void kmap_misuse_slot(enum kmap_bug bug, uint32_t slot, uintptr_t address, uintptr_t caller)
{
	struct kmap_report report = report_start(bug, KMAP_VALUE_ADDRESS, address, caller);

	report.slot = slot;
	report.note = kmap_note_read(report.ctrl, slot);
	kmap_host_bug(&report);
}

void kmap_misuse_elsewhere(enum kmap_bug bug, const struct kmap_ctrl *ctrl, unsigned int number,
			   uint32_t slot, uintptr_t caller)
{
	struct kmap_report report = report_start(bug, KMAP_VALUE_ADDRESS,
						 kmap_window_slot_address(number, slot), caller);

	report.ctrl = ctrl;
	report.used = ctrl->used;
	report_window(&report, number);
	report.slot = slot;
	report.note = kmap_note_read(ctrl, slot);
	kmap_host_bug(&report);
}

void kmap_misuse_value(enum kmap_bug bug, enum kmap_value kind, uint64_t value, uintptr_t caller)
{
	struct kmap_report report = report_start(bug, kind, value, caller);

	kmap_host_bug(&report);
}

void *kmap_misuse_exhausted(unsigned long pfn, uintptr_t caller)
{
	if (KMAP_ARCH_COLOURS == 1)
		kmap_misuse_value(KMAP_BUG_EXHAUSTED, KMAP_VALUE_NONE, 0, caller);
	else
		kmap_misuse_value(KMAP_BUG_EXHAUSTED, KMAP_VALUE_COLOUR,
				  kmap_arch_colour(pfn) % KMAP_ARCH_COLOURS, caller);
	return NULL;
}

void *kmap_misuse_pages(enum kmap_bug bug, size_t count, uintptr_t caller)
{
	kmap_misuse_value(bug, KMAP_VALUE_PAGES, count, caller);
	return NULL;
}

/* Why an address that is not a slot held by the current task, in window @number, cannot be unmapped. */
static enum kmap_bug unmap_bug(const struct kmap_where *where, unsigned int number)
{
	if (where->place == KMAP_PLACE_OUTSIDE)
		return KMAP_BUG_NOT_A_WINDOW;
	if (where->place == KMAP_PLACE_GUARD)
		return KMAP_BUG_GUARD;
	/* A window that is private to a CPU is always that of this one, which may change meanwhile. */
	if (KMAP_WINDOW_PRIVATE || where->window == number)
		return KMAP_BUG_NOT_MAPPED;
	return KMAP_WINDOW_TASK ? KMAP_BUG_OTHER_TASK : KMAP_BUG_OTHER_CPU;
}

void kmap_misuse_unmap(const void *address, uintptr_t caller)
{
	struct kmap_report report =
		report_start(KMAP_BUG_NOT_A_WINDOW, KMAP_VALUE_ADDRESS, (uintptr_t)address, caller);
	struct kmap_where where = kmap_where(address);

	report.bug = unmap_bug(&where, report.window);
	if (where.place != KMAP_PLACE_OUTSIDE) {
		report_window(&report, where.window);
		report.slot = where.slot;
	}
	if (report.bug == KMAP_BUG_NOT_MAPPED)
		report.note = kmap_note_read(report.ctrl, report.slot);
	kmap_host_bug(&report);
}

/* The text before and after a value; it is hexadecimal unless it is a number of pages. */
static const struct {
	const char *before, *after;
} value_words[] = {
	[KMAP_VALUE_NONE] = { "", "" },
	[KMAP_VALUE_ADDRESS] = { "address 0x", "" },
	[KMAP_VALUE_PAGES] = { "", " pages" },
	[KMAP_VALUE_PFN] = { "frame 0x", "" },
	[KMAP_VALUE_OFFSET] = { "offset 0x", "" },
	[KMAP_VALUE_PHYSICAL] = { "physical address 0x", "" },
	[KMAP_VALUE_PAGE] = { "page structure 0x", "" },
	[KMAP_VALUE_COLOUR] = { "cache colour 0x", "" },
};

static char *append(char *end, const char *text)
{
	while (*text)
		*end++ = *text++;
	*end = 0;
	return end;
}

/* @value in base 16 or 10. No 64-bit division: it may call a library that a kernel does not have. */
static char *append_number(char *end, uint64_t value, unsigned int base)
{
	char digits[20];
	unsigned int count = 0;

	do {
		unsigned int digit = base == 16 ? (unsigned int)(value & 15)
						: (unsigned int)((uint32_t)value % 10);

		digits[count++] = "0123456789abcdef"[digit];
		value = base == 16 ? value >> 4 : (uint32_t)value / 10;
	} while (value);
	while (count)
		*end++ = digits[--count];
	return end;
}

const char *kmap_value_text(const struct kmap_report *report, char text[KMAP_VALUE_TEXT_SIZE])
{
	bool decimal = report->kind == KMAP_VALUE_PAGES && report->value <= UINT32_MAX;
	char *end = append(text, value_words[report->kind].before);

	if (report->kind == KMAP_VALUE_NONE)
		return text;
	if (report->kind == KMAP_VALUE_PAGES && !decimal)
		end = append(end, "0x");
	end = append_number(end, report->value, decimal ? 10 : 16);
	append(end, value_words[report->kind].after);
	return text;
}
