# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The archive .kmap-applied at the top of a tree: all that is needed to take kmap out again.

It is a zip file: state.json, and below originals/ what apply changed or removed, as it was.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from common.program import BadInput
from tree import disk
from tree.plan import Content, Files, Plan, read_file
from tree.recipe import is_inside

NAME = ".kmap-applied"
FORMAT = 1
# The states of a tree: apply is at work or was killed; kmap is in; the same for revert.
APPLYING, APPLIED, REVERTING = "applying", "applied", "reverting"
_STATE, _ORIGINALS = "state.json", "originals/"
# Always the same, so that the same tree gives the same archive.
_DATE = (1980, 1, 1, 0, 0, 0)


def digest(content: Content | None) -> str | None:
    """What tells a file from others; None for one that is not there."""
    return None if content is None else hashlib.sha256(content.data).hexdigest()


@dataclass
class Journal:
    """What apply does to a tree: originals, digests of what it leaves, and folders it makes."""

    root: Path
    kmap: str
    linux: str
    originals: Files = field(default_factory=dict)
    digests: dict[str, str | None] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    state: str = APPLYING

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.root / NAME

    @property
    def is_done(self) -> bool:
        """Whether kmap is in the tree entirely."""
        return self.state == APPLIED

    def read(self, name: str) -> Content | None:
        """A file of the tree as it was before apply."""
        return self.originals[name] if name in self.originals else read_file(self.root, name)

    def edited(self) -> list[str]:
        """Files that are not as apply left them, nor as they were, if it did not end."""
        found = []
        for name, after in self.digests.items():
            allowed = {after} if self.is_done else {after, digest(self.originals[name])}
            if digest(read_file(self.root, name)) not in allowed:
                found.append(name)
        return found

    def save(self, state: str) -> None:
        """Write it; when that is done, the tree is in that state."""
        self.state = state
        disk.stage(self.path, Content(self._archive(), 0o644))
        disk.settle(self.path)
        disk.sync_folder(self.root)

    def _archive(self) -> bytes:
        said = {key: value for key, value in asdict(self).items() if key not in ("root", "originals")}
        modes = {name: content and content.mode for name, content in self.originals.items()}
        said |= {"format": FORMAT, "modes": modes}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(_STATE, _DATE), json.dumps(said, indent=1))
            for name, content in self.originals.items():
                if content:
                    info = zipfile.ZipInfo(_ORIGINALS + name, _DATE)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(info, content.data)
        return buffer.getvalue()


def begin(root: Path, kmap: str, plan: Plan) -> Journal:
    """The journal of a plan, not yet written."""
    digests = {name: digest(content) for name, content in plan.after.items()}
    return Journal(root, kmap, str(plan.version), plan.before, digests, _new_folders(root, plan))


def _new_folders(root: Path, plan: Plan) -> list[str]:
    """The folders that apply has to make, outer ones first."""
    found = {str(folder) for name, content in plan.after.items() if content
             for folder in Path(name).parents if not (root / folder).exists()}
    return sorted(found)


def load(root: Path) -> Journal | None:
    """The journal of a tree, if it has one; raises BadInput if that cannot be read."""
    path = root / NAME
    if not path.exists():
        return None
    try:
        return _load(root, path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, KeyError, TypeError, EOFError,
            AttributeError) as error:
        raise BadInput(f"{path} cannot be read ({error}); nothing was changed: get the tree afresh, "
                       "or with git: git stash") from None


def _load(root: Path, path: Path) -> Journal:
    with zipfile.ZipFile(path) as archive:
        said = json.loads(archive.read(_STATE))
        if said.pop("format") != FORMAT:
            raise ValueError("another version of kmap wrote it")
        modes = said.pop("modes")
        originals = {name: None if mode is None else Content(archive.read(_ORIGINALS + name), mode)
                     for name, mode in modes.items()}
    journal = Journal(root, originals=originals, **said)
    names = [*originals, *journal.digests, *journal.folders]
    if originals.keys() != journal.digests.keys() or not all(map(is_inside, names)):
        raise ValueError("its names are wrong")
    return journal
