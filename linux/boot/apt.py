# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Packages of another release or machine, by an apt that leaves the system alone.

It has folders of its own, and the system's sources with the name of another release. The
packages are signed and checked as always.
"""

import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from common.logs import environment, logged, note
from common.program import Missing

SYSTEM = Path("/etc/apt")
NO_APT = "gets Linux and programs for it from Debian, and needs apt-get and dpkg for that"
OS_RELEASE = Path("/etc/os-release")
SOURCES = ("sources.list", "sources.list.d/*.list", "sources.list.d/*.sources")


def codename_of(release: str) -> str:
    """The name of the system's release, from the text of os-release; empty if it has none."""
    found = re.search(r'^VERSION_CODENAME="?(\w+)"?$', release, re.MULTILINE)
    return found[1] if found else ""


def sources_for(text: str, codename: str, suite: str) -> str:
    """A list of sources for another release; empty if it does not name the system's."""
    named = rf"\b{re.escape(codename)}\b"
    return re.sub(named, suite, text) if codename and re.search(named, text) else ""


def configuration(folder: Path, architecture: str) -> str:
    """The text of an apt configuration with all folders of its own, for one architecture."""
    return "".join(f"{line};\n" for line in (
        f'APT::Architecture "{architecture}"',
        f'APT::Architectures {{ "{architecture}"; }}',
        # As root apt would change to a user that cannot write here.
        'APT::Sandbox::User "root"',
        'Acquire::Languages "none"',
        f'Dir::State "{folder}/state"',
        f'Dir::State::status "{folder}/status"',
        f'Dir::Cache "{folder}/cache"',
        f'Dir::Etc::sourcelist "{folder}/sources.list"',
        f'Dir::Etc::sourceparts "{folder}/sources.list.d"'))


def native_architecture() -> str:
    """Debian's name of the machine that this is."""
    try:
        asked = subprocess.run(("dpkg", "--print-architecture"), capture_output=True, text=True)
    except FileNotFoundError:
        raise Missing(NO_APT) from None
    return asked.stdout.strip()


@cache
def apt_of(folder: Path, suite: str, architecture: str) -> "Apt":
    """The one Apt for a release and an architecture."""
    return Apt(folder, suite, architecture)


class Apt:
    """Gets the packages of one release for one architecture."""

    def __init__(self, folder: Path, suite: str, architecture: str):
        self.suite = suite
        self.architecture = architecture
        self._folder = folder / f"{suite}-{architecture}"
        self._packages = self._folder / "packages"
        self._fresh = False

    def packages(self, names: tuple[str, ...]) -> list[Path]:
        """The files of these packages; downloads those that are not there."""
        missing = [name for name in names if not self._found(name)]
        if missing:
            if not self._fresh:
                self._prepare()
                self._update()
            self._fresh = True
            note(f"getting {' '.join(missing)} from Debian {self.suite}")
            self._download(missing)
        return [self._found(name) for name in names]

    def _found(self, name: str) -> Path | None:
        return next(iter(sorted(self._packages.glob(f"{name}_*.deb"))), None)

    def _prepare(self) -> None:
        """Write the configuration and the sources."""
        if not shutil.which("apt-get"):
            raise Missing(NO_APT)
        for name in ("state/lists/partial", "cache/archives/partial", "sources.list.d", "packages"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        (self._folder / "status").touch()
        (self._folder / "apt.conf").write_text(configuration(self._folder, self.architecture))
        codename, found = codename_of(OS_RELEASE.read_text(encoding="utf-8")), 0
        for path in (path for pattern in SOURCES for path in sorted(SYSTEM.glob(pattern))):
            text = sources_for(path.read_text(encoding="utf-8"), codename, self.suite)
            (self._folder / path.relative_to(SYSTEM)).write_text(text)
            found += bool(text)
        if not found:
            raise Missing(f"{SYSTEM} names no source of packages for this release of Debian")

    def _apt_get(self, name: str, *arguments: str, **options: object) -> bool:
        finished = logged(
            ["apt-get", *arguments], self._folder / f"{name}.log", lambda _number, line: line,
            env=environment(APT_CONFIG=f"{self._folder}/apt.conf"), **options)
        return finished.status == 0

    def _update(self) -> None:
        """Get the lists. Not all releases have all that sources name, so it may complain."""
        note(f"getting the lists of packages of Debian {self.suite} for {self.architecture}")
        self._apt_get("update", "update")

    def _download(self, names: list[str]) -> None:
        """Get packages: all of them, or none."""
        with tempfile.TemporaryDirectory(prefix="new-", dir=self._folder) as new:
            if not self._apt_get("download", "download", *names, cwd=new):
                raise Missing(f"cannot get {' '.join(names)} from Debian {self.suite}: "
                              f"see {self._folder}/download.log and update.log")
            for path in Path(new).glob("*.deb"):
                path.rename(self._packages / path.name)
