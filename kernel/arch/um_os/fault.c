/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Processor exceptions are signals as well; the handler gets the registers.
 */
#include <signal.h>
#include <stdio.h>
#include <ucontext.h>
#include <unistd.h>

#include "os.h"
#include "private.h"

#if defined(__x86_64__)

static const struct {
	const char *name;
	int index;
} register_names[] = {
	{ "rip", REG_RIP }, { "rsp", REG_RSP }, { "rbp", REG_RBP }, { "rax", REG_RAX },
	{ "rbx", REG_RBX }, { "rcx", REG_RCX }, { "rdx", REG_RDX }, { "rsi", REG_RSI },
	{ "rdi", REG_RDI }, { "r8 ", REG_R8 },	{ "r9 ", REG_R9 },  { "r10", REG_R10 },
	{ "r11", REG_R11 }, { "r12", REG_R12 }, { "r13", REG_R13 }, { "r14", REG_R14 },
	{ "r15", REG_R15 }, { "efl", REG_EFL }, { "err", REG_ERR }, { "trp", REG_TRAPNO },
	{ "cr2", REG_CR2 },
};

static void read_registers(struct os_fault *fault, const mcontext_t *machine)
{
	fault->code_address = (uintptr_t)machine->gregs[REG_RIP];
	for (; fault->register_count < sizeof(register_names) / sizeof(register_names[0]);
	     fault->register_count++)
		fault->registers[fault->register_count] = (struct os_register){
			register_names[fault->register_count].name,
			(uint64_t)machine->gregs[register_names[fault->register_count].index],
		};
}

#elif defined(__aarch64__)

static void read_registers(struct os_fault *fault, const mcontext_t *machine)
{
	static const char names[31][4] = {
		"x0 ", "x1 ", "x2 ", "x3 ", "x4 ", "x5 ", "x6 ", "x7 ", "x8 ", "x9 ", "x10",
		"x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20", "x21",
		"x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "x30",
	};
	struct os_register *next = fault->registers;

	fault->code_address = (uintptr_t)machine->pc;
	*next++ = (struct os_register){ "pc ", machine->pc };
	*next++ = (struct os_register){ "sp ", machine->sp };
	*next++ = (struct os_register){ "psr", machine->pstate };
	for (unsigned int i = 0; i < 31; i++)
		*next++ = (struct os_register){ names[i], machine->regs[i] };
	fault->register_count = (unsigned int)(next - fault->registers);
}

#else

/* The registers of this processor are not known: report none. */
static void read_registers(struct os_fault *fault, const mcontext_t *machine)
{
	(void)fault;
	(void)machine;
}

#endif

static const struct {
	int number;
	const char *what;
	bool has_address;
} faults[] = {
	{ SIGSEGV, "page fault", true },
	{ SIGBUS, "bus error", true },
	{ SIGILL, "invalid instruction", false },
	{ SIGFPE, "arithmetic error", false },
};

#define FAULTS (sizeof(faults) / sizeof(faults[0]))

/* The thread whose fault is being reported; 0 for none. */
static pid_t reporter;

/*
 * Only the first fault is reported. A second one on the same thread comes from the report
 * itself and ends the run. One on another thread first gives the report time to finish.
 */
static void be_first(void)
{
	pid_t none = 0;
	pid_t self = gettid();

	if (__atomic_compare_exchange_n(&reporter, &none, self, false, __ATOMIC_RELAXED,
					__ATOMIC_RELAXED))
		return;
	if (none != self)
		sleep(1);
	dprintf(STDERR_FILENO, "kmap-um: another fault during the report of a fault\n");
	os_exit(1);
}

static void handle_fault(int number, siginfo_t *info, void *context)
{
	struct os_fault fault = { .what = "exception" };

	if (number == SIGSEGV && info->si_code == SEGV_ACCERR)
		os_code_refused(info->si_addr);
	be_first();
	for (unsigned int i = 0; i < FAULTS; i++) {
		if (faults[i].number != number)
			continue;
		fault.what = faults[i].what;
		fault.address = faults[i].has_address ? info->si_addr : NULL;
	}
	read_registers(&fault, &((const ucontext_t *)context)->uc_mcontext);
	/* The main thread is no CPU and has no task. */
	if (gettid() == getpid()) {
		dprintf(STDERR_FILENO, "kmap-um: %s outside the kernel\n", fault.what);
		os_exit(1);
	}
	machine_fault(&fault);
}

/*
 * The handler runs on the stack of the task that faulted, because the kernel finds the
 * current task from the stack pointer. Interrupts are masked, but not faults: a fault in
 * the handler must call the handler, not the host's default.
 */
void os_faults_setup(void)
{
	struct sigaction action = { .sa_sigaction = handle_fault,
				    .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigfillset(&action.sa_mask);
	for (unsigned int i = 0; i < FAULTS; i++)
		sigdelset(&action.sa_mask, faults[i].number);
	for (unsigned int i = 0; i < FAULTS; i++)
		if (sigaction(faults[i].number, &action, NULL))
			os_die("sigaction");
}
