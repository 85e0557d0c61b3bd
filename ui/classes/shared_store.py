"""The one store of this process: in the user's data folder, or where the server was told.

SQLAlchemy is loaded with the first class, so that whoever is in none does not wait for it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from platformdirs import user_data_path

if TYPE_CHECKING:
    from ui.classes.store import Store


class Where:
    """The address of the database that this process keeps its classes in."""

    address = ""  # a SQLite file in the user's data folder


def default_address() -> str:
    """A SQLite file in the user's data folder."""
    return f"sqlite:///{user_data_path('how-cnns-began') / 'classes.sqlite'}"


def the_store() -> Store:
    """The store of this process. Raises ClassesMissing if its address is none."""
    return _at(Where.address or default_address())


@cache
def _at(address: str) -> Store:
    from ui.classes.store import Store

    return Store(address)
