/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PTEs, TLBs and caches of the simulated machine, for the other parts of the
 * simulator.
 */
#ifndef SIM_MACHINE_H
#define SIM_MACHINE_H

#include "sim.h"

/* PTEs none, TLBs and caches empty, each frame with a content of its own. */
void sim_machine_reset(void);

/* Which slot of a CPU's window an address is in; KMAP_WINDOW_SLOTS or more for none. */
uintptr_t sim_slot_of(const struct sim_cpu *cpu, const void *address);

/* The PTE of a slot. */
struct kmap_pte sim_slot_pte(const struct sim_cpu *cpu, unsigned int slot);

/* What the executing CPU's TLB does by itself at a step, where it does so at random. */
void sim_tlb_speculate(void);

/*
 * What the executing CPU finds at an address: the PTE by which it translates.
 * Fails if there is none.
 */
struct kmap_pte sim_translate(const void *address);

/* Read and write a page through an address, as the executing CPU does. */
uint32_t sim_read(const void *address);
void sim_write(void *address, uint32_t value);

/* The PTE and the TLB entry of the executing CPU for an address in the persistent window; NULL for any other. */
struct kmap_pte *sim_persistent_pte(const void *address);
struct sim_entry *sim_persistent_entry(const void *address);

/* A number from the machine's own sequence: which of @count ways does not matter. */
unsigned int sim_machine_random(unsigned int count);

/* From now on the sequence is the one with this seed. */
void sim_machine_seed(uint64_t seed);

#endif
