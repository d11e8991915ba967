# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Temporary source trees for the tests of the rules."""

import tempfile
import unittest
from pathlib import Path

from rules.files import Files


class PlantedTree(unittest.TestCase):
    """Tests of rules, each with its own tree."""

    # Files that are in every tree.
    always: dict[str, str] = {}

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name)

    def files(self, **contents: str) -> Files:
        """Make a tree; in names, double underscores are slashes and single ones are dots."""
        for name, content in {**self.always, **contents}.items():
            path = self.root / (name.replace("__", "/").replace("_", "."))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return Files(self.root)
