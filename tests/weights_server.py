"""A loopback server of files that behaves as badly as a test asks."""

import http.server
import threading

import numpy as np

FILE = np.random.default_rng(0).bytes(700_000)
OTHER = np.random.default_rng(1).bytes(700_000)


class Server(http.server.ThreadingHTTPServer):
    """A loopback server whose behaviour a test sets by `mode`; it notes what was asked."""

    daemon_threads = True

    def __init__(self, content=FILE):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.mode, self.ranges = content, "good", []
        self.released = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/weights.pth"

    def vanish(self):
        """Nobody listens any more, and what was on its way is cut off."""
        self.shutdown()
        self.server_close()
        self.released.set()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        server, mode = self.server, self.server.mode
        content = OTHER if mode == "other file" else server.content
        asked = self.headers.get("Range")
        server.ranges.append(asked)
        first = int(asked.removeprefix("bytes=")[:-1]) if asked else 0
        if mode == "gone":
            return self.send_error(404)
        if mode == "ill" or (mode == "ill once" and len(server.ranges) == 1):
            return self.send_error(503)
        if mode == "no ranges":
            first, asked = 0, None
        if first >= len(content):
            return self.send_error(416)
        if mode == "wrong range" and asked:
            first += 7
        body = content[first:]
        length = {"says less": len(body) - 1000, "says more": len(body) + 1000}.get(mode, len(body))
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        if mode == "too much":
            length = 10**9
        if mode == "nonsense":
            length = "²"
        if mode not in ("no length", "endless"):
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if mode == "endless":
            while not server.released.is_set():
                self.wfile.write(bytes(100_000))
        if mode == "stalls" and len(server.ranges) == 1:
            self.wfile.write(body[:200_000])
            server.released.wait(20)
            self.close_connection = True
            return None
        if mode == "cuts":
            self.wfile.write(body[:250_000])
            self.close_connection = True
            return None
        if mode == "never more":
            self.close_connection = True
            return None
        self.wfile.write(body)
        self.close_connection = True
        return None
