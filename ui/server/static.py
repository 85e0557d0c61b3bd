"""What a first visit loads, made as small as it can be once: ASGI middleware.

Streamlit sends its scripts as they are, 2.6 MB of text, and plain `streamlit run` still does. Here
each text is compressed when it is first asked for and then kept, so that thirty phones at once
cost no more than one. A font goes out as it is. What Streamlit compresses itself (its answers,
downloads), pictures and websockets pass untouched.
"""

import gzip
import re
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock

import brotli
from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.components import Once
from ui.page.course import PAGES
from ui.patches.static_files import FOLDER
from ui.server import shell
from ui.server.fonts import addresses, named
from ui.words.text import LANGUAGES

ENCODINGS: dict[str, Callable[[bytes], bytes]] = {  # the best one first
    "br": partial(brotli.compress, quality=6),
    "gzip": partial(gzip.compress, compresslevel=9, mtime=0),
}
FONT = "font/woff2"
TYPES = {
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".onnx": "application/octet-stream",
    ".safetensors": "application/octet-stream",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": FONT,
    ".xml": "application/xml",
}
FOR_EVER = "public, immutable, max-age=31536000"  # the address changes with the contents
AS_THEY_ARE = {".safetensors"}  # weights: large, and hardly smaller when compressed
ROBOTS = {"/robots.txt": shell.robots, "/sitemap.xml": shell.sitemap}
ICONS = ("/favicon.ico", "/favicon.png")  # Streamlit's script asks for the second
WEIGHT = re.compile(r"[01](\.\d*)?")
ASK_AGAIN = "no-cache"  # kept, but only used once the server has said that it is still the same


class Kept:
    """A body in memory, as it is and as it was compressed; a font is sent as it is."""

    def __init__(self, body: bytes, media_type: str, cache_control: str, *varies: str) -> None:
        self.media_type, self.tag = media_type, sha256(body).hexdigest()[:16]
        self.encodings = () if media_type == FONT else tuple(ENCODINGS)
        self.bodies, self.lock = {"": body}, Lock()
        self.headers = {"Cache-Control": cache_control}
        if self.encodings:
            self.headers["Vary"] = ", ".join(["Accept-Encoding", *varies])

    async def answer(self, headers: Headers, is_head: bool) -> Response:
        """The answer to a request with these headers."""
        encoding = preferred(headers.getlist("accept-encoding"), self.encodings)
        tag = f'"{self.tag}-{encoding}"' if encoding else f'"{self.tag}"'
        told = self.headers | {"ETag": tag}
        if is_known(tag, headers.getlist("if-none-match")):
            return Response(status_code=304, headers=told)
        if encoding:
            told["Content-Encoding"] = encoding
        if encoding not in self.bodies:
            await run_sync(self._compress, encoding)
        body = self.bodies[encoding]
        told["Content-Length"] = str(len(body))
        return Response(b"" if is_head else body, headers=told, media_type=self.media_type)

    def _compress(self, encoding: str) -> None:
        with self.lock:  # thirty phones come at once
            if encoding not in self.bodies:
                self.bodies[encoding] = ENCODINGS[encoding](self.bodies[""])


class Static:
    """ASGI middleware: answers for Streamlit's static files and the empty page of each address."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        """`base_path`: below which a proxy shows the app (`ui.server.prefix`)."""
        self.app, self.below = app, f"{base_path.strip('/')}/".lstrip("/")
        self.pages = {f"/{entry.address}": entry for entry in PAGES}
        self.files = {
            f"/{file.relative_to(FOLDER).as_posix()}": file
            for file in FOLDER.rglob("*")
            if file.suffix in TYPES and file.name != "index.html"
        }
        self.files |= {f"/static/{address}": file for address, file in addresses().items()}
        self.files |= dict.fromkeys(ICONS, shell.ICON)
        Once.served = True
        self.kept: dict[tuple[str, str], Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        answer = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            answer = await self._answer(Request(scope))
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        path, headers = request.scope["path"], request.headers
        large = Once.files.get(path.lstrip("/"))
        if isinstance(large, Path) and large.suffix in AS_THEY_ARE:
            told = {"Cache-Control": FOR_EVER}
            return FileResponse(large, headers=told, media_type=TYPES[large.suffix])
        file = self.files.get(path)
        if file and file.suffix != ".css" and "range" in headers:  # a part of it, as it is
            kept = self._kept(path, "")
            told = kept.headers | {"ETag": f'"{kept.tag}"'}
            return FileResponse(file, headers=told, media_type=kept.media_type)
        if path in ROBOTS:  # not kept: it names the server as this visitor does
            body = ROBOTS[path](f"{request.base_url}{self.below}").encode()
            kept = Kept(body, TYPES[Path(path).suffix], ASK_AGAIN)
        elif path in self.pages:
            kept = self._kept(path, language(request))
        elif file or path.lstrip("/") in Once.files:
            kept = self._kept(path, "")
        else:
            return None
        return await kept.answer(headers, request.method == "HEAD")

    def _kept(self, path: str, lang: str) -> Kept:
        if (path, lang) not in self.kept:
            self.kept[path, lang] = self._made(path, lang)
        return self.kept[path, lang]

    def _made(self, path: str, lang: str) -> Kept:
        if path in self.pages:
            html = shell.html(self.pages[path], lang).encode()
            return Kept(html, TYPES[".html"], ASK_AGAIN, "Accept-Language")
        if path not in self.files:
            own = Once.files[path.lstrip("/")]
            body = own if isinstance(own, bytes) else own.read_bytes()
            return Kept(body, TYPES[Path(path).suffix], FOR_EVER)
        file = self.files[path]
        body, lasts = file.read_bytes(), FOR_EVER if path.startswith("/static/") else ASK_AGAIN
        if file.suffix == ".css":  # it names our fonts, and keeps its address when they change
            body, lasts = named(body.decode()).encode(), ASK_AGAIN
        return Kept(body, TYPES[file.suffix], lasts)


def weights(values: list[str]) -> dict[str, float]:
    """What a header such as Accept-Encoding lists, with the weight (q) of each, in lower case."""
    found = {}
    for part in ",".join(values).lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        if name:
            found[name] = float(weight) if WEIGHT.fullmatch(weight) else 0.0
    return found


def preferred(accepted: list[str], encodings: tuple[str, ...]) -> str:
    """The one of `encodings` that Accept-Encoding wants most, the first of equals; "" for none."""
    asked = weights(accepted)
    wanted = {each: asked.get(each, asked.get("*", 0.0)) for each in encodings}
    best = max(encodings, key=wanted.__getitem__, default="")
    return best if wanted.get(best) else ""


def language(request: Request) -> str:
    """The language in which a page will come up: the address's, else the browser's first."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    accepted = weights(request.headers.getlist("accept-language"))
    first = max(accepted, key=accepted.__getitem__, default="").partition("-")[0]
    return first if first in LANGUAGES else LANGUAGES[0]


def is_known(tag: str, known: list[str]) -> bool:
    """Whether a browser that sends If-None-Match has the body with this tag already."""
    tags = {each.strip().removeprefix("W/") for each in ",".join(known).split(",")}
    return tag in tags or "*" in tags
