/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * RAM is an anonymous file, of which single pages are mapped.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os.h"
#include "private.h"

#define PAGE_BYTES 4096
#define PERSONALITY_ASK 0xffffffff

static int ram = -1;
static int file = -1;
static const char *file_path;

/* The host must be able to map single pages of the kernel. */
static void check_page_size(void)
{
	if (sysconf(_SC_PAGESIZE) != PAGE_BYTES)
		os_refuse("this host has pages of %ld bytes, not %d", sysconf(_SC_PAGESIZE),
			  PAGE_BYTES);
}

/*
 * The process may have inherited a personality in which all readable memory is
 * executable (setarch --read-implies-exec, or an exec from an old binary). Clear it, so
 * that pages can be mapped without execute permission.
 */
static void forbid_execution(void)
{
	int now = personality(PERSONALITY_ASK);

	if (now >= 0 && (now & READ_IMPLIES_EXEC) &&
	    personality((unsigned long)(now & ~READ_IMPLIES_EXEC)) < 0)
		os_die("personality");
}

void os_ram_create(uint64_t bytes)
{
	check_page_size();
	forbid_execution();
	ram = memfd_create("kmap-um", MFD_CLOEXEC);
	if (ram < 0)
		os_die("memfd_create");
	if (ftruncate(ram, (off_t)bytes))
		os_refuse("--mem %llu: %s", (unsigned long long)bytes, strerror(errno));
}

int os_ram_file(void)
{
	return ram;
}

void os_ram_map(uintptr_t address, uint64_t bytes)
{
	void *wanted = (void *)address;
	int how = MAP_SHARED | MAP_FIXED_NOREPLACE;

	if (mmap(wanted, bytes, PROT_READ | PROT_WRITE, how, ram, 0) != wanted)
		os_die("mmap of low memory");
}

/* Map pages without access; the range stays reserved. */
static bool map_nothing(void *address, uint64_t bytes, int fixed)
{
	int how = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | fixed;

	return mmap(address, bytes, PROT_NONE, how, -1, 0) == address;
}

void os_range_reserve(uintptr_t address, uint64_t bytes)
{
	if (!map_nothing((void *)address, bytes, MAP_FIXED_NOREPLACE))
		os_die("mmap of the windows");
}

void os_page_map(void *address, uint64_t offset, bool writable, bool executable)
{
	int access = PROT_READ | (writable ? PROT_WRITE : 0) | (executable ? PROT_EXEC : 0);

	if (mmap(address, PAGE_BYTES, access, MAP_SHARED | MAP_FIXED, ram, (off_t)offset) !=
	    address)
		os_die("mmap of a page");
}

/*
 * Not mprotect(): that would leave the page in the host's page table, and the next
 * os_page_map() would have to remove it and flush all TLBs a second time.
 */
void os_page_unmap(void *address)
{
	if (!map_nothing(address, PAGE_BYTES, MAP_FIXED))
		os_die("mmap over a page");
}

uint64_t os_file_open(const char *path)
{
	struct stat status;

	file_path = path;
	file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0 || fstat(file, &status))
		os_refuse("--file %s: %s", path, strerror(errno));
	if (!S_ISREG(status.st_mode))
		os_refuse("--file %s: not a regular file", path);
	return (uint64_t)status.st_size;
}

void os_file_read(void *buffer, uint64_t bytes)
{
	for (uint64_t done = 0; done < bytes;) {
		ssize_t more = read(file, (char *)buffer + done, bytes - done);

		if (more < 0 && errno == EINTR)
			continue;
		if (more <= 0)
			os_refuse("--file %s: %s", file_path,
				  more ? strerror(errno) : "became shorter while it was read");
		done += (uint64_t)more;
	}
	close(file);
}
