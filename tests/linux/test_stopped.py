# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of what stays in a tree when a program is stopped, at each change that it makes."""

from collections.abc import Iterator

from fake import Fake, state
from stopped import EXIT_NOT_STOPPED, Done

# More changes than any of these programs makes.
MANY = 500


class Stopped(Fake):
    """apply and revert."""

    def setUp(self):
        super().setUp()
        self.pristine = state(self.tree)
        self.succeeds("apply")
        self.applied = state(self.tree)
        self.succeeds("revert")

    def stop(self, way: str, name: str, applied: bool) -> Iterator[Done]:
        """Stop a program at the first change, the second, and so on; how it ended each time."""
        for number in range(1, MANY):
            self.fresh_tree()
            if applied:
                self.succeeds("apply")
            done = self.run_program(name, way=way, number=number)
            if done.returncode == EXIT_NOT_STOPPED:
                self.assertGreater(number, 10)
                return
            yield done
        self.fail("it does not end")

    def test_killed_apply(self):
        """after SIGKILL, revert leaves the exact old tree"""
        for done in self.stop("kill", "apply", False):
            self.assertEqual(done.returncode, -9)
            done = self.run_program("revert")
            self.assertIn(done.returncode, (0, 2), done.stderr)
            self.assertEqual(state(self.tree), self.pristine)

    def test_killed_apply_again(self):
        """after SIGKILL, apply works as on the old tree"""
        for _done in self.stop("kill", "apply", False):
            again = self.run_program("apply")
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertEqual(state(self.tree), self.applied)

    def test_killed_revert(self):
        """after SIGKILL, another revert leaves the exact old tree"""
        for done in self.stop("kill", "revert", True):
            self.assertEqual(done.returncode, -9)
            self.assertIn(self.run_program("revert").returncode, (0, 2))
            self.assertEqual(state(self.tree), self.pristine)

    def test_killed_undoing(self):
        """SIGKILL also while a half-done tree is put back"""
        for number in range(1, MANY):
            self.fresh_tree()
            self.run_program("apply", way="kill", number=14)
            self.assertNotEqual(state(self.tree), self.pristine)
            done = self.run_program("revert", way="kill", number=number)
            if done.returncode == EXIT_NOT_STOPPED:
                self.assertGreater(number, 5)
                return
            self.run_program("revert")
            self.assertEqual(state(self.tree), self.pristine)
        self.fail("it does not end")

    def test_interrupted_apply(self):
        """after SIGINT, the tree is as before, and the status says so"""
        for done in self.stop("signal", "apply", False):
            self.assertEqual((done.returncode, done.stdout), (130, ""))
            self.assertRegex(done.stderr, r"\Aapply: interrupted; .*(is as it was before|"
                             r"nothing was changed)\n\Z")
            self.assertEqual(state(self.tree), self.pristine)

    def test_interrupted_revert(self):
        """after SIGINT, the revert is finished first"""
        for done in self.stop("signal", "revert", True):
            self.assertEqual((done.returncode, done.stdout), (130, ""))
            self.assertIn("taken out first", done.stderr)
            self.assertEqual(state(self.tree), self.pristine)

    def test_error_in_apply(self):
        """after an error of the system, the tree is as before"""
        for done in self.stop("error", "apply", False):
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertRegex(done.stderr, r"\Aapply: .*(is as it was before|nothing was "
                             r"changed), for: No space .*\n\Z")
            self.assertEqual(state(self.tree), self.pristine)

    def test_errors_in_apply(self):
        """when nothing can be written any more, the tree is as before, or revert mends it"""
        for done in self.stop("errors", "apply", False):
            self.assertEqual(done.returncode, 1)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertRegex(done.stderr, "is as it was before|nothing was changed|"
                             "is half-done: when that is mended")
            self.assertIn(self.run_program("revert").returncode, (0, 2))
            self.assertEqual(state(self.tree), self.pristine)

    def test_errors_in_revert(self):
        """when nothing can be written any more, another revert mends it later"""
        for done in self.stop("errors", "revert", True):
            self.assertEqual(len(done.stderr.splitlines()), done.returncode, done.stderr)
            self.assertIn(self.run_program("revert").returncode, (0, 2))
            self.assertEqual(state(self.tree), self.pristine)

    def test_half_done(self):
        """what only reads a tree says that it is half-done"""
        self.run_program("apply", way="kill", number=14)
        self.assertIn("half-done", self.is_refused("apply", "--check"))
        self.assertIn("half-done", self.is_refused("export-patches", self.folder / "series"))

    def test_edited_when_half_done(self):
        """what was edited in a half-done tree is not lost"""
        self.run_program("apply", way="kill", number=14)
        (self.tree / "kernel/sched.c").write_text("mine\n")
        for name in ("apply", "revert"):
            self.assertIn("edited since: kernel/sched.c;", self.is_refused(name))
        self.succeeds("revert", "--force")
        saved = {"kernel/sched.c.kmap-edited": (0o644, b"mine\n")}
        self.assertEqual(state(self.tree), self.pristine | saved)
