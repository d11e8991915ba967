# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of reading and writing text: units, console, TAP, tables, JSON, progress."""

import io
import json
import tempfile
import unittest
from pathlib import Path

from common import outputs, tap, units
from guest import console, display


class Units(unittest.TestCase):
    """Sizes and times."""

    def test_sizes_are_read(self):
        """sizes in all notations"""
        expected = {"4096": 4096, "1K": 1024, "512M": 512 << 20, "4G": 4 << 30, "4GiB": 4 << 30,
                    "1.5g": 3 << 29, " 2 MB ": 2 << 20}
        self.assertEqual({text: units.parse_size(text) for text in expected}, expected)

    def test_bad_sizes_are_refused(self):
        """invalid sizes"""
        for text in ("", "M", "-1", "4Q", "0x10", "1..5M", "4 4"):
            with self.subTest(text), self.assertRaises(ValueError):
                units.parse_size(text)

    def test_quantities_are_shown(self):
        """quantities in readable form"""
        self.assertEqual(units.show_size(1), "1 byte")
        self.assertEqual(units.show_size(4097), "4097 bytes")
        self.assertEqual(units.show_size(4 << 30), "4 GiB")
        self.assertEqual(units.show_exact_size(5 << 20), "5 MiB")
        self.assertEqual(units.show_exact_size((5 << 20) + 1), "5242881 bytes (5 MiB)")
        self.assertEqual(units.show_left(125), "2 min 05 s")


class Console(unittest.TestCase):
    """Lines of the kernel."""

    def test_records(self):
        """records, with and without quotes"""
        record = console.parse('@end status=failed why="two \\"words\\"" code=0x10\r')
        self.assertEqual((record.kind, record.text("status")), ("end", "failed"))
        self.assertEqual(record.text("why"), 'two "words"')
        self.assertEqual(record.number("code"), 16)
        self.assertRaises(ValueError, record.number, "status")
        self.assertRaises(ValueError, record.number, "absent")

    def test_firmware(self):
        """output of the firmware is ignored, but not what follows it"""
        self.assertIsNone(console.parse("\x1bc\x1b[?7l\x1b[2J\x1b[0mSeaBIOS (version 1)"))
        self.assertIsNone(console.parse("\r"))
        self.assertIsNone(console.parse("qemu-system-sparc: warning: nic lance.0 has no peer"))
        self.assertEqual(console.parse("Booting from ROM..@end status=ok").kind, "end")

    def test_the_rest(self):
        """test results, and other lines"""
        for line in ("KTAP version 1", "1..3", "ok 1 name", "not ok 2 name", "# note"):
            self.assertIsInstance(console.parse(line), console.Tap, line)
        for line in ("okay", "1. first", "mail a@b", "not okay 1"):
            self.assertIsInstance(console.parse(line), console.Log, line)


class Tap(unittest.TestCase):
    """Test results."""

    def collect(self, *lines: str) -> tap.Collector:
        """A collector that has seen lines."""
        collector = tap.Collector()
        for line in lines:
            collector.feed(line)
        return collector

    def test_points(self):
        """names, numbers and directives"""
        self.assertEqual(tap.parse_point("ok 1 - a name"), tap.Point(True, "a name"))
        self.assertEqual(tap.parse_point("not ok 2 name"), tap.Point(False, "name"))
        self.assertEqual(tap.parse_point("ok 3 x # SKIP why"), tap.Point(True, "x", True, "why"))
        self.assertTrue(tap.parse_point("not ok 4 x # TODO later").ok)

    def test_counts(self):
        """passed, failed, skipped"""
        collector = self.collect("1..3", "ok 1 a", "not ok 2 b", "ok 3 c # SKIP")
        self.assertEqual(collector.counts, tap.Counts(1, 1, 1))
        self.assertEqual(list(collector.finish(False, "status 1")), [])

    def test_missing_tests_fail(self):
        """tests that did not report, or no plan at all, are a failure"""
        for lines in (("1..2", "ok 1 a"), ("ok 1 a",), ()):
            collector = self.collect(*lines)
            self.assertEqual(len(list(collector.finish(True, "it ended"))), 1)
            self.assertEqual(collector.counts.failed, 1)

    def test_bad_end_fails(self):
        """all tests passed, but the program failed"""
        collector = self.collect("1..1", "ok 1 a")
        self.assertEqual(len(list(collector.finish(False, "status 139"))), 1)


class Outputs(unittest.TestCase):
    """Files and tables."""

    def test_json_is_all_or_nothing(self):
        """a failure keeps the old file, and leaves no other"""
        with tempfile.TemporaryDirectory() as name:
            path = Path(name, "out.json")
            outputs.write_json(path, {"a": 1})
            self.assertRaises(TypeError, outputs.write_json, path, {"a": object()})
            self.assertEqual(json.loads(path.read_text()), {"a": 1})
            self.assertEqual(list(Path(name).iterdir()), [path])

    def test_table(self):
        """columns are aligned"""
        text = outputs.table([["", "one"], ["name", "12345"]])
        self.assertEqual(text.splitlines(), ["        one", "-----------", "name  12345"])


class Progress(unittest.TestCase):
    """Progress where there is no terminal."""

    def test_plain_lines_are_few(self):
        """without a terminal: a line every two seconds, and the last one"""
        stream = io.StringIO()
        ticks = iter(number / 10 for number in range(1000))
        shown = display.Display(stream, clock=lambda: next(ticks))
        for done in [*range(101), 100, 100]:
            shown.progress("fill", done, 100, "MiB")
        lines = stream.getvalue().splitlines()
        self.assertEqual(len(lines), 6)
        self.assertIn("left", lines[1])
        self.assertTrue(lines[-1].startswith("fill: 100%"), lines[-1])
