/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The fuzzer: a program given as bytes calls the core on the fake machine of tests/unit,
 * and a simple model computes what the result must be.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <limits.h>

#include <kmap/kmap.h>

/* An instruction; ops.h says what the operands mean. */
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

/* Maximum nesting of handlers, and of injections. */
#define FUZZ_DEPTHS 4u
#define FUZZ_PROGRAM 256u
#define FUZZ_CPUS KMAP_CPUS_MAX

/* The number of pieces of program that ran in the middle of an operation. */
extern unsigned long fuzz_injections;

/* Run @count instructions in order. */
void fuzz_run(const struct instruction *list, unsigned int count);

/*
 * Reports of the operation that an injected piece of program interrupts. They are saved
 * before the piece and restored after it.
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

/* The current operation must report @bug about @address. */
void fuzz_expect(enum kmap_bug bug, uintptr_t address);
/* The same for want of a slot for a page. */
void fuzz_expect_exhausted(unsigned long pfn);
/* At the end of an operation: fail unless the reports are the expected ones. */
void fuzz_reports_check(void);

/* FUZZ_PRINT is in the environment: print a line for each action. */
extern bool fuzz_printing;
void fuzz_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The number of frames that operands select from. */
#define FUZZ_FRAMES FAKE_FRAMES
_Static_assert(FUZZ_FRAMES == 32, "a mask of one word");

static inline unsigned int fuzz_frame(uint8_t operand)
{
	return operand % FUZZ_FRAMES;
}

/* Whether a frame needs no slot, because it is in the direct map. */
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

/* The address selected by two operand bytes; in look.c. */
uintptr_t fuzz_address(uint8_t kind, uint8_t offset);

#endif
