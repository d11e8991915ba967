# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The page. It loads nothing: its own policy forbids it, and the browser complains of a try."""

import json
from html import escape
from pathlib import Path

from report.histograms import histograms
from report.shown import Shown
from report.timeline import timeline

HERE = Path(__file__).resolve().parent
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def as_block(content: dict) -> str:
    """The content as text in a script element, which nothing in it can end."""
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def _tile(number: str, text: str, kind: str = "") -> str:
    return f'<div class="tile {kind}"><b>{number}</b><span class="of">{text}</span></div>'


def _tiles(shown: Shown) -> str:
    """The numbers to remember."""
    tiles = []
    if shown("/latency"):
        for index, mode in enumerate(shown("/latency/modes")):
            tiles.append(_tile(shown.value(f"/latency/modes/{index}/p99"),
                               f"99 of 100 wake-ups are at most this late beside "
                               f'{shown.value(f"/latency/modes/{index}/mode")}, in '
                               f'{shown.value("/latency/unit")}', mode["mode"]))
    if shown("/run"):
        tiles.append(_tile(shown.value("/run/rows/3/1"),
                           "times a task was preempted while it held mappings"))
    tiles.append(_tile(shown.value("/costs/linux/rows/0/1"),
                       "instructions for a map and its unmap of a high page; Linux 6.1 on i386: "
                       f'{shown.value("/costs/linux/rows/0/" + _linux_column(shown))}'))
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _linux_column(shown: Shown) -> str:
    return str(shown("/costs/linux/head").index("Linux 6.1"))


def _facts(shown: Shown) -> str:
    items = "".join(f'<dt>{escape(name)}</dt><dd>{shown.value(f"/facts/{name}")}</dd>'
                    for name in shown("/facts"))
    run = f'<h3>The run</h3>{shown.table("/run")}' if shown("/run") else ""
    return f'<h2>What ran</h2><dl class="facts">{items}</dl>{run}'


def _latency(shown: Shown) -> str:
    if not shown("/latency"):
        return ""
    how = ("Counted in a boot of its own, in which a virtual nanosecond is one instruction: the "
           "same kernel gives the same figures." if shown("/latency/counted") else
           "These are times of the run itself, by the clock of the host, and depend on what else it "
           "does.")
    times = (f' The 99th percentile of kmap_atomic is {shown.value("/latency/atomic_times")} times '
             "that of kmap_local." if shown("/latency/atomic_times") else "")
    return ("<h2>How late a task wakes up</h2><p>A task of the highest priority sleeps, while "
            "workers map pages through kmap_local, through kmap_atomic, which disables preemption, "
            f"or work on directly mapped pages. {how}{times}</p>{histograms(shown)}")


TOTALS = {"switches": "slices of tasks", "sections": "mapped sections",
          "put_off": "of these lost the CPU meanwhile", "restores": "switches gave mappings back",
          "slots_restored": "slots in all", "interrupts": "interrupts mapped on top",
          "migrations": "migrations"}


NOTHING = ("<h2>What the CPUs did</h2><p>Nothing happened in the milliseconds that were recorded: "
           "the host was busy. TRACE_MS records more of them.</p>")


def _trace(shown: Shown) -> str:
    if not shown("/trace/span_us"):
        return NOTHING
    totals = " · ".join(f'<b>{shown.value(f"/trace/totals/{name}")}</b> {text}'
                        for name, text in TOTALS.items())
    lost = (f' {shown.value("/trace/dropped")} events did not fit into the buffers, beside '
            f'{shown.value("/trace/recorded")} that did.' if shown("/trace/dropped") else "")
    turns = (" Here QEMU counts instructions, so its CPUs take turns: what one CPU does stands still "
             "while another one runs." if shown("/trace/takes_turns") else "")
    return (f'<h2>What the CPUs did</h2><p>{shown.value("/trace/span_ms")} ms of the run. A switch gives back what a task '
            "holds when the task returns to a CPU; the line of the task shows that it holds its "
            f'mappings while it is off the CPU, too.{turns}{lost}</p><p class="totals">{totals}</p>'
            f"{timeline(shown)}")


def _costs(shown: Shown) -> str:
    return ("<h2>What it costs</h2><p>Instructions, counted exactly under QEMU. "
            f'{shown.value("/costs/source")} Linux is of Debian\'s 686-pae kernels, measured in the '
            f'same way.</p>{shown.table("/costs/linux")}<h3>By architecture</h3>'
            f'<p class="soft">As README.md has them, by {shown.value("/costs/by")}.</p>'
            f'{shown.table("/costs/machines")}')


def _architectures(shown: Shown) -> str:
    return f'<h2>Architectures</h2>{shown.table("/architectures", kind="wordy", left=3)}'


def page(content: dict) -> str:
    """The page as HTML."""
    shown = Shown(content)
    parts = (_tiles, _latency, _trace, _costs, _facts, _architectures)
    body = "\n".join(part(shown) for part in parts)
    title = escape(f"kmap on {content['arch']}")
    return f"""<!DOCTYPE html>
<!-- SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause -->
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_file("page.css")}</style></head><body>
<h1>kmap on {shown.value("/arch")}</h1>
<p class="soft">{shown.value("/facts/machine")}; {shown.value("/facts/CPUs")},
{shown.value("/facts/memory")} of RAM, {shown.value("/facts/windows")}; {shown.value("/facts/version")},
{shown.value("/facts/date")}</p>
{body}
<script type="application/json" id="content">{as_block(content)}</script>
<script>{_file("page.js")}</script>
</body></html>
"""
