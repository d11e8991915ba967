/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PTEs, TLBs and caches of the simulated machine.
 */
#ifndef SIM_MACHINE_H
#define SIM_MACHINE_H

#include "sim.h"

/* Reset: PTEs none, TLBs and caches empty, each frame with unique contents. */
void sim_machine_reset(void);

/* The slot of a CPU's window at an address; KMAP_WINDOW_SLOTS or more if there is none. */
uintptr_t sim_slot_of(const struct sim_cpu *cpu, const void *address);

/* The PTE of a slot. */
struct kmap_pte sim_slot_pte(const struct sim_cpu *cpu, unsigned int slot);

/* Random fills, or losses, of the executing CPU's TLB at a step. */
void sim_tlb_speculate(void);

/*
 * The PTE with which the executing CPU translates an address. Fails if there is none.
 */
struct kmap_pte sim_translate(const void *address);

/* Read and write a page through an address, as the executing CPU does. */
uint32_t sim_read(const void *address);
void sim_write(void *address, uint32_t value);

/* The PTE, and this CPU's TLB entry, of an address in the persistent window; else NULL. */
struct kmap_pte *sim_persistent_pte(const void *address);
struct sim_entry *sim_persistent_entry(const void *address);

/* A random number below @count, from the machine's own sequence. */
unsigned int sim_machine_random(unsigned int count);

/* Seed the sequence. */
void sim_machine_seed(uint64_t seed);

#endif
