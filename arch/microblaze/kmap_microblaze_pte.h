/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PTEs of MicroBlaze in the layout of TLBLO: one word, frames of 20 bits. There is no bit that says
 * whether a page is mapped. The one for memory coherence, which the processor does not have and
 * ignores, says it here, for the host's refill handler.
 */
#ifndef KMAP_MICROBLAZE_PTE_H
#define KMAP_MICROBLAZE_PTE_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_PTE_GUARDED 0x001u
#define KMAP_PTE_VALID 0x002u
#define KMAP_PTE_UNCACHED 0x004u
#define KMAP_PTE_WRITE 0x100u
#define KMAP_PTE_EXECUTE 0x200u

typedef uint32_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE 0u

#include <kmap/port/pte_one_word.h>

/*
 * Attributes: the low ten bits of the PTE. Zone 0 stays as it is set up: its pages are the kernel's,
 * and the bits above hold for them. Uncached pages are guarded as well: nothing is fetched from them
 * that the program does not ask for.
 */
typedef uint32_t kmap_prot_t;

#define KMAP_PROT_READ_ONLY KMAP_PTE_VALID
#define KMAP_PROT_DEFAULT (KMAP_PTE_VALID | KMAP_PTE_WRITE)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT | KMAP_PTE_EXECUTE)
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT | KMAP_PTE_UNCACHED | KMAP_PTE_GUARDED)
/* There is no memory type whose writes are combined. */
#define KMAP_PROT_WRITE_COMBINED KMAP_PROT_UNCACHED

#include <kmap/port/pte_valid_bit.h>

#endif
