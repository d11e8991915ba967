# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Tests of the screen of `make run`: in place, at each width, and gone after Ctrl-C."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from checks import runs
from common import targets
from guest import console, display, layout, terminal
from guest.symbols import Symbols
from guest.view import View
from pseudo import CTRL_C, OnTerminal
from screen import Screen

FAKE = Path(__file__).resolve().with_name("fake_kernel.py")
RECORDED = targets.REPOSITORY / "tests/terminal/recorded.console"
CPUS = 4
TERMINAL = {"TERM": "xterm", "CI": "", "NO_COLOR": ""}
# In the place of run.py's main program: something in it is broken.
BROKEN = """
import runpy, sys
sys.path.insert(0, "tools")
from guest import display, layout, terminal
{how}
sys.argv = ["tools/run.py", *sys.argv[1:]]
runpy.run_path("tools/run.py", run_name="__main__")
"""


class Terminal(io.StringIO):
    """A stream that is a terminal, and what it shows."""

    def __init__(self, columns: int, lines: int = 24):
        super().__init__()
        self.screen = Screen(columns, lines)

    def isatty(self) -> bool:
        """Always true."""
        return True

    def write(self, text: str) -> int:
        """Show it."""
        self.screen.feed(text)
        return super().write(text)

    def size(self) -> os.terminal_size:
        """Columns and lines."""
        return os.terminal_size((self.screen.columns, self.screen.lines))


def wanted_of(record: console.Record) -> list[tuple[str, str, str]]:
    """What the rows of CPUs must say."""
    lists = (record.text(key).split(",") for key in ("held", "preempted"))
    return [(str(cpu), *both) for cpu, both in enumerate(zip(*lists, strict=True))]


def cells(screen: Screen) -> list[tuple[str, ...]]:
    """What the rows of CPUs say."""
    return [tuple(row.split()[1:]) for row in screen.text() if row.startswith("CPU ")]


class Played:
    """A recorded console, shown on a terminal: what is wrong on the way, or nothing."""

    def __init__(self, columns: int, lines: int = 24):
        self.stream = Terminal(columns, lines)
        self.problem = ""
        self._cpus = console.Record("cpus")
        self._kept = 0
        self._phase = ""

    def play(self, at_line: Callable[[int, Terminal], None] = lambda *_: None) -> None:
        """Show each line, and look at the screen after it."""
        with mock.patch.dict(os.environ, TERMINAL), \
                mock.patch.object(terminal, "size", lambda _stream: self.stream.size()):
            view = View(display.Display(self.stream, clock=iter(range(999)).__next__),
                        Symbols(FAKE))
            view.display.job = "pagecache"
            for number, line in enumerate(RECORDED.read_text(encoding="utf-8").splitlines()):
                at_line(number, self.stream)
                item = console.parse(line)
                view.handle(item)
                self._look(item)
            view.display.finish()
        if not self.stream.screen.has_cursor:
            self._say("the cursor is not shown again")
        if cells(self.stream.screen):
            self._say("something drawn is left")

    def _say(self, problem: str) -> None:
        self.problem = self.problem or problem

    def _look(self, item: object) -> None:
        """Look at the screen after an item of the console."""
        if not isinstance(item, console.Record) or item.kind not in ("cpus", "progress"):
            return
        if item.kind == "cpus":
            self._cpus = item
            return
        screen, phase = self.stream.screen, item.text("phase")
        if cells(screen) != wanted_of(self._cpus):
            self._say(f"the CPUs are {cells(screen)}")
        heads = [row for row in screen.text() if "pagecache " in row]
        self._kept += phase != self._phase
        self._phase = phase
        if len(heads) != self._kept or not heads[-1].startswith(f"pagecache {phase}"):
            self._say(f"the phases are {heads}")
        if not any(f"{100 * item.number('done') // item.number('total'):3d}%" in row
                   for row in screen.text()[-CPUS - 4:]):
            self._say("how far it is cannot be seen")
        if len(screen.rows) > screen.top + screen.lines or any(
                len(row) >= screen.columns for row in screen.text()[-CPUS - 4:]):
            self._say("a row is too long")


def problem_of(columns: int, **arguments: object) -> str:
    """Play the console at a width."""
    played = Played(columns)
    played.play(**arguments)
    return played.problem


class InPlace(unittest.TestCase):
    """A recorded console."""

    def test_widths(self) -> None:
        """narrow and wide: each CPU, job, phase, in place"""
        for columns in (40, 80, 200):
            self.assertEqual(problem_of(columns), "", columns)

    def test_rows_fit(self) -> None:
        """no row is wider than it may be, and none is added by being cut"""
        progress = layout.Progress("kmap_atomic", 50 << 20, 600 << 20, "bytes", 1e7)
        table = [layout.Cpu(2, 1234567)] * 8
        for width in range(1, 250):
            rows = [*progress.rows("pagecache", width), *layout.cpu_rows(table, width, 20)]
            self.assertTrue(all(len(row) <= width for row in rows), rows)
            self.assertLessEqual(len(rows), 3 + 1 + 8)

    def test_lines_go_above(self) -> None:
        """a line of the kernel does not disturb the progress below it"""
        stream = Terminal(80)
        with mock.patch.dict(os.environ, TERMINAL):
            shown = display.Display(stream, clock=iter(range(99)).__next__)
        shown.progress("fill", 1, 2, "MiB")
        for line in ("hello", "w" * 100):
            shown.line(line)
        text = stream.screen.text()
        self.assertEqual(text[:3], ["hello", "w" * 80, "w" * 20])
        self.assertTrue(text[3].startswith("fill ") and text[3].endswith(" 50%  1 of 2 MiB"), text)
        shown.finish()

    def test_low_terminal(self) -> None:
        """fewer lines than rows: as many CPUs as fit, and the cursor finds its way back"""
        played = Played(80, 5)
        played.play()
        self.assertIn("and 3 CPUs more", played.stream.getvalue())
        heads = [row for row in played.stream.screen.text() if "pagecache " in row]
        self.assertEqual(len(heads), 5, heads)

    def test_resize(self) -> None:
        """another width in the middle: nothing is left of what was drawn at the old one"""
        def at_line(number: int, stream: Terminal) -> None:
            if number in (11, 25):
                stream.screen.resize(40 if number == 11 else 120, 24)
                signal.raise_signal(signal.SIGWINCH)

        self.assertEqual(problem_of(200, at_line=at_line), "")
        with mock.patch.object(terminal, "height", lambda rows, _columns: len(rows)):
            self.assertNotEqual(problem_of(200, at_line=at_line), "")

    def test_follows_the_size_only_while_it_draws(self) -> None:
        """the signal has its usual meaning again afterwards"""
        before = signal.getsignal(signal.SIGWINCH)
        problem_of(80)
        self.assertEqual(signal.getsignal(signal.SIGWINCH), before)

    def test_broken(self) -> None:
        """each way to break the drawing is noticed"""
        cpu_rows = layout.cpu_rows
        for owner, name, value in (
                (terminal, "up", lambda _rows: ""),
                (terminal, "up", lambda rows: f"\x1b[{rows + 1}A"),
                (terminal, "REST_OF_SCREEN", ""), (terminal, "SHOW_CURSOR", ""),
                (layout, "cpu_rows", lambda *all_of_it: cpu_rows(*all_of_it)[:-1]),
                (display.Display, "_width", lambda _self: 300),
                (display.Display, "cpus", lambda _self, _cpus: None),
                (terminal.Rows, "_home", lambda _self: "\r"),
                (display.Display, "_keep", lambda _self: None)):
            with self.subTest(f"{name}"), mock.patch.object(owner, name, value):
                self.assertNotEqual(problem_of(80), "")

    def test_lists_of_cpus(self) -> None:
        """lists of different lengths, or of no numbers, are no lists of CPUs"""
        for fields in ({"held": "1,2", "preempted": "1"}, {"held": "1", "preempted": "x"}, {}):
            self.assertRaises(ValueError, layout.cpus_of, console.Record("cpus", fields))

    def test_colours(self) -> None:
        """the bar has one, unless the user wants none"""
        played = Played(80)
        played.play()
        self.assertIn(terminal.GREEN, played.stream.getvalue())
        played = Played(80)
        with mock.patch.dict(TERMINAL, {"NO_COLOR": "1"}):
            played.play()
        self.assertNotIn("m", {text[-1] for text in console._ESCAPES.findall(
            played.stream.getvalue())})


class OnAPseudoTerminal(unittest.TestCase):
    """run.py on a terminal of its own, with a fake kernel that stands still in the middle."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        (self.directory / "tmp").mkdir()

    def started(self, acting: str = "standing", broken: str = "", columns: int = 80,
                **env: str) -> OnTerminal:
        """The program, where something may be broken."""
        head = ["-c", BROKEN.format(how=broken)] if broken else ["tools/run.py"]
        command = [sys.executable, *head, "--arch", "um", "--image", str(FAKE), "--cpus", "2"]
        return OnTerminal(command, columns, env={
            "FAKE_KERNEL": acting, "TMPDIR": str(self.directory / "tmp"), **env})

    @staticmethod
    def is_drawn(now: OnTerminal) -> bool:
        """Whether the last thing that was written is the whole screen."""
        return bool(cells(now.screen)) and now.written.endswith(f"{terminal.REST_OF_SCREEN}\r")

    def problem_of_interruption(self, broken: str = "") -> str:
        """Ctrl-C in the middle: what is wrong, or nothing."""
        with self.started(broken=broken) as program:
            if not program.wait_for(self.is_drawn):
                return "it was not drawn"
            hidden = not program.screen.has_cursor
            program.press(CTRL_C)
            status, screen = program.end(), program.screen
        if status != 128 + signal.SIGINT:
            return f"status {status}"
        if not hidden or not screen.has_cursor:
            return "the cursor was not hidden, or is not shown again"
        if cells(screen) or "^C" in "\n".join(screen.text()):
            return "something drawn is left"
        if screen.text()[-1] != "run: interrupted; everything it started was stopped":
            return f"the last row is {screen.text()[-1]}"
        return runs.leftovers(self.directory)

    def test_interrupted(self) -> None:
        """Ctrl-C: status 130, the terminal as it was, no process and no file left"""
        self.assertEqual(self.problem_of_interruption(), "")

    def test_interrupted_where_it_is_broken(self) -> None:
        """a cursor that stays hidden, and rows that stay, are noticed"""
        for broken in ("terminal.SHOW_CURSOR = ''", "terminal.Rows.remove = lambda *_: None",
                       "display.Display.finish = lambda _self: None"):
            with self.subTest(broken):
                self.assertNotEqual(self.problem_of_interruption(broken), "")

    def resized(self, broken: str = "") -> list[str]:
        """The screen after it became narrower while the kernel says nothing."""
        with self.started(columns=200, broken=broken) as program:
            self.assertTrue(program.wait_for(self.is_drawn))
            program.resize(40, 24)
            program.wait_for(lambda now: any(row.startswith(" 50%  256") for row in
                                             now.screen.text()) and self.is_drawn(now))
            return program.screen.text()

    def test_resized(self) -> None:
        """the window becomes narrower: drawn again at once, in the same place"""
        text = self.resized()
        self.assertEqual([" ".join(row.split()) for row in text[-3:]],
                         ["held preempted", "CPU 0 2 1,234", "CPU 1 1 7"])
        self.assertEqual(sum("kmap_local" in row for row in text), 1, text)
        self.assertEqual(text[-5], "pagecache kmap_local [########........]")

    def test_to_the_end(self) -> None:
        """a good run: results below, and of each phase how far it came"""
        with self.started("pagecache") as program:
            status, text = program.end(), program.screen.text()
        self.assertEqual(status, 0, text)
        self.assertFalse(cells(program.screen))
        self.assertEqual(sum(row.startswith("pagecache ") and "100%" in row for row in text), 3)
        self.assertTrue(any("64 of 64" in row for row in text))

    def plain(self, broken: str = "", **env: str) -> bool:
        """Whether a run writes no sequence where that is not wanted."""
        with self.started("pagecache", broken, **env) as program:
            self.assertEqual(program.end(), 0)
        self.assertIn("kmap_local: 100%", program.written)
        return "\x1b" not in program.written

    def test_plain(self) -> None:
        """CI, and a terminal that cannot: lines; and it is noticed if that is not looked at"""
        self.assertTrue(self.plain(TERM="dumb"))
        self.assertTrue(self.plain(CI="true"))
        with self.started("pagecache", "terminal.is_live = lambda _stream: True",
                          TERM="dumb") as program:
            program.end()
        self.assertIn("\x1b", program.written)

    def piped(self, *head: str) -> str:
        """What a run writes into a pipe."""
        done = subprocess.run(
            [sys.executable, *head, "--arch", "um", "--image", str(FAKE)], capture_output=True,
            text=True, check=True, cwd=targets.REPOSITORY,
            env={**os.environ, **TERMINAL, "FAKE_KERNEL": "pagecache"})
        return done.stdout + done.stderr

    def test_piped(self) -> None:
        """lines only; and it is noticed if a pipe is taken for a terminal"""
        text = self.piped("tools/run.py")
        self.assertIn("kmap_local: 100%", text)
        self.assertNotIn("\x1b", text)
        self.assertIn("\x1b", self.piped("-c", BROKEN.format(
            how="terminal.is_live = lambda _stream: True")))
