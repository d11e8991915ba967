# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Parser of the kernel's console output.

A line that begins with @ is a record for programs:

    @cpus held=2,0 preempted=310,298
    @progress phase=kmap_local done=123 total=1000 unit=MiB
    @result mode=kmap_local copies=64 digests_right=64 ...
    @bench op=kmap_local_high instructions=47
    @end status=ok
    @end status=failed why="two words"

The self-tests print KTAP. All other lines are for people.
"""

import re
from dataclasses import dataclass, field

from common import tap

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-Z\\^_c78=>]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_RECORD = re.compile(r"@(?P<kind>[a-z_]+)(?P<fields>(?:\s.*)?)")
_FIELD = re.compile(r'(?P<key>\w+)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>\S*))')
# Output of the firmware or the emulator, before the kernel prints anything.
_FIRMWARE = re.compile(r"SeaBIOS \(|iPXE |Machine UUID|Press .* for boot menu"
                       r"|qemu-system-\S+ warning: nic \S+ has no peer")
# The last output of the firmware, which has no newline.
_BOOTING = re.compile(r"^Booting from ROM\.*")


@dataclass(frozen=True)
class Record:
    """A record: its kind, and its values by name."""

    kind: str
    fields: dict[str, str] = field(default_factory=dict)

    def text(self, key: str, default: str = "") -> str:
        """A value as text."""
        return self.fields.get(key, default)

    def number(self, key: str) -> int:
        """A value as an integer; raises ValueError if it is missing or not a number."""
        try:
            return int(self.fields[key], 0)
        except (KeyError, ValueError):
            raise ValueError(f"@{self.kind} has no number {key}: {self.fields}") from None


@dataclass(frozen=True)
class Tap:
    """A line of KTAP."""

    line: str


@dataclass(frozen=True)
class Log:
    """A line for people."""

    line: str


def clean(line: str) -> str:
    """A line without control sequences, and without the last output of the firmware."""
    return _BOOTING.sub("", _CONTROLS.sub("", _ESCAPES.sub("", line))).rstrip()


def is_firmware(line: str) -> bool:
    """Whether a clean line is from the firmware, not from the kernel."""
    return bool(_FIRMWARE.match(line))


def parse_fields(text: str) -> dict[str, str]:
    """Values by name, from key=value and key="quoted value"."""
    found = {}
    for match in _FIELD.finditer(text):
        quoted = match["quoted"]
        found[match["key"]] = match["plain"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    return found


def parse(line: str) -> Record | Tap | Log | None:
    """Parse a line of the console; None for empty lines and those of the firmware."""
    text = clean(line)
    record = _RECORD.fullmatch(text)
    if record:
        return Record(record["kind"], parse_fields(record["fields"]))
    if tap.is_tap(text):
        return Tap(text)
    if not text or is_firmware(text):
        return None
    return Log(text)


def exit_status(text: str) -> int | None:
    """The exit status that a kernel prints where nothing in the machine ends it; else None."""
    record = parse(text)
    is_end = isinstance(record, Record) and record.kind == "exit"
    return record.number("status") if is_end else None
