# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the mutations of Linux, and of what is said about them; nothing is built."""

import subprocess
import tempfile
import unittest
from pathlib import Path

import linux_mutants
from checks import linux
from common.mutation import Mutation, apply, load
from common.targets import REPOSITORY

MUTATION = Mutation("a name", "an invariant", "a file", "old", "new", ("6.1 mips: a page",))


class List(unittest.TestCase):
    """mutations.toml."""

    def test_texts(self) -> None:
        """what each replaces is in its file, once, and in what is copied"""
        for mutation in load(linux_mutants.LIST):
            with self.subTest(mutation.name), tempfile.TemporaryDirectory() as name:
                self.assertTrue(mutation.file.startswith(linux_mutants.SOURCES))
                copy = Path(name, mutation.file)
                copy.parent.mkdir(parents=True)
                copy.write_text((REPOSITORY / mutation.file).read_text(encoding="utf-8"))
                self.assertEqual(apply(mutation, Path(name)), "")

    def test_kernels(self) -> None:
        """each is for one kernel, which the check has built before, with the self-tests"""
        built = {f"{trial.version} {trial.arch}" for trial in linux.ALL_TRIALS
                 if isinstance(trial, linux.Trial) and trial.kmap and "selftest" in trial.tests}
        for mutation in load(linux_mutants.LIST):
            kernels = {test.partition(": ")[0] for test in mutation.tests}
            self.assertEqual(len(kernels), 1, mutation.name)
            self.assertLessEqual(kernels, built, mutation.name)

    def test_names(self) -> None:
        """the tests that they name exist"""
        sources = [*(REPOSITORY / "linux/files").rglob("*.c"),
                   REPOSITORY / "tests/portable/kmap_selftest.c"]
        text = "".join(source.read_text(encoding="utf-8") for source in sources)
        for mutation in load(linux_mutants.LIST):
            for name in linux_mutants.names_of(mutation):
                self.assertIn(f'"{name}"', text)


class Verdicts(unittest.TestCase):
    """What became of a mutation."""

    def test_killed(self) -> None:
        """a test that it names fails"""
        verdict = linux_mutants.verdict_of(MUTATION, 1, "ok 1 - b\nnot ok 2 - selftest: a page\n")
        self.assertEqual(verdict.text, "killed by 6.1 mips: selftest: a page")

    def test_survives(self) -> None:
        """nothing fails"""
        verdict = linux_mutants.verdict_of(MUTATION, 0, "ok 1 - selftest: a page\n")
        self.assertEqual(verdict.text, "survives 6.1 mips: a page (exit status 0)")

    def test_another_fails(self) -> None:
        """a kernel that does not build, or fails elsewhere, proves nothing"""
        verdict = linux_mutants.verdict_of(MUTATION, 1, "not ok 3 - the kernel builds\n# why\n")
        self.assertIn("others fail, not what should: the kernel builds\n", verdict.text)
        self.assertIn("# why", verdict.text)

    def test_usage(self) -> None:
        """a word that is in no name: status 2"""
        done = subprocess.run([linux_mutants.__file__, "no such mutation"], cwd=REPOSITORY,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2, done)
        self.assertIn("no mutation has any of these", done.stderr)


class Copy(unittest.TestCase):
    """The copy of our sources that a mutation changes."""

    def test_looks_beside_itself(self) -> None:
        """linux/run of the copy takes the files of the copy, and builds where ours does"""
        with tempfile.TemporaryDirectory() as name:
            linux_mutants.copy_sources(Path(name))
            done = subprocess.run(["linux/run", "--check-only"], cwd=name, capture_output=True,
                                  text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            said = subprocess.run(
                ["python3", "-c", "from common import targets; print(targets.REPOSITORY)"],
                cwd=Path(name, "tools"), capture_output=True, text=True, check=True)
            self.assertEqual(said.stdout.strip(), str(Path(name).resolve()))
            self.assertEqual(Path(name, "build").resolve(), (REPOSITORY / "build").resolve())
