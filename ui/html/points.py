"""Words that point at a part of a picture: `[C1](^lenet5.C1)` in a text.

They can be pointed at, focused and pressed; ui.components.pointing lights up the part of that name.
"""

import re

import htpy as h

POINTS = re.compile(r"\[([^\]\n]+)\]\(\^([\w.-]+)\)")


def marked(markdown: str) -> str:
    """Our own Markdown with its pointing words as elements."""

    def word(match: re.Match[str]) -> str:
        text, part = match.groups()
        return str(h.span(".points", role="button", tabindex="0", data_points=part)[text])

    return POINTS.sub(word, markdown)
