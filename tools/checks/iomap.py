# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Checks of the job iomap: what it says of its mappings, and the picture that it leaves."""

import json
from collections.abc import Iterator
from pathlib import Path

from checks import runs
from common.commands import Expectation, run, tool
from common.tap import Point
from guest.screenshot import NoPicture, Picture, read_png

CPUS = (1, 2, 4)
WIDTH, HEIGHT = 640, 480
# By what kernel/jobs/picture.c draws: pixels of the four letters, of the holes in them, and of
# the gradient beside them.
WHITE = (255, 255, 255)
LETTERS = ((56, 140), (140, 190), (200, 190), (248, 290), (344, 260), (440, 210), (488, 340),
           (584, 240))
GRADIENT = ((10, 10), (630, 10), (10, 470), (630, 470), (390, 212), (530, 252), (70, 190))
# The corner of each tile has the colour of the worker who drew it.
TILE = 40
WORKER_COLOURS = {(0xff, 0x30, 0x30), (0x30, 0xff, 0x30), (0x40, 0x60, 0xff), (0xff, 0xe0, 0x00),
                  (0xff, 0x40, 0xff), (0x00, 0xe0, 0xe0), (0xff, 0x90, 0x00), (0xb0, 0xb0, 0xb0)}


def gradient(x: int, y: int) -> tuple[int, int, int]:
    """The colour behind everything."""
    return x // 5 & 0x7f, y // 4 & 0x7f, 0x7f - (x // 5 & 0x7f)


def picture_problem(picture: Picture, workers: int) -> str:
    """What is wrong with the picture; empty when nothing is."""
    if (picture.width, picture.height) != (WIDTH, HEIGHT):
        return f"the picture has {picture.width} x {picture.height} pixels"
    expected = {place: WHITE for place in LETTERS} | {at: gradient(*at) for at in GRADIENT}
    for place, colour in expected.items():
        if picture.pixel(*place) != colour:
            return f"pixel {place} is {picture.pixel(*place)} instead of {colour}"
    corners = {picture.pixel(x, y) for x in range(0, WIDTH, TILE) for y in range(0, HEIGHT, TILE)}
    if len(corners - {WHITE}) > workers or not corners <= WORKER_COLOURS | {WHITE}:
        return f"the corners of tiles have the colours {sorted(corners)}"
    return ""


def run_problem(directory: Path, arch: str, cpus: int) -> str:
    """Run it; what was wrong, or nothing."""
    picture, path = directory / "screen.png", directory / "run.json"
    finished = run(tool("run.py", "--arch", arch, "--job", "iomap", "--cpus", cpus,
                        "--workers", 2, "--screenshot", picture, "--json", path))
    if finished.status != 0:
        return finished.how
    written = json.loads(path.read_text(encoding="utf-8"))
    if written["pixels"] != WIDTH * HEIGHT or written["wrong"]:
        return f"the JSON says {written}"
    if not written["preempted_while_mapped"] or not written["interrupt_mappings"]:
        return "nothing disturbed the mappings"
    try:
        return picture_problem(read_png(picture), 2 * cpus)
    except (NoPicture, OSError) as error:
        return str(error)


def iomap(arch: str) -> Iterator[Point]:
    """The job with several numbers of CPUs, and its bad input."""
    for cpus in runs.cpus_of(arch, CPUS):
        with runs.private_directory() as directory:
            problem = run_problem(directory, arch, cpus)
        yield Point(not problem, f"the picture is right, CPUS={cpus}", reason=problem)
    with runs.private_directory() as directory:
        for name, *arguments in (
                ("SCREENSHOT in no directory", "--job", "iomap", "--screenshot",
                 directory / "nothing" / "screen.png"),
                ("SCREENSHOT a directory", "--job", "iomap", "--screenshot", directory),
                ("SCREENSHOT of another job", "--screenshot", directory / "screen.png")):
            command = tool("run.py", "--arch", arch, *arguments)
            yield from Expectation(name, command, 2, ("SCREENSHOT",), 1).check()
