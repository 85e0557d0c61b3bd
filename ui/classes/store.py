"""What is kept of a class: a code, what was asked, what was chosen and how often. Nobody's name.

By SQLAlchemy: in a SQLite file, or in any database that replicas of the app share. All that writes
may be done twice with the effect of once, so that whoever hears no answer asks again: a
guess has a key of its own, made of who guesses and what was asked, and is counted by it. The key is
a hash: a pupil's guesses cannot be put together again, not even from the database. Time is the
database's, whose clock is one for all replicas. A class and all in it is gone after a day.
"""

import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from struct import error as BrokenReply
from typing import Any, TypeVar

from sqlalchemy import (
    URL,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from ui.classes.codes import new_code, new_secret
from ui.classes.problems import (
    ClassesMissing,
    ClassFull,
    ClassOver,
    NotInClass,
    NotTheTeacher,
)
from ui.classes.records import Opened, Standing

VERSION = 1  # of the tables; raise it with any change of them
DAY = 24 * 60 * 60  # seconds that a class lasts
CLASSES = 500  # open at once
PUPILS = 200  # of one class
VOTES = 20_000  # of one class
NAME = 80  # characters of a question, a choice or a place
PATIENCE = 2  # seconds for the database's answer, or for a lock on it
DRIVERS = {"postgresql": "postgresql+pg8000"}  # the one that is installed
TIMED = {"sqlite+pysqlite", "postgresql+pg8000"}  # whose connections take a time limit

TABLES = MetaData()
SCHEMA = Table("class_schema", TABLES, Column("version", Integer, primary_key=True))
OPEN = Table(
    "class_open",
    TABLES,
    Column("code", String(8), primary_key=True),
    Column("secret", String(64), nullable=False),  # its hash
    Column("ends", BigInteger, nullable=False, index=True),  # seconds since 1970
    Column("at_once", Boolean, nullable=False),  # whether each sees the answer after guessing
    Column("place", String(NAME), nullable=False),  # what the teacher points to, or ""
    Column("pointed", Integer, nullable=False),  # how often the teacher has pointed
)
PUPIL = Table(
    "class_pupil",
    TABLES,
    Column("code", String(8), primary_key=True),
    Column("pupil", String(64), primary_key=True),  # the hash of a number by chance
)
SHOWN = Table(
    "class_shown",
    TABLES,
    Column("code", String(8), primary_key=True),
    Column("question", String(NAME), primary_key=True),
)
VOTE = Table(
    "class_vote",
    TABLES,
    Column("code", String(8), primary_key=True),
    Column("question", String(NAME), primary_key=True),
    Column("guess", String(64), primary_key=True),  # its key
    Column("choice", String(NAME), nullable=False),
)

Result = TypeVar("Result")
Clock = Callable[[Connection], int]


def database_seconds(connection: Connection) -> int:
    """What time it is by the database's clock, in seconds since 1970."""
    now: datetime = connection.execute(select(func.current_timestamp())).scalar_one()
    return int((now if now.tzinfo else now.replace(tzinfo=UTC)).timestamp())


class Store:
    """The classes of a database. Every method raises ClassesMissing where that cannot be had."""

    def __init__(self, address: str, clock: Clock = database_seconds) -> None:
        """`address`: as SQLAlchemy writes it. Raises ClassesMissing if it is none."""
        self._clock = clock
        self._prepared, self._lock = False, threading.Lock()
        try:
            url = make_url(address)
        except (ArgumentError, ValueError) as error:  # which repeat it, with its password
            raise ClassesMissing(
                "this is no address of a database, as SQLAlchemy has it"
            ) from error
        self._shown_address = url.render_as_string(hide_password=True)
        with _in_our_words(self._shown_address):
            self._engine = _engine(url)

    def prepare(self) -> None:
        """Makes the tables, or finds them made. Tables of another version are replaced."""
        with self._lock, _in_our_words(self._shown_address):
            if not self._prepared:
                if self._engine.dialect.name == "sqlite":
                    Path(str(self._engine.url.database)).parent.mkdir(parents=True, exist_ok=True)
                _make_tables(self._engine)
                self._prepared = True

    def open_class(self, at_once: bool = False) -> Opened:
        """A new class, whose pupils see answers `at_once` or when they are revealed.

        Raises ClassFull if there are too many.
        """
        self.sweep()
        secret = new_secret()

        def opened(connection: Connection, code: str) -> None:
            found = connection.scalar(select(OPEN.c.secret).where(OPEN.c.code == code))
            if found == _hash(secret):  # asked again, since the answer did not come
                return
            if (connection.scalar(select(func.count()).select_from(OPEN)) or 0) >= CLASSES:
                raise ClassFull
            ends = self._clock(connection) + DAY
            row = {"code": code, "secret": _hash(secret), "ends": ends, "at_once": at_once}
            connection.execute(insert(OPEN).values(**row, place="", pointed=0))

        while True:
            code = new_code()
            try:
                self._write(partial(opened, code=code))
            except IntegrityError:  # there is a class of this code
                continue
            return Opened(code, secret)

    def join(self, code: str, pupil: str) -> None:
        """Takes a pupil in: `pupil` is a number by chance (`new_secret`) that only its tab knows.

        Raises ClassOver, ClassFull.
        """
        mine = {"code": code, "pupil": _hash(pupil)}

        def joined(connection: Connection) -> None:
            self._find(connection, code)
            if not _is_pupil(connection, code, pupil):
                if _count(connection, PUPIL, code) >= PUPILS:
                    raise ClassFull
                connection.execute(insert(PUPIL).values(**mine))

        self._write(joined)

    def vote(self, code: str, pupil: str, question: str, choice: str) -> str | None:
        """Counts a guess, once, however often it comes; returns the choice that counts.

        A guess may be changed as long as its answer is hidden. One that first comes after the
        answer was revealed is none, and None. Raises ClassOver, NotInClass, ClassFull, and
        ValueError for a question or a choice of more than NAME characters.
        """
        if not 0 < len(question) <= NAME or not 0 < len(choice) <= NAME:
            raise ValueError("too long a name")
        this = _guess(code, pupil, question)

        def voted(connection: Connection) -> str | None:
            row = self._find(connection, code)
            if not _is_pupil(connection, code, pupil):
                raise NotInClass
            before: str | None = connection.scalar(select(VOTE.c.choice).where(*this))
            is_shown = question in _shown(connection, code)
            if before is not None and (row.at_once or is_shown):
                return before
            if is_shown:
                return None
            if before is not None:
                connection.execute(update(VOTE).where(*this).values(choice=choice))
                return choice
            if _count(connection, VOTE, code) >= VOTES:
                raise ClassFull
            key = {"guess": _guess_key(code, pupil, question)}
            connection.execute(
                insert(VOTE).values(code=code, question=question, choice=choice, **key)
            )
            return choice

        return self._write(voted)

    def guess_of(self, code: str, pupil: str, question: str) -> str | None:
        """What this pupil's guess is, if there is one."""
        this = _guess(code, pupil, question)
        return self._read(lambda connection: connection.scalar(select(VOTE.c.choice).where(*this)))

    def tally(self, code: str, question: str) -> dict[str, int]:
        """How many have chosen what; what nobody has chosen is left out."""
        return self.tallies(code).get(question, {})

    def tallies(self, code: str) -> dict[str, dict[str, int]]:
        """The tally of every question that has a vote."""
        counts = (
            select(VOTE.c.question, VOTE.c.choice, func.count())
            .where(VOTE.c.code == code)
            .group_by(VOTE.c.question, VOTE.c.choice)
        )
        found: dict[str, dict[str, int]] = {}
        for question, choice, count in self._read(lambda c: c.execute(counts).all()):
            found.setdefault(question, {})[choice] = count
        return found

    def standing(self, code: str) -> Standing:
        """How the class stands. Raises ClassOver."""

        def read(connection: Connection) -> Standing:
            row = self._find(connection, code)
            return Standing(
                row.at_once,
                frozenset(_shown(connection, code)),
                row.place,
                row.pointed,
                _count(connection, PUPIL, code),
                row.ends,
            )

        return self._read(read)

    def is_teacher(self, code: str, secret: str) -> bool:
        """Whether the secret is that of the class. Raises ClassOver."""
        row = self._read(lambda connection: self._find(connection, code))
        return hmac.compare_digest(row.secret, _hash(secret))

    def reveal(self, code: str, secret: str, question: str) -> None:
        """Lets all who have guessed see the answer. Raises ClassOver, NotTheTeacher, ValueError."""
        if not 0 < len(question) <= NAME:
            raise ValueError("too long a name")

        def revealed(connection: Connection) -> None:
            self._find(connection, code, secret)
            if question not in _shown(connection, code):
                connection.execute(insert(SHOWN).values(code=code, question=question))

        self._write(revealed)

    def show_at_once(self, code: str, secret: str, at_once: bool) -> None:
        """Whether each sees the answer after guessing. Raises ClassOver, NotTheTeacher."""
        self._set(code, secret, at_once=at_once)

    def point(self, code: str, secret: str, place: str) -> None:
        """Leads the class to a place, or lets it go: "". Raises ClassOver, NotTheTeacher."""
        if len(place) > NAME:
            raise ValueError("too long a name")
        self._set(code, secret, place=place, pointed=OPEN.c.pointed + 1)

    def close(self, code: str, secret: str) -> None:
        """Ends the class, of which nothing is left. Raises NotTheTeacher."""

        def closed(connection: Connection) -> None:
            try:
                self._find(connection, code, secret)
            except ClassOver:
                return
            _remove(connection, [code])

        self._write(closed)

    def sweep(self) -> int:
        """Removes the classes whose day is over; how many."""

        def swept(connection: Connection) -> int:
            ended = select(OPEN.c.code).where(OPEN.c.ends <= self._clock(connection))
            codes = list(connection.scalars(ended))
            _remove(connection, codes)
            for table in (VOTE, SHOWN, PUPIL):  # of a guess that came while its class was closed
                left = table.c.code.not_in(select(OPEN.c.code))
                connection.execute(delete(table).where(left))
            return len(codes)

        return self._write(swept)

    def end(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    def _set(self, code: str, secret: str, **values: Any) -> None:
        def changed(connection: Connection) -> None:
            self._find(connection, code, secret)
            connection.execute(update(OPEN).where(OPEN.c.code == code).values(**values))

        self._write(changed)

    def _find(self, connection: Connection, code: str, secret: str | None = None) -> Any:
        row = connection.execute(select(OPEN).where(OPEN.c.code == code)).one_or_none()
        if row is None or row.ends <= self._clock(connection):
            raise ClassOver
        if secret is not None and not hmac.compare_digest(row.secret, _hash(secret)):
            raise NotTheTeacher
        return row

    def _read(self, asked: Callable[[Connection], Result]) -> Result:
        return self._run(asked, self._engine)

    def _write(self, change: Callable[[Connection], Result]) -> Result:
        """Raises IntegrityError if another always comes first, as a code that is taken does."""
        return self._run(change, self._engine.execution_options(writes=True))

    def _run(self, asked: Callable[[Connection], Result], engine: Engine) -> Result:
        """In one transaction; once more if it failed halfway, since all may be done twice."""
        self.prepare()
        try:
            with _in_our_words(self._shown_address):
                try:
                    with engine.begin() as connection:
                        return asked(connection)
                except DBAPIError as error:
                    if not (isinstance(error, IntegrityError) or error.connection_invalidated):
                        raise
                with engine.begin() as connection:
                    return asked(connection)
        except ClassesMissing:
            self._prepared = False  # the tables may have gone with the database
            raise


@contextmanager
def _in_our_words(address: str) -> Iterator[None]:
    """Raises ClassesMissing for whatever a database, its driver or its file may raise."""
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, OSError, EOFError, BrokenReply, ImportError) as error:
        why = getattr(error, "orig", None) or error
        raise ClassesMissing(f"{address}: {type(why).__name__}: {why}") from error


def _engine(url: URL) -> Engine:
    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    dialect = url.get_dialect()
    if dialect.name == "sqlite" and not (url.database or "").replace(":memory:", ""):
        raise ClassesMissing("a database in memory is for one connection alone")
    limit = {"timeout": PATIENCE} if f"{dialect.name}+{dialect.driver}" in TIMED else {}
    engine = create_engine(url, connect_args=limit, pool_pre_ping=True, pool_timeout=PATIENCE)
    if dialect.name == "sqlite":
        event.listen(engine, "connect", _connected_to_sqlite)
        event.listen(engine, "begin", _begun_in_sqlite)
    return engine


def _connected_to_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    connection.execute("PRAGMA journal_mode=WAL")  # who reads waits for nobody
    connection.execute("PRAGMA synchronous=FULL")  # what is counted stays so when the power goes


def _begun_in_sqlite(connection: Connection) -> None:
    """Who will write waits for its turn at once: later, another's writing would be an error."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_tables(engine: Engine) -> None:
    """Two replicas may do this at the same time: the one that comes late looks again."""
    with engine.begin() as connection:  # where they are made, nobody's writing is waited for
        if inspect(connection).has_table(SCHEMA.name) and _is_of_our_version(connection):
            return
    try:
        _make_tables_once(engine)
    except DBAPIError:
        _make_tables_once(engine)


def _make_tables_once(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        SCHEMA.create(connection, checkfirst=True)
        if not _is_of_our_version(connection):
            TABLES.drop_all(connection)  # nothing in them would have lasted longer than a day
            TABLES.create_all(connection)
            connection.execute(insert(SCHEMA).values(version=VERSION))


def _is_of_our_version(connection: Connection) -> bool:
    version = connection.scalar(select(func.max(SCHEMA.c.version))) or 0
    if version > VERSION:
        raise ClassesMissing(f"the tables are of version {version}, newer than {VERSION}")
    return version == VERSION


def _remove(connection: Connection, codes: list[str]) -> None:
    for table in (VOTE, SHOWN, PUPIL, OPEN):
        connection.execute(delete(table).where(table.c.code.in_(codes)))


def _is_pupil(connection: Connection, code: str, pupil: str) -> bool:
    mine = (PUPIL.c.code == code, PUPIL.c.pupil == _hash(pupil))
    return connection.scalar(select(PUPIL.c.code).where(*mine)) is not None


def _shown(connection: Connection, code: str) -> set[str]:
    return set(connection.scalars(select(SHOWN.c.question).where(SHOWN.c.code == code)))


def _count(connection: Connection, table: Table, code: str) -> int:
    rows = select(func.count()).select_from(table).where(table.c.code == code)
    return connection.scalar(rows) or 0


def _guess(code: str, pupil: str, question: str) -> tuple[Any, ...]:
    key = _guess_key(code, pupil, question)
    return VOTE.c.code == code, VOTE.c.question == question, VOTE.c.guess == key


def _guess_key(code: str, pupil: str, question: str) -> str:
    return hmac.digest(pupil.encode(), f"{code} {question}".encode(), "sha256").hex()


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
