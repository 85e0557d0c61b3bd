"""The shell: the HTML that every page starts from, Streamlit's index.html with our additions.

It tells search engines and link previews what the page is: Streamlit's own is called "Streamlit"
at every address. It tells visitors why a page stays empty, and when its server is gone, in their
language: nothing of Streamlit's has arrived by then, and what it would say itself is English.
`ui/server/static.py` serves it, and robots.txt beside it.
"""

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from ui import components
from ui.components import Once, segments, slider  # noqa: F401  what they name is preloaded
from ui.page.course import PAGES, Entry
from ui.server.fonts import STATIC, named, original
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
HIDDEN = (  # what Streamlit says, in English, where the script says it
    '<style>[data-testid="stConnectionStatus"], [data-testid="stDialog"] { display: none }</style>'
)
NOSCRIPT = re.compile("<noscript>.*?</noscript>", re.DOTALL)


class Changed(RuntimeError):
    """Streamlit's page is not the one that we know how to fill in."""


@cache
def html(entry: Entry, lang: str) -> str:
    """Streamlit's index.html as that of a page of the course, with script, words, styles of ours.

    Raises Changed if it is not the index.html that we know.
    """
    text = Text(entry.name, lang)
    title, lead = escape(tab_title(entry.name, lang)), escape(text["title"])
    shell = _put((STATIC / "index.html").read_text("utf-8"), "</body>", f"{look()}</body>")
    shell = named(shell)
    shell = _put(shell, '<html lang="en">', f'<html lang="{lang}">')
    shell = _put(shell, "<head>", f"<head>{HIDDEN}<script>{script()}</script>")
    shell = _put(
        shell,
        "<title>Streamlit</title>",
        f"""{"".join(f'<link rel="modulepreload" href="./{each}" />' for each in Once.scripts)}
    <title>{title}</title>
    <meta name="description" content="{lead}" />
    <meta property="og:type" content="website" />
    <meta property="og:site_name" content="{escape(label("frame.product", lang))}" />
    <meta property="og:locale" content="{label("shell.locale", lang)}" />
    <meta property="og:title" content="{title}" />
    <meta property="og:description" content="{lead}" />""",
    )
    (theirs,) = NOSCRIPT.findall(shell)
    ours = f"<h1>{escape(text.heading('title'))}</h1><p>{lead}</p>"
    ours += f"<p>{label('shell.noscript', lang)}</p>"
    return _put(shell, theirs, f"<noscript>{ours}</noscript>")


def _put(html: str, old: str, new: str) -> str:
    if html.count(old) != 1:
        raise Changed(f"Streamlit's page does not hold {old} once")
    return html.replace(old, new)


def look() -> str:
    """What would push a page about if it came later: the frame's styles, the headings' font.

    Last in the body, since Streamlit puts its own styles into the head.
    """
    return (
        f'<link rel="preload" href="./static/media/{original("serif").name}" as="font"'
        f' type="font/woff2" crossorigin><style>{STYLE.read_text("utf-8")}</style>'
    )


def script() -> str:
    """The script with its words; it runs before Streamlit's, which are modules."""
    words = {
        lang: {word: label(key, lang, host="{host}") for word, key in WORDS.items()}
        for lang in LANGUAGES
    }
    written = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    shell = components.script(SCRIPT).replace("export default ", "")
    return f"({shell.strip()}\n)({written})"


def robots(root: str) -> str:
    """robots.txt of a server whose address is `root`: everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {root}sitemap.xml\n"


def sitemap(root: str) -> str:
    """sitemap.xml of a server whose address is `root`: each page in each language."""
    pages = [
        f"  <url><loc>{escape(f'{root}{quote(entry.address)}?lang={lang}')}</loc></url>"
        for entry in PAGES
        for lang in LANGUAGES
    ]
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{space}">', *pages]
    return "\n".join([*lines, "</urlset>\n"])
