"""Are classes that have ended removed, and is it said, once, when none can be had?"""

import asyncio
import logging

import pytest

from ui.classes import shared_store
from ui.classes.problems import ClassesMissing
from ui.classes.shared_store import the_store
from ui.server import upkeep


@pytest.fixture
def address(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_store.Where, "address", f"sqlite:///{tmp_path / 'x' / 'c.sqlite'}")
    yield
    the_store().end()


def test_classes_that_have_ended_are_removed(address, monkeypatch):
    store = the_store()
    store.open_class()
    monkeypatch.setattr(store, "_clock", lambda _: 2**40)
    assert upkeep.sweep_classes() == ""
    assert store.sweep() == 0


def test_without_an_address_it_is_a_file_in_the_users_folder(monkeypatch):
    monkeypatch.setattr(shared_store.Where, "address", "")
    assert upkeep.sweep_classes() == ""
    assert "how-cnns-began" in shared_store.default_address()


def test_it_is_said_once_that_there_are_none_and_once_that_there_are(monkeypatch, caplog, address):
    whys = ["gone", "gone", "", "", "gone"]
    done = []

    def swept():
        done.append(1)
        return whys[min(len(done), len(whys)) - 1]

    monkeypatch.setattr(upkeep, "sweep_classes", swept)
    monkeypatch.setattr(upkeep, "EVERY", 0.0)

    async def for_a_while():
        task = asyncio.create_task(upkeep.keep_classes())
        while len(done) < len(whys) + 2:
            await asyncio.sleep(0)
        task.cancel()

    with caplog.at_level(logging.WARNING):
        asyncio.run(for_a_while())
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING", "ERROR"]
    assert "gone" in caplog.text


def test_a_wrong_address_says_why(monkeypatch):
    monkeypatch.setattr(shared_store.Where, "address", "postgresql://who:hush@127.0.0.1:1/none")
    why = upkeep.sweep_classes()
    assert "127.0.0.1" in why and "hush" not in why
    with pytest.raises(ClassesMissing):
        the_store().open_class()
