#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Install missing tools, or print what is missing and how to install it.

    bootstrap.py ARCH PURPOSE...

ARCH is a part of common/targets.py; PURPOSE is build, run,
gdb, check, lint, convert or docs; alone it may be linux or toolchain, for `make linux` and
`make toolchain`, which have machines of their own. Prints nothing if nothing is missing. Exit status: 0 everything
is there, 1 an installation failed, 2 usage error, 3 something is missing and
cannot be installed automatically.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from common import program, targets, toolchains
from common.program import EXIT_FAILED, EXIT_MISSING, EXIT_OK, BadInput

PROGRAM = "bootstrap"
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")


def header_is_found(need: targets.Need) -> bool:
    """Whether the compiler of `need` finds the header. False without the compiler."""
    if not shutil.which(need.compiler):
        return False
    # cmocka.h needs these before it.
    includes = ("stddef.h", "stdarg.h", "stdint.h", "setjmp.h", need.name)
    source = "".join(f"#if __has_include(<{name}>)\n#else\n#error\n#endif\n" for name in includes)
    command = (need.compiler, "-E", "-x", "c", "-o", os.devnull, "-")
    return subprocess.run(command, input=source, text=True, capture_output=True).returncode == 0


def is_there(need: targets.Need) -> bool:
    """Whether a tool is available."""
    if need.compiler:
        return header_is_found(need)
    if need.name.startswith("/"):
        return Path(need.name).exists()
    return shutil.which(need.name) is not None


def missing_needs(name: str, purposes: list[str]) -> list[targets.Need]:
    """The missing tools for `purposes` on architecture `name`, each once."""
    needs = dict.fromkeys(need for purpose in purposes for need in targets.needs(name, purpose))
    return [need for need in needs if not is_there(need)]


def packages_of(needs: list[targets.Need]) -> list[str]:
    """The Debian packages with these tools, each once."""
    return list(dict.fromkeys(need.package for need in needs))


def names_of(needs: list[targets.Need]) -> str:
    """The names of the tools, for messages."""
    return ", ".join(need.name for need in needs)


def is_debian() -> bool:
    """Whether this is Debian, where the package names in common/targets.py are valid."""
    try:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
    fields = dict(line.split("=", 1) for line in release.splitlines() if "=" in line)
    return fields.get("ID", "").strip('"') == "debian" and shutil.which("apt-get") is not None


def run_quietly(command: tuple[str, ...]) -> bool:
    """Run a command; print its output only if it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    child = subprocess.Popen(
        command, env=environment, text=True, errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        output, _ = child.communicate()
    except KeyboardInterrupt:
        # Let apt-get end by itself: it does not stop in the middle of unpacking.
        child.send_signal(signal.SIGINT)
        child.communicate()
        raise
    if child.returncode != 0:
        sys.stderr.write(output)
        complain(f"`{' '.join(command)}` failed with status {child.returncode}; see above")
    return child.returncode == 0


def complain(text: str) -> None:
    """Print an error line."""
    program.complain(PROGRAM, text)


def runnable_without(missing: list[targets.Need]) -> list[str]:
    """The commands that need none of the missing tools."""
    possible = []
    for name in targets.TARGETS:
        needs = targets.needs(name, "build") + targets.needs(name, "run")
        if not set(needs) & set(missing) and not missing_needs(name, ["build", "run"]):
            possible.append(f"make run ARCH={name}")
    return possible


def explain(name: str, purposes: list[str], missing: list[targets.Need]) -> None:
    """Print what is missing, how to install it, and what works without it."""
    complain(f"ARCH={name} ({', '.join(purposes)}) needs what is missing here: {names_of(missing)}")
    packages = " ".join(packages_of(missing))
    if is_debian():
        complain(f"install it with: sudo apt-get install --no-install-recommends {packages}")
    else:
        complain("this system is not Debian: install them with its own tools; on Debian it is:")
        complain(f"sudo apt-get install --no-install-recommends {packages}")
    for command in runnable_without(missing):
        complain(f"works without them: {command}")


def complain_of_made(name: str, missing: list[targets.Need]) -> None:
    """Print what makes the tools that are in no package."""
    for command in dict.fromkeys(need.made_by for need in missing if need.made_by):
        complain(f"ARCH={name} needs a compiler that Debian does not have; "
                 f"this builds it: {command}")


def install(name: str, purposes: list[str], missing: list[targets.Need]) -> bool:
    """Install the packages of `missing`, and check that nothing is missing any more."""
    packages = packages_of(missing)
    print(
        f"bootstrap: installing {' '.join(packages)} from Debian, for {names_of(missing)} "
        f"(ARCH={name}: {', '.join(purposes)})", flush=True,
    )
    if not run_quietly(("apt-get", "update")) or not run_quietly((*INSTALL, *packages)):
        return False
    still = [need for need in missing if not is_there(need)]
    if still:
        complain(f"installed, but still not found: {names_of(still)}; is it in PATH?")
    return not still


def ensure(name: str, purposes: list[str]) -> int:
    """Install or report what is missing; returns the exit status."""
    missing = missing_needs(name, purposes)
    if not missing:
        return EXIT_OK
    if any(need.made_by for need in missing):
        complain_of_made(name, missing)
        return EXIT_MISSING
    required = [need for need in missing if not need.is_optional]
    if os.geteuid() != 0 or not is_debian():
        if not required:
            return EXIT_OK
        explain(name, purposes, missing)
        return EXIT_MISSING
    return install_all(name, purposes, required, [need for need in missing if need.is_optional])


def install_all(name: str, purposes: list[str], required: list[targets.Need],
                optional: list[targets.Need]) -> int:
    """Install what is required, then what is not, which may fail; returns the exit status."""
    if required and not install(name, purposes, required):
        return EXIT_FAILED
    if optional and not install(name, purposes, optional):
        complain(f"goes on without {names_of(optional)}; what needs it is skipped, but fails with "
                 "CI=1")
    return EXIT_OK


def main(arguments: list[str]) -> int:
    """Check the arguments, then call ensure()."""
    name, purposes = (arguments or [""])[0], arguments[1:]
    if purposes == [targets.LINUX] and name in targets.LINUX_NEEDS:
        return ensure(name, purposes)
    if purposes == [targets.TOOLCHAIN]:
        return ensure(toolchains.find(name).name, purposes)
    if name not in targets.PARTS:
        raise BadInput(f"there is no ARCH={name}; known: {', '.join(targets.PARTS)}")
    if not purposes or not set(purposes) <= set(targets.PURPOSES):
        raise BadInput(f"say what for: one or more of {', '.join(targets.PURPOSES)}")
    return ensure(name, purposes)


if __name__ == "__main__":
    sys.exit(program.guarded(PROGRAM, lambda: main(sys.argv[1:])))
