# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Running tests in Python, with the results as TAP."""

import io
import traceback
import unittest
from collections.abc import Sequence
from pathlib import Path


class TapResult(unittest.TestResult):
    """Prints each result as it comes."""

    def __init__(self) -> None:
        super().__init__(stream=io.StringIO())
        self._number = 0
        self._failed: unittest.TestCase | None = None

    def _say(self, word: str, test: unittest.TestCase, note: str = "") -> None:
        self._number += 1
        name = f"{test.id()}: {test.shortDescription() or ''}"
        print(f"{word} {self._number} - {name}{note}", flush=True)

    def _say_failure(self, test: unittest.TestCase, error: tuple) -> None:
        """A test has one result, however many of its parts fail."""
        if self._failed is not test:
            self._say("not ok", test)
        self._failed = test
        for line in "".join(traceback.format_exception(*error)).splitlines():
            print(f"# {line}")

    def addSuccess(self, test: unittest.TestCase) -> None:
        """A test passed."""
        self._say("ok", test)

    def addFailure(self, test: unittest.TestCase, err: tuple) -> None:
        """A test failed."""
        super().addFailure(test, err)
        self._say_failure(test, err)

    def addError(self, test: unittest.TestCase, err: tuple) -> None:
        """A test broke."""
        super().addError(test, err)
        self._say_failure(test, err)

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase,
                   err: tuple | None) -> None:
        """A part of a test passed, which is no result, or failed; then the test has."""
        super().addSubTest(test, subtest, err)
        if err:
            self._say_failure(test, err)
            print(f"# {subtest.id()}", flush=True)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        """A test did not apply."""
        super().addSkip(test, reason)
        self._say("ok", test, f" # SKIP {reason}")


def run_all(folder: Path, names: Sequence[str] = ()) -> int:
    """Run the tests in a folder with these names, or find and run all; the exit status."""
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(names) if names else loader.discover(str(folder))
    result = TapResult()
    print(f"1..{suite.countTestCases()}", flush=True)
    suite.run(result)
    return 0 if result.wasSuccessful() else 1
