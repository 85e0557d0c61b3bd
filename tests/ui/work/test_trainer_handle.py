"""Does a visitor's run go on, to the same end, when the processes that work on it are lost?"""

import asyncio
import json
import os
import signal
import sys
import urllib.request
from pathlib import Path

import pytest

from cnn.training.runs import Options, Run
from scripts.bench.memory import children
from scripts.bench.visitor import LIVE, visitor
from scripts.running_app import RunningApp, free_port
from tests.alone import alone_with_torch
from tests.waiting import until
from ui.telemetry import events, metrics
from ui.work import trainer_handle
from ui.work.trainer_handle import Trainers

OPTIONS = Options("LeNet1", digits=3_000, epochs=10, batch=32)
QUERY = "network=LeNet1&digits=3000&passes=10&batch=32"
PATIENCE = 200  # seconds


def parent(pid):
    """Who has started it."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def helpers(server):
    """The fork server, its child that trains, and that one's child."""
    found = children(server)
    parents = {pid: parent(pid) for pid in found}
    (second,) = (pid for pid in found if parents.get(parents[pid]) in found)
    return parents[parents[second]], parents[second], second


def told(app):
    with urllib.request.urlopen(f"{app.url}/readyz", timeout=20) as answer:
        return json.load(answer)


def film(session):
    """What the browser's film was told last."""
    jsons = (
        message.delta.new_element.bidi_component.json
        for message in session.page.values()
        if message.delta.new_element.WhichOneof("type") == "bidi_component"
    )
    found = [json.loads(each) for each in jsons if '"moments"' in each]
    return found[-1]


async def look(one):
    for fragment, interval in list(one.session.polls.items()):
        await asyncio.sleep(interval)
        await one.socket.send(one.session.poll(fragment))
        await one.finish()


async def trained(app, strike):
    """The film of a run that is watched to its end; `strike` is called once it works."""
    async with asyncio.timeout(PATIENCE), visitor(app.url) as one:
        await one.open("Training", QUERY)
        await one.act("training.start", trigger_value=True)
        while one.state() == "waiting" or len(film(one.session)["lines"][-1]["curve"]) < 20:
            await look(one)
        await strike()
        while one.state() in LIVE:
            await look(one)
        assert one.state() == "done" and not one.session.alerts()
        return film(one.session)


async def heard(app, condition):
    """Asks for readiness until it says so."""
    async with asyncio.timeout(PATIENCE):
        while not condition(said := await asyncio.to_thread(told, app)):
            assert said["ready"]
            await asyncio.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes of Linux")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor: no second process")
def test_a_run_goes_on_to_the_same_end_when_its_processes_are_stopped_and_killed(tmp_path):
    port = free_port()
    config = tmp_path / "server.toml"
    config.write_text(f"metrics_port = {port}\nlog_events = true\n", "utf-8")
    with RunningApp("--config", str(config)) as app:
        assert told(app)["degraded"] == []

        async def stop_who_trains():
            os.kill(helpers(app.process.pid)[1], signal.SIGSTOP)
            await heard(app, lambda said: "trainer" in said["degraded"])
            await heard(app, lambda said: not said["degraded"])

        async def kill_fork_server_and_who_trains():
            for pid in helpers(app.process.pid)[:2]:
                os.kill(pid, signal.SIGKILL)

        films = [asyncio.run(trained(app, stop_who_trains))]
        films.append(asyncio.run(trained(app, kill_fork_server_and_who_trains)))
        asyncio.run(heard(app, lambda said: said["replaced"].get("fork-server") == 1))
        asyncio.run(heard(app, lambda said: said["replaced"]["trainer"] == 2))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
            counted = answer.read().decode()
        printed = app.stop()
    run = Run(OPTIONS)
    for _ in run.work():
        pass
    for each in films:
        line = each["lines"][-1]
        assert [tuple(point) for point in line["curve"]] == [
            tuple(round(float(value), 3) for value in point) for point in run.curve
        ]
        assert line["test"] == [[moment.seen, round(moment.error, 3)] for moment in run.moments]
    assert 'cnns_helper_replaced{helper="trainer"} 2.0' in counted
    assert 'cnns_helper_well{helper="trainer"} 1.0' in counted
    assert '"helper-lost", "helper": "trainer"' in printed and "Traceback" not in printed


BOTH = """
import os, signal, time
from ui.work.trainer_handle import Trainers
trainers = Trainers()
trainers.start()
trainers.watch()
both = {"fork-server", "trainer"}
for each in (trainers.trainer.fork_server, trainers.trainer):
    os.kill(each.process.child.pid, signal.SIGSTOP)
until = time.monotonic() + 100
def wait(condition):
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)
    print(condition())
wait(lambda: both <= set(trainers.lost()))
wait(lambda: not trainers.lost())
print(*(trainers.replaced()[name] for name in sorted(both)))
trainers.close()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes of Linux")
def test_processes_that_stop_together_are_noticed_together():
    """Each is looked at by a thread of its own: a look at one that is silent takes seconds."""
    assert alone_with_torch(BOTH).stdout.split() == ["True", "True", "1", "1"]


def test_what_becomes_of_helpers_is_told_once(monkeypatch):
    said = []
    monkeypatch.setattr(events, "tell", lambda event, **more: said.append((event, *more.values())))
    watching = Trainers()
    for well, replaced in ((True, 0), (False, 0), (False, 0), (True, 1), (True, 1), (True, 2)):
        watching._tell({"trainer": (well, replaced)})
    lost, well = ("helper-lost", "trainer"), ("helper-well", "trainer")
    assert said == [lost, (*well, 1), lost, (*well, 2)] and trainer_handle.server is not watching
    assert metrics.replaced.labels("trainer")._value.get() == 2
    assert {"helper-lost", "helper-well", "trainer"} <= events.WORDS


def test_whoever_watches_goes_on_when_what_became_of_a_helper_cannot_be_told(monkeypatch, caplog):
    class Strange:
        seen = 0

        def looks(self):
            return []

        def state(self):
            self.seen += 1
            return {"nobody knows it": (False, 0)}

        def close(self):
            pass

    monkeypatch.setattr(trainer_handle, "EVERY", 0.001)
    watching = Trainers()
    watching.trainer = Strange()
    watching.watch()
    until(lambda: watching.trainer.seen > 2)
    watching.close()
    assert "could not be looked at" in caplog.text


def test_where_there_are_no_helpers_none_is_missed():
    alone = Trainers()
    alone.watch()
    assert alone.lost() == [] and alone.replaced() == {} and type(alone.run(OPTIONS)) is Run
    alone.close()
