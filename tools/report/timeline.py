# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The timeline: what each CPU and each task did, and slots in use, over the same time.

The script of the page stretches all of its pictures alike, which zooms.
"""

from html import escape

from report.shown import Shown
from report.svg import boxes, element, marks, number, path, percent, stairs, step_for, stretched
from report.traced import overlaps, running

ROW, THIN, SLOTS, TASK = 22, 12, 44, 20
COLOURS = 8
# What is to be seen at any zoom is a line; the rest has the width of its duration.
TICKS = 8
LEGEND = (("mapped", "mappings held"), ("interrupt", "interrupt that mapped on top"),
          ("restore", "switch that gave mappings back"), ("migration", "migration"),
          ("slots", "slots in use"), ("other", "idle"))


class Colours:
    """A colour for each task, the same everywhere."""

    def __init__(self, tasks: list[dict]) -> None:
        self._class = {task["task"]: f"t{index % COLOURS}"
                       for index, task in enumerate(task for task in tasks if not task["idle"])}

    def of(self, task: int) -> str:
        """Its class."""
        return self._class.get(task, "other")


def _row(name: str, kind: str, span: float, height: float, *inner: str) -> str:
    """A line of the timeline: its name, and its picture."""
    picture = stretched(span, height, path("", class_="lines"), *inner, class_="zoom")
    return f'<div class="row {kind}"><div class="label">{name}</div>{picture}</div>'


def _slices(cpu: dict, tasks: list[dict], colours: Colours) -> str:
    found = []
    for task in tasks:
        mine = [each for each in cpu["slices"] if each[2] == task["task"]]
        if mine:
            found.append(path(boxes(mine, 1, ROW - 2), class_=colours.of(task["task"])))
    return "".join(found)


def _held(cpu: dict, tasks: list[dict]) -> list[list]:
    """When a task ran here that held mappings."""
    found = []
    for task in tasks:
        mine = [each for each in cpu["slices"] if each[2] == task["task"]]
        found += overlaps(task["mapped"], mine)
    return sorted(found)


def _cpu(shown: Shown, index: int, colours: Colours) -> str:
    """The lines of a CPU."""
    cpu, tasks, span = (shown(f"/trace/cpus/{index}"), shown("/trace/tasks"),
                        shown("/trace/span_us"))
    most = shown("/trace/slots_most")
    interrupts = cpu["interrupts"]
    number_ = shown.value(f"/trace/cpus/{index}/cpu")
    rows = [
        _row(f"<b>CPU {number_}</b> runs", "runs", span, ROW, _slices(cpu, tasks, colours)),
        _row("mapped", "thin", span, THIN,
             path(boxes(_held(cpu, tasks), 2, THIN - 4), class_="mapped")),
        _row("interrupts", "thin", span, THIN,
             path(boxes(interrupts, 1, THIN - 2), class_="interrupt"),
             path(marks((each[0] for each in interrupts), 1, THIN - 2), class_="interrupt mark")),
        _row("restores", "thin", span, THIN,
             path(marks((each[0] for each in cpu["restores"]), 1, THIN - 2),
                  class_="restore mark")),
        _row(f'slots, 0 to {shown.value("/trace/slots_most")}', "slots", span, SLOTS,
             path(stairs(cpu["slots"], span, most, SLOTS), class_="slots")),
    ]
    return f'<div class="cpu">{"".join(rows)}</div>'


def _task(shown: Shown, index: int, colours: Colours) -> str:
    """The line of a task: what it held, when it ran, where it moved."""
    task, span = shown(f"/trace/tasks/{index}"), shown("/trace/span_us")
    ran = running(shown("/trace/cpus"), task["task"])
    name = shown.value(f"/trace/tasks/{index}/name")
    return _row(name, "task", span, TASK,
                path(boxes(task["mapped"], 1, TASK - 2), class_="mapped held"),
                path(boxes(ran, 5, TASK - 10), class_=colours.of(task["task"])),
                path(marks((each[0] for each in task["migrations"]), 0, TASK),
                     class_="migration mark"))


def ticks(span: float) -> str:
    """The numbers of the axis, in milliseconds, when the whole time is shown."""
    step = step_for(span, TICKS)
    found = []
    for index in range(int(span / step) + 1):
        place = index * step
        anchor = "start" if place == 0 else "end" if place > 0.97 * span else "middle"
        text = number(place / 1000)
        found.append(element("text", text, x=percent(place / span), y=13, class_="tick",
                             text_anchor=anchor, data_tick=text))
    return element("svg", *found, class_="ticks", width="100%", height=18)


def _busy(shown: Shown) -> list[int]:
    """Where the tasks are that do something."""
    return [index for index, task in enumerate(shown("/trace/tasks")) if not task["idle"]]


def _legend(shown: Shown, colours: Colours) -> str:
    items = [f'<li><i class="{kind}"></i>{escape(text)}</li>' for kind, text in LEGEND]
    items += [f'<li><i class="{colours.of(shown(f"/trace/tasks/{index}/task"))}"></i>'
              f'{shown.value(f"/trace/tasks/{index}/name")}</li>' for index in _busy(shown)]
    return f'<ul class="legend">{"".join(items)}</ul>'


CONTROLS = """<div class="controls">
<button type="button" data-do="in">zoom in</button><button type="button" data-do="out">zoom out</button>
<button type="button" data-do="left">earlier</button><button type="button" data-do="right">later</button>
<button type="button" data-do="all">all</button>
<span class="hint">wheel, drag, or the keys + − ← → and Home</span></div>"""


def timeline(shown: Shown) -> str:
    """The whole timeline."""
    colours = Colours(shown("/trace/tasks"))
    cpus = "".join(_cpu(shown, index, colours) for index in range(len(shown("/trace/cpus"))))
    tasks = "".join(_task(shown, index, colours) for index in _busy(shown))
    axis = f'<div class="row axis"><div class="label">ms</div>{ticks(shown("/trace/span_us"))}</div>'
    return (f'<figure class="timeline" id="timeline" tabindex="0" aria-label="timeline">{CONTROLS}'
            f'{_legend(shown, colours)}<output class="readout">&nbsp;</output>'
            f'<div class="lanes">{cpus}{axis}<h3>Tasks</h3>{tasks}{axis}'
            '<div class="cursor" hidden></div></div></figure>')
