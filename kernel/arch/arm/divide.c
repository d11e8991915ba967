/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What libgcc's division calls if the divisor is zero.
 */
#include "print.h"

void __aeabi_idiv0(void);
void __aeabi_ldiv0(void);

void __aeabi_idiv0(void)
{
	panic("division by zero");
}

void __aeabi_ldiv0(void)
{
	panic("division by zero");
}
