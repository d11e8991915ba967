# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of pictures with a palette."""

import random
import struct
import unittest
import zlib
from collections import Counter

from guest.screenshot import PNG_SIGNATURE
from report import palette


def filtered(kind: int, line: bytes, above: bytes) -> bytes:
    """A line of pixels as PNG stores it with one of its filters."""
    stored = [kind]
    for at, value in enumerate(line):
        left, up, corner = (line[at - 3] if at >= 3 else 0, above[at],
                            above[at - 3] if at >= 3 else 0)
        guess = left + up - corner
        nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up),
                      (abs(guess - corner), 2, corner))[2]
        stored.append(value - (0, left, up, (left + up) // 2, nearest)[kind] & 255)
    return bytes(stored)


def png_of(lines: list[bytes], depth: int = 8) -> bytes:
    """A picture in which each line has another filter."""
    header = struct.pack(">IIBBBBB", len(lines[0]) // 3, len(lines), depth, 2, 0, 0, 0)
    above, data = bytes(len(lines[0])), b""
    for number, line in enumerate(lines):
        data, above = data + filtered(number % 5, line, above), line
    return PNG_SIGNATURE + b"".join(
        struct.pack(">I", len(content)) + name + content + b"crc!"
        for name, content in ((b"IHDR", header), (b"IDAT", zlib.compress(data)), (b"IEND", b"")))


class Palette(unittest.TestCase):
    """From one form to the other."""

    def setUp(self):
        chance = random.Random(3)
        self.lines = [bytes(chance.choice((0, 7, 250)) for _ in range(36)) for _ in range(11)]

    def test_filters(self):
        """lines are read with every filter"""
        self.assertEqual(palette.lines_of(png_of(self.lines)), self.lines)

    def test_same_picture(self):
        """with few colours nothing changes"""
        made = palette.indexed(png_of(self.lines))
        chunks = palette._chunks(made)
        self.assertEqual(struct.unpack(">IIBB", chunks[b"IHDR"][:10]), (12, 11, 8, 3))
        colours, data = chunks[b"PLTE"], zlib.decompress(chunks[b"IDAT"])
        shown = [b"".join(colours[3 * index:3 * index + 3] for index in data[at + 1:at + 13])
                 for at in range(0, len(data), 13)]
        self.assertEqual(shown, self.lines)

    def test_many_colours(self):
        """a rare colour becomes the nearest of the common ones"""
        common = Counter({bytes((number, 0, 0)): 9 for number in range(256)})
        numbers = palette.palette_of(common + Counter({bytes((200, 3, 0)): 1}))
        self.assertEqual(numbers[bytes((200, 3, 0))], numbers[bytes((200, 0, 0))])

    def test_other_form(self):
        """another form is refused"""
        self.assertRaises(ValueError, palette.lines_of, png_of(self.lines, depth=16))
