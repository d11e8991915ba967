# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Child processes that are read line by line, watched, and never left behind."""

import ctypes
import os
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

_libc = ctypes.CDLL(None)
# Those that have not ended, of all threads.
_running: set["Child"] = set()


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
        # One is enough: more of them shall not disturb the clean-up.
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


class Hung(Exception):
    """A child said nothing for too long, or took too long in all."""


@dataclass(frozen=True)
class Patience:
    """Seconds: without any output, in all, and between a request to end and the end by force."""

    silence: float = 60.0
    total: float = 3600.0
    ending: float = 5.0


class Child:
    """A running program. Use it in a `with`: however that is left, the child has ended.

    `end_signal` asks it to end; SIGKILL follows. It also gets that signal from
    the system if this process is killed. With `talk`, send() reaches its input.
    """

    def __init__(self, command: list[str], patience: Patience, end_signal: int = signal.SIGTERM,
                 talk: bool = False, **options: object):
        self.patience = patience
        self.end_signal = end_signal
        self._bytes = b""
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE if talk else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            preexec_fn=lambda: _libc.prctl(PR_SET_PDEATHSIG, end_signal), **options,
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
        began = time.monotonic()
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while True:
                left = began + self.patience.total - time.monotonic()
                if left <= 0:
                    raise Hung(f"not finished after {self.patience.total:g} seconds")
                if not selector.select(min(left, self.patience.silence)):
                    if left > self.patience.silence:
                        raise Hung(f"no output for {self.patience.silence:g} seconds")
                    continue
                chunk = os.read(self._process.stdout.fileno(), READ_BYTES)
                if not chunk:
                    break
                yield from self._split(chunk)
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
        try:
            return self._process.wait(self.patience.silence)
        except subprocess.TimeoutExpired:
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
