# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Quantities as people write and read them."""

import re

_FACTORS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)


def parse_size(text: str) -> int:
    """Bytes of "512M", "4G", "1.5GiB", "4096"; raises ValueError."""
    match = _SIZE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"'{text}' is not a size; write for example 512M or 4G")
    return int(float(match[1]) * _FACTORS[match[2].upper()]) if "." in match[1] else (
        int(match[1]) * _FACTORS[match[2].upper()])


def show_size(number: int) -> str:
    """Bytes for people: "1 byte", "4097 bytes", "6.5 MiB", "4 GiB"."""
    if number < 10 * 1024:
        return f"{number} byte{'' if number == 1 else 's'}"
    for factor, unit in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if number >= factor:
            break
    return f"{number / factor:.1f}".removesuffix(".0") + f" {unit}"


def show_exact_size(number: int) -> str:
    """Bytes for people who need all digits: "4 GiB", "1048589 bytes (1 MiB)"."""
    shown = show_size(number)
    return shown if "byte" in shown or parse_size(shown) == number else f"{number} bytes ({shown})"


def show_rate(bytes_per_s: float) -> str:
    """A throughput: "123 MiB/s"."""
    return f"{_three_digits(bytes_per_s / (1 << 20))} MiB/s"


def show_left(seconds: float) -> str:
    """A time to wait: "12 s", "2 min 05 s"."""
    whole = max(0, round(seconds))
    return f"{whole} s" if whole < 100 else f"{whole // 60} min {whole % 60:02d} s"


def _three_digits(number: float) -> str:
    decimals = 2 if number < 10 else 1 if number < 100 else 0
    return f"{number:.{decimals}f}"
