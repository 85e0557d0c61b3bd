"""Does `make run WORKERS=2` say what is wrong before it starts anything, and restart what ends?"""

import socket
import subprocess
import sys

import pytest

from scripts import replicas
from tests.waiting import until


def told(capsys, *arguments: str) -> str:
    """What it says when it gives up."""
    with pytest.raises(SystemExit) as end:
        replicas.main([*arguments])
    return f"{end.value} {capsys.readouterr().err}"


def test_without_haproxy_it_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(replicas, "find_haproxy", lambda: None)
    assert "apt-get install haproxy" in told(capsys)


@pytest.mark.parametrize("workers", ["0", "17"])
def test_workers_are_bounded(capsys, workers):
    assert f"1 to {replicas.MOST} workers" in told(capsys, "--workers", workers)


def test_a_port_that_is_taken_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(replicas, "find_haproxy", lambda: "haproxy")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in told(capsys, "--port", str(port))


def test_a_worker_that_has_ended_is_started_again(monkeypatch):
    started = list[int]()

    def start(self: replicas.Workers, port: int) -> "subprocess.Popen[bytes]":
        started.append(port)
        return subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)

    monkeypatch.setattr(replicas.Workers, "_start", start)
    workers = replicas.Workers(2, "127.0.0.1", 1)
    first, second = workers.running
    first.kill()
    until(lambda: first.poll() is not None)
    workers.look()
    assert started == [*workers.ports, workers.ports[0]]
    assert workers.running[0] is not first and workers.running[1] is second
    workers.stop()
    assert all(each.poll() is not None for each in workers.running)
