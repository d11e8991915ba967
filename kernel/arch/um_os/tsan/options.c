/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Options of ThreadSanitizer's runtime. No report is suppressed.
 */
const char *__tsan_default_options(void);

/* Do not wait at exit for reports of other threads: these are CPUs, and keep running. */
const char *__tsan_default_options(void)
{
	return "atexit_sleep_ms=0";
}
