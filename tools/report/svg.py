# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Pieces of SVG.

Shapes are drawn in units of what they show, and stretched to the width of the page; texts and
marks are placed in per cent of it, so that they keep their size on any screen.
"""

from collections.abc import Iterable
from html import escape
from math import floor, log10


def number(value: float) -> str:
    """A coordinate, as short as may be."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def percent(part: float) -> str:
    """A coordinate as a part of the width."""
    return f"{number(100 * part)}%"


def attributes(**given: object) -> str:
    """Attributes: `_` in a name is a hyphen, and one at its end is dropped."""
    return "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
                   for name, value in given.items())


def element(name: str, *inner: str, **given: object) -> str:
    """An element."""
    return f"<{name}{attributes(**given)}>{''.join(inner)}</{name}>"


def boxes(intervals: Iterable[Iterable[float]], top: float, height: float) -> str:
    """The path of boxes at these beginnings, of these widths."""
    return "".join(f"M{number(begin)} {number(top)}h{number(width)}v{number(height)}"
                   f"h{number(-width)}z" for begin, width, *_ in intervals)


def marks(places: Iterable[float], top: float, height: float) -> str:
    """The path of upright lines at these places."""
    return "".join(f"M{number(place)} {number(top)}v{number(height)}" for place in places)


def stairs(steps: list[list[float]], end: float, most: float, height: float) -> str:
    """The path of an area below steps of (place, value), up to `end`."""
    path = f"M0 {number(height)}"
    for place, value in steps:
        path += f"H{number(place)}V{number(height - height * value / max(most, 1))}"
    return f"{path}H{number(end)}V{number(height)}z"


def path(shape: str, **given: object) -> str:
    """A path."""
    return element("path", **given, d=shape)


def stretched(width: float, height: float, *inner: str, **given: object) -> str:
    """A picture whose units are stretched to the width of the page."""
    return element("svg", *inner, viewBox=f"0 0 {number(width)} {number(height)}",
                   preserveAspectRatio="none", width="100%", height=number(height),
                   **given)


def step_for(span: float, most: int) -> float:
    """The distance of at most `most` ticks on an axis: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(span / most))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor * most >= span)
