/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Zooms and pans the timeline, and says what is below the pointer. */
"use strict";
(() => {
const content = JSON.parse(document.getElementById("content").textContent);
const trace = content.trace;
const timeline = document.getElementById("timeline");
const LEAST_US = 1, TICKS = 8, FACTOR = 1.5, PAN = 0.2;

if (trace && timeline)
  start();
document.documentElement.dataset.ready = "yes";

function start() {
  const lanes = timeline.querySelector(".lanes"), cursor = timeline.querySelector(".cursor");
  const pictures = [...timeline.querySelectorAll("svg.zoom")];
  const view = { from: 0, to: trace.span_us };
  const fingers = new Map();

  function show(from, to) {
    const span = Math.min(Math.max(to - from, LEAST_US), trace.span_us);

    view.from = Math.min(Math.max(from, 0), trace.span_us - span);
    view.to = view.from + span;
    for (const picture of pictures)
      picture.setAttribute("viewBox",
        `${view.from} 0 ${span} ${picture.getAttribute("height")}`);
    drawTicks(timeline, view);
    cursor.hidden = true;
  }

  show(0, trace.span_us);

  function zoom(factor, at = (view.from + view.to) / 2) {
    show(at - (at - view.from) / factor, at + (view.to - at) / factor);
  }

  function pan(part) {
    const by = part * (view.to - view.from);

    show(view.from + by, view.to + by);
  }

  const actions = {
    in: () => zoom(FACTOR), out: () => zoom(1 / FACTOR), left: () => pan(-PAN),
    right: () => pan(PAN), all: () => show(0, trace.span_us),
  };
  const keys = {
    "+": "in", "=": "in", "-": "out", ArrowLeft: "left", ArrowRight: "right", Home: "all", 0: "all",
  };

  function place(x) {
    const box = pictures[0].getBoundingClientRect();
    const part = (x - box.left) / box.width;

    return { part, at: view.from + part * (view.to - view.from), width: box.width,
             left: x - lanes.getBoundingClientRect().left };
  }

  timeline.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys))
      return;
    event.preventDefault();
    actions[keys[event.key]]();
  });
  timeline.addEventListener("click", event => {
    const action = event.target.dataset.do;

    if (action)
      actions[action]();
  });
  lanes.addEventListener("wheel", event => {
    /* The whole is shown: the page scrolls on. */
    if (event.deltaY > 0 && view.to - view.from >= trace.span_us)
      return;
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY))
      pan(event.deltaX / place(0).width);
    else
      zoom(event.deltaY < 0 ? 1.25 : 1 / 1.25, place(event.clientX).at);
  }, { passive: false });
  lanes.addEventListener("pointerdown", event => {
    fingers.set(event.pointerId, event.clientX);
    lanes.setPointerCapture(event.pointerId);
  });
  for (const name of ["pointerup", "pointercancel"])
    lanes.addEventListener(name, event => fingers.delete(event.pointerId));
  lanes.addEventListener("pointermove", event => {
    if (fingers.has(event.pointerId))
      drag(event);
    else
      point(event);
  });
  lanes.addEventListener("pointerleave", () => { cursor.hidden = true; });

  function drag(event) {
    const before = fingers.get(event.pointerId);
    const other = [...fingers].find(([id]) => id !== event.pointerId);

    fingers.set(event.pointerId, event.clientX);
    if (!other)
      return pan((before - event.clientX) / place(0).width);
    if (Math.abs(before - other[1]) > 10 && Math.abs(event.clientX - other[1]) > 10)
      zoom(Math.abs((event.clientX - other[1]) / (before - other[1])), place(other[1]).at);
  }

  function point(event) {
    const { part, at, left } = place(event.clientX);

    cursor.hidden = part < 0 || part > 1;
    if (cursor.hidden)
      return;
    cursor.style.left = `${left}px`;
    timeline.querySelector(".readout").textContent = describe(at);
  }
}

function drawTicks(timeline, view) {
  const span = view.to - view.from, step = stepFor(span, TICKS);
  const digits = Math.max(0, Math.ceil(-Math.log10(step / 1000) - 1e-9));
  const places = [];

  for (let index = Math.ceil(view.from / step); index * step <= view.to; index++)
    places.push(index * step);
  for (const picture of timeline.querySelectorAll("svg.ticks"))
    picture.replaceChildren(...places.map(at => {
      const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
      const part = (at - view.from) / span;

      text.textContent = text.dataset.tick = (at / 1000).toFixed(digits);
      text.setAttribute("class", "tick");
      text.setAttribute("x", `${100 * part}%`);
      text.setAttribute("y", 13);
      text.setAttribute("text-anchor", part < 0.03 ? "start" : part > 0.97 ? "end" : "middle");
      return text;
    }));
  for (const lines of timeline.querySelectorAll("path.lines"))
    lines.setAttribute("d", places.map(at => `M${at} 0V100`).join(""));
}

/* 1, 2 or 5 times a power of ten. */
function stepFor(span, most) {
  const power = 10 ** Math.floor(Math.log10(span / most));

  return [1, 2, 5, 10].map(factor => factor * power).find(step => step * most >= span);
}

function at(intervals, time) {
  return intervals.find(each => each[0] <= time && time < each[0] + each[1]);
}

/* What every CPU did at a time. */
function describe(time) {
  const parts = trace.cpus.map(cpu => {
    const slice = at(cpu.slices, time);
    const task = slice && trace.tasks.find(each => each.task === slice[2]);
    const slots = cpu.slots.filter(each => each[0] <= time).at(-1);
    const interrupted = at(cpu.interrupts, time) ? ", interrupted" : "";

    return `CPU ${cpu.cpu}: ${task ? task.name : "idle"}${interrupted}, slots ${slots ? slots[1] : 0}`;
  });

  return [`${(time / 1000).toFixed(4)} ms`, ...parts].join(" · ");
}
})();
