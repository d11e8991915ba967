# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The source tree: from Debian, unpacked, and with kmap in it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from boot import kinds
from boot.apt import apt_of, native_architecture
from boot.commands import must
from boot.request import APPLIED, FOLDER, Request
from common import tap, targets
from common.logs import environment, logged, note
from tree import journal

APPLY, REVERT = (targets.REPOSITORY / "linux" / name for name in ("apply", "revert"))


def archive_of(request: Request) -> Path:
    """The Debian package with the source, which is the same for all machines."""
    apt = apt_of(FOLDER / "apt", kinds.SUITES[request.version], native_architecture())
    return apt.packages((f"linux-source-{request.version}",))[0]


def unpack(package: Path, version: str, tree: Path, log: Path) -> None:
    """Unpack a package and the archive in it. The tree is there entirely or not at all."""
    name = f"the source of Linux {version} is unpacked"
    note(f"unpacking {package.name}")
    tree.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="new-", dir=tree.parent) as new:
        must(name, ["dpkg-deb", "-x", str(package), f"{new}/package"], log, _as_it_is)
        archive = f"{new}/package/usr/src/linux-source-{version}.tar.xz"
        Path(new, "tree").mkdir()
        must(name, ["tar", "-C", f"{new}/tree", "--strip-components=1", "-xf", archive], log,
             _as_it_is)
        Path(new, "tree").rename(tree)


def _as_it_is(_number: int, line: str) -> str:
    return line


def times_of(tree: Path) -> dict[str, tuple[str, int]]:
    """What each file that kmap has in a tree contains, and when it was written."""
    found = journal.load(tree)
    return {name: (digest, (tree / name).stat().st_mtime_ns)
            for name, digest in (found.digests if found else {}).items()
            if digest and (tree / name).exists()}


def keep_times(tree: Path, before: dict[str, tuple[str, int]]) -> None:
    """Give files that are as they were their times back: then they are not built again."""
    for name, (digest, _time) in times_of(tree).items():
        was, time = before.get(name, ("", 0))
        if digest == was:
            os.utime(tree / name, ns=(time, time))


def apply(request: Request) -> None:
    """Put kmap into a tree of ours. Another kmap in it is taken out before; raises Failed."""
    tree, log = str(request.source), request.folder / "apply.log"
    done = logged([str(APPLY), tree], log, _as_it_is, env=environment())
    if done.status == 0:
        return
    before = {}
    if (request.source / APPLIED).exists():
        note("the tree has another kmap; it is replaced")
        before = times_of(request.source)
        must("linux/revert takes it out", [str(REVERT), tree], request.folder / "revert.log",
             _as_it_is, env=environment())
    must(applied(request), [str(APPLY), tree], log, _as_it_is, env=environment())
    keep_times(request.source, before)


def applied(request: Request) -> str:
    """The name of that check."""
    return f"linux/apply puts kmap into Linux {request.version}"


def get(request: Request) -> Iterator[tap.Point]:
    """Have the tree that is to be built; raises Failed."""
    if request.tree:
        return
    if not request.source.exists():
        unpack(archive_of(request), request.version, request.source, request.folder / "unpack.log")
    yield tap.Point(True, f"the source of Linux {request.version} is there")
    if request.kmap:
        apply(request)
        yield tap.Point(True, applied(request))


def unpacked_programs(packages: list[Path], folder: Path) -> None:
    """Unpack packages of programs into one folder, anew."""
    shutil.rmtree(folder, ignore_errors=True)
    for package in packages:
        must(f"{package.name} is unpacked", ["dpkg-deb", "-x", str(package), str(folder)],
             folder.parent / "unpack-programs.log", _as_it_is)
