# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The files that a user asks for, refused before anything is done if they cannot be written."""

import argparse
import os
from pathlib import Path

from common import targets
from common.program import BadInput

# Where results lie that the user named no place for. A fresh clone has no such folder.
BUILD = targets.REPOSITORY / "build"


def check_output(name: str, path: Path | None) -> None:
    """Refuse a path that cannot be written; of all folders, makes only build/."""
    if path is None:
        return
    if path.is_dir():
        raise BadInput(f"{name}={path} is a directory; name a file in it")
    if path.parent.resolve() == BUILD.resolve():
        BUILD.mkdir(exist_ok=True)
    if not path.parent.is_dir():
        raise BadInput(f"{name}={path}: there is no directory {path.parent}; make it first")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise BadInput(
            f"{name}={path}: the directory {path.parent} cannot be written; name another")


def json_output(given: Path | None, name: str) -> Path:
    """Where results are written: as given, or by this name in build/. Raises BadInput."""
    path = given or BUILD / name
    check_output("JSON", path)
    return path


def report_path(arguments: argparse.Namespace, job: str) -> Path | None:
    """The path of the report; None if there is none."""
    if arguments.report is None:
        return None
    if arguments.job != job:
        raise BadInput(f"REPORT={arguments.report} is for JOB={job} only, the default")
    return Path(arguments.report)
