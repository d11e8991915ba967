# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Pictures of a machine's screen: taken from QEMU, read as PPM, written as PNG."""

import json
import re
import socket
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from common.outputs import write_bytes

# Files in the private directory of a run: QEMU's monitor socket, and the picture of the screen.
MONITOR_NAME, PICTURE_NAME = "monitor", "screen.ppm"
# Where the frame buffer is of machines whose display shows a part of RAM: kernel/arch/*/devices.h.
FRAME_BUFFERS = {"microblaze": 0x58000000}
MONITOR_SECONDS = 30
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PPM = re.compile(rb"P6\s+(\d+)\s+(\d+)\s+255\s")
RGB_BYTES = 3


class NoPicture(Exception):
    """No picture of the screen; the text is one line with the reason."""


@dataclass(frozen=True)
class Picture:
    """A picture: lines from the top, pixels from the left, one byte each for red, green, blue."""

    width: int
    height: int
    rgb: bytes

    def pixel(self, x: int, y: int) -> tuple[int, ...]:
        """A pixel's red, green and blue."""
        at = (y * self.width + x) * RGB_BYTES
        return tuple(self.rgb[at:at + RGB_BYTES])

    def part(self, width: int, height: int) -> "Picture":
        """Its first pixels and lines; less if it is smaller."""
        width, height = min(width, self.width), min(height, self.height)
        lines = (self.rgb[y * self.width * RGB_BYTES:][:width * RGB_BYTES] for y in range(height))
        return Picture(width, height, b"".join(lines))


class Monitor:
    """QEMU's machine protocol on a Unix socket."""

    def __init__(self, path: Path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(MONITOR_SECONDS)
        self._socket.connect(str(path))
        self._file = self._socket.makefile("rw", encoding="utf-8")

    def __enter__(self) -> "Monitor":
        self._file.readline()  # the greeting
        self.execute("qmp_capabilities")
        return self

    def __exit__(self, *_exception: object) -> None:
        self._file.close()
        self._socket.close()

    def execute(self, command: str, **arguments: object) -> None:
        """Run a command to its end; raises NoPicture if QEMU refuses."""
        self._file.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self._file.flush()
        for line in self._file:
            answer = json.loads(line)
            if "return" in answer:
                return
            if "error" in answer:
                raise NoPicture(f"QEMU refuses {command}: {answer['error'].get('desc')}")
        raise NoPicture(f"QEMU went away during {command}")


def dump_screen(monitor: Path, picture: str) -> None:
    """Make QEMU write its screen as PPM to the file `picture` in its working directory."""
    try:
        with Monitor(monitor) as connection:
            connection.execute("screendump", filename=picture)
    except (OSError, ValueError) as error:
        raise NoPicture(f"QEMU's monitor: {error}") from error


# What a display of RAM has: the size that kernel/include/device.h asks of all, 0x00rrggbb each.
WIDTH, HEIGHT, PIXEL_BYTES = 640, 480, 4


def ppm_of(pixels: bytes) -> bytes:
    """A picture in PPM format of words in little-endian order, 0x00rrggbb."""
    rgb = bytearray(WIDTH * HEIGHT * RGB_BYTES)
    for colour in range(RGB_BYTES):
        rgb[colour::RGB_BYTES] = pixels[RGB_BYTES - 1 - colour::PIXEL_BYTES]
    return b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + rgb


def dump_memory(monitor: Path, base: int, path: Path) -> None:
    """Make QEMU write RAM from `base` on, and make a picture in PPM format of it."""
    raw = path.with_suffix(".raw")
    try:
        with Monitor(monitor) as connection:
            connection.execute("pmemsave", val=base, size=WIDTH * HEIGHT * PIXEL_BYTES,
                               filename=raw.name)
    except (OSError, ValueError) as error:
        raise NoPicture(f"QEMU's monitor: {error}") from error
    path.write_bytes(ppm_of(raw.read_bytes()))


def qemu_picture(directory: Path) -> None:
    """Make QEMU write the picture of its screen."""
    dump_screen(directory / MONITOR_NAME, PICTURE_NAME)


def memory_picture(arch: str) -> Callable[[Path], None]:
    """Make the picture of the RAM that the display shows."""
    return lambda directory: dump_memory(directory / MONITOR_NAME, FRAME_BUFFERS[arch],
                                         directory / PICTURE_NAME)


def read_ppm(path: Path) -> Picture:
    """Read a picture in PPM format, as QEMU and the um kernel write it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NoPicture(f"no picture was written: {error.strerror}") from error
    head = _PPM.match(content)
    if not head:
        raise NoPicture("the picture is not in PPM format")
    picture = Picture(int(head[1]), int(head[2]), content[head.end():])
    if len(picture.rgb) != picture.width * picture.height * RGB_BYTES:
        raise NoPicture("the picture is truncated")
    return picture


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (struct.pack(">I", len(content)) + kind + content
            + struct.pack(">I", zlib.crc32(kind + content)))


def png_bytes(picture: Picture) -> bytes:
    """The picture as PNG: 8 bits per colour, without filters."""
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    line = picture.width * RGB_BYTES
    lines = b"".join(b"\0" + picture.rgb[at:at + line]
                     for at in range(0, line * picture.height, line))
    return (PNG_SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 9))
            + _chunk(b"IEND", b""))


def write_png(path: Path, picture: Picture) -> None:
    """Write the picture as PNG, atomically."""
    write_bytes(path, png_bytes(picture))


def read_png(path: Path) -> Picture:
    """Read a file of write_png(); other PNG files are refused."""
    content = path.read_bytes()
    if not content.startswith(PNG_SIGNATURE):
        raise NoPicture(f"{path} is not a PNG")
    width, height = struct.unpack_from(">II", content, len(PNG_SIGNATURE) + 8)
    at, packed = len(PNG_SIGNATURE), b""
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        if content[at + 4:at + 8] == b"IDAT":
            packed += content[at + 8:at + 8 + length]
        at += length + 12
    lines, step = zlib.decompress(packed), width * RGB_BYTES + 1
    if len(lines) != step * height or any(lines[::step]):
        raise NoPicture(f"{path} has filtered lines")
    return Picture(width, height, b"".join(lines[at + 1:at + step]
                                           for at in range(0, len(lines), step)))
