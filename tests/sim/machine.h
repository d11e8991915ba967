/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PTEs, TLBs and caches of the simulated machine.
 */
#ifndef SIM_MACHINE_H
#define SIM_MACHINE_H

#include "sim.h"

/* Reset: PTEs none, TLBs and caches empty, each frame with unique contents. */
void sim_machine_reset(void);

/* The slot at an address, in the window in which code on a CPU maps; KMAP_WINDOW_SLOTS or more: none. */
uintptr_t sim_slot_of(const struct sim_cpu *cpu, const void *address);

/* The PTE of a slot, and a CPU's TLB entry for it. */
struct kmap_pte sim_slot_pte(const struct sim_window *window, unsigned int slot);
struct sim_entry *sim_slot_entry(struct sim_cpu *cpu, const struct sim_window *window,
				 unsigned int slot);

/* Random fills, or losses, at a step: of the executing CPU's TLB, or of any that share tables. */
void sim_tlb_speculate(void);

/*
 * The PTE with which the executing CPU translates an address. Fails if there is none.
 */
struct kmap_pte sim_translate(const void *address);

/* A CPU comes back: its TLB has what it had, or nothing; of the persistent window, nothing. */
void sim_tlb_returns(struct sim_cpu *cpu, bool empty);

/* Read and write a page through an address, as the executing CPU does. */
uint32_t sim_read(const void *address);
void sim_write(void *address, uint32_t value);

/* The mapping of an address by this PTE goes: fails if the cache must have been emptied before. */
void sim_cache_leaves(const void *address, struct kmap_pte pte);

/* At a step, a line of the cache may have to make room. */
void sim_cache_speculate(void);

/* The PTE, and this CPU's TLB entry, of an address in the persistent window; else NULL. */
struct kmap_pte *sim_persistent_pte(const void *address);
struct sim_entry *sim_persistent_entry(const void *address);

/* A random number below @count, from the machine's own sequence. */
unsigned int sim_machine_random(unsigned int count);

/* Seed the sequence. */
void sim_machine_seed(uint64_t seed);

#endif
