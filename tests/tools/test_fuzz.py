# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the command line of tests/fuzz/fuzz.py."""

import subprocess
import sys
import unittest

from common import targets
from common.program import EXIT_USAGE

FUZZ = targets.REPOSITORY / "tests/fuzz/fuzz.py"
# Options, and values out of their bounds.
REFUSED = {"--runs": ("-1", "2147483648"), "--seconds": ("-1", "0", "nan", "1000001"),
           "--seed": ("-1", "0", "2147483648")}


class CommandLine(unittest.TestCase):
    """What is refused before anything is built."""

    def test_numbers_out_of_bounds(self):
        """a number that is too small or too large: one line that names its option, status 2"""
        for option, values in REFUSED.items():
            for value in values:
                with self.subTest(f"{option} {value}"):
                    # Should the number be taken, the configuration is refused, and nothing runs.
                    done = subprocess.run(
                        [sys.executable, str(FUZZ), option, value, "--config", "none"],
                        capture_output=True, text=True, timeout=60, check=False)
                    self.assertEqual((done.returncode, done.stdout), (EXIT_USAGE, ""))
                    self.assertRegex(done.stderr, rf"^fuzz: {option}: [^\n]*\n$")
