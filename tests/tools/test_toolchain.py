# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of `make toolchain`: steps that are shell scripts in the place of real ones."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import toolchain
from common import toolchains
from common.program import BadInput
from common.toolchains import Toolchain

TOOLCHAIN = Toolchain("test", "test-elf", 1)
INSTALL = "mkdir -p ../installed/bin; echo x >> ../count; touch ../installed/bin/test-elf-gcc"


class Building(unittest.TestCase):
    """build(), with steps of our own, in a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for module in (toolchain, toolchains):
            patched = mock.patch.object(module, "FOLDER", self.folder)
            patched.start()
            self.addCleanup(patched.stop)

    def build(self, *scripts: str) -> tuple[int, str]:
        """Run the program with these steps; its status, and what it said."""
        steps = [toolchain.Step(f"step {number}", "objects", ("sh", "-c", script))
                 for number, script in enumerate(scripts, 1)]
        said = io.StringIO()
        with mock.patch("toolchain.steps_of", return_value=steps), \
             mock.patch("toolchain.find", return_value=TOOLCHAIN), \
             contextlib.redirect_stdout(said):
            return toolchain.main(["test"]), said.getvalue()

    def test_whole(self):
        """it says what it takes, is there at the end, and nothing else is"""
        status, said = self.build(INSTALL)
        self.assertEqual(status, 0)
        self.assertRegex(said, r"1 minutes on two idle cores, and 3 GiB of disk")
        self.assertTrue((self.folder / "test/bin/test-elf-gcc").exists())
        self.assertEqual([path.name for path in self.folder.iterdir()], ["test"])

    def test_again(self):
        """a second time there is nothing to do"""
        self.build(INSTALL)
        status, said = self.build("exit 1")
        self.assertEqual(status, 0)
        self.assertIn("it is there", said)

    def test_failure(self):
        """a step that fails is shown, with where all of its output is; nothing is installed"""
        status, said = self.build(INSTALL, "echo why; exit 3")
        self.assertEqual(status, 1)
        self.assertRegex(said, r"step 2: exit status 3; all of it is in .*step-2.log\n#   why")
        self.assertFalse((self.folder / "test").exists())

    def test_goes_on(self):
        """after a failure or an interruption, what was done is not done again"""
        self.build(INSTALL, "exit 3")
        status, said = self.build(INSTALL, "cp ../count ../installed")
        self.assertEqual(status, 0)
        self.assertIn("1 of 2 steps were done before", said)
        self.assertEqual((self.folder / "test/count").read_text(), "x\n")

    def test_alone(self):
        """two at a time would disturb each other: the second one is refused"""
        with toolchain.alone(TOOLCHAIN), self.assertRaisesRegex(BadInput, "is at work"):
            self.build(INSTALL)

    def test_disk(self):
        """without room it does not begin; what has begun goes on"""
        with mock.patch("shutil.disk_usage", return_value=mock.Mock(free=1 << 30)):
            with self.assertRaisesRegex(BadInput, "needs 3 GiB .* where 1 GiB are free"):
                self.build(INSTALL)
            (TOOLCHAIN.work / "step-0.done").touch()
            self.assertEqual(self.build(INSTALL)[0], 0)


class Known(unittest.TestCase):
    """The list of toolchains, and their steps."""

    def test_find(self):
        """an architecture whose compiler is Debian's is refused; the message names those known"""
        with self.assertRaisesRegex(BadInput, "ARCH=i386; known: microblaze, csky, nds32"):
            toolchains.find("i386")

    def test_steps(self):
        """every step has a name of its own, as its files have"""
        for each in toolchains.TOOLCHAINS.values():
            names = [step.file for step in toolchain.steps_of(each)]
            self.assertEqual(len(names), len(set(names)))

    def test_progress(self):
        """a share of the lines that a step prints; never all of them before its end"""
        step = toolchain.Step("build", "objects", ("true",), 200)
        self.assertEqual(step.describe(100, ""), "build: 50 %")
        self.assertEqual(step.describe(300, ""), "build: 99 %")


if __name__ == "__main__":
    unittest.main()
