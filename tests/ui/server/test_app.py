"""Does the server answer at once, say where it is, and refuse a taken port in words?"""

import asyncio
import io
import os
import socket
import subprocess
import sys
import threading

import pytest
from starlette.responses import PlainTextResponse

from scripts.running_app import free_port
from tests.alone import ROOT, alone
from tests.waiting import until
from ui.server import app as app_module
from ui.server import invitation as address
from ui.server.app import Server, configuration, main
from ui.server.console import prepare, say
from ui.server.settings import Settings


def test_no_answer_waits_for_a_delayed_acknowledgement():
    """Nagle's algorithm is off on every connection that uvicorn accepts for us."""
    no_delay = []
    config = configuration(PlainTextResponse("hello"), Settings(port=free_port()))
    config.lifespan = "off"
    config.load()

    class Spy(config.http_protocol_class):
        def connection_made(self, transport):
            accepted = transport.get_extra_info("socket")
            no_delay.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            super().connection_made(transport)

    config.http_protocol_class = Spy
    server = Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    until(lambda: server.started)
    with socket.create_connection(("127.0.0.1", config.port)) as visitor:
        visitor.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert visitor.recv(100).startswith(b"HTTP/1.1 200")
    server.should_exit = True
    thread.join()
    assert no_delay == [1]


def test_a_taken_port_is_a_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is taken. .* PORT={port + 1}"):
            main(["--port", str(port)])


def test_dask_that_is_not_installed_is_a_sentence(monkeypatch):
    monkeypatch.setattr(app_module, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"pip install -r requirements-cluster\.txt"):
        main(["--dask", "tcp://scheduler:8786", "--port", str(free_port())])


def test_an_address_that_is_not_ours_is_a_sentence():
    with pytest.raises(SystemExit, match=r"Cannot listen on 192\.0\.2\.77, port"):
        main(["--host", "192.0.2.77", "--port", str(free_port())])


def test_alone_the_invitation_is_one_line():
    assert address.invitation("127.0.0.1", 8501) == "Open http://127.0.0.1:8501"
    assert address.invitation("::1", 8501) == "Open http://[::1]:8501"


def test_a_class_is_shown_the_address_and_its_code(monkeypatch):
    monkeypatch.setattr(address, "lan_address", lambda: "192.168.1.20")
    monkeypatch.setattr(sys, "stdout", console(io.BytesIO(), "utf-8"))
    invitation = address.invitation("0.0.0.0", 8501)
    assert "Open http://localhost:8501\n" in invitation
    assert "In the same network: http://192.168.1.20:8501\n" in invitation
    assert address.qr_code("http://192.168.1.20:8501") in invitation
    assert address.qr_code("http://192.168.1.20:8501") != address.qr_code(
        "http://192.168.1.21:8501"
    )


@pytest.mark.parametrize("encoding", ["cp1252", "cp949", "ascii", "euc-kr", "latin-1"])
def test_a_console_without_the_blocks_of_the_code_gets_the_address_alone(monkeypatch, encoding):
    monkeypatch.setattr(address, "lan_address", lambda: "192.168.1.20")
    monkeypatch.setattr(sys, "stdout", console(written := io.BytesIO(), encoding))
    say(address.invitation("0.0.0.0", 8501))
    end = "In the same network: http://192.168.1.20:8501\n"
    assert written.getvalue().decode(encoding).endswith(end)


def test_no_sentence_fails_for_its_letters(monkeypatch):
    monkeypatch.setattr(sys, "stdout", console(written := io.BytesIO(), "ascii"))
    prepare()
    say("“설정.toml”")
    assert written.getvalue() == rb"\u201c\uc124\uc815.toml\u201d" + b"\n"


WRONG = {"--help": "server.toml", "--config 설정.toml": "\\uc124", "--port “1”": "\\u201c"}


def test_no_option_and_no_wrong_one_fails_for_its_letters():
    """Each is given as if it were alone; a line of its own, on both streams, ends what it says."""
    code = f"""
import sys
from ui.server.app import main
for arguments in {[*WRONG]!r}:
    try:
        main(arguments.split())
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)  # as Python itself does when it ends so
        else:
            assert end.code in (0, 2)
    else:
        sys.exit("it has started")
    print("-" * 9, flush=True)
    print("-" * 9, file=sys.stderr, flush=True)
"""
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, text=True)
    assert run.returncode == 0 and "Traceback" not in run.stderr, run.stderr
    said = zip(run.stdout.split("-" * 9), run.stderr.split("-" * 9), strict=True)
    for expected, streams in zip((*WRONG.values(), "\n"), said, strict=True):
        assert any(expected in each for each in streams)


def test_without_a_console_nothing_is_said_and_nothing_fails(monkeypatch):
    closed = console(io.BytesIO(), "utf-8")
    closed.close()
    for stdout in (None, closed):
        monkeypatch.setattr(sys, "stdout", stdout)
        prepare()
        say(address.invitation("0.0.0.0", 8501))


def console(stream: io.BytesIO, encoding: str) -> io.TextIOWrapper:
    """A standard output that writes there."""
    return io.TextIOWrapper(stream, encoding)


def test_without_a_network_there_is_no_code(monkeypatch):
    monkeypatch.setattr(address, "lan_address", lambda: None)
    assert address.invitation("0.0.0.0", 8501) == "Open http://localhost:8501"


def test_the_address_in_the_network_is_one_of_this_machine():
    found = address.lan_address()
    with socket.socket() as here:
        here.bind((found or "127.0.0.1", 0))  # only an address of this machine can be bound


@pytest.mark.slow
def test_warming_up_leaves_nothing_to_import_or_to_collect():
    code = (
        "import gc, sys; from ui.work.warmup import modules, warm; warm(); "
        "late = {'torch', *modules()} - set(sys.modules); "
        "print(sorted(late), gc.get_freeze_count() > 100_000)"
    )
    assert alone(code).stdout.strip() == "[] True"
