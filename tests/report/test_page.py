# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the page as it is written, without a browser: broken ones are noticed."""

import json
import re
import unittest

import invented
from common import targets
from guest import peers
from looking import content_of, problems_of, read
from pages import tables
from report.browser import Seen
from report.content import Found, content
from report.page import page


def seen(text: str) -> Seen:
    """A page whose script has run well."""
    return Seen(text.replace("<html ", '<html data-ready="yes" '), [], "")


class Right(unittest.TestCase):
    """Pages of what runs find."""

    def check(self, found: Found) -> dict:
        """Nothing is wrong with its page; returns its JSON."""
        text = page(content(found))
        self.assertEqual(problems_of(seen(text)), [])
        return content_of(read(text))

    def test_counted(self):
        """a run with all there is"""
        made = self.check(invented.found())
        self.assertEqual(made["latency"]["unit"], "instructions")
        self.assertEqual(made["latency"]["modes"][0]["p50"], made["latency"]["table"]["rows"][0][2])

    def test_not_counted(self):
        """a run where nothing counts instructions"""
        trace = invented.Inventor(1, 3000.0).trace()
        trace["otherData"]["arch"] = "um"
        made = self.check(invented.found(counted={}, counts={}, trace=trace))
        self.assertEqual(made["latency"]["unit"], "nanoseconds")
        self.assertEqual(made["costs"]["linux"]["head"][1], "kmap, i386")

    def test_other_machine(self):
        """counts of another machine have a column of their own, beside those of i386"""
        trace = invented.Inventor(2, 3000.0).trace()
        trace["otherData"] |= {"arch": "arm64", "window": "task"}
        made = self.check(invented.found(trace=trace))
        self.assertEqual(made["costs"]["linux"]["head"][1:4],
                         ["kmap, arm64-task", "kmap, i386", "Linux 6.1"])

    def test_costs(self):
        """Linux's counts are those that README.md is made of"""
        rows = content(invented.found())["costs"]["linux"]["rows"]
        known = {each.name: each.linux_6_1 for each in peers.OPERATIONS}
        self.assertEqual([row[2] for row in rows[:-1]], [known[name] for _, name in tables.COUNTED])
        self.assertEqual(rows[0][4], round(255 / rows[0][1], 1))

    def test_architectures(self):
        """every architecture of the list is there"""
        rows = content(invented.found())["architectures"]["rows"]
        self.assertEqual([row[0] for row in rows], list(targets.TARGETS))

    def test_nasty_name(self):
        """a file's name can end no element"""
        name = "</script><b>7</b> & `x` \\"
        made = self.check(invented.found(facts={**invented.FACTS, "file": name}))
        self.assertEqual(made["facts"]["file"], name)

    def test_empty_trace(self):
        """nothing happened while the trace was recorded"""
        trace = invented.Inventor(2, 1000.0).trace()
        trace["traceEvents"] = [each for each in trace["traceEvents"] if each["ph"] == "M"]
        made = self.check(invented.found(trace=trace))
        self.assertEqual((made["trace"]["span_us"], made["trace"]["totals"]["switches"]), (0, 0))
        self.assertIn("TRACE_MS", page(made))

    def test_no_wakeups(self):
        """a run that was too short to measure anything"""
        found = {name: mode.__class__(**{**mode.__dict__, "wakeups": None})
                 for name, mode in invented.modes().items()}
        self.assertIsNone(self.check(invented.found(results=found, counted={}))["latency"])


class Broken(unittest.TestCase):
    """Ways to break a page."""

    def setUp(self):
        self.text = page(content(invented.found(2000.0)))

    def noticed(self, text: str, word: str) -> None:
        """A page is found to be wrong, for the right reason."""
        self.assertNotEqual(text, self.text)
        problems = problems_of(seen(text))
        self.assertTrue(any(word in problem for problem in problems), problems)

    def test_changed_value(self):
        """a number of the page is not that of the JSON"""
        self.noticed(re.sub(r'(data-of="/latency/modes/1/p99">)\d', r"\g<1>9", self.text, count=1),
                     "/latency/modes/1/p99 is")

    def test_changed_json(self):
        """a number of the JSON is not that of the page"""
        made = content_of(read(self.text))
        before = json.dumps(made["costs"]["linux"]["rows"][0][1:3])[1:-1].replace(" ", "")
        self.noticed(self.text.replace(before + ",", before.split(",")[0] + ",1,"),
                     "/costs/linux/rows/0/2 is")

    def test_missing_value(self):
        """the page shows what the JSON does not have"""
        self.noticed(self.text.replace('data-of="/arch"', 'data-of="/machine"', 1),
                     "has no /machine")

    def test_own_number(self):
        """a number that stands in the page's own text"""
        self.noticed(self.text.replace("Instructions, counted exactly", "255 instructions, counted"),
                     "a number of its own")

    def test_tick(self):
        """an axis with a wrong number"""
        self.noticed(self.text.replace('data-tick="1000">1,000<', 'data-tick="1000">10,000<', 1),
                     "a tick at 1000")

    def test_height(self):
        """a bar that is too high"""
        self.noticed(re.sub(r'(width="[\d.]+" )height="[\d.]+"( data-bar="/latency/modes/1)',
                            r'\1height="96"\2', self.text, count=1), "heights of bars")

    def test_place(self):
        """a bar in the wrong place"""
        self.noticed(re.sub(r'x="[\d.]+"( y="[\d.]+" width="[\d.]+" height="[\d.]+" '
                            r'data-bar="/latency/modes/1/buckets/9/)', r'x="3"\1', self.text),
                     "belongs at")

    def test_no_bar(self):
        """a bar that is not there"""
        self.noticed(re.sub(r"<rect .*?</rect>", "", self.text, count=1), "bars for")

    def test_loads(self):
        """anything from elsewhere"""
        for more in ('<img src="https://example.org/a.png">', '<link href="b.css">',
                     "<style>@import 'c.css';</style>", "<style>p { background: url(d) }</style>",
                     "<script>fetch('e')</script>", "<script src='//example.org/f'></script>"):
            with self.subTest(more):
                self.noticed(self.text.replace("</body>", f"{more}</body>"),
                             "loads" if "src" in more or "href" in more else "has '")
