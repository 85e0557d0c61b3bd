"""The app below a path of another site, such as /course, as a proxy shows it.

A proxy may take the path away before it asks us, or leave it; then we take it away. Nothing else
needs to know, since each address that we hand out is relative, but robots.txt and the sitemap.
"""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Prefix:
    """ASGI middleware: takes `path` away from the requests that have it."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self.app = app
        self.path = f"/{path.strip('/')}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or lead from /course to /course/."""
        path = scope.get("path", "")
        if self.path != "/" and path.startswith(f"{self.path}/"):
            raw = scope["raw_path"].removeprefix(self.path.encode())
            scope = {**scope, "path": path.removeprefix(self.path), "raw_path": raw}
        elif scope["type"] == "http" and path == self.path != "/":
            query = scope["query_string"].decode("latin-1")
            home = f"./{path.rpartition('/')[2]}/" + (f"?{query}" if query else "")
            return await RedirectResponse(home, 302)(scope, receive, send)
        await self.app(scope, receive, send)
