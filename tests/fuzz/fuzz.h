/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The fuzzer: a program of bytes drives the core on the fake machine of
 * tests/unit and, beside it, a plain model that says what must come of it.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <limits.h>

#include <kmap/kmap.h>

/* An instruction; ops.h tells what the operands mean. */
struct instruction {
	uint8_t op, a, b, c;
};

enum operation {
#define OP(name, moves, what) FUZZ_##name,
#define PIECE(name, what) FUZZ_##name,
#include "ops.h"
#undef OP
#undef PIECE
	FUZZ_OPS
};

/* Each operation is a function. */
#define OP(name, moves, what) void op_##name(const struct instruction *in);
#define PIECE(name, what)
#include "ops.h"
#undef OP
#undef PIECE

/* Handlers nested in each other, and injections in each other. */
#define FUZZ_DEPTHS 4u
#define FUZZ_PROGRAM 256u
#define FUZZ_CPUS KMAP_CPUS_MAX

/* Pieces of program that were run in the middle of an operation. */
extern unsigned long fuzz_injections;

/* Run instructions one after the other, @count of them. */
void fuzz_run(const struct instruction *list, unsigned int count);

/*
 * What an injected piece of program must not see: reports of the operation
 * that it interrupts. Swapped away before it and back after it.
 */
#define FUZZ_EXPECTED 4u
struct fuzz_reports {
	struct kmap_report got[FAKE_REPORTS];
	unsigned int got_count;
	struct {
		enum kmap_bug bug;
		uint64_t value;
	} expected[FUZZ_EXPECTED];
	unsigned int expected_count;
};
void fuzz_reports_save(struct fuzz_reports *into);
void fuzz_reports_restore(const struct fuzz_reports *from);

/* The operation under way must report this about @address. */
void fuzz_expect(enum kmap_bug bug, uintptr_t address);
/* The operation ends: fail unless the reports are those that were expected. */
void fuzz_reports_check(void);

/* With FUZZ_PRINT in the environment: say what is done, a line each. */
extern bool fuzz_printing;
void fuzz_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Frames of the language. */
#define FUZZ_FRAMES FAKE_FRAMES
_Static_assert(FUZZ_FRAMES == 32, "a mask of one word");

static inline unsigned int fuzz_frame(uint8_t operand)
{
	return operand % FUZZ_FRAMES;
}

/* Whether a frame has an address without being mapped. */
static inline bool fuzz_direct(unsigned long pfn)
{
	return !KMAP_FORCE_MAP && pfn < FAKE_DIRECT_FRAMES;
}

static inline uintptr_t fuzz_direct_address(unsigned long pfn)
{
	return FAKE_DIRECT_BASE + pfn * KMAP_PAGE_SIZE;
}

/* Interrupt handlers on the executing CPU. */
static inline unsigned int fuzz_depth(void)
{
	return fake_this_cpu()->irq_depth;
}

/* The address that two operand bytes choose; in look.c. */
uintptr_t fuzz_address(uint8_t kind, uint8_t offset);

#endif
