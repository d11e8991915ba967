# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of pictures: PPM, PNG, QEMU's monitor, and a run whose picture fails."""

import json
import socket
import struct
import tempfile
import threading
import unittest
import zlib
from pathlib import Path

from guest import screenshot
from guest.screenshot import NoPicture, Picture

RED_GREEN = Picture(2, 1, b"\xff\0\0\0\xff\0")


class Directory(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)


class Formats(Directory):
    """Reading PPM and writing PNG."""

    def test_ppm_is_read(self):
        """a PPM with spaces and newlines"""
        path = self.directory / "screen.ppm"
        path.write_bytes(b"P6\n2 1\n255\n" + RED_GREEN.rgb)
        self.assertEqual(screenshot.read_ppm(path), RED_GREEN)

    def test_bad_ppm_is_refused(self):
        """no file, another format, too few bytes, too many bytes"""
        path = self.directory / "screen.ppm"
        for content in (None, b"", b"P5\n2 1\n255\n" + bytes(6), b"P6\n2 1\n255\n" + bytes(5),
                        b"P6\n2 1\n255\n" + bytes(7), b"P6\n2 1\n65535\n" + bytes(12)):
            if content is not None:
                path.write_bytes(content)
            with self.subTest(content), self.assertRaises(NoPicture):
                screenshot.read_ppm(path)

    def test_part(self):
        """the first pixels and lines; no more than there are"""
        square = Picture(2, 2, RED_GREEN.rgb + bytes(6))
        self.assertEqual(square.part(1, 1), Picture(1, 1, b"\xff\0\0"))
        self.assertEqual(square.part(1, 2), Picture(1, 2, b"\xff\0\0\0\0\0"))
        self.assertEqual(square.part(2, 1), RED_GREEN)
        self.assertEqual(square.part(9, 9), square)

    def test_words(self):
        """RAM that a display shows: words of 0x00rrggbb, little-endian, as a PPM"""
        path = self.directory / "screen.ppm"
        path.write_bytes(screenshot.ppm_of(b"\x33\x22\x11\0" * (640 * 480 - 1) + b"\x03\x02\x01\0"))
        picture = screenshot.read_ppm(path)
        self.assertEqual((picture.width, picture.height), (640, 480))
        self.assertEqual(picture.pixel(0, 0), (0x11, 0x22, 0x33))
        self.assertEqual(picture.pixel(639, 479), (1, 2, 3))

    def test_png_is_as_the_standard_says(self):
        """each chunk has its length and checksum, and the pixel lines are intact"""
        content = screenshot.png_bytes(Picture(2, 2, RED_GREEN.rgb * 2))
        self.assertEqual(content[:8], b"\x89PNG\r\n\x1a\n")
        at, found = 8, {}
        while at < len(content):
            (length,) = struct.unpack_from(">I", content, at)
            kind, data = content[at + 4:at + 8], content[at + 8:at + 8 + length]
            (checksum,) = struct.unpack_from(">I", content, at + 8 + length)
            self.assertEqual(checksum, zlib.crc32(kind + data))
            found[kind] = data
            at += length + 12
        self.assertEqual(list(found), [b"IHDR", b"IDAT", b"IEND"])
        self.assertEqual(found[b"IHDR"], struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
        self.assertEqual(zlib.decompress(found[b"IDAT"]), (b"\0" + RED_GREEN.rgb) * 2)

    def test_round_trip(self):
        """a written PNG has the same pixels when read"""
        path = self.directory / "screen.png"
        screenshot.write_png(path, RED_GREEN)
        self.assertEqual(screenshot.read_png(path), RED_GREEN)
        self.assertEqual(RED_GREEN.pixel(1, 0), (0, 255, 0))
        self.assertEqual([each.name for each in self.directory.iterdir()], ["screen.png"])


class Monitor(Directory):
    """Talking to a fake QEMU in a thread."""

    def dump(self, *answers: dict) -> list[str]:
        """Take a picture, with these answers of QEMU. Returns the commands that it got."""
        path, got = self.directory / "monitor", []
        server = socket.socket(socket.AF_UNIX)
        self.addCleanup(server.close)
        server.bind(str(path))
        server.listen()

        def act():
            connection = server.accept()[0]
            with connection, connection.makefile("rw") as talk:
                talk.write('{"QMP": {}}\n')
                for answer in ({"return": {}}, *answers):
                    talk.flush()
                    if "event" not in answer:
                        got.append(json.loads(talk.readline())["execute"])
                    talk.write(json.dumps(answer) + "\n")
                talk.flush()

        thread = threading.Thread(target=act)
        thread.start()
        try:
            screenshot.dump_screen(path, "screen.ppm")
        finally:
            thread.join()
        return got

    def test_commands(self):
        """capabilities first, then the picture; events in between are ignored"""
        self.assertEqual(self.dump({"event": "RESUME"}, {"return": {}}),
                         ["qmp_capabilities", "screendump"])

    def test_refusal(self):
        """QEMU's error is passed on"""
        with self.assertRaisesRegex(NoPicture, "no surface"):
            self.dump({"error": {"desc": "no surface"}})

    def test_no_qemu(self):
        """no QEMU listens"""
        with self.assertRaisesRegex(NoPicture, "monitor"):
            screenshot.dump_screen(self.directory / "monitor", "screen.ppm")


if __name__ == "__main__":
    unittest.main()
