# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# kmap: build, run and test. `make help` explains.

ARCH ?= i386
PYTHON ?= python3
# DEBUG=1, FORCE_MAP=1 and TSAN=1 are kernels of their own, and so is one with EXTRA_CFLAGS:
# with -DKMAP_SLOTS=4 -Os it is in build/i386-DKMAP_SLOTS_4-Os.
EMPTY :=
EXTRA_NAME := $(subst =,_,$(subst $(EMPTY) $(EMPTY),,$(strip $(EXTRA_CFLAGS))))
VARIANT := $(if $(filter 1,$(DEBUG)),-debug)$(if $(filter 1,$(FORCE_MAP)),-force)$(if $(filter 1,$(TSAN)),-tsan)$(EXTRA_NAME)
BUILD := build/$(ARCH)$(VARIANT)
export ARCH
# V=1 shows the compiler's command lines.
Q := $(if $(V),,@)

# What is passed on to the tools when the user sets it.
RUN_OPTIONS = $(foreach v,CPUS MEM FILE SIZE WORKERS ACCEL JSON JOB SCREENSHOT, \
	$(if $($(v)),--$(shell echo $(v) | tr A-Z a-z) '$($(v))'))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.PHONY: help run check bench lint kernel template bootstrap clean check-mutations model check-bugs sim check-deep fuzz coverage race

help:
	@echo 'kmap: preemptible task-local page mappings. Two commands:'
	@echo
	@echo '  make run             boot the reference kernel and work on a real file'
	@echo '  make check           run all tests; ends with "N passed, N failed"'
	@echo
	@echo 'Both install what is missing when run as root on Debian. Variables:'
	@echo
	@echo '  ARCH=i386|um         machine: 32-bit x86 in QEMU (default), or a Linux process'
	@echo '                       (make check also knows host and all, its default)'
	@echo '  CPUS=2 MEM=4G        processors (1 to 8) and RAM of the machine'
	@echo '  FILE=path            the file to work on; default: a large binary found here'
	@echo '  SIZE=512M            memory to fill with copies of it'
	@echo '  WORKERS=2            workers for each processor'
	@echo '  ACCEL=tcg|icount|kvm how QEMU runs: fast, counting instructions, on /dev/kvm'
	@echo '  JSON=path            write the results there, too'
	@echo '  JOB=iomap            draw into the display through I/O mappings instead'
	@echo '  SCREENSHOT=path      where JOB=iomap saves its screen (build/iomap-ARCH.png)'
	@echo '  DEBUG=1              guards between mappings, notes of who made them, more checks'
	@echo '  FORCE_MAP=1          low pages go through slots, too'
	@echo '  TSAN=1               ThreadSanitizer watches the kernel (ARCH=um only)'
	@echo '  EXTRA_CFLAGS=...     more for the compiler, for instance -DKMAP_SLOTS=4'
	@echo
	@echo 'Further:'
	@echo
	@echo '  make bench           exact instruction counts, beside those of Linux'
	@echo '  make lint            format, static checks, lengths, licence lines'
	@echo '  make check-bugs      for each bug of docs/bugs.md, the tests that would notice it'
	@echo '  make check-mutations break the core in many ways; the tests must notice'
	@echo '  make model           verify the model of the protocol with SPIN (docs/proof.md)'
	@echo '  make coverage        which lines and branches of the core the tests reach'
	@echo '  make sim             all schedules of small machines, then random ones;'
	@echo '                       SCHEDULE= or SEED= shows the one that a failure names'
	@echo '  make check-deep      the same and fuzzing for much longer: an hour and more'
	@echo '  make race            the core on real threads, and the um kernel, under ThreadSanitizer'
	@echo '  make fuzz            random programs of API calls, right and wrong, for SECONDS=60;'
	@echo '                       SEED=number begins it so again, CONFIG=name only one build,'
	@echo '                       REPLAY=path one program'
	@echo '  make kernel          build the kernel of ARCH only'
	@echo '  make bootstrap       install what ARCH needs, and nothing else'
	@echo '  make clean           remove build/'

run:
	@$(PYTHON) tools/bootstrap.py $(ARCH) build run
	@$(MAKE) --no-print-directory -s kernel
	@$(PYTHON) tools/run.py --arch $(ARCH) --image '$(KERNEL_IMAGE)' $(RUN_OPTIONS)

bench:
	@$(PYTHON) tools/bootstrap.py $(ARCH) build run
	@$(MAKE) --no-print-directory -s kernel
	@$(PYTHON) tools/bench.py --arch $(ARCH) $(if $(JSON),--json '$(JSON)')

# Without an ARCH of the user's own, everything is checked.
CHECK_ARCH = $(if $(filter file default,$(origin ARCH)),all,$(ARCH))

check:
	@$(PYTHON) tools/bootstrap.py $(CHECK_ARCH) build run check lint
	@$(PYTHON) tools/check.py --arch $(CHECK_ARCH)

check-mutations:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tools/mutate.py

coverage:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tools/coverage.py $(if $(JSON),--json '$(JSON)')

sim:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tools/sim.py $(if $(SCHEDULE),--schedule '$(SCHEDULE)') $(if $(SEED),--seed '$(SEED)')

check-deep:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tools/sim.py --deep
	@$(PYTHON) tools/fuzz.py --seconds '$(or $(SECONDS),1200)'

fuzz:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tools/fuzz.py $(if $(SECONDS),--seconds '$(SECONDS)') $(if $(SEED),--seed '$(SEED)') \
		$(if $(CONFIG),--config '$(CONFIG)') $(if $(REPLAY),--replay '$(REPLAY)')

check-bugs:
	@$(PYTHON) tools/bootstrap.py um build run check lint
	@$(PYTHON) tools/bugs.py

race:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tools/race.py
	@$(PYTHON) tools/race_um.py

model:
	@$(PYTHON) tools/bootstrap.py host build check
	@$(PYTHON) tools/spin.py

lint:
	@$(PYTHON) tools/bootstrap.py host lint
	@$(PYTHON) tools/lint.py

bootstrap:
	@$(PYTHON) tools/bootstrap.py $(ARCH) build run check lint

clean:
	rm -rf build

-include tests/unit/build.mk
-include tests/sim/build.mk
-include tests/fuzz/build.mk
-include tests/race/build.mk
include kernel/build.mk
