"""Is every guess counted once, is nothing of a class seen by strangers, and is it gone in time?"""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from scripts import postgres
from tests.waiting import until
from ui.classes import store as stores
from ui.classes.codes import LENGTH, LETTERS, cleaned_code, new_code, new_secret
from ui.classes.problems import (
    ClassesMissing,
    ClassFull,
    ClassOver,
    NotInClass,
    NotTheTeacher,
)
from ui.classes.store import DAY, NAME, Store

ASKED = "lenet.most"


def joined(store, code):
    """The number of a new pupil of the class."""
    pupil = new_secret()
    store.join(code, pupil)
    return pupil


def test_a_guess_is_counted_once_however_often_it_comes(store):
    code = store.open_class().code
    pupil = joined(store, code)
    assert [store.vote(code, pupil, ASKED, "end") for _ in range(3)] == ["end"] * 3
    assert store.tally(code, ASKED) == {"end": 1}
    assert store.guess_of(code, pupil, ASKED) == "end"


def test_a_guess_may_be_changed_until_its_answer_is_shown(store):
    opened = store.open_class()
    pupil, late = joined(store, opened.code), joined(store, opened.code)
    store.vote(opened.code, pupil, ASKED, "end")
    assert store.vote(opened.code, pupil, ASKED, "maps") == "maps"
    store.reveal(opened.code, opened.secret, ASKED)
    assert store.standing(opened.code).shows(ASKED)
    assert not store.standing(opened.code).shows("lenet.modern")
    assert store.vote(opened.code, pupil, ASKED, "end") == "maps"
    assert store.vote(opened.code, late, ASKED, "end") is None
    assert store.tally(opened.code, ASKED) == {"maps": 1}


def test_where_each_sees_the_answer_at_once_the_first_guess_stays(store):
    opened = store.open_class(at_once=True)
    pupil = joined(store, opened.code)
    store.vote(opened.code, pupil, ASKED, "end")
    assert store.vote(opened.code, pupil, ASKED, "maps") == "end"
    store.show_at_once(opened.code, opened.secret, False)
    assert not store.standing(opened.code).shows(ASKED)


def test_who_has_not_joined_does_not_vote(store):
    one, other = store.open_class(), store.open_class()
    pupil = joined(store, one.code)
    for code, who in ((one.code, new_secret()), (other.code, pupil)):
        with pytest.raises(NotInClass):
            store.vote(code, who, ASKED, "end")
    assert store.tallies(one.code) == store.tallies(other.code) == {}


def test_only_the_secret_leads_a_class(store):
    opened, other = store.open_class(), store.open_class()
    assert store.is_teacher(opened.code, opened.secret)
    for wrong in (other.secret, "", opened.code, opened.secret + "x"):
        assert not store.is_teacher(opened.code, wrong)
        for act in (
            lambda wrong=wrong: store.reveal(opened.code, wrong, ASKED),
            lambda wrong=wrong: store.point(opened.code, wrong, "lenet.most"),
            lambda wrong=wrong: store.show_at_once(opened.code, wrong, True),
            lambda wrong=wrong: store.close(opened.code, wrong),
        ):
            with pytest.raises(NotTheTeacher):
                act()
    standing = store.standing(opened.code)
    assert (standing.shown, standing.place, standing.at_once) == (frozenset(), "", False)


def test_two_teachers_of_one_class_do_not_disturb_each_other(store):
    opened = store.open_class()
    for _ in range(2):
        store.reveal(opened.code, opened.secret, ASKED)
    store.point(opened.code, opened.secret, "lenet.most")
    store.point(opened.code, opened.secret, "draw.pad")
    standing = store.standing(opened.code)
    assert (standing.place, standing.pointed, standing.shown) == ("draw.pad", 2, {ASKED})
    store.close(opened.code, opened.secret)
    store.close(opened.code, opened.secret)
    with pytest.raises(ClassOver):
        store.reveal(opened.code, opened.secret, ASKED)


def test_nothing_is_left_of_a_closed_class(store):
    opened, other = store.open_class(), store.open_class()
    for code in (opened.code, other.code):
        store.vote(code, joined(store, code), ASKED, "end")
    pupil = joined(store, opened.code)
    store.reveal(opened.code, opened.secret, ASKED)
    store.close(opened.code, opened.secret)
    for ask in (
        lambda: store.vote(opened.code, pupil, ASKED, "end"),
        lambda: store.join(opened.code, pupil),
        lambda: store.standing(opened.code),
        lambda: store.is_teacher(opened.code, opened.secret),
    ):
        with pytest.raises(ClassOver):
            ask()
    assert store.tallies(opened.code) == {}
    assert store.tallies(other.code) == {ASKED: {"end": 1}}
    with store._engine.connect() as connection:
        for table in (stores.OPEN, stores.PUPIL, stores.SHOWN, stores.VOTE):
            codes = set(connection.scalars(stores.select(table.c.code)))
            assert opened.code not in codes


def test_a_class_ends_after_a_day(address):
    now = [1_000_000]
    store = Store(address, clock=lambda _: now[0])
    opened = store.open_class()
    pupil = joined(store, opened.code)
    now[0] += DAY - 1
    assert store.vote(opened.code, pupil, ASKED, "end") == "end"
    now[0] += 1
    with pytest.raises(ClassOver):
        store.vote(opened.code, pupil, ASKED, "maps")
    assert store.sweep() >= 1 and store.sweep() == 0
    assert store.tallies(opened.code) == {}
    store.end()


def test_time_is_the_databases(store):
    with store._engine.connect() as connection:
        assert abs(stores.database_seconds(connection) - time.time()) < 60


def test_a_class_has_no_more_pupils_votes_and_classes_than_may_be(tmp_path, monkeypatch):
    store = Store(f"sqlite:///{tmp_path / 'classes.sqlite'}")
    for name, most in (("PUPILS", 3), ("VOTES", 2), ("CLASSES", 1)):
        monkeypatch.setattr(stores, name, most)
    code = store.open_class().code
    pupils = [joined(store, code) for _ in range(3)]
    store.join(code, pupils[0])
    with pytest.raises(ClassFull):
        store.join(code, new_secret())
    for pupil in pupils[:2]:
        store.vote(code, pupil, ASKED, "end")
    with pytest.raises(ClassFull):
        store.vote(code, pupils[2], ASKED, "end")
    assert store.vote(code, pupils[0], ASKED, "maps") == "maps"
    with pytest.raises(ClassFull):
        store.open_class()
    for question, choice in (("x" * (NAME + 1), "end"), (ASKED, "x" * (NAME + 1)), ("", "a")):
        with pytest.raises(ValueError):
            store.vote(code, pupils[0], question, choice)


def test_what_is_kept_names_nobody(tmp_path):
    """The file holds neither secret nor a pupil's number, nor what joins two guesses of one."""
    file = tmp_path / "classes.sqlite"
    store = Store(f"sqlite:///{file}")
    opened = store.open_class()
    pupil = joined(store, opened.code)
    for question in (ASKED, "lenet.modern"):
        store.vote(opened.code, pupil, question, "end")
    store.end()
    held = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert opened.code.encode() in held
    assert opened.secret.encode() not in held and pupil.encode() not in held
    with sqlite3.connect(file) as connection:
        guesses = connection.execute("select guess from class_vote").fetchall()
        (mine,) = connection.execute("select pupil from class_pupil").fetchall()
    connection.close()
    assert len({*guesses, mine}) == 3


def test_a_code_that_is_taken_is_not_given_again(tmp_path, monkeypatch):
    store = Store(f"sqlite:///{tmp_path / 'classes.sqlite'}")
    codes = iter(["CDFH", "CDFH", "CDFH", "CDFJ"])
    monkeypatch.setattr(stores, "new_code", lambda: next(codes))
    first = store.open_class()
    assert [first.code, store.open_class().code] == ["CDFH", "CDFJ"]
    assert store.is_teacher("CDFH", first.secret)


class Replicas(RuleBasedStateMachine):
    """Two replicas with one database, against a dictionary: what counts is the same."""

    classes, pupils = Bundle("classes"), Bundle("pupils")

    @initialize()
    def begin(self):
        folder = Path(os.environ["CLASSES_FOLDER"])
        address = f"sqlite:///{folder / f'{new_secret()}.sqlite'}"
        self.replicas = [Store(address), Store(address)]
        self.votes: dict[str, dict[tuple[str, str], str]] = {}
        self.shown: dict[str, set[str]] = {}
        self.over: set[str] = set()

    @rule(target=classes, at=st.integers(0, 1))
    def open(self, at):
        opened = self.replicas[at].open_class()
        self.votes[opened.code], self.shown[opened.code] = {}, set()
        return opened

    @rule(target=pupils, opened=classes, at=st.integers(0, 1))
    def join(self, opened, at):
        pupil = new_secret()
        try:
            self.replicas[at].join(opened.code, pupil)
        except ClassOver:
            assert opened.code in self.over
            return multiple()
        assert opened.code not in self.over
        return opened.code, pupil

    @rule(
        who=pupils,
        at=st.integers(0, 1),
        question=st.sampled_from(["a.b", "한글.c"]),
        choice=st.sampled_from(["x", "y", "z"]),
        again=st.integers(1, 3),
    )
    def vote(self, who, at, question, choice, again):
        code, pupil = who
        for time_ in range(again):
            try:
                counted = self.replicas[(at + time_) % 2].vote(code, pupil, question, choice)
            except ClassOver:
                assert code in self.over
                return
            if question not in self.shown[code]:
                self.votes[code][pupil, question] = choice
            assert counted == self.votes[code].get((pupil, question))

    @rule(opened=classes, at=st.integers(0, 1), question=st.sampled_from(["a.b", "한글.c"]))
    def reveal(self, opened, at, question):
        try:
            self.replicas[at].reveal(opened.code, opened.secret, question)
            self.shown[opened.code].add(question)
        except ClassOver:
            assert opened.code in self.over

    @rule(opened=classes, at=st.integers(0, 1))
    def close(self, opened, at):
        self.replicas[at].close(opened.code, opened.secret)
        self.over.add(opened.code)
        self.votes[opened.code] = {}

    @invariant()
    def every_guess_is_counted_once(self):
        for at, replica in enumerate(getattr(self, "replicas", [])):
            for code, votes in self.votes.items():
                counted: dict[str, Counter[str]] = {}
                for (_, question), choice in votes.items():
                    counted.setdefault(question, Counter())[choice] += 1
                assert replica.tallies(code) == counted, at

    def teardown(self):
        for replica in getattr(self, "replicas", []):
            replica.end()


def test_two_replicas_count_what_a_dictionary_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("CLASSES_FOLDER", str(tmp_path))
    case = Replicas.TestCase("runTest")
    case.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
    case.runTest()


def test_forty_who_guess_at_the_same_moment_are_all_counted(store):
    code = store.open_class().code
    pupils = [joined(store, code) for _ in range(40)]

    def guess(at):
        for _ in range(2):  # a browser that has heard nothing sends it again
            store.vote(code, pupils[at // 2], ASKED, "end" if at % 4 < 2 else "maps")

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(guess, range(80)))
    assert store.tally(code, ASKED) == {"end": 20, "maps": 20}


VOTER = """
    import sys
    from ui.classes.store import Store
    address, code, first, *pupils = sys.argv[1:]
    store = Store(address)
    for at, pupil in enumerate(pupils, int(first)):
        store.vote(code, pupil, "lenet.most", "end")
        print(at, flush=True)  # only now it is told that it counts
"""


def test_no_guess_is_lost_or_doubled_by_a_replica_that_is_killed(address):
    """It is killed in the midst of forty guesses; the browsers ask another for all that were not
    confirmed, and for the last one that was.
    """
    store = Store(address)
    code = store.open_class().code
    pupils = [joined(store, code) for _ in range(40)]
    first, kills = 0, 0
    while first < len(pupils):
        command = [sys.executable, "-c", textwrap.dedent(VOTER), address, code, str(first)]
        with subprocess.Popen([*command, *pupils[first:]], stdout=subprocess.PIPE) as replica:
            confirmed = [int(replica.stdout.readline() or first) for _ in range(7)]
            replica.send_signal(signal.SIGKILL)
            confirmed += [int(line) for line in replica.stdout]
        kills += replica.returncode == -signal.SIGKILL
        assert store.tally(code, ASKED)["end"] >= max(confirmed) + 1
        first = max(confirmed) + 1 if max(confirmed) + 1 == len(pupils) else max(confirmed)
    assert kills
    assert store.tally(code, ASKED) == {"end": 40}
    store.end()


def test_replicas_may_start_at_the_same_moment(address):
    first = Store(address)
    first.prepare()
    stores.TABLES.drop_all(first._engine)
    first.end()
    code = "import sys; from ui.classes.store import Store; Store(sys.argv[1]).prepare()"
    command = [sys.executable, "-c", code, address]
    replicas = [subprocess.Popen(command) for _ in range(3)]
    assert [replica.wait() for replica in replicas] == [0, 0, 0]
    assert first.open_class()


def test_tables_of_an_older_version_are_replaced_and_newer_ones_left(tmp_path, monkeypatch):
    file = tmp_path / "classes.sqlite"
    old = Store(f"sqlite:///{file}")
    code = old.open_class().code
    monkeypatch.setattr(stores, "VERSION", stores.VERSION + 1)
    new = Store(f"sqlite:///{file}")
    with pytest.raises(ClassOver):
        new.standing(code)
    opened = new.open_class()
    monkeypatch.undo()
    with pytest.raises(ClassesMissing) as problem:
        Store(f"sqlite:///{file}").standing(opened.code)
    assert "newer" in problem.value.why
    assert new.standing(opened.code)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "nonsense:hush@host",
        "mysql://who:hush@host:port/none",
        "oracle://somewhere",
        "nosuch://user:hush@host/name",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////proc/no/such/place.sqlite",
        "postgresql://who:hush@127.0.0.1:1/none",
        "postgresql://who:hush@no.such.host.invalid/none",
    ],
)
def test_a_wrong_address_is_a_sentence_without_its_password(wrong):
    with pytest.raises(ClassesMissing) as problem:
        Store(wrong).prepare()
    assert problem.value.why and "hush" not in problem.value.why
    assert problem.value.key == "class-missing"


def test_a_store_that_is_locked_is_a_sentence_and_then_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "PATIENCE", 0.05)
    file = tmp_path / "classes.sqlite"
    store = Store(f"sqlite:///{file}")
    code = store.open_class().code
    pupil = joined(store, code)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ClassesMissing):
        store.vote(code, pupil, ASKED, "end")
    assert store.tally(code, ASKED) == {}  # who reads does not wait
    other.execute("ROLLBACK")
    other.close()
    assert store.vote(code, pupil, ASKED, "end") == "end"
    assert store.tally(code, ASKED) == {"end": 1}


def test_a_store_that_is_full_is_a_sentence_and_then_counts(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'classes.sqlite'}")
    code = store.open_class().code
    pupils = [joined(store, code) for _ in range(60)]

    def limited(pages):
        def limit(connection, *_):
            connection.execute(f"PRAGMA max_page_count={pages}")

        return limit

    pages = limited(1)  # SQLite takes as many as there are
    stores.event.listen(store._engine, "checkout", pages)
    counted = 0
    with pytest.raises(ClassesMissing) as problem:
        for pupil in pupils * 20:
            for question in ("q" * n for n in range(1, NAME)):
                store.vote(code, pupil, question, "c" * NAME)
                counted += 1
    assert "full" in problem.value.why
    assert sum(sum(each.values()) for each in store.tallies(code).values()) == counted
    stores.event.remove(store._engine, "checkout", pages)
    stores.event.listen(store._engine, "checkout", limited(1_000_000))
    assert store.vote(code, pupils[0], ASKED, "end") == "end"


def test_a_store_that_is_gone_is_a_sentence_and_comes_back(tmp_path):
    folder = tmp_path / "data"
    store = Store(f"sqlite:///{folder / 'classes.sqlite'}")
    code = store.open_class().code
    store.end()
    for each in folder.iterdir():
        each.unlink()
    with pytest.raises(ClassesMissing):
        store.standing(code)
    with pytest.raises(ClassOver):
        store.standing(code)
    assert store.standing(store.open_class().code)


def test_a_database_that_fails_in_a_lesson_loses_no_guess():
    if not postgres.find():
        pytest.skip("no PostgreSQL here: `make test` installs Debian's, where it may")
    with postgres.Running() as running:
        store = Store(running.address)
        code = store.open_class().code
        pupils = [joined(store, code) for _ in range(10)]
        for pupil in pupils:
            store.vote(code, pupil, ASKED, "end")
        running.stop()
        with pytest.raises(ClassesMissing):
            store.vote(code, pupils[0], ASKED, "maps")
        running.start()
        until(lambda: store.vote(code, pupils[0], ASKED, "maps"))
        assert store.tally(code, ASKED) == {"end": 9, "maps": 1}
        store.end()


def test_codes_are_easy_and_hard_to_mistake():
    codes = {new_code() for _ in range(2_000)}
    assert len(codes) > 1_900
    assert all(len(code) == LENGTH and set(code) <= set(LETTERS) for code in codes)
    assert not set(LETTERS) & set("0OQD1IL2Z5S8BUVAEIOU") - {"D"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("cd3f", "CD3F"),
        (" c d-3 f ", "CD3F"),
        ("ｃｄ３ｆ", "CD3F"),
        ("CD3", ""),
        ("CD3FF", ""),
        ("CD0F", ""),
        ("", ""),
        ("' or 1=1", ""),
        ("가나다라", ""),
        ("C" * 100_000, ""),
    ],
)
def test_what_is_typed_is_a_code_or_none(typed, code):
    assert cleaned_code(typed) == code
