"""The shell: the HTML that every page starts from, Streamlit's index.html with our additions.

It tells search engines and link previews what the page is: Streamlit's own is called "Streamlit"
at every address. It tells visitors why a page stays empty, and when its server is gone, in their
language: nothing of Streamlit's has arrived by then, and what it would say itself is English.
`ui/server/static.py` serves it, and robots.txt beside it.
"""

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

import htpy as h
from htpy import Renderable
from markupsafe import Markup

from ui import components
from ui.components import (  # EVERYWHERE
    Once,
    contents,  # noqa: F401
    inner_links,  # noqa: F401
    search,  # noqa: F401
    segments,  # noqa: F401
    slider,  # noqa: F401
)
from ui.page.course import PAGES, Entry
from ui.patches.static_files import FOLDER
from ui.server.fonts import named, original
from ui.words.text import LANGUAGES, Text, label, tab_title

PAGE = Path(__file__).parents[1] / "page"
ICON = PAGE / "icon.svg"
SCRIPT = Path(__file__).with_name("shell.js")
STYLE = PAGE / "frame.css"
# Why a page is not alive, or keeps nothing, which shell.js finds out; and what its buttons say.
WORDS = {
    "gone": "shell.gone",
    "forever": "shell.forever",
    "silent": "shell.silent",
    "unheard": "shell.unheard",
    "unknown": "shell.unknown",
    "full": "shell.full",
    "parts": "shell.parts",
    "again": "shell.again",
    "unkept": "shell.unkept",
    "tab": "shell.tab",
    "close": "shell.close",
}
# What Streamlit says, in English, where the script says it. Styles and scripts know no escapes.
HIDDEN = h.style[
    Markup('[data-testid="stConnectionStatus"], [data-testid="stDialog"] { display: none }')
]
REMARK = re.compile(r"/\*.*?\*/\s*", re.DOTALL)  # for who reads it, not for a browser
NOSCRIPT = re.compile("<noscript>.*?</noscript>", re.DOTALL)


EVERYWHERE = (
    "contents",
    "inner_links",
    "search",
    "segments",
    "slider",
)  # components of every page, preloaded


class Changed(RuntimeError):
    """Streamlit's page is not the one that we know how to fill in."""


@cache
def html(entry: Entry, lang: str) -> str:
    """Streamlit's index.html as that of a page of the course, with script, words, styles of ours.

    Raises Changed if it is not the index.html that we know.
    """
    text = Text(entry.name, lang)
    shell = _put((FOLDER / "index.html").read_text("utf-8"), "</body>", f"{look()}</body>")
    shell = named(shell)
    shell = _put(shell, '<html lang="en">', f'<html lang="{lang}">')
    shell = _put(shell, "<head>", f"<head>{HIDDEN}{h.script[Markup(script())]}")
    shell = _put(shell, "<title>Streamlit</title>", "\n    ".join(map(str, _head(text))))
    (theirs,) = NOSCRIPT.findall(shell)
    ours = h.noscript[
        h.h1[text.heading("title")], h.p[text["title"]], h.p[label("shell.noscript", lang)]
    ]
    return _put(shell, theirs, str(ours))


def _head(text: Text) -> list[Renderable]:
    """What a page's head says of it, an element a line."""
    title, lead = tab_title(text.page, text.lang), text["title"]
    return [
        h.fragment[[h.link(rel="modulepreload", href=f"./{each}") for each in _everywhere()]],
        h.title[title],
        h.meta(name="description", content=lead),
        h.meta(property="og:type", content="website"),
        h.meta(property="og:site_name", content=label("frame.product", text.lang)),
        h.meta(property="og:locale", content=label("shell.locale", text.lang)),
        h.meta(property="og:title", content=title),
        h.meta(property="og:description", content=lead),
    ]


def _everywhere() -> list[str]:
    """The addresses of the scripts that every page runs."""
    return [each for each in Once.files if Path(each).name.split(".")[0] in EVERYWHERE]


def _put(html: str, old: str, new: str) -> str:
    if html.count(old) != 1:
        raise Changed(f"Streamlit's page does not hold {old} once")
    return html.replace(old, new)


def look() -> Renderable:
    """What would push a page about if it came later: the frame's styles, the headings' font.

    Last in the body, since Streamlit puts its own styles into the head.
    """
    font = f"./static/media/{original('serif').name}"
    return h.fragment[
        h.link(rel="preload", href=font, as_="font", type="font/woff2", crossorigin=True),
        h.style[Markup(REMARK.sub("", STYLE.read_text("utf-8")))],
    ]


def script() -> str:
    """The script with its words; it runs before Streamlit's, which are modules."""
    words = {
        lang: {word: label(key, lang, host="{host}") for word, key in WORDS.items()}
        for lang in LANGUAGES
    }
    written = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    shell = components.bundled_script(SCRIPT).replace("export default ", "")
    return f"({shell.strip()}\n)({written})"


def robots(root: str) -> str:
    """robots.txt of a server whose address is `root`: everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {root}sitemap.xml\n"


def sitemap(root: str) -> str:
    """sitemap.xml of a server whose address is `root`: each page in each language."""
    addresses = [
        f"{root}{quote(entry.address)}?lang={lang}" for entry in PAGES for lang in LANGUAGES
    ]
    pages = [["  ", h.url[h.loc[address]], "\n"] for address in addresses]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_urlset(pages)}\n'


def _urlset(pages: h.Node) -> Renderable:
    return h.urlset(xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")["\n", pages]
