// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Tests of kmap in a kernel in C++, with the core in C. Prints TAP. Exit status: 0 all passed.
 */
#include <cstdio>
#include <cstring>
#include <type_traits>

#include <kmap/kmap.h>
#include <kmap/linux_names.h>

#include "layout.h"

using machine::Page;
using machine::Task;

namespace
{

constexpr unsigned long first_high = MACHINE_DIRECT_FRAMES;

bool passed;

/* If @truth is false, print it and fail the test. */
void expect(bool truth, const char *text, int line)
{
	if (truth)
		return;
	printf("# %d: %s\n", line, text);
	passed = false;
}

#define EXPECT(truth) expect(truth, #truth, __LINE__)

/* Whether there was exactly one report since the last call, of kind @bug. */
bool reported(kmap_bug bug)
{
	bool right = machine::reports == 1 && machine::last_report.bug == bug;

	machine::reports = 0;
	return right;
}

/* Maps a page while it is in scope. */
template <typename Item> class Local
{
      public:
	explicit Local(const Page &page) : items(static_cast<Item *>(kmap_local_page(&page)))
	{
	}

	~Local()
	{
		kunmap_local(items);
	}

	Local(const Local &) = delete;
	Local &operator=(const Local &) = delete;

	Item &operator[](size_t index) const
	{
		return items[index];
	}

	Item *begin() const
	{
		return items;
	}

      private:
	Item *items;
};

Page &high(unsigned long number)
{
	return *Page::of(first_high + number);
}

/* Call a handler like an interrupt over the current task. */
template <typename Handler> void interrupt(Handler handler)
{
	Task &task = Task::current();
	struct kmap_irq_state held = kmap_irq_enter();

	task.interrupts++;
	handler();
	kmap_irq_exit(held);
	task.interrupts--;
}

void layouts()
{
	static const size_t in_cpp[] = { LAYOUT_NUMBERS };

	static_assert(std::is_standard_layout<kmap_ctrl>() && std::is_trivial<kmap_ctrl>(),
		      "the core may treat it as the C structure that it is");
	static_assert(std::is_standard_layout<kmap_window>() && std::is_trivial<kmap_window>(),
		      "the core may treat it as the C structure that it is");
	EXPECT(layout_in_c_count == sizeof(in_cpp) / sizeof(in_cpp[0]));
	for (size_t i = 0; i < layout_in_c_count; i++)
		EXPECT(in_cpp[i] == layout_in_c[i]);
}

void map_and_unmap()
{
	Local<int>(high(0))[5] = 1234;
	Local<int>(high(1))[5] = 5678;
	EXPECT(Local<int>(high(0))[5] == 1234);
	EXPECT(Local<int>(high(1))[5] == 5678);

	Local<const int> page(high(0));

	EXPECT(kmap_address_is_temporary(page.begin()));
	EXPECT(kmap_to_page(page.begin() + 1) == &high(0));
	EXPECT(kmap_held(&Task::current().kmap) == 1);
	EXPECT(!!Task::current().migration == KMAP_WINDOW_CPU);
}

void direct()
{
	Local<char> page(*Page::of(1));

	page[7] = 'x';
	EXPECT(KMAP_FORCE_MAP || page.begin() == kmap_host_direct_address(1));
	EXPECT(static_cast<char *>(kmap_host_direct_address(1))[7] == 'x');
	EXPECT(kmap_held(&Task::current().kmap) == KMAP_FORCE_MAP);
}

void any_order()
{
	char *addresses[4];

	for (unsigned long i = 0; i < 4; i++)
		addresses[i] = static_cast<char *>(kmap_local_page(&high(i)));
	for (unsigned long i = 0; i < 4; i++)
		addresses[i][0] = static_cast<char>('a' + i);
	kunmap_local(addresses[1]);
	kunmap_local(addresses[3]);
	EXPECT(addresses[0][0] == 'a' && addresses[2][0] == 'c');
	interrupt([] { EXPECT(Local<char>(high(3))[0] == 'd'); });
	kunmap_local(addresses[0] + 17);
	kunmap_local(addresses[2]);
	EXPECT(Local<char>(high(1))[0] == 'b');
}

void several()
{
	Page *const pages[] = { &high(5), &high(2), &high(9) };
	auto address = static_cast<char *>(kmap_local_pages(pages, 3));

	memset(address, 'm', 3 * KMAP_PAGE_SIZE);
	EXPECT(kmap_local_len(address + 1) == 3 * KMAP_PAGE_SIZE - 1);
	kunmap_local(address + KMAP_PAGE_SIZE);
	for (const Page *page : pages)
		EXPECT(Local<char>(*page)[KMAP_PAGE_SIZE - 1] == 'm');
}

void helpers()
{
	Page *const pages[] = { &high(3), &high(6) };
	const char text[] = "across the border of two pages";
	char copy[sizeof(text)] = "";

	kmap_clear_page(&high(3));
	memset_page(&high(6), 0, 'z', KMAP_PAGE_SIZE);
	kmap_memcpy_to_pages(pages, 2, KMAP_PAGE_SIZE - 10, text, sizeof(text));
	kmap_copy_page(&high(7), &high(6));
	EXPECT(memcmp_page(&high(6), 0, &high(7), 0, KMAP_PAGE_SIZE) == 0);
	EXPECT(kmap_memcpy_from_pages(copy, pages, 2, KMAP_PAGE_SIZE - 10, sizeof(copy)) ==
	       sizeof(copy));
	EXPECT(!strcmp(copy, text));
	EXPECT(Local<char>(high(7))[sizeof(text)] == 'z');
	kmap_memzero_page(&high(3), 1, KMAP_PAGE_SIZE);
	EXPECT(reported(KMAP_BUG_PAGE_RANGE));
}

void persistent()
{
	auto address = static_cast<char *>(kmap(&high(4)));

	address[3] = 'p';
	EXPECT(kmap_try(&high(4)) == address && kmap_high_get(&high(4)) == address);
	EXPECT(kmap_persistent_to_page(address) == &high(4));
	EXPECT(Local<char>(high(4))[3] == 'p');
	for (unsigned int users = 3; users; users--)
		kunmap(&high(4));
	kunmap(&high(4));
	EXPECT(reported(KMAP_BUG_NOT_PERSISTENT));
	kmap_flush_unused();
	EXPECT(!kmap_high_get(&high(4)));
}

void atomic()
{
	auto address = static_cast<char *>(kmap_atomic(&high(4)));

	EXPECT(Task::current().preemption && Task::current().page_faults);
	EXPECT(address[3] == 'p');
	kunmap_atomic(address);
	EXPECT(!Task::current().preemption && !Task::current().page_faults);
}

void device()
{
	io_mapping range;
	constexpr uint64_t base = machine::ram_frames * machine::page_size;

	EXPECT(io_mapping_create_wc(&range, base, 3 * KMAP_PAGE_SIZE) == &range);

	auto all = static_cast<char *>(io_mapping_map_wc(&range, 0, 3 * KMAP_PAGE_SIZE));
	auto one = static_cast<char *>(io_mapping_map_local_wc(&range, KMAP_PAGE_SIZE + 8));

	all[KMAP_PAGE_SIZE + 9] = 'd';
	EXPECT(one[1] == 'd');
	EXPECT(kmap_io_to_pfn(all) == machine::ram_frames);
	io_mapping_unmap_local(one);
	io_mapping_unmap(all);
	io_mapping_free(&range);
	EXPECT(machine::reports == 0);
}

void report()
{
	void *address = kmap_local_page(&high(0));
	char text[KMAP_VALUE_TEXT_SIZE];

	kunmap_local(address);
	kunmap_local(address);
	EXPECT(machine::last_report.ctrl == &Task::current().kmap);
	EXPECT(machine::last_report.value == reinterpret_cast<uintptr_t>(address));
	EXPECT(machine::last_report.caller != 0);
	EXPECT(!strncmp(kmap_value_text(&machine::last_report, text), "address 0x", 10));
	EXPECT(strstr(kmap_bug_text(machine::last_report.bug), "unmap"));
	EXPECT(!!machine::last_report.note.mapper == KMAP_DEBUG);
	EXPECT(reported(KMAP_BUG_NOT_MAPPED));
}

void switches()
{
	Task &first = Task::current();
	Task second;
	auto mine = static_cast<char *>(kmap_local_page(&high(0)));

	mine[0] = '1';
	second.run();
	auto other = static_cast<char *>(kmap_local_page(&high(1)));

	other[0] = '2';
	EXPECT((other == mine) == !KMAP_WINDOW_TASK);
	first.run();
	EXPECT(mine[0] == '1');
	second.run();
	EXPECT(other[0] == '2');
	kunmap_local(other);
	kmap_assert_none();
	kmap_exit();
	EXPECT(second.is_free());
	first.run();
	EXPECT(mine[0] == '1');
	kunmap_local(mine);
}

void ends()
{
	Task &first = Task::current();
	Task second;

	second.run();
	kmap_local_page(&high(1));
	interrupt([] { kmap_local_page(&high(2)); });
	EXPECT(reported(KMAP_BUG_IRQ_LEAK));
	kmap_exit();
	EXPECT(reported(KMAP_BUG_HELD_AT_EXIT));
	EXPECT(second.is_free());
	first.run();
}

struct Test {
	const char *name;
	void (*function)();
};

constexpr Test tests[] = {
	{ "structures are the same in C and in C++", layouts },
	{ "a page is mapped and unmapped", map_and_unmap },
	{ "a page that is directly mapped", direct },
	{ "mappings nest and go in any order", any_order },
	{ "several pages side by side", several },
	{ "helpers", helpers },
	{ "persistent mappings", persistent },
	{ "atomic mappings", atomic },
	{ "mappings of device memory", device },
	{ "misuse is reported", report },
	{ "a task switch keeps mappings apart", switches },
	{ "a task, and an interrupt, that end with mappings", ends },
};

} // namespace

int main()
{
	unsigned int number = 0, failed = 0;
	Task first;

	machine::start(first);
	printf("1..%zu\n", sizeof(tests) / sizeof(tests[0]));
	for (const Test &test : tests) {
		passed = true;
		test.function();
		EXPECT(machine::reports == 0 && Task::current().is_free() && !machine::shared);
		printf("%sok %u - %s\n", passed ? "" : "not ", ++number, test.name);
		failed += !passed;
	}
	return failed != 0;
}
