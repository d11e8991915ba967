# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Programs of linux/ in processes of their own, which may be stopped at the Nth change of files.

The ways: "kill", by SIGKILL; "signal", by SIGINT; "error", by one error; "errors", by errors
from there on. A file that is being written then is half written.
"""

import errno
import os
import runpy
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass

CHANGES = ("replace", "fsync", "fchmod", "chmod", "mkdir", "unlink", "rmdir")
# The status of a program that made fewer changes.
EXIT_NOT_STOPPED = 77


@dataclass(frozen=True)
class Done:
    """How a program ended; its status is negative if a signal killed it."""

    returncode: int
    stdout: str
    stderr: str


class Stopper:
    """Counts changes, and stops this process."""

    def __init__(self, way: str, number: int) -> None:
        self.way = way
        self.left = number

    def begin(self) -> None:
        """From now on, changes are counted."""
        for name in CHANGES:
            setattr(os, name, self._wrap(getattr(os, name), name))

    def status(self, code: int) -> int:
        """The exit status of a program that would have had this one."""
        return EXIT_NOT_STOPPED if self.way and self.left > 0 else code

    def _wrap(self, function: Callable, name: str) -> Callable:
        def counted(*arguments, **options):
            self.left -= 1
            if not self.left or self.left < 0 and self.way == "errors":
                if name == "fsync" and not os.path.isdir(f"/proc/self/fd/{arguments[0]}"):
                    os.ftruncate(arguments[0], os.fstat(arguments[0]).st_size // 2)
                self._stop()
            # Tests need not wait for the disk.
            return None if name == "fsync" else function(*arguments, **options)

        return counted

    def _stop(self) -> None:
        if self.way == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif self.way == "signal":
            os.kill(os.getpid(), signal.SIGINT)
        elif self.way:
            raise OSError(errno.ENOSPC, "No space left on device", "somewhere")


def _become(command: list[str], stopper: Stopper) -> int:
    """Run a program here, to its exit status."""
    sys.argv = command
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False)
                              for number in (1, 2))
    stopper.begin()
    try:
        runpy.run_path(command[0], run_name="__main__")
    except SystemExit as ending:
        return stopper.status(ending.code)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 1


def run(command: list[str], stopper: Stopper) -> Done:
    """Run a program in a process of its own, which is a copy of this one: that is fast."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os._exit(_become(command, stopper))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "surrogateescape"))
        return Done(status, *texts)
