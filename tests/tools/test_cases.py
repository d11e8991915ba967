# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the module that runs these tests."""

import contextlib
import io
import unittest

from common import tap
from common.cases import TapResult


def parts(*good: bool) -> unittest.TestCase:
    """A test of parts, each of which passes or fails."""

    class Parts(unittest.TestCase):
        """It is made here so that no search for tests finds it."""

        def runTest(self) -> None:
            """Each part in its turn."""
            for number, is_good in enumerate(good):
                with self.subTest(number):
                    self.assertTrue(is_good)

    return Parts()


class Parts(unittest.TestCase):
    """Tests with parts have one result."""

    def results(self, *good: bool) -> list[bool]:
        """What is printed of such a test."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            parts(*good).run(TapResult())
        return [point.ok for point in map(tap.parse_point, output.getvalue().splitlines()) if point]

    def test_one_result(self) -> None:
        """it passes if all parts do, and fails once if one does or several do"""
        self.assertEqual(self.results(True, True), [True])
        self.assertEqual(self.results(True, False), [False])
        self.assertEqual(self.results(False, True, False), [False])
