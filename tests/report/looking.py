# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Looks at a page as a browser shows it: what is wrong with it.

What the page shows is read here, and compared with its JSON, without the code that made it.
"""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from math import log10

from report.browser import Seen

NONE = "–"
VOID = {"meta", "link", "img", "br", "input", "hr"}
# Elements whose text is not for readers.
HIDDEN = {"script", "style", "title"}
# What loads something, or names an address, in attributes and in styles.
LOADS = {"src", "href", "xlink:href", "data", "action", "srcset", "poster"}
_ADDRESS = re.compile(r"url\(|@import|//[a-z0-9.-]+\.[a-z]+|\bfetch\(|XMLHttpRequest", re.IGNORECASE)
NAMESPACE = "http://www.w3.org/2000/svg"
# Names with digits in the page's own sentences. All other digits are numbers.
NAMES = re.compile(r"Linux \d\.\d+|i386|686-pae|\bp\d\d(\.\d)?\b|99 of 100|99th percentile"
                   r"|SHA-256|slots, 0 to|^0$")


@dataclass
class Element:
    """An element that shows something, with its text."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Reader(HTMLParser):
    """Reads a document: elements, and text that belongs to none of those that are compared."""

    elements: list[Element] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and those in it that nothing ended."""
        if any(each.tag == tag for each in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text."""
        for element in self._open:
            element.text += data
        inside = {each.tag for each in self._open}
        compared = any({"data-of", "data-tick", "data-bar"} & set(each.attributes)
                       or each.attributes.get("class") == "readout" for each in self._open)
        if not compared and not inside & HIDDEN:
            self.prose.append(data)

    def having(self, attribute: str) -> list[Element]:
        """The elements with an attribute."""
        return [each for each in self.elements if attribute in each.attributes]


def read(document: str) -> Reader:
    """Read a document."""
    reader = Reader()
    reader.feed(document)
    return reader


def content_of(reader: Reader) -> dict:
    """The JSON of a page; raises ValueError."""
    found = [each.text for each in reader.elements if each.attributes.get("id") == "content"]
    if len(found) != 1:
        raise ValueError(f"there are {len(found)} blocks of JSON")
    return json.loads(found[0])


def value_at(content: object, pointer: str) -> object:
    """The value at a JSON pointer; raises LookupError."""
    for key in pointer.split("/")[1:]:
        content = content[int(key)] if isinstance(content, list) else content[key]
    return content


def says(text: str, value: object) -> bool:
    """Whether a text says a value, as it is."""
    if value is None:
        return text == NONE
    if isinstance(value, str):
        return text == value.replace("`", "")
    try:
        return float(text.replace(",", "")) == value
    except ValueError:
        return False


def wrong_values(reader: Reader, content: dict) -> list[str]:
    """Values that are not those of the JSON."""
    found = []
    for element in reader.having("data-of"):
        pointer = element.attributes["data-of"]
        try:
            value = value_at(content, pointer)
        except (LookupError, ValueError):
            found.append(f"the JSON has no {pointer}")
            continue
        if not says(element.text, value):
            found.append(f"{pointer} is {value!r}, and the page shows '{element.text}'")
    return found if reader.having("data-of") else ["the page shows no value"]


def wrong_ticks(reader: Reader) -> list[str]:
    """Numbers of axes that are not what they are said to be."""
    ticks = reader.having("data-tick")
    return [f"a tick at {tick.attributes['data-tick']} is '{tick.text}'" for tick in ticks
            if not says(tick.text, float(tick.attributes["data-tick"]))] \
        or ([] if ticks else ["there are no axes"])


def wrong_bars(reader: Reader, content: dict) -> list[str]:
    """Bars whose place or height is not that of their bucket: all are on one scale."""
    bars, found = reader.having("data-bar"), []
    modes = content["latency"]["modes"]
    expected = sum(len(mode["buckets"]) for mode in modes)
    if len(bars) != expected:
        return [f"there are {len(bars)} bars for {expected} buckets"]
    scales: dict[str, set[float]] = {"height": set(), "place": set()}
    first, _, count = modes[0]["buckets"][0]
    for bar in bars:
        pointer = bar.attributes["data-bar"].rpartition("/")[0]
        first, _, count = value_at(content, pointer)
        scales["height"].add(round(float(bar.attributes["height"]) / (log10(count) + 0.3), 2))
    by_place = sorted((value_at(content, bar.attributes["data-bar"].rpartition("/")[0])[0],
                       float(bar.attributes["x"])) for bar in bars)
    (least, low), (most, high) = by_place[0], by_place[-1]
    for first, x in by_place:
        wanted = low + (high - low) * log10(first / least) / log10(most / least)
        if abs(wanted - x) > 0.1:
            found.append(f"the bar from {first} on is at {x}, and belongs at {wanted:.2f}")
    if max(scales["height"]) - min(scales["height"]) > 0.05:
        found.append("the heights of bars are not on one scale")
    return found


def loads(reader: Reader) -> list[str]:
    """What a page would get from elsewhere."""
    found = [f"<{each.tag}> loads {value}" for each in reader.elements
             for name, value in each.attributes.items() if name in LOADS]
    for each in reader.elements:
        if each.tag in ("style", "script") and each.attributes.get("id") != "content":
            found += [f"<{each.tag}> has '{match[0]}'"
                      for match in _ADDRESS.finditer(each.text.replace(NAMESPACE, ""))]
    return found


def numbers_in_prose(reader: Reader) -> list[str]:
    """Numbers that are not from the JSON."""
    return [f"a number of its own: '{text.strip()}'" for text in reader.prose
            if re.search(r"\d", NAMES.sub("", text.strip()))]


def problems_of(seen: Seen) -> list[str]:
    """All that is wrong with a page."""
    reader = read(seen.document)
    try:
        content = content_of(reader)
    except ValueError as error:
        return [f"the JSON cannot be read: {error}"]
    ready = [each for each in reader.having("data-ready") if each.tag == "html"]
    return [*(f"the console says: {line}" for line in seen.console),
            *([] if ready else ["the script did not end well"]),
            *wrong_values(reader, content), *wrong_ticks(reader),
            *(wrong_bars(reader, content) if content["latency"] else []),
            *loads(reader), *numbers_in_prose(reader)]
