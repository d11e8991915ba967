# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Values of the page: each is read from the page's JSON, and says where it stands there."""

import re
from html import escape

NONE = "–"


def text_of(value: object) -> str:
    """A value for people. Numbers have all their digits."""
    if value is None:
        return NONE
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def at(content: object, pointer: str) -> object:
    """The value at a JSON pointer, for instance /costs/rows/0/1; no key has a slash."""
    for key in pointer.split("/")[1:]:
        content = content[int(key)] if isinstance(content, list) else content[key]
    return content


def coded(text: str) -> str:
    """HTML of a text in which code is between backticks."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(text))


class Shown:
    """Shows values of one content."""

    def __init__(self, content: dict) -> None:
        self.content = content

    def __call__(self, pointer: str) -> object:
        """The value there."""
        return at(self.content, pointer)

    def value(self, pointer: str, tag: str = "span") -> str:
        """An element with the value."""
        return f'<{tag} data-of="{pointer}">{coded(text_of(self(pointer)))}</{tag}>'

    def table(self, pointer: str, left: int = 1, kind: str = "numbers") -> str:
        """The table there: its `head`, and its `rows`; the first `left` columns are words."""
        head, rows = self(f"{pointer}/head"), self(f"{pointer}/rows")
        heads = [self._cell(f"{pointer}/head/{column}", "th", column < left)
                 for column in range(len(head))]
        lines = ["".join(self._cell(f"{pointer}/rows/{row}/{column}",
                                    "th" if column == 0 else "td", column < left)
                         for column in range(len(head))) for row in range(len(rows))]
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        return (f'<div class="wide"><table class="{kind}"><thead><tr>{"".join(heads)}</tr></thead>'
                f"<tbody>{body}</tbody></table></div>")

    def _cell(self, pointer: str, tag: str, is_words: bool) -> str:
        kind = ' class="words"' if is_words else ""
        return f"<{tag}{kind}>{self.value(pointer)}</{tag}>"
