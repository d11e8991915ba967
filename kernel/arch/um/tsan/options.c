/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What ThreadSanitizer's runtime asks for when it starts. No report is suppressed.
 */
const char *__tsan_default_options(void);

/* Not to wait at the end for what other threads may still report: they are CPUs, and go on. */
const char *__tsan_default_options(void)
{
	return "atexit_sleep_ms=0";
}
