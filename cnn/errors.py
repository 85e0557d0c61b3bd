"""Errors that are meant for a visitor: a sentence, and the key of its translation."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FULL = ("can't allocate memory", "not enough memory")  # as torch says it on Linux and Windows


class Problem(Exception):
    """Something a visitor can understand and act on.

    `str(problem)` is the English sentence; `key` names its entry `problem.<key>` in the app's
    labels, and `fields` fill the placeholders of that entry.
    """

    def __init__(self, key: str, sentence: str, **fields: object) -> None:
        super().__init__(sentence)
        self.key = key
        self.fields = fields

    def __reduce__(self) -> tuple[object, ...]:
        """Another process gets it without its class."""
        return _problem, (self.key, str(self), self.fields)


def _problem(key: str, sentence: str, fields: dict[str, Any]) -> Problem:
    return Problem(key, sentence, **fields)


@contextmanager
def enough_memory() -> Iterator[None]:
    """Raises a Problem where the block finds no memory left; torch has no class for that."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, MemoryError) or any(words in str(error) for words in FULL):
            raise Problem(
                "memory", "The server has no memory left for this. Try again in a minute."
            ) from error
        raise
