# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Valid configurations, and valid addresses of windows."""

from collections.abc import Iterator

from compiling.compiler import (FAKE, ROOT, TEMPLATE_HOST, Case, Setup, Statements, accepted,
                                compiled, refused)
from compiling.sources import HEADER, TYPES, contract

SWITCHES = ("KMAP_ATOMIC", "KMAP_PERSISTENT", "KMAP_IO", "KMAP_HELPERS", "KMAP_DEBUG", "KMAP_GUARD",
            "KMAP_FORCE_MAP", "KMAP_STATS", "KMAP_INLINE")
NUMBERS = ("KMAP_SLOTS", "KMAP_CPUS_MAX", "KMAP_TASKS_MAX", "KMAP_PERSISTENT_PAGES",
           "KMAP_IO_PAGES")
OUT_OF_BOUNDS = ("KMAP_SLOTS=0", "KMAP_SLOTS=33", "KMAP_CPUS_MAX=0", "KMAP_TASKS_MAX=0",
                 "KMAP_PERSISTENT_PAGES=0", "KMAP_IO_PAGES=0", "KMAP_TASKS_MAX=2147483648", "KMAP_CPUS_MAX=281474976710656",
                 "KMAP_CPUS_MAX=1152921504606846976", "KMAP_PERSISTENT_PAGES=2147483648",
                 "KMAP_IO_PAGES=2147483648", *(f"{name}=2" for name in SWITCHES),
                 *(f"{name}=-1" for name in SWITCHES + NUMBERS))
ACCEPTED = ("KMAP_SLOTS=1", "KMAP_SLOTS=32", "KMAP_CPUS_MAX=1", "KMAP_CPUS_MAX=1024",
            "KMAP_CPUS_MAX=65536", "KMAP_TASKS_MAX=1", "KMAP_TASKS_MAX=2147483647",
            "KMAP_PERSISTENT_PAGES=1", "KMAP_PERSISTENT_PAGES=2147483647",
            "KMAP_IO_PAGES=1", "KMAP_IO_PAGES=2147483647", *(f"{name}=0" for name in SWITCHES))
# Half of 4 GiB, without two pages; a window has 16 slots.
FITS_32_BITS = ("KMAP_CPUS_MAX=32767", "KMAP_PERSISTENT_PAGES=524285", "KMAP_IO_PAGES=524285")
TOO_LARGE_FOR_32_BITS = ("KMAP_CPUS_MAX=65536", "KMAP_CPUS_MAX=32768",
                         "KMAP_PERSISTENT_PAGES=524286", "KMAP_IO_PAGES=524286",
                         "KMAP_PERSISTENT_PAGES=2147483647", "KMAP_IO_PAGES=2147483647")
BITS_32 = Setup(("-m32", "-ffreestanding"))
PRIVATE, TASK = "KMAP_WINDOW=private", "KMAP_WINDOW=task"
# The slots of all windows of tasks, which are not looked at in other kinds.
TASKS_FIT, TASKS_DO_NOT_FIT = "KMAP_TASKS_MAX=32767", "KMAP_TASKS_MAX=32768"


def bounds() -> Iterator[Case]:
    """The smallest and largest valid numbers, and the first invalid ones."""
    for value in OUT_OF_BOUNDS:
        yield refused(f"-D{value} is refused", HEADER, f"{value.partition('=')[0]} must be",
                      Setup().having(value))
    yield refused("17 slots with guards are refused", HEADER, "KMAP_SLOTS must be at most 16",
                  Setup().having("KMAP_SLOTS=17", "KMAP_GUARD=1"))
    yield refused("debug mode without guards is refused", HEADER, "KMAP_DEBUG comes with guards",
                  Setup().having("KMAP_DEBUG=1", "KMAP_GUARD=0"))
    for value in ACCEPTED:
        yield accepted(f"-D{value} is accepted", TYPES, Setup().having(value))


def kinds() -> Iterator[Case]:
    """The kinds of window, which are words."""
    for kind in ("cpu", "private", "task"):
        yield accepted(f"-DKMAP_WINDOW={kind} is accepted", TYPES,
                       Setup().having(f"KMAP_WINDOW={kind}"))
    for kind in ("tasks", "1", ""):
        yield refused(f"-DKMAP_WINDOW={kind} is refused", HEADER, "KMAP_WINDOW must be",
                      Setup().having(f"KMAP_WINDOW={kind}"))


def of_tasks() -> Iterator[Case]:
    """Windows of tasks, and how many there are."""
    fake = Setup(folders=(FAKE,)).having(TASK)
    yield accepted("windows of tasks are accepted", HEADER, fake)
    yield refused("windows of tasks are refused where caches are flushed before a mapping goes",
                  HEADER, "KMAP_WINDOW must not be task", fake.having("FAKE_RETIRES=1"))
    for value in ("KMAP_TASKS_MAX=1", "KMAP_TASKS_MAX=65536"):
        yield accepted(f"-D{TASK} with -D{value} is accepted", TYPES, Setup().having(TASK, value))


# More slots for two cache colours, and for four.
FEW = "KMAP_SLOTS must be larger"


def of_colours() -> Iterator[Case]:
    """Slots that are too few where all pages have one cache colour."""
    two, four = (Setup(folders=(FAKE,)).having(f"FAKE_COLOURS={colours}") for colours in (2, 4))
    yield refused("fewer than two slots of a colour are refused, for copies", contract(), FEW,
                  two.having("KMAP_SLOTS=3"))
    yield accepted("two slots of each colour are accepted", contract(), two.having("KMAP_SLOTS=4"))
    yield refused("fewer slots than colours are refused", contract(), FEW,
                  four.having("KMAP_SLOTS=3", "KMAP_HELPERS=0"))
    yield refused("a persistent window without a slot of each colour is refused", contract(),
                  "KMAP_PERSISTENT_PAGES must be", four.having("KMAP_PERSISTENT_PAGES=3"))
    asks = HEADER + "KMAP_ASSERT_DEPTH(8);\n"
    yield accepted("a depth that half of the slots have is accepted", asks, two)
    yield refused("a depth that a quarter of the slots does not have is refused", asks, FEW, four)


def of_x86() -> Iterator[Case]:
    """Options of x86."""
    x86 = Setup(folders=(ROOT / "arch/x86", ROOT / "arch/x86/pae", TEMPLATE_HOST))
    yield accepted("x86 without no-execute is accepted", HEADER,
                   x86.having("KMAP_X86_NO_EXECUTE=0"))
    yield refused("-DKMAP_X86_NO_EXECUTE=2 is refused", HEADER, "KMAP_X86_NO_EXECUTE must be",
                  x86.having("KMAP_X86_NO_EXECUTE=2"))


def of_mips() -> Iterator[Case]:
    """A TLB entry for two pages: no two CPUs may share one."""
    mips = Setup(folders=(ROOT / "arch/mips", TEMPLATE_HOST))
    odd = mips.having("KMAP_SLOTS=5")
    yield refused("an odd number of slots is refused on MIPS", HEADER, "KMAP_SLOTS must be even",
                  odd)
    yield refused("an odd number of slots is refused on MIPS, with two CPUs", HEADER,
                  "KMAP_SLOTS must be even", odd.having("KMAP_CPUS_MAX=2"))
    for flag in ("KMAP_CPUS_MAX=1", "KMAP_GUARD=1", PRIVATE, TASK):
        yield accepted(f"an odd number of slots is accepted on MIPS, -D{flag}", HEADER,
                       odd.having(flag))
    yield accepted("an even number of slots is accepted on MIPS", HEADER,
                   mips.having("KMAP_SLOTS=6"))


def of_one_cpu() -> Iterator[Case]:
    """Ports that are for one CPU."""
    for name in ("microblaze", "nds32"):
        port = Setup(folders=(ROOT / "arch" / name, TEMPLATE_HOST))
        yield accepted(f"one CPU is accepted on {name}", HEADER, port.having("KMAP_CPUS_MAX=1"))
        yield refused(f"two CPUs are refused on {name}", HEADER,
                      "KMAP_CPUS_MAX must be 1: this port", port.having("KMAP_CPUS_MAX=2"))


def no_numbers() -> Iterator[Case]:
    """Values that are not a plain number."""
    for name in NUMBERS:
        yield refused(f"-D{name}=4+4 is refused", HEADER, r"'\+'", Setup().having(f"{name}=4+4"))
        yield refused(f"-D{name}=many is refused", HEADER, "'many'", Setup().having(f"{name}=many"))
        yield refused(f"-D{name}= is refused", HEADER, "expected expression",
                      Setup().having(f"{name}="))


def narrow() -> Iterator[Case]:
    """What fits in an address space of 32 bits."""
    lacking = "" if compiled("int x;", BITS_32)[0] == 0 else "the compiler makes no 32-bit code"
    for value in TOO_LARGE_FOR_32_BITS:
        case = refused(f"-D{value} is refused where addresses have 32 bits", HEADER,
                       f"{value.partition('=')[0]} must be smaller", BITS_32.having(value))
        yield Case(case.name, case.check, lacking)
    case = refused("windows of tasks that do not fit 32 bits are refused", HEADER,
                   "or KMAP_TASKS_MAX", BITS_32.having(TASK, TASKS_DO_NOT_FIT))
    yield Case(case.name, case.check, lacking)
    for words, setup in {"of tasks that fit": BITS_32.having(TASK, TASKS_FIT),
                         "of CPUs, however many tasks there may be, that fit":
                             BITS_32.having(TASKS_DO_NOT_FIT)}.items():
        case = accepted(f"windows {words} 32 bits", TYPES, setup)
        yield Case(case.name, case.check, lacking)
    for value in FITS_32_BITS:
        case = accepted(f"-D{value} is accepted where addresses have 32 bits", TYPES,
                        BITS_32.having(value))
        yield Case(case.name, case.check, lacking)


# Base and size of windows in the region from 0xff000000 to 0xffffffff.
REGION = "0xff000000, 0xffffffff"
INSIDE = {"at the lower end": ("0xff001000", "0x1000"),
          "at the upper end": ("0xfffef000", "0x10000"),
          "that fills it": ("0xff001000", "0xffe000"),
          "in the middle": ("0xff800000", "0x800000 / 2")}
OUTSIDE = {"without a guard before it": ("0xff000000", "0x1000"),
           "without a guard behind it": ("0xfffff000", "0x1000"),
           "whose guard is a byte short": ("0xfffef000", "0x10001"),
           "that is no multiple of a page": ("0xff001800", "0x1000"),
           "below the region": ("0xfe000000", "0x1000"),
           "at zero": ("0", "0x1000"),
           "that is too large": ("0xff001000", "0xfff000"),
           "that goes over the end": ("0xfff00000", "0x1000000"),
           "that overflows": ("0xff001000", "UINTPTR_MAX"),
           "that overflows but for its guard": ("0xff001000", "UINTPTR_MAX - 0xffe")}


def regions() -> Iterator[Case]:
    """KMAP_ASSERT_REGION(): windows with their guards in a region of the address space."""
    together = Statements(HEADER)
    for words, (base, size) in INSIDE.items():
        yield together.case(f"a window {words} is accepted",
                            f"KMAP_ASSERT_REGION({base}, {size}, {REGION});")
    for words, (base, size) in OUTSIDE.items():
        yield together.case(f"a window {words} is refused",
                            f"KMAP_ASSERT_REGION({base}, {size}, {REGION});", "lies outside")
    yield together.case("a window above the region is refused",
                        "KMAP_ASSERT_REGION(0xfff00000, 0x1000, 0xff000000, 0xffefffff);",
                        "lies outside")
    yield together.case("a window at the end of the address space is accepted",
                        "KMAP_ASSERT_REGION(UINTPTR_MAX - 0x1fff, 0x1000, 0, UINTPTR_MAX);")


# Base and size of two windows.
APART = {"with one guard between them": ("0xff001000", "0x3000", "0xff005000", "0x1000"),
         "far from each other": ("0x1000", "0x1000", "0xff005000", "0x1000"),
         "at the ends of the address space": ("0x1000", "0x1000", "UINTPTR_MAX - 0x1fff", "0x1000")}
TOGETHER = {"without a guard between them": ("0xff001000", "0x3000", "0xff004000", "0x1000"),
            "whose guard is a byte short": ("0xff001000", "0x3001", "0xff005000", "0x1000"),
            "at the same place": ("0xff001000", "0x3000", "0xff001000", "0x1000"),
            "that overlap": ("0xff001000", "0x3000", "0xff003000", "0x3000"),
            "one of which is in the other": ("0xff001000", "0x5000", "0xff003000", "0x1000"),
            "one of which goes to the end": ("0xff001000", "UINTPTR_MAX", "0xff00f000", "0x1000")}


def pairs() -> Iterator[Case]:
    """KMAP_ASSERT_APART(): two windows, in both orders."""
    together = Statements(HEADER)
    for shown, message in ((APART, ""), (TOGETHER, "overlaps another one")):
        result = "refused" if message else "accepted"
        for words, (base, size, base2, size2) in shown.items():
            yield together.case(f"windows {words} are {result}",
                                f"KMAP_ASSERT_APART({base}, {size}, {base2}, {size2});", message)
            yield together.case(f"windows {words} are {result}, the higher one first",
                                f"KMAP_ASSERT_APART({base2}, {size2}, {base}, {size});", message)


def of_hosts() -> Iterator[Case]:
    """Windows that grow into each other: the template's."""
    for value in ("KMAP_PERSISTENT_PAGES=1280", "KMAP_PERSISTENT_PAGES=2048", "KMAP_IO_PAGES=768"):
        yield refused(f"the template with -D{value} is refused", HEADER, "overlaps another one",
                      Setup().having(value))
    for value in ("KMAP_PERSISTENT_PAGES=1279", "KMAP_IO_PAGES=767"):
        yield accepted(f"the template with -D{value} is accepted", HEADER, Setup().having(value))


def cases() -> Iterator[Case]:
    """All cases of this module."""
    yield from bounds()
    yield from kinds()
    yield from of_tasks()
    yield from of_colours()
    yield from of_x86()
    yield from of_mips()
    yield from of_one_cpu()
    yield from no_numbers()
    yield from narrow()
    yield from regions()
    yield from pairs()
    yield from of_hosts()
