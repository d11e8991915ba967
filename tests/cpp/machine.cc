// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * RAM in a file, mapped page by page, and the functions of the kernel that are not
 * inline.
 */
#include <sys/mman.h>
#include <unistd.h>

#include <kmap/kmap.h>

namespace machine
{

Page Page::all[ram_frames];
Task *Task::running;
kmap_window windows[KMAP_WINDOW_TASK ? KMAP_TASKS_MAX : 1];
Nesting<Shared> shared;
kmap_report last_report;
unsigned int reports;

/* The windows that a task has. */
static bool taken[sizeof(windows) / sizeof(windows[0])];
static int ram;
static kmap_pte ptes[(windows_end - window_base) / page_size];

/* Map a file, or nothing, at @address. */
static void place(void *address, size_t bytes, int protection, int flags, int file, uint64_t offset)
{
	if (mmap(address, bytes, protection, flags | MAP_FIXED, file, static_cast<off_t>(offset)) !=
	    address)
		abort();
}

kmap_pte *walk(uintptr_t address)
{
	uintptr_t index = (address - window_base) / page_size;

	if (index >= sizeof(ptes) / sizeof(ptes[0]))
		abort();
	return &ptes[index];
}

/* The number of a window that no task has. */
static size_t free_window()
{
	for (size_t number = 0; number < sizeof(taken) / sizeof(taken[0]); number++)
		if (!taken[number])
			return number;
	abort();
}

Task::Task()
{
	if (KMAP_WINDOW_TASK) {
		size_t number = free_window();

		taken[number] = true;
		window = &windows[number];
	}
	kmap_ctrl_init(&kmap);
}

Task::~Task()
{
	if (window)
		taken[window - windows] = false;
}

void Task::run()
{
	kmap_switch_out(&running->kmap);
	running = this;
	kmap_switch_in(&kmap);
}

/* All windows; the first task was made before there were any. */
static void windows_start(Task &first)
{
	for (size_t number = 0; number < sizeof(windows) / sizeof(windows[0]); number++)
		kmap_window_init(&windows[number], static_cast<unsigned int>(number));
	kmap_ctrl_init(&first.kmap);
	kmap_switch_in(&first.kmap);
}

void start(Task &first)
{
	constexpr size_t direct = MACHINE_DIRECT_FRAMES * page_size;

	Task::running = &first;
	ram = memfd_create("ram", 0);
	if (ram < 0 || ftruncate(ram, all_frames * page_size))
		abort();
	place(reinterpret_cast<void *>(MACHINE_DIRECT_BASE), direct, PROT_READ | PROT_WRITE,
	      MAP_SHARED, ram, 0);
	place(reinterpret_cast<void *>(window_base - page_size),
	      windows_end - window_base + 2 * page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	      0);
	windows_start(first);
	kmap_persistent_init();
}

} // namespace machine

void kmap_um_page_map(void *address, uint64_t offset, kmap_prot_t prot)
{
	machine::place(address, machine::page_size,
		       PROT_READ | (prot & KMAP_PTE_WRITE ? PROT_WRITE : 0), MAP_SHARED,
		       machine::ram, offset);
}

void kmap_um_page_unmap(void *address)
{
	machine::place(address, machine::page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

void kmap_host_bug(const kmap_report *report)
{
	machine::last_report = *report;
	machine::reports++;
}
