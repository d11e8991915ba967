# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Changing files so that each is the old one or the new one, whatever happens meanwhile."""

import os
from contextlib import suppress
from pathlib import Path

from tree.plan import Content

# A new file gets its content under a name with this, and then its name.
NEW = ".kmap-new"


def staged(path: Path) -> Path:
    """The name under which a file is prepared."""
    return path.with_name(f".{path.name}{NEW}")


def stage(path: Path, content: Content) -> None:
    """Prepare a file, beside what it will replace."""
    try:
        with staged(path).open("wb") as opened:
            opened.write(content.data)
            opened.flush()
            _own(opened.fileno(), path if path.exists() else path.parent)
            os.fchmod(opened.fileno(), content.mode)
            os.fsync(opened.fileno())
    except BaseException:
        with suppress(OSError):
            unstage(path)
        raise


def _own(new: int | Path, like: Path) -> None:
    """Root gives what it makes in a tree to the owner of what is there."""
    if os.geteuid() == 0:
        owner = like.stat()
        os.chown(new, owner.st_uid, owner.st_gid)


def make_folder(path: Path) -> None:
    """Make a folder."""
    path.mkdir()
    _own(path, path.parent)


def settle(path: Path) -> None:
    """Give a prepared file its name."""
    os.replace(staged(path), path)


def forget(path: Path) -> None:
    """Remove a file; and what was prepared for it, also when there is nothing."""
    for each in (staged(path), path):
        each.unlink(missing_ok=True)


def unstage(path: Path) -> None:
    """Remove what was prepared for a file."""
    staged(path).unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_folder(path: Path) -> bool:
    """Remove a folder if nothing is in it; whether it is gone."""
    try:
        path.rmdir()
    except OSError:
        return not path.exists()
    return True
