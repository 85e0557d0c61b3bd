"""A store in a file of its own; and, where Debian's PostgreSQL is to be had, one in that."""

from collections.abc import Iterator

import pytest

from scripts import postgres
from ui.classes.store import Store


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """The address of a database of its own, which ends with the tests."""
    if not postgres.find():
        pytest.skip("no PostgreSQL here: `make test` installs Debian's, where it may")
    with postgres.Running() as running:
        yield running.address


@pytest.fixture(params=["sqlite", "postgres"])
def address(request, tmp_path) -> str:
    """Where a store may be: each kind of database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'folder' / 'classes.sqlite'}"
    return request.getfixturevalue("postgres_address")


@pytest.fixture
def store(address) -> Iterator[Store]:
    """A store without a class."""
    store = Store(address)
    store.prepare()
    yield store
    store.end()
