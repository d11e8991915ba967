# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Trees that are checkouts of git: files with local changes are not touched."""

import subprocess
from pathlib import Path

from common.program import BadInput, complain
from tree.problems import some


def refuse_local_changes(program: str, root: Path, names: list[str]) -> None:
    """Raise BadInput if git knows of local changes in one of these files."""
    if not (root / ".git").exists():
        return
    command = ["git", "--no-optional-locks", "--literal-pathspecs", "-C", str(root), "status",
               "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *names]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        why = done.stderr.strip().partition("\n")[0] if done.returncode else ""
    except OSError as error:
        why = str(error)
    if why:
        complain(program, f"git does not say what has been changed in {root} ({why}); going on")
        return
    changed = [entry[3:] for entry in done.stdout.split("\0") if entry]
    if changed:
        raise BadInput(f"{root} has local changes in files that kmap changes: {some(changed)}; "
                       "nothing was changed: commit them, or git stash")
