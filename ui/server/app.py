"""The app's own server: `python -m ui.server`; `--help` says how (`ui.server.settings`).

One process, since Streamlit keeps its sessions in memory, with two that train
(`ui.work.trainer_handle`), and two without threads from which these and those that decode photos
are forked (`cnn.processes.fork_server`). Unlike `streamlit run` it warms up before the first
visitor, sends security headers, and lets uvicorn open the port itself: `streamlit run` opens it in
a way that leaves Nagle's algorithm on, which can hold an answer back for 40 ms.
"""

import asyncio
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import anyio.to_thread
import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from cnn import assets
from cnn.errors import Problem
from cnn.training.film import MEGABYTE, ROOM
from ui.classes import shared_store
from ui.exhibits.training.visitor_runs import clear_away
from ui.page import error_notice, search_index
from ui.patches import uploads
from ui.server import console, logs, malloc, wire
from ui.server.connections import BACKLOG, Config, Connections, Http, Websocket, quiet_when_scarce
from ui.server.door import Door
from ui.server.invitation import invitation
from ui.server.limits import Limits
from ui.server.ports import refuse_if_taken
from ui.server.prefix import Prefix
from ui.server.redirects import Lost
from ui.server.security import Security
from ui.server.settings import Settings, SettingsProblem, load_settings
from ui.server.static import Static
from ui.server.upkeep import keep_classes
from ui.server.upload_limits import UploadLimits
from ui.sharing.frames import Framing
from ui.sharing.lan import Listening
from ui.telemetry import events, metrics
from ui.work import tasks, trainer_handle
from ui.work.training_queue import jobs
from ui.work.warmup import warm

ROOT = Path(__file__).resolve().parents[2]
NOT_YET = "The networks are not loaded yet."
log = logging.getLogger("ui.server.app")


def create_app(settings: Settings | None = None) -> st.App:
    """The app as ASGI: Streamlit's, behind our middleware, warmed when it starts."""
    settings = settings or Settings()
    hosts, ancestors = settings.allowed_hosts, settings.frame_ancestors
    missing = [NOT_YET]  # what keeps the app from answering
    uploads.keep_in_memory()
    shared_store.Where.address = settings.classes
    Framing.ancestors = ancestors
    return st.App(
        ROOT / "streamlit_app.py",
        lifespan=partial(_lifespan, settings, missing),
        on_script_error=error_notice.show_error,
        middleware=[
            Middleware(Prefix, path=settings.base_path),
            Middleware(Security, allowed_hosts=hosts, frame_ancestors=ancestors),
            Middleware(Limits, settings=settings, is_ready=lambda: missing, helpers=_helpers),
            Middleware(UploadLimits, settings=settings),
            Middleware(Door),
            Middleware(Static, base_path=settings.base_path),
            Middleware(Lost, pages=ROOT / "pages"),
        ],
    )


def _helpers() -> dict[str, object]:
    """For whoever asks whether the server is ready: it is without them, but slower."""
    return {"degraded": trainer_handle.server.lost(), "replaced": trainer_handle.server.replaced()}


@asynccontextmanager
async def _lifespan(settings: Settings, missing: list[str], app: st.App) -> AsyncIterator[None]:
    for name in ("uvicorn.access", "uvicorn.error"):  # Streamlit has just made both talkative
        logging.getLogger(name).setLevel(logging.WARNING)
    end_metrics = metrics.serve_metrics(settings.metrics_port) if settings.metrics_port else None
    missing[:] = assets.verify()  # the pages that need the file say so; the others work
    for sentence in missing:
        log.error("%s", logs.Ours(sentence))
    try:
        await anyio.to_thread.run_sync(warm)
        await anyio.to_thread.run_sync(search_index.prepare)
    except Problem as problem:
        missing.append(str(problem))
    metrics.ready.set(not missing)
    events.tell("not-ready" if missing else "ready", missing=len(missing))
    jobs().share(settings.trainings, settings.trainings_of_one_address)
    ROOM.share(settings.film_megabytes * MEGABYTE, settings.films_megabytes * MEGABYTE)
    trainer_handle.server.watch()
    running = [
        asyncio.create_task(each) for each in (malloc.give_back(), clear_away(), keep_classes())
    ]
    yield
    for each in running:
        each.cancel()
    metrics.ready.set(0)
    events.tell("stopping")
    jobs().close()  # or their threads would keep the process
    tasks.close()
    await anyio.to_thread.run_sync(trainer_handle.server.close)
    if end_metrics:
        await anyio.to_thread.run_sync(end_metrics)


class Server(uvicorn.Server):
    """uvicorn, watching its connections and announcing its address once the port answers."""

    config: Config

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(quiet_when_scarce())
        self.watching = loop.create_task(self.config.connections.watch())
        if self.started:
            console.say(invitation(self.config.host, self.config.port))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        UploadLimits.is_stopping = True
        self.watching.cancel()
        await super().shutdown(sockets)


def configuration(app: ASGIApp, settings: Settings) -> Config:
    """How uvicorn serves the app: quiet, small messages uncompressed, two seconds to stop."""
    config = Config(
        app,
        host=settings.host,
        port=settings.port,
        http=Http,
        ws=Websocket,
        backlog=BACKLOG,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        ws_max_size=wire.LARGEST,
        ws_per_message_deflate=False,
        ws_ping_interval=30,
        ws_ping_timeout=30,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    config.connections = Connections(settings)
    return config


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    console.prepare()
    malloc.allocate_together()
    try:
        settings = load_settings(arguments)
    except SettingsProblem as problem:
        sys.exit(str(problem))
    refuse_if_taken(settings.host, settings.port)
    if settings.dask and not find_spec("distributed"):
        sys.exit("Training on Dask needs more: pip install -r requirements-cluster.txt")
    if settings.metrics_port:
        refuse_if_taken("127.0.0.1", settings.metrics_port)
    console.bound()
    Listening.alone = (settings.proxy_host or settings.host) in ("127.0.0.1", "localhost", "::1")
    logs.prepare()
    if settings.log_events:
        events.switch_on()
    os.chdir(ROOT)  # Streamlit looks for its configuration below the working directory too
    console.say("Warming up ...")
    trainer_handle.server.start(settings.dask)
    try:
        Server(configuration(create_app(settings), settings)).run()
    except KeyboardInterrupt:  # uvicorn has stopped gracefully and raises it again
        console.say("Stopped.")
