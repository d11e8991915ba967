/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the machine.
 */
#ifndef ARM_VIRT_H
#define ARM_VIRT_H

#include <stdint.h>

/* Set up all that does not depend on the width, on the boot CPU, after fdt_init(). */
void virt_init(void);

/* The boot CPU comes here with paging on; @tree is the physical address of the device tree. */
_Noreturn void boot_main(uintptr_t tree);
/* Every other CPU comes here, as its idle task. */
_Noreturn void ap_main(void);

/* --- provided by either width ---------------------------------------------- */

/* Let this CPU's counter of cycles, for machine_counter(), count on. */
void counter_start(void);

#endif
