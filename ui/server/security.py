"""Security headers and checks of Host and Origin, as ASGI middleware.

The content security policy lets the page load nothing from other hosts. The check of the host stops
DNS rebinding: a stranger's page whose name is made to point at this machine could otherwise talk
to the app through the visitor's browser. An address made of numbers cannot be rebound, so those are
allowed, and a class reaches a teacher's machine without configuration.

Streamlit trusts an upload that brings a token twice, once in a cookie; in a frame of another site a
browser keeps no cookies. So whether an upload comes from a page of ours is read from what no script
can forge, Origin and Sec-Fetch-Site, and our page's uploads get a token here.
"""

import base64
import hashlib
import ipaddress
import re
import socket
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.components.small_edition import WORKER
from ui.page.course import PAGES
from ui.patches import upload_tokens
from ui.server import shell
from ui.words.text import LANGUAGES

UPLOAD = "/_stcore/upload_file/"
SENTENCE = (
    "This server does not answer to the name {host}. "
    "If the name is yours, start the server with CNN_ALLOWED_HOSTS={host}\n"
)
COMPILES = f"/static/components/{WORKER}."  # how the path of that Worker's script begins
METHODS = ("GET", "HEAD", "PUT", "DELETE", "POST", "OPTIONS")  # CONNECT would end HTTP itself


def inline_scripts(html: str) -> list[str]:
    """CSP sources ('sha256-...') for the scripts written inside a page."""
    bodies = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
        for body in bodies
    ]


def content_security_policy(frame_ancestors: str, *, wasm: bool = False) -> str:
    """The policy. `blob:` scripts are our own components: Streamlit imports them from blobs.

    `wasm`: of the one script that may compile WebAssembly, the Worker that runs AlexNet by ONNX
    Runtime. A Worker has the policy of its own answer, so that no page has to allow it; and what it
    allows is no eval of a text.
    """
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(
                [
                    "script-src 'self' blob:",
                    *inline_scripts(shell.html(PAGES[0], LANGUAGES[0])),
                    *["'wasm-unsafe-eval'"] * wasm,
                ]
            ),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' blob: data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {frame_ancestors}",
        ]
    )


def host_name(host: str) -> str:
    """The name in a Host header, without its port; empty if there is none to be read."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_allowed(name: str, names: Sequence[str]) -> bool:
    """Whether a host's name is a number, this machine's own name, or one of `names`.

    `names` may hold `*.example.org` (any name below it) and `*` (any name at all).
    """
    own = socket.gethostname().lower()
    if name in {"localhost", own, f"{own}.local"} or _is_number(name):
        return True
    return is_named(name, names)


def is_named(name: str, names: Sequence[str]) -> bool:
    """Whether one of `names`, or a pattern among them, is this name."""
    return any(
        pattern == "*"
        or name == pattern.lower()
        or (pattern.startswith("*.") and name.endswith(pattern[1:].lower()))
        for pattern in names
    )


def is_own(origin: str | None, host: str, names: Sequence[str]) -> bool:
    """Whether a websocket is asked for by a page of ours: of this host and port, or one of `names`.

    Without an origin it is no browser that asks. Streamlit itself would also let in any page of
    this machine, whatever its port.
    """
    if origin is None:
        return True
    try:
        place = urlsplit(origin).netloc.lower()
    except ValueError:
        return False
    return place == host.lower() or is_named(host_name(place), names)


def is_trusted_upload(headers: Headers, names: Sequence[str]) -> bool:
    """Whether a file is sent, or taken back, by a page of ours, which the browser vouches for."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is None or site not in (None, "same-origin"):  # a browser on plain http says no site
        return False
    return is_own(origin, headers.get("host", ""), names if site else ())


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Security:
    """ASGI middleware: refuse strange hosts, add the headers; bodies and websockets untouched."""

    def __init__(
        self, app: ASGIApp, allowed_hosts: Sequence[str] = (), frame_ancestors: str = "'none'"
    ) -> None:
        self.app = app
        self.allowed_hosts = tuple(allowed_hosts)
        self.token = upload_tokens.new()
        self.headers = {
            "Content-Security-Policy": content_security_policy(frame_ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
        }
        policy = content_security_policy(frame_ancestors, wasm=True)
        self.compiling = self.headers | {"Content-Security-Policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on; an HTTP answer gets the headers."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        told = self.compiling if scope["path"].startswith(COMPILES) else self.headers
        answer = partial(self._send, send, told) if scope["type"] == "http" else send
        if scope["type"] == "http" and scope["method"] not in METHODS:
            return await PlainTextResponse("Not allowed\n", 405)(scope, receive, answer)
        headers = Headers(scope=scope)
        place, origin = headers.get("host", ""), None
        if scope["type"] == "websocket":
            origin = headers.get("origin")
        host = host_name(place)
        ours = is_own(origin, place, self.allowed_hosts)
        if ours and is_allowed(host, self.allowed_hosts):
            return await self.app(self._vouched(scope), receive, answer)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        return await PlainTextResponse(SENTENCE.format(host=host), 421)(scope, receive, answer)

    def _vouched(self, scope: Scope) -> Scope:
        """The request as Streamlit trusts it, if it comes from a page of ours.

        A proxy may have changed the Host under which a page asks for its websocket.
        """
        headers = MutableHeaders(scope=dict(scope))
        if scope["type"] == "websocket" and "origin" in headers:
            headers["origin"] = f"http://{headers['host']}"
        elif scope["type"] == "http" and scope["path"].startswith(UPLOAD):
            if not is_trusted_upload(headers, self.allowed_hosts):
                return scope
            headers[upload_tokens.HEADER] = self.token
            headers["cookie"] = f"{upload_tokens.COOKIE}={self.token}"
        return {**scope, "headers": headers.raw}

    async def _send(self, send: Send, told: dict[str, str], message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in told.items():
                headers[name] = value
        await send(message)
