# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests that need a browser."""

import unittest

from report import browser

# Whether they are skipped where there is none; else they fail.
is_skipped = False


def need_browser(test: unittest.TestCase) -> None:
    """Skip a test, or let it fail, if there is no browser."""
    try:
        browser.find()
    except browser.NoBrowser as error:
        if is_skipped:
            test.skipTest(str(error))
        test.fail(str(error))
