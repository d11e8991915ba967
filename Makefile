# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# kmap: build, run and test. `make help` prints the lines that begin with "##", here
# and in the files that this one includes; tools/help.py says what their form is.

## kmap: preemptible task-local page mappings. What a command needs is installed when it runs
## as root on Debian; elsewhere it says what that is.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDEXPANSION:
# Without make's own rules: looking through them took longer than all else that it does.
MAKEFLAGS += -rR
.PHONY: toolchain help run report report-picture check bench figures lint kernel template bootstrap clean check-mutations model check-bugs bench-windows check-linux sim check-deep fuzz coverage race gdb linux-apply linux-revert linux-patches linux-bench linux-latency

##@ Two commands

## boot the reference kernel and work on a real file
run:
	@$(PYTHON) tools/run.py --check-only --arch '$(ARCH)' $(RUN_OPTIONS)
	@$(PYTHON) tools/bootstrap.py $(ARCH) build run
	@$(MAKE) --no-print-directory -s kernel
	@$(if $(REPORT),$(MAKE) --no-print-directory -s kernel REPORT= TRACE=1)
	@$(PYTHON) tools/run.py --arch $(ARCH) --image '$(KERNEL_IMAGE)' $(RUN_OPTIONS)

## run all tests; ends with "N passed, N failed"
check:
	@$(PYTHON) tools/bootstrap.py $(CHECK_ARCH) build run check lint
	@$(PYTHON) tools/check.py --arch $(CHECK_ARCH)

## boot the reference kernel as make run does, on SIZE=64M with TRACE_MS=40, and make one HTML page
## of it that stands alone: latencies, a timeline of each CPU, costs; knows the variables of make run
## REPORT=path: where (build/report-ARCH.html); with it make run makes one, too
report: run
report: REPORT = build/report-$(ARCH).html
# The default FILE is no larger.
report: SIZE = 64M
# Where the host is fast, the buffers are full before.
report: TRACE_MS = 40
# Not from the environment, like TRACE.
REPORT :=

## take the picture of a report that README.md shows, docs/report.png
report-picture:
	@$(PYTHON) tools/bootstrap.py host check
	@$(PYTHON) tools/picture.py '$(or $(REPORT),build/report-$(ARCH).html)'

##@ Variables

## ARCH=i386|i386-2level|x86_64|arm|arm-lpae|arm64|riscv32|riscv64|mips|powerpc|sparc|xtensa|um: the
## machine: 32-bit x86 in QEMU, with PAE (default) or page tables of two levels; 32-bit ARM with short
## descriptors or LPAE; 32-bit RISC-V; 64-bit x86, ARM and RISC-V without a direct map; MIPS;
## PowerPC; SPARC; Xtensa; or a Linux process; make check also knows host, which needs no
## machine, linux, linux-compile, and all but the last, its default; make linux has its own, see
## below
ARCH ?= i386
export ARCH
# Without an ARCH of the user's own, everything is checked.
CHECK_ARCH = $(if $(filter file default,$(origin ARCH)),all,$(ARCH))

## CPUS=2: processors of the machine, 1 to 8
## MEM=4G: its RAM
## FILE=path: the file to work on; default: a large binary found here
## SIZE=512M: memory to fill with copies of it
## WORKERS=2: workers for each processor
## ACCEL=tcg|icount|kvm: how QEMU runs: fast, counting instructions, on /dev/kvm
## JSON=path: write the results there, too; also for make bench and make coverage
## JOB=iomap: draw into the display through I/O mappings instead
## SCREENSHOT=path: where JOB=iomap saves its screen (build/iomap-ARCH.png)
## TRACE=path: write what each CPU did in a few milliseconds of the main job there, for Perfetto or
## Chrome; for make kernel 1. Wake-up latency is not measured then, but with REPORT
# Not from the environment: programs have variables of that name.
TRACE :=
# For a report a kernel with a trace lies beside the one that is measured: build/i386-trace.
TRACED := $(if $(REPORT)$(filter report,$(MAKECMDGOALS)),,$(if $(filter-out 0,$(TRACE)),1))
## TRACE_MODE=kmap_local: in which mode of the main job that is, or kmap_atomic or direct; this and
## the next two also for a report
## TRACE_FROM=100: how many milliseconds after the beginning of the mode
## TRACE_MS=20: for how many milliseconds
RUN_VARIABLES := CPUS MEM FILE SIZE WORKERS ACCEL JSON JOB SCREENSHOT TRACE TRACE_MODE TRACE_FROM TRACE_MS REPORT
RUN_OPTIONS = $(foreach v,$(RUN_VARIABLES),$(call given,$(v)))
# What is passed on to a tool when the user sets it: $(call given,CPUS) is --cpus '2'.
given = $(if $($(1)),--$(shell echo $(1) | tr A-Z_ a-z-) '$($(1))')

## DEBUG=1: guards between mappings, notes of who made them, more checks
## FORCE_MAP=1: low pages go through slots, too
## WINDOW=cpu|private|task: a window for each CPU, side by side (default); or all at one address,
## through page tables of each CPU's own (not with ARCH=um); or one for each task. In the last two a
## task with mappings is not pinned
# Not from the environment: a terminal multiplexer has a variable of that name.
WINDOW := cpu
## TSAN=1: ThreadSanitizer watches the kernel (ARCH=um only)
## WHOLE=1: compile many files as one, in half of the time, for a kernel that is not measured
## EXTRA_CFLAGS=flags: more for the compiler, for instance -DKMAP_SLOTS=4
EMPTY :=
EXTRA_NAME := $(subst =,_,$(subst $(EMPTY) $(EMPTY),,$(strip $(EXTRA_CFLAGS))))
VARIANT := $(if $(filter 1,$(DEBUG)),-debug)$(if $(filter 1,$(FORCE_MAP)),-force)$(if $(filter-out cpu,$(WINDOW)),-$(WINDOW))$(if $(filter 1,$(TSAN)),-tsan)$(EXTRA_NAME)$(if $(TRACED),-trace)
# Each of them is a kernel of its own: with -DKMAP_SLOTS=4 -Os in build/i386-DKMAP_SLOTS_4-Os.
BUILD := build/$(ARCH)$(VARIANT)

## V=1: show the command lines of compilers
Q := $(if $(V),,@)

## PYTHON=python3: the Python that runs the tools, 3.11 or later
PYTHON ?= python3

##@ Parts of make check, more of them, and measurements

## format, static checks, lengths, licence lines
lint:
	@$(PYTHON) tools/bootstrap.py host lint
	@$(PYTHON) tools/lint.py

## all schedules of small machines, then random ones
## SCHEDULE=text: the one schedule that a failure names
## SEED=text: the one seed that a failure names; for make fuzz a number to begin the search with
sim:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tests/sim/sim.py $(call given,SCHEDULE) $(call given,SEED)

## verify the model of the protocol with SPIN (docs/proof.md)
model:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tests/spin/spin.py

## random programs of API calls, right and wrong
## SECONDS=60: how long to search
## CONFIG=name: only one build of the fuzzer
## REPLAY=path: one program
fuzz:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tests/fuzz/fuzz.py $(foreach v,SECONDS SEED CONFIG REPLAY,$(call given,$(v)))

## the core on real threads, and the um kernel, under ThreadSanitizer
race:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tests/race/race.py
	@$(PYTHON) tests/race/race_um.py

## break the core, and the um, i386, arm-lpae, mips, powerpc and xtensa kernels, in many ways; the tests
## must notice
check-mutations:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tools/bootstrap.py i386 build run
	@$(PYTHON) tools/bootstrap.py arm-lpae build run
	@$(PYTHON) tools/bootstrap.py mips build run
	@$(PYTHON) tools/bootstrap.py powerpc build run
	@$(PYTHON) tools/bootstrap.py xtensa build run
	@$(PYTHON) tests/mutations/mutate.py
	@$(PYTHON) tests/selftest/selftest_mutants.py
	@$(PYTHON) tests/selftest/machine_mutants.py i386
	@$(PYTHON) tests/selftest/machine_mutants.py arm-lpae
	@$(PYTHON) tests/selftest/machine_mutants.py mips
	@$(PYTHON) tests/selftest/machine_mutants.py powerpc
	@$(PYTHON) tests/selftest/machine_mutants.py xtensa

## for each bug of docs/bugs.md, the tests that would notice it
check-bugs:
	@$(PYTHON) tools/bootstrap.py um build run check lint
	@$(PYTHON) tests/bugs/bugs.py

## which lines and branches of the core the tests reach
coverage:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tests/coverage/coverage.py $(call given,JSON)

## simulating and fuzzing for much longer, and what takes luck to find: an hour and more;
## SECONDS= is for the fuzzing
check-deep:
	@$(PYTHON) tools/bootstrap.py all build run check
	@$(PYTHON) tests/porting/porting.py --mutations
	@$(PYTHON) tests/sim/sim.py --deep
	@$(PYTHON) tests/checker/checker_tests.py --all
	@$(PYTHON) tests/fuzz/fuzz.py --seconds '$(or $(SECONDS),1200)'

## Linux with kmap, in more kernels and under load, and broken on purpose: two hours and more
check-linux:
	@$(PYTHON) tools/bootstrap.py linux-all check
	@$(PYTHON) tools/check.py --arch linux-all

## exact instruction counts, beside those of Linux
bench:
	@$(PYTHON) tools/bench.py --check-only --arch '$(ARCH)' $(call given,WINDOW) $(call given,JSON)
	@$(PYTHON) tools/bootstrap.py $(ARCH) build run
	@$(MAKE) --no-print-directory -s kernel
	@$(PYTHON) tools/bench.py --arch $(ARCH) --image '$(KERNEL_IMAGE)' $(call given,WINDOW) $(call given,JSON)

## the same for each kind of window, one beside the other, and how the cost grows with CPUs,
## tasks and mappings held
bench-windows:
	@$(PYTHON) tools/windows.py --check-only --arch '$(ARCH)' $(call given,JSON)
	@$(PYTHON) tools/bootstrap.py $(ARCH) build run
	@for kind in $(ARCH_WINDOWS); do \
	$(MAKE) --no-print-directory -s kernel WINDOW=$$kind || exit; done
	@$(PYTHON) tools/windows.py --arch $(ARCH) $(call given,JSON)

## measure the figures in README.md and docs/ again, and write them
figures:
	@for arch in i386 i386-2level x86_64 arm arm-lpae arm64 riscv32 riscv64 mips powerpc sparc; do $(PYTHON) tools/bootstrap.py $$arch build run || exit; done
	@$(PYTHON) tools/figures.py

## gdb on the kernel of ARCH, before its first instruction, with commands for kmap (docs/gdb.md);
## knows the variables of make run; JOB=debugger holds mappings of every kind at debugger_stop()
gdb:
	@$(PYTHON) tools/debugger.py --check-only --arch '$(ARCH)' $(RUN_OPTIONS)
	@$(PYTHON) tools/bootstrap.py $(ARCH) build run gdb
	@$(MAKE) --no-print-directory -s kernel
	@$(PYTHON) tools/debugger.py --arch $(ARCH) --image '$(KERNEL_IMAGE)' $(RUN_OPTIONS)

##@ kmap in Linux

.PHONY: linux
## get, build and boot a Linux kernel, with kmap in place of its own, and test it there
## (linux/README.md); knows ARCH=i386, i386-twolevel, arm, arm-short,
## powerpc, mips and sparc, CPUS, MEM and DEBUG=1
## VERSION=6.1|6.12|5.10: the version to get from Debian
## KMAP=0: Linux as it comes
## TEST=memory,selftest: what to run; or load, which takes a larger kernel
linux:
	@$(PYTHON) linux/run --check-only --arch '$(ARCH)' $(LINUX_OPTIONS)
	@$(PYTHON) tools/bootstrap.py $(ARCH) linux
	@$(PYTHON) linux/run --arch $(ARCH) $(LINUX_OPTIONS)

LINUX_OPTIONS = $(foreach v,VERSION TREE KMAP TEST CPUS MEM DEBUG,$(call given,$(v)))

## exact instruction counts in Linux, as it comes and with kmap, side by side (linux/README.md);
## knows VERSION and JSON (build/linux-bench-VERSION.json)
linux-bench:
	@$(PYTHON) linux/bench --check-only --arch '$(ARCH)' $(call given,VERSION) $(call given,JSON)
	@$(PYTHON) tools/bootstrap.py $(ARCH) linux
	@$(PYTHON) linux/bench --arch $(ARCH) $(call given,VERSION) $(call given,JSON)

## how late a real-time task wakes up in Linux beside a load of mappings, as it comes and with
## kmap (linux/README.md); knows VERSION and JSON (build/linux-latency-VERSION.json)
linux-latency:
	@$(PYTHON) linux/latency --check-only --arch '$(ARCH)' $(call given,VERSION) $(call given,JSON)
	@$(PYTHON) tools/bootstrap.py $(ARCH) linux
	@$(PYTHON) linux/latency --arch $(ARCH) $(call given,VERSION) $(call given,JSON)

## put kmap into a Linux tree (linux/README.md)
## TREE=path: the Linux tree, also for the next two; for make linux instead of one from Debian
linux-apply:
	@$(PYTHON) linux/apply '$(TREE)'

## take it out again
linux-revert:
	@$(PYTHON) linux/revert '$(TREE)'

## write the same as patches for git am
## DIR=path: a new folder for them
linux-patches:
	@$(PYTHON) linux/export-patches '$(TREE)' '$(DIR)'

##@ Set-up and building

## this page
help:
	@$(PYTHON) tools/help.py $(filter %Makefile %.mk,$(MAKEFILE_LIST))

## install what ARCH needs, and nothing else
bootstrap:
	@$(PYTHON) tools/bootstrap.py $(ARCH) build run check lint

## build the compiler of ARCH=microblaze, csky or nds32, which Debian does not have, from Debian's
## sources: ten to twenty minutes, and three gigabytes of disk meanwhile; it is in build/, too
toolchain:
	@$(PYTHON) tools/bootstrap.py '$(ARCH)' toolchain
	@$(PYTHON) tools/toolchain.py '$(ARCH)'

## remove build/
clean:
	rm -rf build

include kernel/build.mk
-include tests/unit/build.mk
-include tests/sim/build.mk
-include tests/fuzz/build.mk
-include tests/race/build.mk
-include tests/portable/build.mk
-include tests/cpp/build.mk
-include linux/cocci/build.mk
-include tools/checker/build.mk
-include tools/manual/build.mk
