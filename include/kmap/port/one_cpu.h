/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * For a host with one CPU: tasks do not move, so a pin is a compiler barrier. For
 * ports. Not for callers.
 */
#ifndef KMAP_PORT_ONE_CPU_H
#define KMAP_PORT_ONE_CPU_H

static inline void kmap_host_migrate_disable(void)
{
	__asm__ volatile("" : : : "memory");
}

static inline void kmap_host_migrate_enable(void)
{
	__asm__ volatile("" : : : "memory");
}

#endif
