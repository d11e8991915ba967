# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Making the report of a run: what it still needs, and the file."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from common import targets
from common.outputs import write_bytes
from common.units import show_exact_size, show_size
from guest import counting, latency
from guest.runspec import RunSpec
from manual.functions import read_headers, version_of
from pages import measured
from report.content import Found, content
from report.page import page

KINDS = {targets.CPU: "a window for each CPU", targets.PRIVATE: "windows private to a CPU",
         targets.TASK: "a window for each task"}


def commit() -> str:
    """The commit of the sources, if they are in git."""
    command = ("git", "describe", "--always", "--dirty", "--abbrev=12")
    try:
        return subprocess.run(command, cwd=targets.REPOSITORY, capture_output=True, text=True,
                              check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def facts(spec: RunSpec, sha256: str, window: str) -> dict[str, str]:
    """What ran and where."""
    where = commit()
    return {
        "machine": spec.target.description, "ARCH": spec.target.name,
        "CPUs": f"{spec.cpus} CPU{'' if spec.cpus == 1 else 's'}",
        "memory": show_size(spec.memory), "windows": KINDS[window],
        "workers": f"{spec.workers} for each CPU",
        "file": f"{spec.file.name}, {show_exact_size(spec.file.stat().st_size)}",
        "copies of it": show_size(spec.size), "SHA-256": sha256,
        "how it ran": f"QEMU, {spec.accelerator}" if spec.target.qemu else "a Linux process",
        "tools": measured.tools(spec.target.name),
        "version": f"kmap {version_of(read_headers())}" + (f", commit {where}" if where else ""),
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")}


def count(program: str, spec: RunSpec, image: Path | None) -> tuple[dict[str, int], list[str]]:
    """Instructions of the operations, where they can be counted; and the problems."""
    if not latency.is_countable(spec.target):
        return {}, []
    print("\nreport: counting the instructions of each operation, in another boot", flush=True)
    return counting.measure(program, spec.target, image)


def write(spec: RunSpec, found: Found) -> None:
    """Write the page, and say where."""
    text = page(content(found)).encode("utf-8")
    write_bytes(spec.report, text)
    print(f"\nreport: {spec.report}, {show_size(len(text))}", flush=True)
