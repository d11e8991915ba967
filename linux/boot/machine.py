# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The only module that knows how QEMU boots a Linux kernel."""

from pathlib import Path

from boot import kinds
from boot.request import Request
from common import targets
from guest.accelerators import ACCELERATORS

# A stall of a virtual processor is that of a busy host. Results come through /dev/kmsg, and
# none may be dropped. The machine resets when the kernel panics, and QEMU ends.
COMMON_WORDS = ("panic=-1", "printk.devkmsg=on", "rcupdate.rcu_cpu_stall_timeout=300")
# Linux trusts the counter of the processor only if another clock watches it, or so. Without
# it timers would wait for the tick.
COUNTING_WORDS = ("tsc=reliable",)
I386_PROCESSOR = "pentium3"
# Linux's architectures whose machines count instructions for a clock, in every run. SPARC's tick
# may come again before Linux has left its handler: by the clock of a busy host that happens at
# each tick, until the stack is full.
COUNTED = ("sparc",)


def i386(request: Request) -> list[str]:
    """The firmware's MP table has one processor for each socket.

    The processor has 36-bit physical addresses, and is none that Linux warns about.
    """
    sockets = f"{request.cpus},sockets={request.cpus},cores=1,threads=1"
    return ["qemu-system-i386", "-machine", "pc", "-cpu", I386_PROCESSOR, "-smp", sockets]


def arm(request: Request) -> list[str]:
    """The 32-bit binary of QEMU 7.2 breaks programs when RAM ends above 4 GiB."""
    return ["qemu-system-aarch64", "-machine", "virt", "-cpu", "cortex-a15",
            "-smp", str(request.cpus)]


def powerpc(request: Request) -> list[str]:
    """The board of the e500 family; it loads an ELF file itself."""
    return ["qemu-system-ppc", "-machine", "ppce500", "-cpu", "e500mc", "-smp", str(request.cpus)]


def mips(_request: Request) -> list[str]:
    """A processor whose cache has no aliases: with them Linux ignores high memory."""
    return ["qemu-system-mipsel", "-machine", "malta", "-cpu", "24Kf"]


def sparc(request: Request) -> list[str]:
    """A SPARCstation 20."""
    return ["qemu-system-sparc", "-machine", "SS-20", "-smp", str(request.cpus)]


# For each of Linux's architectures the machine, and the console.
MACHINES = {"i386": (i386, "ttyS0"), "arm": (arm, "ttyAMA0"), "powerpc": (powerpc, "ttyS0"),
            "mips": (mips, "ttyS0"), "sparc": (sparc, "ttyS0")}


def is_counting(request: Request) -> bool:
    """Whether instructions are what is measured."""
    return request.kernel == kinds.BENCH


def accelerator_of(request: Request) -> str:
    """How QEMU runs the machine, and whose clock it has."""
    return "icount" if is_counting(request) or request.arch.make in COUNTED else "tcg"


def kernel_words(request: Request) -> list[str]:
    """The words of the kernel's command line. What it does not know is handed to /init."""
    words = [f"console={MACHINES[request.arch.make][1]}", *COMMON_WORDS]
    if is_counting(request):
        words += COUNTING_WORDS
    if request.kmap:
        words += [f"kmap.{test}=1" for test in request.tests if test in kinds.KERNEL_TESTS]
    return [*words, f"KMAP_TESTS={','.join(request.tests)}", f"KMAP_CPUS={request.cpus}"]


def command(request: Request, image: Path, initramfs: Path) -> list[str]:
    """QEMU with the kernel. It splits -initrd at commas, so run it in that file's folder."""
    machine, _console = MACHINES[request.arch.make]
    return [*machine(request), *ACCELERATORS[accelerator_of(request)],
            "-m", f"{request.memory // targets.MIB}M",
            "-kernel", str(image), "-initrd", initramfs.name,
            "-append", " ".join(kernel_words(request)),
            "-nographic", "-nodefaults", "-serial", "stdio", "-no-reboot"]
