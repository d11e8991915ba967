# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""A program on a pseudo-terminal."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Callable

from common import targets

from screen import Screen

SILENCE_SECONDS = 600
READ_BYTES = 65536
CTRL_C, CTRL_Z = b"\x03", b"\x1a"
# The begin of a sequence, of which more is to come.
_BEGUN = re.compile(r"\x1b(\[\??\d*)?$")
# What the environment of these tests says of its own terminal.
_OWN = ("CI", "NO_COLOR", "COLUMNS", "LINES")


class OnTerminal:
    """A program on a terminal of its own. Use it in a `with`: it has ended when that is left."""

    def __init__(self, command: list[str], columns: int = 80, lines: int = 24,
                 env: dict[str, str] | None = None):
        self.screen = Screen(columns, lines)
        self.written = ""
        self._rest = ""
        self._master, slave = pty.openpty()
        self._set_size()
        own = {name: value for name, value in os.environ.items() if name not in _OWN}
        self._process = subprocess.Popen(
            command, cwd=targets.REPOSITORY, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True,
            env={**own, "TERM": "xterm", **(env or {})},
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(slave)

    def __enter__(self) -> "OnTerminal":
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self.end()
        os.close(self._master)

    def wait_for(self, seen: Callable[["OnTerminal"], bool]) -> bool:
        """Read until it is seen; False if the program ends, or is silent, before."""
        while not seen(self):
            if not self._read():
                return False
        return True

    def press(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._master, keys)

    def wait_until_stopped(self) -> None:
        """Wait until the program has stopped, as after Ctrl-Z."""
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def go_on(self) -> None:
        """Let a program that has stopped go on."""
        self._process.send_signal(signal.SIGCONT)

    def resize(self, columns: int, lines: int) -> None:
        """The terminal gets another size, and the program a signal."""
        self.screen.resize(columns, lines)
        self._set_size()

    def end(self) -> int:
        """Read to the end; the exit status."""
        while self._read():
            pass
        return self._process.wait()

    def _set_size(self) -> None:
        size = struct.pack("HHHH", self.screen.lines, self.screen.columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def _read(self) -> bool:
        """One more piece of output; False if there is none."""
        if not select.select([self._master], [], [], SILENCE_SECONDS)[0]:
            return False
        try:
            piece = os.read(self._master, READ_BYTES)
        except OSError:
            return False  # The last one who had it open has ended.
        text = self._rest + piece.decode(errors="replace")
        begun = _BEGUN.search(text)
        self._rest = text[begun.start():] if begun else ""
        text = text.removesuffix(self._rest)
        self.written += text
        self.screen.feed(text)
        return bool(piece)
