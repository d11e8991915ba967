/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Words that several CPUs change, for processors that can exchange a word with memory in one step,
 * but not compare it before: every change is made under one lock, which nothing can interrupt. For
 * ports. Not for callers.
 *
 * A load needs no lock: a word has its old value or its new one. Stores need one as well, or a swap
 * that has compared already would undo them.
 *
 * The port defines before it includes this:
 *
 *   kmap_words_enter()     nothing interrupts this CPU from now on, not even what else cannot be
 *                          masked; returns what kmap_words_leave() wants
 *   kmap_words_leave()     as before
 *   kmap_words_try()       set a byte; whether it was clear (acquire)
 *   kmap_words_put()       store a word by an exchange: a full fence, as kmap_arch_shared_swap() is
 */
#ifndef KMAP_PORT_SHARED_WORDS_LOCKED_H
#define KMAP_PORT_SHARED_WORDS_LOCKED_H

#include <stdbool.h>
#include <stdint.h>

/* One for the whole kernel, whichever objects have it: it is held for ten instructions. */
extern uint8_t kmap_words_lock;
__attribute__((weak)) uint8_t kmap_words_lock;

static inline uint32_t kmap_words_take(void)
{
	uint32_t state = kmap_words_enter();

	while (!kmap_words_try(&kmap_words_lock))
		;
	return state;
}

static inline void kmap_words_give(uint32_t state)
{
	__atomic_store_n(&kmap_words_lock, 0, __ATOMIC_RELEASE);
	kmap_words_leave(state);
}

static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	uint32_t state = kmap_words_take();

	__atomic_store_n(word, value, __ATOMIC_RELEASE);
	kmap_words_give(state);
}

static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	uint32_t state = kmap_words_take();
	bool done = kmap_arch_shared_load(word) == old;

	if (done)
		kmap_words_put(word, value);
	kmap_words_give(state);
	return done;
}

#endif
