"""Does `make attack` stay on this machine, keep its server within limits, and say what it saw?"""

import asyncio
import os
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from scripts.attack import __main__ as main
from scripts.attack import photos, sockets
from scripts.attack import target as targets
from scripts.attack.__main__ import Act, Row
from scripts.attack.swarm import Attack
from scripts.attack.target import FILES, FOLDER, Stood, Target, loopback

SPENDER = (
    "import time; held = bytearray(b'x' * 80_000_000); print('held', flush=True); time.sleep(60)"
)


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1:8501",
        "http://example.org",
        "http://127.0.0.1.example.org:80",
        "http://[2001:db8::1]:8501",
        "http://0.0.0.0:8501",
        "https://127.0.0.1:8501",
        "file:///etc/passwd",
        "127.0.0.1:8501",
        "http://127.0.0.1:8501/elsewhere",
        "",
    ],
)
def test_it_attacks_no_other_machine(url, monkeypatch, capsys):
    with pytest.raises(ValueError, match="on this machine"):
        loopback(url)
    if url:
        monkeypatch.setattr("sys.argv", ["attack", "--url", url])
        with pytest.raises(SystemExit):
            main.main()
        assert "on this machine" in capsys.readouterr().err


def test_this_machine_has_many_names():
    assert loopback("http://localhost:8501/") == "http://127.0.0.1:8501"
    assert loopback("http://127.0.0.9:8501") == "http://127.0.0.9:8501"
    assert loopback("http://[::1]:8501") == "http://[::1]:8501"


@pytest.mark.parametrize("seconds", ["0", "-1", "121", "nan"])
def test_it_is_bounded(seconds, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["attack", "--seconds", seconds])
    with pytest.raises(SystemExit):
        main.main()
    assert "seconds at most" in capsys.readouterr().err


def test_the_table_tells_what_the_bystander_felt_and_how_the_server_stood():
    stood = Stood(memory=1234.4, folder=0.0, tasks=17, log=2_000, longest=90)
    rows = [Row("nobody", 0.0, 10.0, stood, ""), Row("slow", 20.0, 30.0, Stood(ready="503"), "x")]
    acts = [Act("page", 1.0, 0.5), Act("page", 2.0, 0.7), Act("page", 3.0, 3.0)]
    acts += [Act("pen", 19.0, 4.0), Act("page", 21.0, 9.0, "TimeoutError: "), Act("pen", 31.0, 1.0)]
    main.fill(rows, acts)
    table = main.table({"cores": 2}, rows)
    assert "| nobody | 0.70 / 3.00 | none | none | 1,234 | 0 | 17 | 2,000 / 90 | yes |  |" in table
    assert "| slow | none, 1 failed | 4.00 / 4.00 | none |  |  |  |  | 503 | x |" in table
    assert "- slow: page: TimeoutError" in table


def test_the_server_gets_few_files_and_a_small_folder(tmp_path):
    ask = "import os, resource, sys; disk = os.statvfs(sys.argv[1]); "
    ask += "print(resource.getrlimit(resource.RLIMIT_NOFILE), disk.f_blocks * disk.f_frsize)"
    command = [*targets.within(str(tmp_path)), sys.executable, "-c", ask, str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.startswith(f"({FILES}, {FILES})")
    if command[0] == "unshare":
        assert told.split()[-1] == str(FOLDER << 20)


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="memory is read from /proc")
def test_a_server_that_takes_too_much_is_killed_and_its_files_without_a_name_count(tmp_path):
    file = tmp_path / "moments"
    file.write_bytes(bytes(3 << 20))
    with file.open("rb") as kept:
        process = subprocess.Popen(
            [sys.executable, "-c", SPENDER], stdin=kept, stdout=subprocess.PIPE
        )
        file.unlink()
        assert process.stdout and process.stdout.readline() == b"held\n"
        assert targets.temporary(process.pid, str(tmp_path)) == pytest.approx(3, abs=0.1)
        one = Target(limit=40)
        one.app = SimpleNamespace(process=process, printed=lambda begin=0: b"a\nlonger\n"[begin:])
        one._place, one._over = str(tmp_path), threading.Event()
        one.begin()
        watch = threading.Thread(target=one._look)
        watch.start()
        process.wait(20)
        one._over.set()
        watch.join()
    process.stdout.close()
    assert one._stood.ended.startswith("killed at") and one._stood.memory > 80
    assert one.pid is None and one.unwell() == "no answer"


class Listener:
    """Somebody who listens; `closes`: and ends each connection at once."""

    def __init__(self, closes=False):
        self.closes, self.heard = closes, []

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()

    async def _meet(self, reader, writer):
        self.heard.append(await reader.read(100))
        if not self.closes:
            await reader.read()
        writer.close()


@pytest.mark.parametrize("closes", [False, True])
def test_half_open_connections_stay_open_or_come_again(closes, monkeypatch):
    monkeypatch.setattr(sockets, "HALF_OPEN", 20)

    async def work():
        async with Listener(closes) as listener:
            attack = Attack(SimpleNamespace(url=f"http://127.0.0.1:{listener.port}"), 0.6)
            await sockets.half_open(attack)
            return attack.counts, listener.heard

    counts, heard = asyncio.run(work())
    assert set(heard) == {sockets.HALF} and counts["open at most"] == 20
    assert (counts["closed by the server"] >= 20) == closes


def test_who_is_thrown_out_comes_again_until_the_time_is_over():
    attack, came = Attack(SimpleNamespace(url="http://127.0.0.1:1"), 0.7), []

    async def refused(number):
        came.append(number)
        raise ConnectionRefusedError

    asyncio.run(attack.swarm(3, refused))
    assert set(came) == {0, 1, 2} and len(came) >= 6
    assert attack.counts["ConnectionRefusedError"] == len(came)
    assert attack.left == 0


def test_the_photos_are_small_files():
    assert len(photos.LARGE_WEBP) < 100
    assert len(photos.LARGE_AVIF) < 2_000
    assert len(photos.LYING_AVIF) < 4_000 and b"ispe" in photos.LYING_AVIF
