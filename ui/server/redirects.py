"""Addresses that lead nowhere: Streamlit answers each with an empty shell, we lead home."""

import re
from pathlib import Path
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.patches.static_files import FOLDER

RESERVED = ("_stcore", "media", "component", "static", "oauth2callback")
PAGE_FILE = re.compile(r"(?:\d+[_ -]*)?(.+)\.py")


def page_names(pages: Path) -> list[str]:
    """The addresses of the files in `pages`, as Streamlit makes them: 4_Draw.py is at /Draw."""
    names = (PAGE_FILE.fullmatch(file.name) for file in sorted(pages.glob("*.py")))
    return [name[1] for name in names if name]


class Lost:
    """ASGI middleware: a browser asking for no page of ours is sent home, in its language."""

    def __init__(self, app: ASGIApp, pages: Path) -> None:
        self.app = app
        self.pages = {name.lower(): name for name in page_names(pages)}
        self.files = {file.name for file in FOLDER.iterdir()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a redirect, or pass on."""
        if scope["type"] == "http" and (elsewhere := self.redirect(scope)):
            await RedirectResponse(elsewhere, 302)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def redirect(self, scope: Scope) -> str | None:
        """Where to send this request instead; None if it leads somewhere or is no visitor's."""
        path = scope["path"].strip("/")
        known = path == "" or path.split("/")[0] in RESERVED or path in self.files
        if known or scope["method"] != "GET" or scope["path"][1:] in self.pages.values():
            return None
        if "text/html" not in Headers(scope=scope).get("accept", ""):
            return None
        # Relative, since a proxy may have taken a path away that the browser still has.
        root = "../" * scope["raw_path"].count(b"/", 1) or "./"
        query = scope["query_string"].decode("latin-1")
        if path.lower() in self.pages:
            return root + self.pages[path.lower()] + (f"?{query}" if query else "")
        language = parse_qs(query).get("lang", [""])[0][:8]
        return f"{root}?lost=1" + (f"&lang={quote(language)}" if language else "")
