# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Chromium without a screen: what becomes of a page in it, what it complains of, a picture."""

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from common.commands import Finished, run, show_nothing
from common.processes import Patience
from common.program import Missing

# Debian's name, and those of others.
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = Patience(silence=120, total=240, ending=5)
QUIET = ("--headless", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
         "--no-first-run", "--disable-sync", "--disable-extensions", "--enable-logging")
# What Blink calls the colours that the user prefers.
DARK = "--blink-settings=preferredColorScheme=0"
_CONSOLE = re.compile(r"^\[[^]]*:CONSOLE[:(]\d+\)?\] (.*)$", re.MULTILINE)


class NoBrowser(Missing):
    """There is none."""


@dataclass(frozen=True)
class Seen:
    """The document after its scripts ran, and what the console said."""

    document: str
    console: list[str]
    how: str


def find() -> str:
    """The browser; raises NoBrowser."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise NoBrowser("needs chromium; on Debian: "
                    "sudo apt-get install --no-install-recommends chromium")


def _start(directory: str, *options: str, url: str, out: Path | None = None) -> Finished:
    """Run the browser on a page; its own folder is a temporary one."""
    command = [find(), *QUIET, f"--user-data-dir={directory}/profile",
               f"--log-file={directory}/log", *options, url]
    if os.geteuid() == 0:
        command.insert(1, "--no-sandbox")
    # Its lines are longer than those that run() keeps.
    return run(["sh", "-c", 'exec "$@" > "$0"', str(out or os.devnull), *command], show_nothing,
               patience=PATIENCE)


def look_at(page: Path, fragment: str = "") -> Seen:
    """Open a page, and wait until its scripts have run."""
    with tempfile.TemporaryDirectory(prefix="kmap-browser-") as directory:
        out, log = Path(directory, "document"), Path(directory, "log")
        finished = _start(directory, "--dump-dom", url=page.resolve().as_uri() + fragment, out=out)
        said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        document = out.read_text(encoding="utf-8") if out.exists() else ""
        return Seen(document, _CONSOLE.findall(said), finished.how)


def take_picture(page: Path, picture: Path, width: int, height: int, dark: bool = False) -> Finished:
    """Write a picture of the top of a page, as PNG."""
    with tempfile.TemporaryDirectory(prefix="kmap-browser-") as directory:
        return _start(directory, f"--screenshot={picture.resolve()}",
                      f"--window-size={width},{height}", *((DARK,) if dark else ()),
                      url=page.resolve().as_uri())
