"""What is told of a class."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Opened:
    """A class that has just been opened: what pupils type, and what only its teacher has."""

    code: str
    secret: str


@dataclass(frozen=True)
class Standing:
    """How a class stands: what is to be seen, where its teacher points, who is in it."""

    at_once: bool
    shown: frozenset[str]
    place: str
    pointed: int
    pupils: int
    ends: int  # seconds since 1970, by the database's clock

    def shows(self, question: str) -> bool:
        """Whether the answer may be seen by those who have guessed."""
        return self.at_once or question in self.shown
