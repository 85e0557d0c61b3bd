"""The app's own server: `python -m ui.server [--host H] [--port P]`.

One process, since Streamlit keeps its sessions in memory. Beside `streamlit run` it warms up before
the first visitor, sends security headers, and lets uvicorn open the port itself: `streamlit run`
opens it in a way that leaves Nagle's algorithm on, which can hold a live answer back for 40 ms.
"""

import argparse
import errno
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio.to_thread
import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from cnn import assets
from cnn.problem import Problem
from ui.address import invitation
from ui.lost import Lost
from ui.security import Security
from ui.warm import warm

ROOT = Path(__file__).resolve().parent.parent
MESSAGE_LIMIT = 1 << 20  # bytes from a browser at once; a full drawing is about 20,000
log = logging.getLogger("ui.server")


def create_app(allowed_hosts: Sequence[str] = (), frame_ancestors: str = "'none'") -> st.App:
    """The app as ASGI: Streamlit's, behind our middleware, warmed when it starts."""
    return st.App(
        ROOT / "streamlit_app.py",
        lifespan=_lifespan,
        middleware=[
            Middleware(Security, allowed_hosts=allowed_hosts, frame_ancestors=frame_ancestors),
            Middleware(Lost, pages=ROOT / "pages"),
        ],
    )


@asynccontextmanager
async def _lifespan(app: st.App) -> AsyncIterator[None]:
    for name in ("uvicorn.access", "uvicorn.error"):  # Streamlit has just made both talkative
        logging.getLogger(name).setLevel(logging.WARNING)
    for sentence in assets.verify():  # the pages that need the file say so; the others work
        log.error("%s", sentence)
    with suppress(Problem):
        await anyio.to_thread.run_sync(warm)
    yield


class Server(uvicorn.Server):
    """uvicorn, announcing its address once the port answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(invitation(self.config.host, self.config.port), flush=True)


def configuration(app: ASGIApp, host: str, port: int) -> uvicorn.Config:
    """How uvicorn serves the app: quiet, small messages uncompressed, two seconds to stop."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        ws="websockets-sansio",
        ws_max_size=MESSAGE_LIMIT,
        ws_per_message_deflate=False,
        ws_ping_interval=30,
        ws_ping_timeout=30,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    options = _options(arguments)
    _refuse_if_taken(options.host, options.port)
    os.chdir(ROOT)  # Streamlit looks for its configuration below the working directory too
    print("Warming up ...", flush=True)
    app = create_app(options.allowed_hosts.split(), options.frame_ancestors)
    try:
        Server(configuration(app, options.host, options.port)).run()
    except KeyboardInterrupt:  # uvicorn has stopped gracefully and raises it again
        print("Stopped.")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ui.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 for a class in one network")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument(
        "--allowed-hosts",
        default=os.environ.get("ALLOWED_HOSTS", ""),
        help="names, separated by spaces, under which visitors reach this server, such as "
        "cnn.example.org or *.example.org (default: $ALLOWED_HOSTS; IP addresses, localhost and "
        "this machine's name are always allowed)",
    )
    parser.add_argument(
        "--frame-ancestors",
        default=os.environ.get("FRAME_ANCESTORS", "'none'"),
        help="sites that may show the app in a frame, such as https://school.example "
        "(default: $FRAME_ANCESTORS, or none)",
    )
    return parser.parse_args(arguments)


def _refuse_if_taken(host: str, port: int) -> None:
    """Exit with a sentence if the port is taken, before warming up for nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sys.exit(f"Port {port} is taken. Choose another: make run PORT={port + 1}")
            sys.exit(f"Cannot listen on {host}, port {port}: {error.strerror}.")


if __name__ == "__main__":
    main()
