# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of what `make linux` writes and reads: consoles, configurations, archives."""

import contextlib
import io
import unittest
from pathlib import Path

from boot import apt, build, initramfs, kinds, report, results
from common.tap import Point
from test_request import ask

CONSOLE = """
[    0.000000] Linux version 6.1.192
[    1.000000] kmap-memory: 1..2
[    1.100000] kmap-memory: # HighTotal: 12 kB
[    1.200000] kmap-memory: ok 1 - there is high memory
[    1.200000] kmap-other: not ok 1 - not asked for
[    1.300000] kmap-memory: not ok 2 - all 4 processors are online
[    1.400000] kmap-init: done
""".splitlines()


def console(lines: list[str], *tests: str) -> tuple[list, list[Point], results.Results]:
    """What is found on a console, and what at its end."""
    found = results.Results(tests)
    items = [item for item in map(found.feed, lines) if item]
    return items, list(found.finish("QEMU ended")), found


class Console(unittest.TestCase):
    """Lines of a kernel."""

    def test_results(self):
        """points and notes of the tests that were asked for; the rest is the kernel's"""
        items, end, found = console(CONSOLE, "memory")
        self.assertEqual(items, [
            "memory: HighTotal: 12 kB", Point(True, "memory: there is high memory"),
            Point(False, "memory: all 4 processors are online")])
        self.assertTrue(found.done)
        self.assertEqual([point.ok for point in end], [True, True])

    def test_selftest(self):
        """the self-tests in the kernel are read the same way, with the plan at the end"""
        lines = ["[ 0.5] kmap-selftest: ok 1 - a page", "kmap-selftest: ok 2 # SKIP no IO",
                 "kmap-selftest: 1..2", results.DONE]
        items, end, _found = console(lines, "selftest")
        self.assertEqual([(item.ok, item.skipped) for item in items],
                         [(True, False), (True, True)])
        self.assertTrue(all(point.ok for point in end))

    def test_notes(self):
        """notes of the self-tests are shown only with one that fails; giving up is a failure"""
        lines = ["kmap-selftest: 1..3", "kmap-selftest: # one", "kmap-selftest: ok 1 - one",
                 "kmap-selftest: # two", "kmap-selftest: # failed: x",
                 "kmap-selftest: not ok 2 - two", "kmap-selftest: Bail out! no pages"]
        items, end, _found = console(lines, "selftest")
        self.assertEqual(items, [
            Point(True, "selftest: one"),
            Point(False, "selftest: two", reason="two\n# failed: x"),
            Point(False, "selftest: Bail out! no pages")])
        self.assertIn("2 of 3", end[0].name)

    def test_missing(self):
        """without a plan, or with fewer results than planned, or without an end: failures"""
        _items, end, _found = console([], "selftest")
        self.assertEqual([point.ok for point in end], [False, False, True])
        self.assertIn("0 of an unknown number reported; QEMU ended", end[0].name)
        _items, end, _found = console(["kmap-memory: 1..2", "kmap-memory: ok 1 - x"], "memory")
        self.assertIn("memory: all tests ran: 1 of 2 reported", end[0].name)

    def test_complaints(self):
        """what the kernel complains of is a failure that shows the lines"""
        for line in ("WARNING: CPU: 1 PID: 3 at mm/highmem.c:559", "BUG: unable to handle page",
                     "Oops: 0002 [#1] PREEMPT SMP", "Call Trace:",
                     "Kernel panic - not syncing: x"):
            *_, last = console([line, results.DONE])[1]
            self.assertEqual((last.ok, line in last.reason), (False, True), line)
        for line in ("DEBUG mode", "Freeing unused kernel image", "x86: warning"):
            self.assertFalse(results.is_complaint(line))


class Printed(unittest.TestCase):
    """The output."""

    def test_report(self):
        """TAP, and at the end the count; skipped tests are neither passed nor failed"""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            one = report.Report()
            one.add(Point(True, "a"))
            one.add(Point(True, "b", skipped=True, reason="KMAP=0"))
            one.add(Point(False, "c", reason="why"))
            status = one.conclude()
        self.assertEqual(said.getvalue().splitlines(), [
            "ok 1 - a", "ok 2 - b # SKIP KMAP=0", "not ok 3 - c", "# why", "1..3", "# 1 skipped",
            "1 passed, 1 failed"])
        self.assertEqual(status, 1)


class Apt(unittest.TestCase):
    """apt for another release and another machine."""

    def test_sources(self):
        """the release is replaced in both forms of sources; others are left out"""
        text = "URIs: mirror\nSuites: bookworm bookworm-updates\nSigned-By: key\n"
        self.assertEqual(apt.sources_for(text, "bookworm", "bullseye"),
                         "URIs: mirror\nSuites: bullseye bullseye-updates\nSigned-By: key\n")
        line = "deb mirror bookworm-security main\n"
        self.assertEqual(apt.sources_for(line, "bookworm", "bullseye"),
                         "deb mirror bullseye-security main\n")
        self.assertEqual(apt.sources_for("Suites: nodistro\n", "bookworm", "bullseye"), "")
        self.assertEqual(apt.sources_for(text, "", "bullseye"), "")

    def test_codename(self):
        """os-release names the system's release, or does not"""
        self.assertEqual(apt.codename_of('ID=debian\nVERSION_CODENAME=bookworm\n'), "bookworm")
        self.assertEqual(apt.codename_of('VERSION_CODENAME="noble"'), "noble")
        self.assertEqual(apt.codename_of("ID=other\n"), "")

    def test_configuration(self):
        """every folder is our own, and there is one architecture"""
        text = apt.configuration(Path("/here"), "armhf")
        self.assertIn('APT::Architectures { "armhf"; };\n', text)
        for name in ("State", "State::status", "Cache", "Etc::sourcelist", "Etc::sourceparts"):
            self.assertRegex(text, f'Dir::{name} "/here/')


class Kernel(unittest.TestCase):
    """Configurations."""

    def test_lost(self):
        """symbols that a configuration does not have, or has with another value"""
        wanted = "# c\nCONFIG_A=y\nCONFIG_B=8\nCONFIG_C=y\n"
        config = "CONFIG_A=y\nCONFIG_B=4\n# CONFIG_C is not set\n"
        self.assertEqual(build.lost(wanted, config), ["CONFIG_B", "CONFIG_C"])

    def test_fragments(self):
        """the lists of a kernel"""
        self.assertEqual(build.fragments_of(ask("--kmap", "0")),
                         ["base", "x86", "i386", "programs"])
        self.assertEqual(build.fragments_of(ask("--test", "load", "--debug", "1")),
                         ["base", "x86", "i386", "programs", "full", "kmap", "debug"])
        self.assertEqual(build.fragments_of(ask("--arch", "powerpc", "--kmap", "0")),
                         ["base", "powerpc"])

    def test_shared(self):
        """machines of one family share its list, and each adds what only it has"""
        for long, short, symbol in (("i386", "i386-twolevel", "CONFIG_X86_PAE"),
                                    ("arm", "arm-short", "CONFIG_ARM_LPAE")):
            long_symbols, short_symbols = (
                build.symbols_of(build.text_of(list(kinds.ARCHES[name].fragments)))
                for name in (long, short))
            self.assertEqual(long_symbols[symbol], "y")
            self.assertNotIn(symbol, short_symbols)
            self.assertEqual({name for name in short_symbols if name not in long_symbols},
                             {"CONFIG_HIGHMEM4G"} & set(short_symbols))

    def test_replaced(self):
        """a machine's list replaces a symbol of the list for all"""
        wanted = build.symbols_of(build.text_of(["base", "sparc"]))
        self.assertEqual(wanted["CONFIG_NR_CPUS"], "4")


class Archive(unittest.TestCase):
    """The initramfs."""

    def test_own_process(self):
        """our own first process is compiled where a build of Linux has no folder"""
        folders = {"arch", "block", "certs", "crypto", "drivers", "fs", "include", "init",
                   "io_uring", "ipc", "kernel", "lib", "mm", "net", "scripts", "security",
                   "sound", "source", "usr", "virt"}
        self.assertNotIn(initramfs.PROCESS, folders)

    def test_cpio(self):
        """an archive in the form newc: names, contents and the last entry, all aligned"""
        data = initramfs.archive([initramfs.file_entry("a", b"hello", 0o755),
                                  initramfs.device_entry("dev/null", "c", 1, 3)])
        self.assertEqual(len(data) % initramfs.ALIGNMENT, 0)
        self.assertEqual(data[:22], b"07070100000001000081ED")
        self.assertEqual(data[110:117], b"a\0hello")
        self.assertEqual(data.count(b"070701"), 3)
        self.assertIn(b"TRAILER!!!\0", data)

    def test_pattern(self):
        """the pattern is always the same, and no two pages of a file of it are"""
        block = initramfs.pattern()
        self.assertEqual((len(block), block), (initramfs.PATTERN_BYTES, initramfs.pattern()))
        content = block * 8
        pages = {content[at:at + 4096] for at in range(0, len(content), 4096)}
        self.assertEqual(len(pages), -(-len(content) // 4096))

    def test_entries(self):
        """/init and the tests are there, and may be run"""
        modes = {entry.name: entry.mode for entry in initramfs.test_entries()}
        self.assertEqual(modes["init"], 0o100755)
        self.assertIn("memory.sh", modes)
