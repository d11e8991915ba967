/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A small kernel in C++: one CPU, tasks that the tests switch, RAM in a file. A mapped
 * page is a page of that file; an unmapped one has no access.
 */
#ifndef MACHINE_HH
#define MACHINE_HH

#include <cstdint>
#include <cstdlib>

#include <kmap/report.h>
#include <kmap/types.h>

namespace machine
{

constexpr unsigned long page_size = KMAP_PAGE_SIZE;
/* Frames of RAM, the lowest ones directly mapped; the frames of a device follow. */
constexpr unsigned long ram_frames = 32;
constexpr unsigned long device_frames = 4;
constexpr unsigned long all_frames = ram_frames + device_frames;

/* The three windows, with a page that is never mapped on each side. */
constexpr uintptr_t window_base = 0x700001001000;
constexpr uintptr_t persistent_base = window_base + KMAP_WINDOW_SIZE + page_size;
constexpr uintptr_t io_base = persistent_base + KMAP_PERSISTENT_SIZE + page_size;
constexpr uintptr_t windows_end = io_base + KMAP_IO_SIZE;

/* One frame of RAM. */
class Page
{
      public:
	unsigned long pfn() const
	{
		return static_cast<unsigned long>(this - all);
	}

	uint32_t *kmap_word() const
	{
		return &word;
	}

	uint32_t *kmap_holders() const
	{
		return &holders;
	}

	static Page *of(unsigned long pfn)
	{
		return pfn < ram_frames ? &all[pfn] : nullptr;
	}

      private:
	static Page all[ram_frames];

	/* Mutable: kmap changes it through a const page. */
	mutable uint32_t word = 0;
	mutable uint32_t holders = 0;
};

/* A nesting counter; the thing is disabled while it is not zero. */
template <typename What> class Nesting
{
      public:
	void enter()
	{
		depth++;
	}

	void leave()
	{
		if (depth-- == 0)
			abort();
	}

	explicit operator bool() const
	{
		return depth != 0;
	}

      private:
	unsigned int depth = 0;
};

class Task
{
      public:
	Task();
	~Task();
	/* Not copyable: a copy needs kmap_fork(). */
	Task(const Task &) = delete;
	Task &operator=(const Task &) = delete;

	static Task &current()
	{
		return *running;
	}

	/* Switch to this task. */
	void run();

	/* Whether it holds nothing, and nothing is disabled. */
	bool is_free() const
	{
		return !kmap.used && !migration && !preemption && !page_faults;
	}

	/* The first member: kmap_host_ctrl_window() finds the task from it. */
	kmap_ctrl kmap;
	/* Its window, where KMAP_WINDOW is task; other tasks have it before and after. */
	kmap_window *window = nullptr;
	Nesting<struct Migration> migration;
	Nesting<struct Preemption> preemption;
	Nesting<struct PageFaults> page_faults;
	unsigned int interrupts = 0;

      private:
	friend void start(Task &first);

	static Task *running;
};

/* The window of the one CPU; where KMAP_WINDOW is task, those of tasks. */
extern kmap_window windows[KMAP_WINDOW_TASK ? KMAP_TASKS_MAX : 1];
/* The shared lock. */
extern Nesting<struct Shared> shared;
/* The last report, and the number of reports. */
extern kmap_report last_report;
extern unsigned int reports;

/* The PTE of an address in the windows. */
kmap_pte *walk(uintptr_t address);

/* Create RAM and set up kmap; @first is the current task. */
void start(Task &first);

} // namespace machine

#endif
