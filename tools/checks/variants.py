# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Checks of the kernel built with DEBUG=1, FORCE_MAP=1 and WINDOW, and of what only it notices."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checks import runs
from common import targets
from common.commands import INDENT, Expectation, driver, make, run, succeeds, tap_results, tool
from common.tap import Point


@dataclass(frozen=True)
class Variant:
    """A way to build the kernel."""

    debug: bool
    force: bool
    # The kind, if it is another one than make takes by itself.
    window: str = ""

    @property
    def variables(self) -> list[str]:
        """For make: what chooses the kernel."""
        return (["DEBUG=1"] * self.debug + ["FORCE_MAP=1"] * self.force +
                [f"WINDOW={self.window}"] * bool(self.window))

    @property
    def goal(self) -> list[str]:
        """For make: the kernel. Those that no measurement needs are compiled as few files."""
        return ["kernel", *self.variables, *[targets.WHOLE] * (self.debug or self.force)]

    def image(self, arch: str) -> Path:
        """Where make puts it."""
        plain = targets.TARGETS[arch].image_path
        suffix = ("-debug" * self.debug + "-force" * self.force +
                  f"-{self.window}" * bool(self.window))
        return plain.parent.with_name(plain.parent.name + suffix) / plain.name

    @property
    def cpus(self) -> tuple[int, ...]:
        """With how many CPUs its self-tests run."""
        return runs.SELFTEST_CPUS if self == DEBUG else OTHER_CPUS

    def __str__(self) -> str:
        return " ".join(self.variables)


DEBUG = Variant(True, False)
VARIANTS = (DEBUG, Variant(False, True), Variant(True, True))
# Of the others only debug mode looks at more on more CPUs, and four take most of the time.
OTHER_CPUS = (2,)


def of_windows(target: targets.Target) -> tuple[Variant, ...]:
    """Kinds of window other than the usual one, where the architecture has them."""
    return tuple(Variant(False, False, window) for window in target.windows)


# What each job must print where the kernel is built so; all of them fail.
DEBUG_FINDS = {
    "overrun": ("in the guard: this task overran a mapping", r"slot \d+, 1 page.* mapped by 0x"),
    "fault": ("in a mapping that this task gave back before", "given back by 0x"),
    "exhaust": ("no free slot to map", r"slot 0, 1 page.*mapped by 0x",
                r"slot 30, 1 page.*mapped by 0x"),
    "leak": (r"ends with mappings held: slot \d+", r"mapped by 0x.*depth 0"),
}
FORCE_FINDS = {"unmapped": ("exception: page fault",)}


def build_and_test(arch: str, variant: Variant, *how: str) -> Iterator[Point]:
    """The kernel builds, with more variables of make, and the whole suite runs in it."""
    yield from succeeds(f"make kernel {variant}", make(*variant.goal, f"ARCH={arch}", *how))
    for cpus in runs.cpus_of(arch, variant.cpus):
        command = driver("selftest/selftest.py", "--arch", arch, "--cpus", cpus,
                         "--image", variant.image(arch))
        yield from tap_results(f"selftest {variant} CPUS={cpus}", command)
    with runs.private_directory() as directory:
        file = runs.write_sample(directory / "sample", 100_000)
        finished = run(tool("run.py", "--arch", arch, "--file", file,
                            "--image", variant.image(arch), runs.NO_LATENCY, *runs.SMALL))
    yield Point(finished.status == 0, f"the main job, {variant}", reason=finished.how)


def _job(arch: str, image: Path, job: str, patterns: tuple[str, ...],
         *options: str) -> Iterator[Point]:
    with runs.private_directory() as directory:
        file = runs.write_sample(directory / "sample", 100_000)
        command = tool("run.py", "--arch", arch, "--file", file, "--image", image, "--job", job,
                       *runs.SMALL, *options)
        name = f"{image.parent.name}: job={job} {' '.join(options)}".rstrip()
        print(f"{INDENT}-- {name}")
        yield from Expectation(name, command, 1, patterns).check()


def culprits(arch: str) -> Iterator[Point]:
    """What goes wrong on purpose is noticed where it should be, and named."""
    debug, force = VARIANTS[0].image(arch), VARIANTS[1].image(arch)
    plain = targets.TARGETS[arch].image_path
    for job, patterns in DEBUG_FINDS.items():
        yield from _job(arch, debug, job, patterns)
    for job, patterns in FORCE_FINDS.items():
        yield from _job(arch, force, job, patterns)
    # The same code in a kernel that maps low pages for good runs on; the policy is the host's.
    yield from _job(arch, plain, "unmapped", ("a page was used without being mapped",))
    yield from _job(arch, plain, "leak", ("panic: kmap: task ends with mappings held",))
    yield from _job(arch, plain, "leak", ("misuse of kmap was reported",),
                    "--option", "bugs=report")
