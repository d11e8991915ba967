# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The program linux/export-patches."""

import os
import subprocess
import tempfile
from pathlib import Path

from common.program import EXIT_OK, BadInput, Missing
from tree import cli
from tree.checkout import refuse_local_changes
from tree.plan import Files, Plan, Stage, known_version, make_plan, read_file
from tree.problems import count

PROGRAM = "export-patches"
# The same author, date and settings everywhere, so that the patches are the same, too.
_ENVIRONMENT = {
    f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (
        ("NAME", "kmap"), ("EMAIL", "kmap@localhost"), ("DATE", "2000-01-01T00:00:00+0000"))
} | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C", "TZ": "UTC"}
_SETTINGS = ("core.autocrlf=false", "core.fileMode=true", "core.hooksPath=/dev/null",
             "commit.gpgSign=false", "gc.auto=0", "init.defaultBranch=main",
             "core.attributesFile=/dev/null", "diff.algorithm=histogram")
_FORMAT = ("format-patch", "--quiet", "--zero-commit", "--no-signature", "--full-index",
           "--no-renames", "--binary")


class Repository:
    """A repository of git that holds only the files that the series touches."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "--quiet")

    def git(self, *arguments: str, said: str = "") -> str:
        """Run git; what it prints."""
        settings = [word for each in _SETTINGS for word in ("-c", each)]
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith("GIT_")} | _ENVIRONMENT
        try:
            done = subprocess.run(["git", *settings, *arguments], cwd=self.root, input=said,
                                  env=environment, capture_output=True, text=True)
        except FileNotFoundError:
            raise Missing("missing: git; install with: apt-get install git") from None
        if done.returncode:
            raise OSError(f"git {arguments[0]}: {done.stderr.strip()}")
        return done.stdout.strip()

    def write(self, files: Files) -> None:
        """Make files as they are given."""
        for name, content in files.items():
            path = self.root / name
            if content is None:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.data)
            path.chmod(0o755 if content.mode & 0o100 else 0o644)

    def commit(self, message: str) -> str:
        """Commit everything; the commit."""
        self.git("add", "--all", "--force", ".")
        self.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--file=-",
                 said=message)
        return self.git("rev-parse", "HEAD")


def _message(stage: Stage) -> str:
    return f"{stage.recipe.subject.strip()}\n\n{stage.recipe.message.strip()}\n"


def write_series(plan: Plan, target: Path) -> int:
    """Write the patches into a folder; returns how many."""
    with tempfile.TemporaryDirectory(prefix="kmap-patches-") as directory:
        repository = Repository(Path(directory))
        stages = [stage for stage in plan.stages if stage.after]
        for stage in reversed(stages):
            repository.write(stage.before)
        base = repository.commit("Linux")
        for stage in stages:
            repository.write(stage.after)
            repository.commit(_message(stage))
        repository.git(*_FORMAT, "--output-directory", str(target.resolve()), f"{base}..HEAD")
    return len(stages)


def _export(plan: Plan, target: Path) -> int:
    """Write the series beside its place, and then give it its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".kmap-patches-", dir=target.parent) as directory:
        made = Path(directory, "series")
        made.mkdir()
        number = write_series(plan, made)
        os.replace(made, target)
    return number


def _check_target(text: str, root: Path) -> Path:
    if not text:
        raise BadInput("no folder is named; say DIR=path, where the patches go")
    target = Path(text)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadInput(f"{target} is there and not empty; name a new folder for the patches")
    if target.resolve().is_relative_to(root.resolve()):
        raise BadInput(f"{target} is in the tree, which is only read; name a folder elsewhere")
    return target


def main(arguments: list[str], about: str) -> int:
    """The program."""
    parser = cli.Parser(PROGRAM, about)
    parser.add_argument("dir", metavar="DIR", help="a new or empty folder for the patches")
    parsed = parser.parse(arguments)
    version = known_version(parsed.kit, parsed.tree)
    target = _check_target(parsed.dir, parsed.tree)
    cli.only_pristine(parsed.tree)
    plan = make_plan(parsed.kit, version, lambda name: read_file(parsed.tree, name))
    refuse_local_changes(PROGRAM, parsed.tree, list(plan.after))
    print(f"{count(_export(plan, target), 'patch', 'es')} for Linux "
          f"{version} in {target}; there: git am {target.resolve()}/*.patch")
    return EXIT_OK
