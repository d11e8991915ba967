# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Pictures with a palette, which take half of the space: PNG in, PNG out."""

import struct
import zlib
from collections import Counter

from guest.screenshot import PNG_SIGNATURE, RGB_BYTES

COLOURS = 256
Colour = bytes


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """The chunks of a picture by their names; those of one name are one."""
    found: dict[bytes, bytes] = {}
    at = len(PNG_SIGNATURE)
    while at < len(png):
        length, = struct.unpack(">I", png[at:at + 4])
        name = png[at + 4:at + 8]
        found[name] = found.get(name, b"") + png[at + 8:at + 8 + length]
        at += 12 + length
    return found


def _nearest(left: int, up: int, corner: int) -> int:
    """Paeth's predictor."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))


def _line(kind: int, line: bytearray, above: bytes) -> bytes:
    """A line of pixels without its filter."""
    for at in range(len(line) if kind else 0):
        left = line[at - RGB_BYTES] if at >= RGB_BYTES else 0
        corner = above[at - RGB_BYTES] if at >= RGB_BYTES else 0
        add = (left, above[at], (left + above[at]) // 2,
               _nearest(left, above[at], corner))[kind - 1]
        line[at] = (line[at] + add) & 255
    return bytes(line)


def lines_of(png: bytes) -> list[bytes]:
    """The lines of a picture with 8 bits each for red, green and blue; raises ValueError."""
    chunks = _chunks(png)
    width, _height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if form != [8, 2, 0, 0, 0]:
        raise ValueError("the picture has another form")
    data, step = zlib.decompress(chunks[b"IDAT"]), 1 + width * RGB_BYTES
    found, above = [], bytes(step - 1)
    for at in range(0, len(data), step):
        above = _line(data[at], bytearray(data[at + 1:at + step]), above)
        found.append(above)
    return found


def _pixels(line: bytes) -> list[Colour]:
    return [line[at:at + RGB_BYTES] for at in range(0, len(line), RGB_BYTES)]


def palette_of(counted: Counter[Colour]) -> dict[Colour, int]:
    """The number of each colour: the most common ones have their own, others that of the nearest."""
    own = [colour for colour, _ in counted.most_common(COLOURS)]
    numbers = {colour: number for number, colour in enumerate(own)}
    for colour in counted:
        if colour not in numbers:
            near = min(own, key=lambda each: sum((one - other) ** 2
                                                 for one, other in zip(colour, each)))
            numbers[colour] = numbers[near]
    return numbers


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def indexed(png: bytes) -> bytes:
    """The picture with a palette."""
    lines = [_pixels(line) for line in lines_of(png)]
    numbers = palette_of(Counter(pixel for line in lines for pixel in line))
    # Those with a number of their own come first.
    own = list(numbers)[:COLOURS]
    header = struct.pack(">IIBBBBB", len(lines[0]), len(lines), 8, 3, 0, 0, 0)
    data = b"".join(b"\0" + bytes(numbers[pixel] for pixel in line) for line in lines)
    return b"".join((PNG_SIGNATURE, _chunk(b"IHDR", header),
                     _chunk(b"PLTE", b"".join(own)),
                     _chunk(b"IDAT", zlib.compress(data, 9)), _chunk(b"IEND", b"")))
