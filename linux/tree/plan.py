# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What recipes make of a tree, computed without writing anything."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from common.program import BadInput
from tree import edits, versions
from tree.edits import Edit
from tree.places import split
from tree.problems import Problems, Unfit, some
from tree.recipe import Copy, Kit, Recipe
from tree.versions import Version

PLAIN, EXECUTABLE = 0o644, 0o755
ADVICE = "nothing was changed; the tree must be as kernel.org or a distribution publishes it"


@dataclass(frozen=True)
class Content:
    """What is in a file, and its permissions."""

    data: bytes
    mode: int

    @property
    def lines(self) -> list[str]:
        """Its lines; bytes that are no UTF-8 survive the way there and back."""
        return split(self.data.decode("utf-8", "surrogateescape"))

    def with_lines(self, lines: list[str]) -> "Content":
        """The same file with other lines."""
        return Content("".join(lines).encode("utf-8", "surrogateescape"), self.mode)


# What reads a file of a tree by its name; None if there is none.
Read = Callable[[str], Content | None]
# Files by name; None stands for one that is not there.
Files = dict[str, Content | None]


def read_file(root: Path, name: str) -> Content | None:
    """A file of a tree; raises Unfit for anything else that has that name."""
    path = root / name
    for each in (*reversed(path.relative_to(root).parents[:-1]), path.relative_to(root)):
        if (root / each).is_symlink():
            raise Unfit(f"{each} is a symbolic link")
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(mode):
        raise Unfit(f"{name} is no file")
    return Content(path.read_bytes(), stat.S_IMODE(mode))


@dataclass(frozen=True)
class Stage:
    """What one file of recipes changes: files before and after it."""

    recipe: Recipe
    before: Files
    after: Files


@dataclass(frozen=True)
class Plan:
    """The stages, in their order."""

    version: Version
    stages: list[Stage]

    @cached_property
    def before(self) -> Files:
        """The files that differ in the end, as they were."""
        found: Files = {}
        for stage in reversed(self.stages):
            found |= stage.before
        return {name: found[name] for name in sorted(found) if found[name] != self._last[name]}

    @cached_property
    def after(self) -> Files:
        """The same files, as they shall be."""
        return {name: self._last[name] for name in self.before}

    @cached_property
    def _last(self) -> Files:
        found: Files = {}
        for stage in self.stages:
            found |= stage.after
        return found


class Maker:
    """Performs the entries of one file of recipes after another."""

    def __init__(self, kit: Kit, version: Version, read: Read) -> None:
        self._kit = kit
        self._version = version
        self._read = read
        self._files: Files = {}
        self._before: Files = {}
        self.problems: list[str] = []

    def stage(self, recipe: Recipe) -> Stage:
        """Perform what a file of recipes says; what does not fit is in `problems`."""
        self._before = {}
        for place, versions_of, action in self._entries(recipe):
            if not versions.any_holds(versions_of, self._version):
                continue
            try:
                action()
            except Unfit as reason:
                self.problems.append(f"{recipe.name}, {place}: {reason}")
        changed = {name: content for name, content in self._before.items()
                   if content != self._files[name]}
        return Stage(recipe, changed, {name: self._files[name] for name in changed})

    def _entries(self, recipe: Recipe) -> Iterator[tuple[str, tuple[str, ...], Callable]]:
        for number, remove in enumerate(recipe.remove, 1):
            for name in remove.file:
                yield f"remove {number}, {name}", remove.versions, partial(self._remove, name)
        for number, copy in enumerate(recipe.copy, 1):
            yield f"copy {number}", copy.versions, partial(self._copy, copy)
        for number, edit in enumerate(recipe.edit, 1):
            for name in edit.file:
                yield f"edit {number}, {name}", edit.versions, partial(self._edit, edit, name)

    def _get(self, name: str) -> Content | None:
        if name not in self._files:
            self._files[name] = self._read(name)
        return self._files[name]

    def _put(self, name: str, content: Content | None) -> None:
        self._before.setdefault(name, self._get(name))
        self._files[name] = content

    def _existing(self, name: str) -> Content:
        content = self._get(name)
        if content is None:
            raise Unfit(f"Linux {self._version} here has no such file")
        return content

    def _remove(self, name: str) -> None:
        self._existing(name)
        self._put(name, None)

    def _copy(self, copy: Copy) -> None:
        files = {name: path for path, name in copy.files(self._kit.root)}
        there = [name for name in files if self._get(name) is not None]
        if there:
            raise Unfit(f"the tree already has {some(there)}")
        for name, path in files.items():
            mode = EXECUTABLE if path.stat().st_mode & stat.S_IXUSR else PLAIN
            self._put(name, Content(path.read_bytes(), mode))

    def _edit(self, edit: Edit, name: str) -> None:
        content = self._existing(name)
        self._put(name, content.with_lines(edits.perform(edit, content.lines)))


def known_version(kit: Kit, root: Path) -> Version:
    """The version of a tree; raises BadInput for one that recipes have not been tried on."""
    version, known = versions.of_tree(root), kit.known()
    if not versions.any_holds(tuple(known), version):
        raise BadInput(f"{root} is Linux {version}; kmap has been tried on, and knows, "
                       f"{', '.join(known)}")
    return version


def make_plan(kit: Kit, version: Version, read: Read) -> Plan:
    """Compute what apply does; raises Problems with all that does not fit."""
    maker = Maker(kit, version, read)
    plan = Plan(version, [maker.stage(recipe) for recipe in kit.recipes(version)])
    if maker.problems:
        raise Problems(maker.problems, ADVICE)
    if not plan.before:
        raise BadInput(f"no recipe changes anything in Linux {version}")
    return plan
