# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""`make linux`: get a source tree, build a kernel, boot it, run the tests in it. Prints TAP.

The last line is "N passed, N failed". Exit status: 0 all passed, 1 something failed, 2 wrong
input, 3 the system lacks something, 128 + N ended by signal N.
"""

import argparse
from collections.abc import Iterator

from boot import build, initramfs, request, session, source
from boot.report import report_all
from boot.request import Request
from common import tap
from common.program import EXIT_OK, guarded

PROGRAM = "linux"


def steps(wanted: Request) -> Iterator[tap.Point]:
    """Everything, in its order; yields results. Raises Failed when it makes no sense to go on."""
    yield from source.get(wanted)
    yield from build.build(wanted)
    userland = initramfs.make(wanted)
    yield from session.boot(wanted, build.image_of(wanted), userland)


def main(arguments: list[str]) -> int:
    """The program."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__, allow_abbrev=False)
    request.add_arguments(parser)
    parser.add_argument("--check-only", action="store_true", help="only check the input")
    parser.add_argument("--skip-missing", action="store_true",
                        help="what cannot be had from Debian is a test that is skipped")
    parsed = parser.parse_args(arguments)
    wanted = request.from_arguments(parsed)
    if parsed.check_only:
        return EXIT_OK
    return report_all(str(wanted), steps(wanted), parsed.skip_missing)


def run(arguments: list[str]) -> int:
    """The program; what goes wrong becomes a line and an exit status."""
    return guarded(PROGRAM, lambda: main(arguments))
