# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the page in Chromium: it opens, nothing goes wrong, and its timeline zooms."""

import json
import re
import tempfile
import unittest
from pathlib import Path

import invented
from looking import problems_of, read
from missing import need_browser
from report import browser
from report.content import content
from report.page import page

SPAN = 4000.0
# Does what a user does, and keeps what is shown after each step.
USER = """<script>
const lanes = document.querySelector(".lanes"), views = [];
const box = document.querySelector("svg.zoom").getBoundingClientRect();
const look = () => views.push(document.querySelector("svg.zoom").getAttribute("viewBox"));
const key = name => lanes.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true,
  cancelable: true }));
const wheel = (deltaY, part) => lanes.dispatchEvent(new WheelEvent("wheel", { deltaY, bubbles: true,
  cancelable: true, clientX: box.left + part * box.width }));
const pointer = (type, part) => lanes.dispatchEvent(new PointerEvent(type, { pointerId: 1,
  bubbles: true, clientX: box.left + part * box.width }));
lanes.setPointerCapture = () => {};
look(); key("+"); look(); key("ArrowRight"); look(); key("Home"); look();
wheel(-100, 0.25); look(); wheel(100, 0.25); look();
document.querySelector('[data-do="in"]').click(); look();
pointer("pointerdown", 0.5); pointer("pointermove", 0.4); pointer("pointerup", 0.4); look();
pointer("pointermove", 0.5);
document.documentElement.dataset.said = document.querySelector(".readout").textContent;
for (let i = 0; i < 60; i++) key("+");
look(); for (let i = 0; i < 60; i++) key("-"); look();
document.documentElement.dataset.views = JSON.stringify(views);
</script>"""


def steps_of(views: list[str]) -> list[tuple[float, float]]:
    """Beginning and length of what each step shows."""
    return [tuple(float(word) for word in view.split()[0:3:2]) for view in views]


class Opened(unittest.TestCase):
    """In a browser."""

    def setUp(self):
        need_browser(self)
        self.text = page(content(invented.found(SPAN)))

    def open(self, text: str) -> browser.Seen:
        """What a browser makes of a page."""
        with tempfile.TemporaryDirectory(prefix="kmap-report-") as directory:
            path = Path(directory, "report.html")
            path.write_text(text, encoding="utf-8")
            return browser.look_at(path)

    def shown_by(self, text: str) -> tuple[list[tuple[float, float]], str]:
        """What a user sees, step by step; and what the page says of the place below the pointer."""
        seen = self.open(text.replace("</body>", f"{USER}</body>"))
        self.assertEqual(seen.console, [])
        html = read(seen.document).having("data-views")[0].attributes
        return steps_of(json.loads(html["data-views"])), html["data-said"]

    def test_right(self):
        """it opens, has no error, shows what its JSON says, and loads nothing"""
        self.assertEqual(problems_of(self.open(self.text)), [])

    def test_zoom(self):
        """keys, wheel, buttons and dragging zoom and pan, and the whole is the most"""
        steps, said = self.shown_by(self.text)
        whole, near = (0.0, SPAN), SPAN / 1.5
        self.assertEqual(steps[0], whole)
        for step, wanted in zip(steps[1:], (
                ((SPAN - near) / 2, near), ((SPAN - near) / 2 + 0.2 * near, near), whole,
                (SPAN * 0.25 * 0.2, SPAN * 0.8), whole, ((SPAN - near) / 2, near),
                ((SPAN - near) / 2 + 0.1 * near, near))):
            for found, right in zip(step, wanted, strict=True):
                self.assertAlmostEqual(found, right, delta=SPAN / 500)
        self.assertEqual((steps[-2][1], steps[-1]), (1, whole))
        self.assertRegex(said, r"^[\d.]+ ms · CPU 0: worker \d.*, slots \d · CPU 1: worker \d")

    def test_said(self):
        """the place below the pointer is described as the JSON has it"""
        made = content(invented.found(SPAN))["trace"]
        _, said = self.shown_by(self.text)
        time = float(said.split()[0]) * 1000
        for cpu in made["cpus"]:
            task = next((task for begin, duration, task in cpu["slices"]
                         if begin <= time < begin + duration), None)
            slots = [number for begin, number in cpu["slots"] if begin <= time][-1]
            part = re.search(rf"CPU {cpu['cpu']}: ([^·]*)", said)[1]
            self.assertIn(f"worker {task}" if task else "idle", part)
            self.assertIn(f"slots {slots}", part)

    def test_script_error(self):
        """a script that fails is noticed"""
        for wrong in ("nothing();\nfunction drawTicks(", "const trace = 1;\nfunction drawTicks("):
            problems = problems_of(self.open(self.text.replace("function drawTicks(", wrong, 1)))
            self.assertTrue(any("console says" in each for each in problems), problems)

    def test_outside(self):
        """the page's own policy forbids what comes from elsewhere, and the console says so"""
        text = self.text.replace("</body>", '<img src="https://example.org/a.png"></body>')
        problems = problems_of(self.open(text))
        self.assertTrue(any("Content Security Policy" in each for each in problems), problems)

    def test_broken_zoom(self):
        """a script that zooms to the wrong place is noticed"""
        text = self.text.replace("show(at - (at - view.from) / factor", "show(view.from", 1)
        self.assertNotEqual(text, self.text)
        steps, _ = self.shown_by(text)
        self.assertNotAlmostEqual(steps[1][0], (SPAN - SPAN / 1.5) / 2, delta=SPAN / 500)
