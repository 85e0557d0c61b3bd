"""The shell: the HTML that every page starts from, Streamlit's index.html with our additions.

It tells why a page stays empty, and when its server is gone, in the visitor's language: nothing of
Streamlit's has arrived by then, and what it would say itself is English.
"""

import json
import re
from functools import cache
from pathlib import Path

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from ui.lost import page_names
from ui.text import LANGUAGES, label

SCRIPT = Path(__file__).with_name("shell.js")
# Why a page is not alive; shell.js finds out which.
REASONS = {
    "gone": "shell.gone",
    "forever": "shell.forever",
    "silent": "shell.silent",
    "unheard": "shell.unheard",
    "unknown": "shell.unknown",
    "full": "shell.full",
    "parts": "shell.parts",
    "again": "shell.again",
}
HIDDEN = (  # what Streamlit says, in English, where the script says it
    '<style>[data-testid="stConnectionStatus"], [data-testid="stDialog"] { display: none }</style>'
)
NOSCRIPT = re.compile("<noscript>.*?</noscript>", re.DOTALL)


@cache
def html() -> str:
    """Streamlit's index.html with a script and words of ours."""
    shell = (Path(get_static_dir()) / "index.html").read_text("utf-8")
    words = [f'<p lang="{lang}">{label("shell.noscript", lang)}</p>' for lang in LANGUAGES]
    shell = NOSCRIPT.sub(f"<noscript>{''.join(words)}</noscript>", shell, count=1)
    return shell.replace("<head>", f"<head>{HIDDEN}<script>{script()}</script>", 1)


def script() -> str:
    """The script with its words; it runs before Streamlit's, which are modules."""
    words = {
        lang: {reason: label(key, lang, host="{host}") for reason, key in REASONS.items()}
        for lang in LANGUAGES
    }
    written = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return f"{SCRIPT.read_text('utf-8').strip()}({written})"


class Shell:
    """ASGI middleware: answers the address of each page with the shell."""

    def __init__(self, app: ASGIApp, pages: Path) -> None:
        self.app = app
        self.paths = {"/", *(f"/{name}" for name in page_names(pages))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if read and scope["path"] in self.paths:
            answer = HTMLResponse(html(), headers={"Cache-Control": "no-cache"})
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)
