# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the input of `make linux`."""

import argparse
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import bootstrap
from boot import build, compare, initramfs, kinds, machine, request
from checks import linux
from common import lists, needs, targets
from common.program import BadInput
from common.targets import GIB

MAKEFILE = "# SPDX\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\nEXTRAVERSION =\n"


def ask(*arguments: str) -> request.Request:
    """The checked input."""
    parser = argparse.ArgumentParser()
    request.add_arguments(parser)
    return request.from_arguments(parser.parse_args(arguments))


def linux_tree(folder: str, makefile: str = MAKEFILE) -> Path:
    """A folder that looks like a tree."""
    Path(folder, "Kbuild").touch()
    Path(folder, "Makefile").write_text(makefile)
    return Path(folder)


class Values(unittest.TestCase):
    """Values of variables."""

    def test_defaults(self):
        """without options: 6.1 with kmap on i386, 4 CPUs, 4 GiB, in the small kernel"""
        wanted = ask()
        self.assertEqual(
            (wanted.version, wanted.arch.name, wanted.kmap, wanted.cpus, wanted.memory),
            ("6.1", "i386", True, 4, 4 * GIB))
        self.assertEqual((wanted.tests, wanted.kernel), (("memory", "selftest"), "small"))

    def test_refused(self):
        """what is not known is refused in a line that names the variable"""
        for variable, *options in (
                ("ARCH", "--arch", "um"), ("VERSION", "--version", "7.0"), ("TEST", "--test", "x"),
                ("TEST", "--test", ","), ("KMAP", "--kmap", "2"), ("CPUS", "--cpus", "9"),
                ("CPUS", "--cpus", "two"), ("MEM", "--mem", "100M"), ("MEM", "--mem", "much"),
                ("DEBUG", "--debug", "yes"), ("TREE", "--tree", "/no/such/folder")):
            with self.assertRaisesRegex(BadInput, f"{variable}=") as caught:
                ask(*options)
            self.assertNotIn("\n", str(caught.exception))

    def test_room(self):
        """each machine has limits of its own, and by default what is inside of them"""
        for arch in kinds.ARCHES:
            wanted = ask("--arch", arch)
            self.assertLessEqual(wanted.cpus, wanted.arch.room.most_cpus)
            self.assertEqual(ask("--arch", arch, "--mem", f"{wanted.memory}B").memory,
                             wanted.memory)
            with self.assertRaisesRegex(BadInput, f"ARCH={arch} has"):
                ask("--arch", arch, "--mem", "100M")
        for arch, *options in (("i386-twolevel", "--mem", "4G"), ("powerpc", "--mem", "8G"),
                               ("mips", "--cpus", "2"), ("sparc", "--cpus", "2"),
                               ("arm-short", "--mem", "4G")):
            with self.assertRaisesRegex(BadInput, f"ARCH={arch} has"):
                ask("--arch", arch, *options)

    def test_programs(self):
        """without programs of Debian there is no load"""
        with self.assertRaisesRegex(BadInput, "TEST=load needs .* none for ARCH=powerpc"):
            ask("--arch", "powerpc", "--test", "memory,load")

    def test_load_takes_the_full_kernel(self):
        """the kernel is the smallest that can run all tests; each test is there once"""
        wanted = ask("--test", "load,memory,load")
        self.assertEqual((wanted.tests, wanted.kernel), (("load", "memory"), "full"))

    def test_folders(self):
        """kernels that differ are built in different folders"""
        wanted = [ask(), ask("--kmap", "0"), ask("--version", "5.10"), ask("--arch", "arm"),
                  ask("--test", "load"), ask("--debug", "1")]
        self.assertEqual(len({each.output for each in wanted}), len(wanted))
        self.assertNotEqual(ask().source, ask("--kmap", "0").source)


class Trees(unittest.TestCase):
    """TREE="""

    def test_version(self):
        """the version is that of the tree's Makefile; another VERSION is refused"""
        with tempfile.TemporaryDirectory() as folder:
            tree = str(linux_tree(folder))
            wanted = ask("--tree", tree, "--kmap", "0")
            self.assertEqual((wanted.version, wanted.source), ("6.1", Path(tree).resolve()))
            with self.assertRaisesRegex(BadInput, "is Linux 6.1, not VERSION=5.10"):
                ask("--tree", tree, "--kmap", "0", "--version", "5.10")

    def test_refused(self):
        """no tree, an unknown version, one that was built inside"""
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(BadInput, "not a Linux source tree"):
                ask("--tree", folder)
            linux_tree(folder, "VERSION = 4\nPATCHLEVEL = 19\n")
            with self.assertRaisesRegex(BadInput, "is Linux 4.19; known: 6.1, 6.12, 5.10"):
                ask("--tree", folder)
            linux_tree(folder).joinpath(".config").touch()
            with self.assertRaisesRegex(BadInput, "mrproper"):
                ask("--tree", folder, "--kmap", "0")

    def test_kmap(self):
        """a user's tree is not changed: without kmap it says what to do"""
        with tempfile.TemporaryDirectory() as folder:
            tree = linux_tree(folder)
            with self.assertRaisesRegex(BadInput, "linux/apply"):
                ask("--tree", folder)
            (tree / request.APPLIED).touch()
            self.assertTrue(ask("--tree", folder).kmap)

    def test_makefile(self):
        """a Makefile without a version has none"""
        self.assertEqual(request.version_of_makefile("VERSION = 6\n"), "")


class Program(unittest.TestCase):
    """linux/run itself."""

    def test_bad_input(self):
        """wrong input: one line on the error stream, status 2, nothing else"""
        done = subprocess.run(
            [sys.executable, targets.REPOSITORY / "linux/run", "--version", "7.0"],
            capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "linux: there is no VERSION=7.0; known: 6.1, 6.12, 5.10\n")


class Lists(unittest.TestCase):
    """What the lists name is there."""

    def test_arches(self):
        """each machine has its tools, its fragment and its QEMU"""
        self.assertEqual(set(kinds.ARCHES), set(targets.LINUX_NEEDS))
        self.assertEqual({arch.make for arch in kinds.ARCHES.values()}, set(machine.MACHINES))

    def test_clocks(self):
        """SPARC's clock counts instructions; others, which run CPUs side by side, do not"""
        for name, arch in kinds.ARCHES.items():
            wanted = ask("--arch", name)
            command = machine.command(wanted, Path("i"), Path("r"))
            self.assertEqual("-icount" in command, arch.make == "sparc", name)
            self.assertNotIn("tsc=reliable", machine.kernel_words(wanted))

    def test_versions(self):
        """each version that linux/apply knows can be had, and its self-tests run"""
        known = lists.read(compare.VERSIONS)["known"]
        self.assertEqual(set(kinds.SUITES), set(known))
        self.assertEqual(set(kinds.KERNEL_TESTS["selftest"]), set(known))

    def test_own_programs(self):
        """a machine without programs of Debian has the start of our own, and its flags"""
        own = [arch for arch in kinds.ARCHES.values() if not arch.debian]
        self.assertEqual({arch.make for arch in own}, set(initramfs.MACHINE_FLAGS))
        for arch in own:
            self.assertTrue((initramfs.OWN / arch.make / "machine.h").is_file())

    def test_tools(self):
        """bootstrap.py knows them, and only for machines that can run Linux"""
        with mock.patch("bootstrap.is_there", return_value=True):
            for arch in kinds.ARCHES:
                self.assertEqual(bootstrap.main([arch, targets.LINUX]), 0)
            self.assertRaises(BadInput, bootstrap.main, ["um", targets.LINUX])

    def test_trials(self):
        """the checks install what their kernels need: the short one has not all machines"""
        for part, trials in ((targets.LINUX, linux.TRIALS), (targets.LINUX_ALL, linux.ALL_TRIALS)):
            machines = {trial.arch for trial in trials if isinstance(trial, linux.Trial)}
            needed = {need for arch in machines for need in targets.needs(arch, targets.LINUX)}
            if any(isinstance(trial, linux.Compilation) for trial in trials):
                needed |= set(needs.LINUX_COMPILERS)
            self.assertEqual(set(targets.needs(part, "check")), needed)

    def test_fragments(self):
        """each list of symbols exists, and names each symbol once"""
        for arch, kind in kinds.ARCHES.items():
            test = "load" if kind.debian else "memory"
            wanted = ask("--arch", arch, "--test", test, "--debug", "1")
            for name in build.fragments_of(wanted):
                lines = build.text_of([name]).splitlines()
                symbols = [line for line in lines if line.startswith("CONFIG_")]
                self.assertEqual(len(symbols), len(build.symbols_of("\n".join(symbols))), name)
