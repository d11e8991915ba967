# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Wake-up latencies: a histogram of each mode, all on one logarithmic axis."""

from math import ceil, floor, log10

from guest.wakeups import PERCENTILES
from report.shown import Shown
from report.svg import element, number, path, percent, stretched

WIDTH, HEIGHT = 1000, 80
# Names of percentiles that are nearer than this part of the width are one name.
NEAR = 0.12
MODES = "/latency/modes"


class Axis:
    """A logarithmic axis over whole decades."""

    def __init__(self, least: int, most: int) -> None:
        self.first = floor(log10(max(least, 1)))
        self.last = max(ceil(log10(max(most, 1))), self.first + 1)

    def part(self, value: float) -> float:
        """Where a value is, from 0 to 1."""
        return (log10(max(value, 1)) - self.first) / (self.last - self.first)

    @property
    def decades(self) -> list[int]:
        """The powers of ten."""
        return [10 ** power for power in range(self.first, self.last + 1)]

    @property
    def between(self) -> list[int]:
        """What is between them."""
        return [decade * factor for decade in self.decades[:-1] for factor in range(2, 10)]


def axis_for(modes: list[dict]) -> Axis:
    """The axis on which all modes fit."""
    buckets = [bucket for mode in modes for bucket in mode["buckets"]]
    return Axis(min(first for first, _, _ in buckets), max(last for _, last, _ in buckets))


def level(count: int, most: int) -> float:
    """The height of a count, from 0 to 1; also logarithmic, and one wake-up is to be seen."""
    return (log10(count) + 0.3) / (log10(most) + 0.3)


def _grid(axis: Axis, most: int) -> str:
    """Lines at powers of ten in both directions."""
    def upright(values: list[int]) -> str:
        return "".join(f"M{number(WIDTH * axis.part(value))} 0V{HEIGHT}" for value in values)

    levels = [10 ** power for power in range(int(log10(most)) + 1)]
    flat = "".join(f"M0 {number(HEIGHT * (1 - level(count, most)))}H{WIDTH}" for count in levels)
    return path(upright(axis.between), class_="fine") + path(upright(axis.decades) + flat,
                                                             class_="grid")


def _bars(mode: int, buckets: list, axis: Axis, most: int) -> str:
    """A bar for each bucket, which says what it shows."""
    found = []
    for index, (first, last, count) in enumerate(buckets):
        left, right = WIDTH * axis.part(first), WIDTH * axis.part(last + 1)
        height = HEIGHT * level(count, most)
        title = element("title", f"{first:,} to {last:,}: {count:,} wake-ups")
        found.append(element("rect", title, x=number(left), y=number(HEIGHT - height),
                             width=number(right - left), height=number(height),
                             data_bar=f"{MODES}/{mode}/buckets/{index}/2"))
    return "".join(found)


def _levels(most: int) -> str:
    """The numbers at the lines across."""
    def place(power: int) -> str:
        return number(max(HEIGHT * (1 - level(10 ** power, most)) - 3, 9))

    last = int(log10(most))
    return "".join(element("text", f"{10 ** power:,}", x=4, y=place(power), class_="tick",
                           data_tick=10 ** power) for power in range(last + 1))


def groups(places: list[tuple[str, float]]) -> list[tuple[str, float, float]]:
    """Percentiles, each with its part of the axis, as few names that do not overlap."""
    found: list[tuple[list[str], float, float]] = []
    for name, part in places:
        if found and part - found[-1][1] < NEAR:
            found[-1] = [*found[-1][0], name], found[-1][1], part
        else:
            found.append(([name], part, part))
    return [(names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}", first, last)
            for names, first, last in found]


def _percentiles(mode: dict, axis: Axis) -> str:
    """A mark at each percentile, a line through them, and their names."""
    places = [(name, axis.part(mode[name])) for name in PERCENTILES]
    inner = [element("line", x1=percent(places[0][1]), x2=percent(places[-1][1]), y1=7, y2=7)]
    inner += [element("circle", cx=percent(part), cy=7, r=3.5) for _, part in places]
    for name, first, last in groups(places):
        middle = (first + last) / 2
        inner.append(element("text", name, class_="name", x=percent(middle), y=24,
                             text_anchor="end" if middle > 0.9 else "middle"))
    return element("svg", *inner, class_="percentiles", width="100%", height=28)


def _ticks(axis: Axis) -> str:
    """The numbers of the axis."""
    def anchor(decade: int) -> str:
        return {axis.decades[0]: "start", axis.decades[-1]: "end"}.get(decade, "middle")

    texts = [element("text", f"{decade:,}", x=percent(axis.part(decade)), y=13, class_="tick",
                     text_anchor=anchor(decade), data_tick=decade) for decade in axis.decades]
    return element("svg", *texts, class_="ticks", width="100%", height=18)


def _mode(shown: Shown, index: int, axis: Axis, most: int) -> str:
    mode = shown(f"{MODES}/{index}")
    picture = stretched(WIDTH, HEIGHT, _grid(axis, most),
                        _bars(index, mode["buckets"], axis, most))
    plot = element("svg", picture, _levels(most), width="100%", height=HEIGHT)
    return (f'<div class="mode {mode["mode"]}"><h3>{shown.value(f"{MODES}/{index}/mode")} '
            f"<small>wake-ups</small></h3>"
            f"{plot}{_percentiles(mode, axis)}</div>")


def histograms(shown: Shown) -> str:
    """The histograms, one below the other, and their axis."""
    modes = shown(MODES)
    axis = axis_for(modes)
    most = max(count for mode in modes for _, _, count in mode["buckets"])
    plots = "".join(_mode(shown, index, axis, most) for index in range(len(modes)))
    return (f'<figure class="histograms">{plots}{_ticks(axis)}'
            f'<p class="axis-name">late by, in {shown.value("/latency/unit")} (logarithmic)</p>'
            "<figcaption>Across: how late the task woke up. Upwards: how many wake-ups were that "
            "late, logarithmic, too, so that a single one is to be seen. The dots are the "
            f"percentiles of the table.</figcaption></figure>{shown.table('/latency/table')}")
