# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Recipes: what is read from linux/recipes/, and which files of ours it names."""

import fnmatch
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath

from common import lists
from common.program import BadInput
from tree import versions
from tree.edits import Edit, problem_of
from tree.versions import Version

RECIPES, FILES = "linux/recipes", "linux/files"
KNOWN = "versions.toml"
# Never copied, whatever a pattern says.
_LEFT_OUT = re.compile(r"\..*|.*~|.*\.(?:o|orig|rej|pyc)")
# `git am` would take such a line of a message for the beginning of the patch.
_ENDS_MESSAGE = re.compile(r"(?:---|diff -|Index: )", re.MULTILINE)


@dataclass(frozen=True)
class Copy:
    """An entry [[copy]]: a file or folder of ours, and where it goes in the tree."""

    source: str
    to: str
    pattern: tuple[str, ...] = ("*",)
    exclude: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()

    def files(self, root: Path) -> Iterator[tuple[Path, str]]:
        """Each file of the project at `root`, and its name in the tree."""
        start = root / self.source
        if start.is_file():
            yield start, self.to
            return
        for path in sorted(start.rglob("*")):
            name = path.relative_to(start).as_posix()
            if path.is_file() and self._takes(name):
                yield path, str(PurePosixPath(self.to, name))

    def _takes(self, name: str) -> bool:
        if any(_LEFT_OUT.fullmatch(part) for part in name.split("/")):
            return False
        return _matches(name, self.pattern) and not _matches(name, self.exclude)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether one of the patterns is for the whole name, or for what follows its last slash."""
    return any(fnmatch.fnmatchcase(each, pattern) for pattern in patterns
               for each in (name, name.rpartition("/")[2]))


@dataclass(frozen=True)
class Remove:
    """An entry [[remove]]: files that go."""

    file: tuple[str, ...]
    versions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipe:
    """A file of recipes, which is a patch of the series."""

    name: str
    subject: str
    message: str
    versions: tuple[str, ...] = ()
    remove: tuple[Remove, ...] = ()
    copy: tuple[Copy, ...] = ()
    edit: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Kit:
    """The project: recipes and files."""

    root: Path

    @property
    def version(self) -> str:
        """kmap's version, as tools/rules/version.py reads it."""
        path = self.root / "include/kmap/config.h"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        match = re.search(r"^#define KMAP_VERSION\s+(\d+)", text, re.MULTILINE)
        number = int(match[1]) if match else 0
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"

    def known(self) -> list[str]:
        """The versions of Linux that recipes have been tried on."""
        path = self.root / RECIPES / KNOWN
        if not path.is_file():
            raise BadInput(f"{self.root} has no {RECIPES}/{KNOWN}; name the folder of a kmap")
        return lists.read(path)["known"]

    def recipes(self, version: Version) -> list[Recipe]:
        """Those for a version, in the order of their numbers."""
        paths = sorted((self.root / RECIPES).glob("[0-9][0-9]-*.toml"))
        found = [load(path, self.root) for path in paths]
        return [each for each in found if versions.any_holds(each.versions, version)]


class _Reader:
    """Reads one table of a recipe, and complains with its place."""

    def __init__(self, place: str, table: dict) -> None:
        self.place = place
        self.table = table

    def fail(self, text: str) -> BadInput:
        """The complaint, to raise."""
        return BadInput(f"{self.place}: {text}")

    def known_keys(self, *keys: str) -> None:
        """Nothing else may be there."""
        for key in self.table:
            if key not in keys:
                raise self.fail(f"there is no key '{key}'; known: {', '.join(keys)}")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        value = self.table.get(key, default)
        if not isinstance(value, str):
            raise self.fail(f"'{key}' must be a text" if key in self.table else f"it has no '{key}'")
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"'{key}' must be true or false")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A text, or a list of texts."""
        value = self.table.get(key, list(default))
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise self.fail(f"'{key}' must be a text or a list of texts")
        return tuple(found)

    def versions(self) -> tuple[str, ...]:
        """The versions it is for."""
        found = self.texts("versions")
        try:
            versions.check(found)
        except ValueError as error:
            raise self.fail(str(error)) from None
        if "versions" in self.table and not found:
            raise self.fail("'versions' is empty; leave it out for all versions")
        return found

    def patterns(self, key: str) -> tuple[str, ...]:
        """Regular expressions."""
        found = self.texts(key)
        for pattern in found:
            try:
                re.compile(pattern)
            except re.error as error:
                raise self.fail(f"{key} = '{pattern}' is no regular expression: {error}") from None
        return found

    def pattern(self, key: str) -> str:
        """A regular expression, or nothing."""
        self.text(key, "")
        return self.patterns(key)[0] if key in self.table else ""

    def paths(self, key: str) -> tuple[str, ...]:
        """Names of files in a tree; there must be one."""
        found = self.texts(key)
        if not found:
            raise self.fail(f"it has no '{key}'")
        for name in found:
            if not is_inside(name):
                raise self.fail(f"'{name}' is no name of a file in a tree")
        return found

    def entries(self, key: str) -> Iterator["_Reader"]:
        """The tables [[key]]."""
        found = self.table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise self.fail(f"write [[{key}]]")
        for number, table in enumerate(found, 1):
            yield _Reader(f"{self.place}, {key} {number}", table)


def is_inside(name: str) -> bool:
    """Whether a name, relative to a tree, is of something in it."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts \
        and str(path) == name


def _remove(reader: _Reader) -> Remove:
    reader.known_keys("file", "versions")
    return Remove(reader.paths("file"), reader.versions())


def _copy(reader: _Reader, root: Path) -> Copy:
    reader.known_keys("from", "to", "pattern", "exclude", "versions")
    source = reader.text("from")
    if not is_inside(source) or not (root / source).exists():
        raise reader.fail(f"there is no '{source}' in the project")
    inside = source.removeprefix(FILES).removeprefix("/") if source.startswith(FILES) else None
    target = reader.text("to", inside)
    if target and not is_inside(target) or (root / source).is_file() and not target:
        raise reader.fail(f"to = '{target}' is no place in a tree")
    found = Copy(source, target, reader.texts("pattern", ("*",)), reader.texts("exclude"),
                 reader.versions())
    if not any(found.files(root)):
        raise reader.fail(f"no file in '{source}' matches")
    return found


def _edit(reader: _Reader) -> Edit:
    reader.known_keys(*(field.name for field in fields(Edit)))
    found = Edit(
        file=reader.paths("file"), action=reader.text("action"), at=reader.pattern("at"),
        text=reader.text("text", ""), old=reader.text("old", ""),
        within=reader.patterns("within"), until=reader.pattern("until"),
        through=reader.pattern("through"), block=reader.flag("block"), all=reader.flag("all"),
        versions=reader.versions())
    problem = problem_of(found)
    if problem:
        raise reader.fail(problem)
    return found


def load(path: Path, root: Path) -> Recipe:
    """Read a file of recipes; raises BadInput."""
    place = path.relative_to(root).as_posix()
    try:
        reader = _Reader(place, lists.read(path))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{place}: {error}") from None
    reader.known_keys("subject", "message", "versions", "remove", "copy", "edit")
    message = reader.text("message")
    if _ENDS_MESSAGE.match(message) or any(map(_ENDS_MESSAGE.match, message.splitlines())):
        raise reader.fail("a line of the message begins like a patch")
    return Recipe(
        place, reader.text("subject"), message, reader.versions(),
        tuple(map(_remove, reader.entries("remove"))),
        tuple(_copy(each, root) for each in reader.entries("copy")),
        tuple(map(_edit, reader.entries("edit"))))
