# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of `make linux-latency` that boot nothing: lines of the module, table, JSON."""

import re
import unittest

from boot import compare, latency
from boot.latency import LOADS, MAY_LACK, Latency
from boot.report import Failed
from test_compare import compared

CONSOLE = """
[    1.000000] kmap-latency: 1..1
[    1.100000] kmap-latency: load=kmap_atomic samples=40 p50=6000 p99=12000 max=12345\r
[    1.200000] kmap-latency: load=kmap_local samples=40 p50=6000 p99=12000 max=
[    1.300000] other: load=kmap_local samples=40 p50=1 p99=2 max=3
[    1.400000] kmap-latency: ok 1 - the module measures
""".splitlines()
KMAP = {name: Latency(40, 1000 + at, 2000 + at, 3000 + at) for at, name in enumerate(LOADS)}
# A kernel without local mappings.
OLD = {name: each for name, each in KMAP.items() if name not in MAY_LACK}


def measured(stock: object, kmap: object, known: bool = True) -> tuple[int, str, dict]:
    """Status, output and JSON of a run whose kernels give these latencies, or fail."""
    return compared(latency.COMPARISON, stock, kmap, known)


class Text(unittest.TestCase):
    """What is read and printed."""

    def test_parse(self):
        """lines of the module, and no others"""
        self.assertEqual(latency.parse(CONSOLE), {"kmap_atomic": Latency(40, 6000, 12000, 12345)})

    def test_table(self):
        """both kernels, side by side; what one does not have is a dash"""
        lines = latency.show_table(OLD, KMAP).splitlines()
        self.assertEqual(len(lines), 2 + len(LOADS))
        self.assertRegex(lines[2], r"^nothing runs( +1,000 +2,000 +3,000){2}$")
        self.assertRegex(lines[-1], r"^the same, two nested( +–){3} +1,005 +2,005 +3,005$")

    def test_old(self):
        """no kernel has local mappings: no lines of them"""
        self.assertNotIn("kmap_local", latency.show_table(OLD, {}))

    def test_verdict(self):
        """how much longer a wake-up waits beside atomic mappings"""
        worse = {**KMAP, "kmap_atomic": Latency(40, 10040, 200400, 30040)}
        self.assertIn("10 times as late as beside kmap_local_page (median; 99th percentile 100, "
                      "maximum 10 times)", latency.verdict({**worse, "kmap_local": Latency(
                          40, 1004, 2004, 3004)}))

    def test_names(self):
        """the module has these loads, in this order, and prints lines that are understood"""
        text = (compare.SOURCES / "kmap_latency.c").read_text()
        table = text[text.index("} loads[] = {"):]
        found = re.findall(r'^\t\{ "(\w+)",', table[:table.index("};")], re.MULTILINE)
        self.assertEqual(found, list(LOADS))
        printed = re.search(r'pr_info\("(.*)\\n"', text)[1].replace("%s", "idle")
        self.assertTrue(latency.parse([printed.replace("%u", "7")]))


class Program(unittest.TestCase):
    """The program, without a machine."""

    def test_good(self):
        """status 0, and the JSON has both kernels by the names of `make run`"""
        status, said, written = measured(OLD, KMAP)
        self.assertEqual(status, 0, said)
        self.assertEqual(
            (written["version"], written["stock"][0], len(written["kmap"])),
            ("6.1", {"load": "idle", "samples": 40, "p50": 1000, "p99": 2000, "max": 3000},
             len(LOADS)))
        self.assertIn("40 times beside each load", said)

    def test_missing(self):
        """a load without a result: status 1, a line that names it, nothing written"""
        for stock, kmap, name in (({"idle": KMAP["idle"]}, KMAP, "direct"),
                                  (OLD, OLD, "kmap_local, with kmap")):
            status, said, written = measured(stock, kmap)
            self.assertEqual((status, written), (1, {}))
            self.assertIn(f"missing: {name}", said)

    def test_unknown_to_apply(self):
        """a version without recipes: Linux as it comes alone, and a note"""
        status, said, written = measured(OLD, None, known=False)
        self.assertEqual((status, written["kmap"], len(written["stock"])), (0, [], len(OLD)))
        self.assertIn("linux/apply does not know this Linux 6.1 yet", said)

    def test_fails(self):
        """a step that fails: one line that says which, status 1, nothing written"""
        status, said, written = measured(Failed("the kernel builds", "why"), None)
        self.assertEqual((status, written), (1, {}))
        self.assertEqual(said, "linux-latency: failed: the kernel builds: why\n")
