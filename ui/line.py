"""A line in which nobody is kept out: addresses take turns, and in each of them its visitors.

Whoever puts a hundred things into the line waits for itself, and so does a machine with a hundred
visitors; a single visitor from elsewhere comes next but one. A whole school may be one address:
within it, everyone has as many turns as any other.
"""

from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")
Places = OrderedDict[str, OrderedDict[Hashable, deque[Item]]]


class Line(Generic[Item]):
    """Things that wait, each for a visitor of an address. Iterated in the order of their turns."""

    def __init__(self) -> None:
        self._places: Places[Item] = OrderedDict()

    def add(self, item: Item, address: str, visitor: Hashable) -> None:
        """Puts it at the end."""
        visitors = self._places.setdefault(address, OrderedDict())
        visitors.setdefault(visitor, deque()).append(item)

    def next(self) -> Item:
        """Takes out what has its turn. Raises LookupError if nothing waits."""
        return _next(self._places)

    def remove(self, item: Item) -> None:
        """Takes it out, if it is there."""
        for address, visitors in self._places.items():
            for visitor, items in visitors.items():
                if item in items:
                    items.remove(item)
                    _tidy(self._places, address, visitor)
                    return

    def __iter__(self) -> Iterator[Item]:
        rest: Places[Item] = OrderedDict(
            (address, OrderedDict((who, deque(items)) for who, items in visitors.items()))
            for address, visitors in self._places.items()
        )
        while rest:
            yield _next(rest)

    def __len__(self) -> int:
        visitors = (each for address in self._places.values() for each in address.values())
        return sum(len(items) for items in visitors)


def _next(places: Places[Item]) -> Item:
    if not places:
        raise LookupError("nothing waits")
    address, visitors = next(iter(places.items()))
    visitor, items = next(iter(visitors.items()))
    found = items.popleft()
    places.move_to_end(address)
    visitors.move_to_end(visitor)
    _tidy(places, address, visitor)
    return found


def _tidy(places: Places[Item], address: str, visitor: Hashable) -> None:
    """Who has nothing more in the line has no place in it."""
    if not places[address][visitor]:
        del places[address][visitor]
    if not places[address]:
        del places[address]
