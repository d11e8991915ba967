/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * No-execute: code written through a mapping cannot be executed, unless the mapping was
 * made with KMAP_PROT_EXECUTABLE.
 */
#include "selftest.h"

#include "io.h"
#include "machine.h"

static const kmap_prot_t prots[] = { KMAP_PROT_DEFAULT, KMAP_PROT_READ_ONLY, KMAP_PROT_EXECUTABLE,
				     KMAP_PROT_UNCACHED, KMAP_PROT_WRITE_COMBINED };

#define PROTS (sizeof(prots) / sizeof(prots[0]))

/* Skip the test if this kernel is built without no-execute. */
#define NEED_NO_EXECUTE()                                                                          \
	do {                                                                                       \
		if (!machine_can_forbid_execution())                                               \
			return skip("this kernel is built for processors without no-execute");     \
	} while (0)

/* A page that begins with code that can be called. */
static struct page *code_page(enum zone zone)
{
	struct page *page = zone == ZONE_HIGH ? stamped_page(0) : page_alloc(zone);
	void *address = kmap_local_page(page);

	machine_code_write(address);
	kunmap_local(address);
	return page;
}

/* Each attribute after each other one in the same slot: no stale TLB entry. */
static bool each_attribute(void)
{
	struct page *page;

	NEED_NO_EXECUTE();
	page = code_page(ZONE_HIGH);
	for (unsigned int i = 0; i < PROTS * PROTS * 2; i++) {
		kmap_prot_t prot = prots[i % 2 ? i / 2 % PROTS : i / 2 / PROTS];
		const void *address = kmap_local_page_prot(page, prot);

		CHECK(machine_code_call(address) == (prot == KMAP_PROT_EXECUTABLE));
		kunmap_local(address);
	}
	page_free(page);
	return true;
}

/* A low page: its direct map address need not be executable, so it is mapped in a slot. */
static bool low_page(void)
{
	struct page *page;
	const void *address;

	NEED_NO_EXECUTE();
	page = code_page(ZONE_LOW);
	address = kmap_local_page_prot(page, KMAP_PROT_EXECUTABLE);
	CHECK(kmap_where(address).place == KMAP_PLACE_SLOT);
	CHECK(machine_code_call(address));
	kunmap_local(address);
	page_free(page);
	return true;
}

/* Executable mappings are writable, so that code can be patched. */
static bool code_is_patched(void)
{
	struct page *page = stamped_page(1);
	char *address = kmap_local_page_prot(page, KMAP_PROT_EXECUTABLE);

	CHECK(stamp_is(address, 1));
	stamp_write(address, 2);
	machine_code_write(address + KMAP_PAGE_SIZE / 2);
	CHECK(machine_code_call(address + KMAP_PAGE_SIZE / 2));
	CHECK(stamp_is(address, 2));
	kunmap_local(address);
	page_free(page);
	return true;
}

/* All other functions map with the default attributes. */
static bool other_ways(void)
{
	struct page *page;
	const void *address;

	NEED_NO_EXECUTE();
	page = code_page(ZONE_HIGH);
	address = kmap(page);
	CHECK(!machine_code_call(address));
	kunmap(page);
	address = kmap_local_pages(&page, 1);
	CHECK(!machine_code_call(address));
	kunmap_local(address);
	address = kmap_atomic(page);
	CHECK(!machine_code_call(address));
	kunmap_atomic(address);
	page_free(page);
	return true;
}

static bool device_memory(void)
{
	void *address;

	NEED_NO_EXECUTE();
	RANGE_MAKE();
	address = io_mapping_map_wc(&io_range, 0, 1);
	machine_code_write(address);
	CHECK(!machine_code_call(address));
	io_mapping_unmap(address);
	address = io_mapping_map_local_wc(&io_range, 0);
	CHECK(!machine_code_call(address));
	io_mapping_unmap_local(address);
	io_mapping_free(&io_range);
	return true;
}

static struct page *shared_page;

/* Call code in a mapping, before and after switches to the other task. */
static void caller(void *argument)
{
	kmap_prot_t prot = *(const kmap_prot_t *)argument;
	const void *address = kmap_local_page_prot(shared_page, prot);

	for (unsigned int i = 0; i < 20; i++) {
		failed_if(machine_code_call(address) != (prot == KMAP_PROT_EXECUTABLE));
		task_yield();
	}
	kunmap_local(address);
}

/* Two tasks on one CPU have different attributes in the same slot. */
static bool switches(void)
{
	NEED_NO_EXECUTE();
	failures = 0;
	shared_page = code_page(ZONE_HIGH);
	for (unsigned int i = 0; i < PROTS; i++)
		start("caller", caller, (void *)&prots[i], 1u << this_cpu()->number);
	task_wait_all();
	CHECK(failures == 0);
	page_free(shared_page);
	return true;
}

const struct selftest selftests_execute[] = {
	{ "only executable mappings are executable", each_attribute, 1 },
	{ "an executable mapping of a low page", low_page, 1 },
	{ "code is patched through an executable mapping", code_is_patched, 1 },
	{ "persistent window, ranges and atomic mappings are not executable", other_ways, 1 },
	{ "device memory is not executable", device_memory, 1 },
	{ "executable or not, through switches", switches, 1 },
	{ NULL, NULL, 0 },
};
