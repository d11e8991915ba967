# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""One HTML page that stands alone: the pages of docs/, and the reference of functions."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from html import escape

from common.program import Missing
from manual.functions import Function, Header, related
from manual.man import PARTS, SUMMARY, prototype_rows, sentence

CONVERTER = "markdown_py"
EXTENSIONS = ("-x", "tables", "-x", "fenced_code", "-x", "sane_lists")
SEE_ALSO_MOST = 6
STYLE = """
:root { color-scheme: light dark; --text: #1c2024; --back: #fcfcfd; --code: #eef0f3;
  --line: #d5d9e0; --link: #0b57a4; --soft: #5c6570; }
@media (prefers-color-scheme: dark) { :root { --text: #e3e6ea; --back: #15181c; --code: #22272e;
  --line: #39414b; --link: #7db8f5; --soft: #9aa4b0; } }
body { margin: 0 auto; padding: 1rem 1.5rem 4rem; max-width: 60rem; color: var(--text);
  background: var(--back); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
pre, code { background: var(--code); border-radius: 4px; font: 0.9em/1.45 ui-monospace, monospace; }
code { padding: 0.1em 0.3em; } pre { padding: 0.8em 1em; overflow-x: auto; }
pre code { padding: 0; font-size: 1em; }
table { border-collapse: collapse; display: block; overflow-x: auto; margin: 1em 0; }
th, td { border: 1px solid var(--line); padding: 0.3em 0.6em; text-align: left;
  vertical-align: top; }
h1 { border-bottom: 2px solid var(--line); padding-bottom: 0.2em; margin-top: 2.5em; }
h1:first-of-type { margin-top: 0.5em; }
nav { columns: 16rem; margin: 1em 0; } nav ul { margin: 0; padding-left: 1.2em; }
section.function { border-top: 1px solid var(--line); margin-top: 2em; }
dt { font-weight: 600; margin-top: 0.6em; } dd { margin-left: 1.5em; }
.where { color: var(--soft); }
"""
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_FENCE_IN_ITEM = re.compile(r"^( +)```[^\n]*\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"<code>(\w+)\(\)</code>")


def require() -> None:
    """Complain if the converter is not there."""
    if not shutil.which(CONVERTER):
        raise Missing(f"needs {CONVERTER}; on Debian: "
                      "sudo apt-get install --no-install-recommends python3-markdown")


def _code_in_item(match: re.Match) -> str:
    """Code in an item of a list: the converter knows it by its indentation only."""
    lines = [line.removeprefix(match[1]) for line in match[2].splitlines()]
    return "\n" + "".join(f"        {line}\n" if line else "\n" for line in lines)


def _markdown(text: str) -> str:
    """A page of docs/ as HTML."""
    text = _FENCE_IN_ITEM.sub(_code_in_item, text)
    # The converter knows one word after a fence.
    plain = re.sub(r"^```(\w+).*$", r"```\1", text, flags=re.MULTILINE)
    return subprocess.run([CONVERTER, *EXTENSIONS], input=plain, capture_output=True,
                          check=True, encoding="utf-8").stdout


def anchor(heading: str) -> str:
    """The anchor of a heading, as links in docs/ write it."""
    plain = re.sub(r"<[^>]*>", "", heading).replace("&amp;", "&")
    return re.sub(r"[^\w\- ]", "", plain.lower()).strip().replace(" ", "-")


@dataclass(frozen=True)
class Chapter:
    """A page of docs/: its name in links, its title, its text in Markdown."""

    name: str
    title: str
    text: str


def chapter_of(name: str, text: str) -> Chapter:
    """A chapter; its first heading is its title."""
    heading = re.search(r"^# +(.*)$", text, re.MULTILINE)
    return Chapter(name.removesuffix(".md"), heading[1] if heading else name, text)


def _target(target: str, chapter: str, chapters: set[str]) -> str:
    """Where a link leads on this page, or outside; empty for a file of the project."""
    if re.match(r"https?:", target):
        return target
    path, _, heading = target.partition("#")
    name = path.removesuffix(".md") if path else chapter
    if name not in chapters:
        return ""
    return f"#{name}-{heading}" if heading else f"#{name}"


def linked(text: str, functions: set[str]) -> str:
    """HTML in which functions in code are links to the reference."""
    return _CODE.sub(lambda match: f'<a href="#{match[1]}-function">{match[0]}</a>'
                     if match[1] in functions else match[0], text)


def chapter_html(chapter: Chapter, chapters: set[str], functions: set[str]) -> str:
    """A chapter, with links that lead to places on the page."""
    def heading(match: re.Match) -> str:
        name = chapter.name if match[1] == "1" else f"{chapter.name}-{anchor(match[2])}"
        return f'<h{match[1]} id="{name}">{match[2]}</h{match[1]}>'

    def link(match: re.Match) -> str:
        target = _target(match[1], chapter.name, chapters)
        return f'<a href="{target}">{match[2]}</a>' if target else match[2]

    text = _HEADING.sub(heading, _LINK.sub(link, _markdown(chapter.text)))
    # No link inside a link or a heading.
    parts = re.split(r"(<a .*?</a>|<h\d.*?</h\d>)", text, flags=re.DOTALL)
    return "".join(part if at % 2 else linked(part, functions) for at, part in enumerate(parts))


def _text(text: str, functions: set[str]) -> str:
    """A text of a comment: parameters in italics, functions as links."""
    text = re.sub(r"@(\w+)", r"<var>\1</var>", escape(text))
    return linked(re.sub(r"\b(\w+)\(\)", r"<code>\1()</code>", text), functions)


def function_html(function: Function, functions: list[Function]) -> str:
    """The reference of a function."""
    names = {each.name for each in functions}
    rows = [f'<section class="function"><h3 id="{function.name}-function">'
            f"{function.name}()</h3>",
            f"<p>{_text(sentence(function.summary), names)} "
            f'<span class="where">&lt;kmap/{function.header}&gt;</span></p>',
            "<pre><code>" + escape("\n".join(prototype_rows(function))) + "</code></pre>"]
    rows += [f"<p>{_text(text, names)}</p>" for text in function.paragraphs]
    items = [(f"<var>{name}</var>", text) for name, text in function.parameters.items()]
    items += [(heading.capitalize(), function.parts[part]) for part, heading in PARTS
              if part in function.parts]
    rows.append("<dl>")
    rows += [f"<dt>{name}</dt><dd>{_text(text, names)}</dd>" for name, text in items]
    also = ", ".join(f"<code>{name}()</code>"
                     for name in related(function, functions)[:SEE_ALSO_MOST])
    rows.append(f"<dt>See also</dt><dd>{linked(also, names)}</dd></dl></section>")
    return "\n".join(rows)


def reference_html(functions: list[Function], headers: list[Header]) -> str:
    """The reference: each header with its rules and functions."""
    names = {each.name for each in functions}
    rows = ['<h1 id="reference">Reference of functions</h1>']
    for header in headers:
        here = [each for each in functions if each.header == header.name]
        if not here:
            continue
        rows.append(f'<h2 id="reference-{anchor(header.name)}">&lt;kmap/{header.name}&gt;</h2>')
        for heading, items in header.rules.items:
            rows.append(f"<p>{_text(heading, names)}:</p><ul>")
            rows += [f"<li>{_text(item, names)}</li>" for item in items]
            rows.append("</ul>")
        rows += [function_html(each, functions) for each in here]
    return "\n".join(rows)


def page(chapters: list[Chapter], functions: list[Function], headers: list[Header],
         version: str) -> str:
    """The whole page."""
    names = {each.name for each in functions}
    known = {each.name for each in chapters}
    entries = [*((each.name, each.title) for each in chapters),
               ("reference", "Reference of functions"), ("index", "Index of functions")]
    contents = "".join(f'<li><a href="#{name}">{escape(title)}</a></li>' for name, title in entries)
    index = "".join(f'<li><a href="#{name}-function">{name}()</a></li>' for name in sorted(names))
    body = "\n".join(chapter_html(each, known, names) for each in chapters)
    return f"""<!DOCTYPE html>
<!-- SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause -->
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>kmap {version}</title><style>{STYLE}</style></head><body>
<p class="where">kmap {version}: {SUMMARY}</p>
<nav><ul>{contents}</ul></nav>
{body}
{reference_html(functions, headers)}
<h1 id="index">Index of functions</h1>
<nav><ul>{index}</ul></nav>
</body></html>
"""
