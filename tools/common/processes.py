# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Child processes that are read line by line, watched, and never left behind."""

import ctypes
import os
import resource
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
READ_BYTES = 65536
# Nothing sensible prints a longer line; cut it rather than keep it.
LINE_BYTES_MAX = 16384
# How often it is asked what a child has used: each time, all processes are looked at. As a share
# of the silence that it may keep, but no more often than this many seconds apart.
LOOK_SHARE, LOOK_SECONDS = 0.05, 1.0
# Who used less than this share of a time did nothing.
IDLE_SHARE = 0.02
TICKS = os.sysconf("SC_CLK_TCK")

_libc = ctypes.CDLL(None)
# Those that have not ended, of all threads.
_running: set["Child"] = set()
# The signal that ends this program, if one has come.
_came: list[int] = []


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, or a request to end, came; unwinding ends the children."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number

    @property
    def exit_status(self) -> int:
        """The usual status of a program that a signal ended."""
        return 128 + self.number


def interrupt_on_signals() -> None:
    """From now on, signals that end a program unwind it."""

    def handler(number: int, _frame: object) -> None:
        # One is enough: more of them shall not disturb the clean-up. They are not ignored,
        # because a child would inherit that, and could then not be asked to end.
        if not _came:
            _came.append(number)
            raise Interrupted(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def stop_if_interrupted() -> None:
    """End this thread, too, if a signal has come."""
    if _came:
        raise Interrupted(_came[0])


class Hung(Exception):
    """A child said nothing for too long, or took too long in all."""


@dataclass(frozen=True)
class Patience:
    """Seconds: without any output, in all, and between a request to end and the end by force.

    With `processor` the first two are processor time of the child and all its descendants, so
    that it does not matter who else computes. What uses none is given the same by the clock.
    """

    silence: float = 60.0
    total: float = 3600.0
    ending: float = 5.0
    processor: bool = False


def _stat(pid: str) -> tuple[int, int]:
    """A process's parent, and the ticks that it and the children it has waited for used."""
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as opened:
        # The name, in brackets, may hold anything.
        fields = opened.read().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[11:15]))


def processor_seconds(pid: int) -> float:
    """What a process and all its descendants have used; 0 when it is gone."""
    children: dict[int, list[int]] = {}
    ticks = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            parent, ticks[int(name)] = _stat(name)
        except (OSError, ValueError, IndexError):
            continue
        children.setdefault(parent, []).append(int(name))
    used, left = 0, [pid]
    while left:
        each = left.pop()
        used += ticks.get(each, 0)
        left += children.get(each, [])
    return used / TICKS


@dataclass(frozen=True)
class _Moment:
    """A time by the clock, and the processor time that a child had used by then."""

    clock: float
    processor: float = 0.0


class Watch:
    """Tells when a child has had its time."""

    def __init__(self, pid: int, patience: Patience):
        self._pid = pid
        self._patience = patience
        self._interval = max(LOOK_SHARE * patience.silence, min(LOOK_SECONDS, patience.silence))
        self._now = _Moment(time.monotonic())
        self._began = self._heard = self._worked = self._now

    def heard(self) -> None:
        """There was output."""
        self._look()
        self._heard = self._worked = self._now

    def pause(self) -> float:
        """How long to wait for output before the next hung()."""
        if self._patience.processor:
            return min(self._interval, self._patience.total)
        now = time.monotonic()
        return max(0.0, min(self._heard.clock + self._patience.silence,
                            self._began.clock + self._patience.total) - now)

    def hung(self) -> str:
        """Why the child is taken to hang; empty as long as it is not."""
        self._look()
        return self._by_work() if self._patience.processor else self._by_clock()

    def _look(self) -> None:
        """What time it is. Looking at all processes is not done more often than it must."""
        clock, used = time.monotonic(), self._now.processor
        if self._patience.processor and clock - self._now.clock >= self._interval / 2:
            # Descendants whose parents have left are no longer found: it may seem to fall.
            used = max(used, processor_seconds(self._pid))
        elif self._patience.processor:
            return
        self._now = _Moment(clock, used)

    def _by_clock(self) -> str:
        if self._now.clock - self._began.clock >= self._patience.total:
            return f"not finished after {self._patience.total:g} seconds"
        if self._now.clock - self._heard.clock >= self._patience.silence:
            return f"no output for {self._patience.silence:g} seconds"
        return ""

    def _by_work(self) -> str:
        silence, total = self._patience.silence, self._patience.total
        if self._now.processor - self._worked.processor >= IDLE_SHARE * silence:
            self._worked = self._now
        if self._now.processor - self._began.processor >= total:
            return f"not finished after {total:g} seconds of processor time"
        if self._now.processor - self._heard.processor >= silence:
            return f"no output for {silence:g} seconds of processor time"
        if self._now.clock - self._worked.clock >= silence:
            return f"did nothing for {silence:g} seconds"
        idle = self._now.processor < IDLE_SHARE * total
        if idle and self._now.clock - self._began.clock >= total:
            return f"not finished after {total:g} seconds, and did next to nothing"
        return ""


def _prepare(end_signal: int) -> None:
    """In a child, before its program: it ends with us, and leaves no image of its memory."""
    _libc.prctl(PR_SET_PDEATHSIG, end_signal)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Child:
    """A running program. Use it in a `with`: however that is left, the child has ended.

    `end_signal` asks it to end; SIGKILL follows. It also gets that signal from
    the system if this process is killed. With `talk`, send() reaches its input.
    None is begun after a signal that ends this program.
    """

    def __init__(self, command: list[str], patience: Patience, end_signal: int = signal.SIGTERM,
                 talk: bool = False, **options: object):
        stop_if_interrupted()
        self.patience = patience
        self.end_signal = end_signal
        self._bytes = b""
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE if talk else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            preexec_fn=lambda: _prepare(end_signal), **options,
        )
        self.asked = False
        _running.add(self)

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The child's process number."""
        return self._process.pid

    def lines(self) -> Iterator[str]:
        """Its output as it comes, to its end; raises Hung."""
        watch = Watch(self.pid, self.patience)
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while True:
                ready = selector.select(watch.pause())
                if ready:
                    watch.heard()
                reason = watch.hung()
                if reason:
                    raise Hung(reason)
                if not ready:
                    continue
                chunk = os.read(self._process.stdout.fileno(), READ_BYTES)
                if not chunk:
                    break
                yield from self._split(chunk)
                # Whoever took the lines may have taken time, too.
                watch.heard()
        if self._bytes:
            yield self._text(self._bytes)

    def _split(self, chunk: bytes) -> Iterator[str]:
        """The lines that `chunk` completes."""
        *complete, self._bytes = (self._bytes + chunk).split(b"\n")
        self._bytes = self._bytes[:LINE_BYTES_MAX]
        for line in complete:
            yield self._text(line)

    @staticmethod
    def _text(line: bytes) -> str:
        return line[:LINE_BYTES_MAX].decode("utf-8", errors="replace").rstrip("\r")

    def send(self, text: bytes) -> None:
        """Give it something to read; nothing happens when it has ended."""
        try:
            os.write(self._process.stdin.fileno(), text)
        except BrokenPipeError:
            pass

    def wait(self) -> int:
        """Its exit status, after lines(); negative is a signal. Raises Hung."""
        watch = Watch(self.pid, self.patience)
        while True:
            try:
                return self._process.wait(watch.pause())
            except subprocess.TimeoutExpired:
                if watch.hung():
                    raise Hung("it closed its output but does not end") from None

    def ask_to_end(self) -> None:
        """Send it the signal for that. Does nothing when it has ended."""
        self.asked = True
        self._process.send_signal(self.end_signal)

    def stop(self) -> None:
        """End it, by force if need be. Does nothing when it has ended."""
        _running.discard(self)
        if self._process.poll() is None:
            self.ask_to_end()
            try:
                self._process.wait(self.patience.ending)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        if self._process.stdin:
            self._process.stdin.close()


def ask_all_to_end() -> None:
    """The children of all threads, once: each thread finds its own ended, and goes on."""
    for child in tuple(_running):
        if not child.asked:
            child.ask_to_end()
