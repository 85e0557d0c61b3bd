"""A line in which nobody is kept out: addresses take turns, and in each of them its visitors.

Whoever puts a hundred things into the line waits for itself, and so does a machine with a hundred
visitors; a single visitor from elsewhere comes next but one. A whole school may be one address:
within it, everyone has as many turns as any other.
"""

from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class FairQueue(Generic[Item]):
    """Things that wait, each for a visitor of an address. Iterated in the order of their turns."""

    def __init__(self) -> None:
        self._places = OrderedDict[str, OrderedDict[Hashable, deque[Item]]]()
        self._whose = dict[Item, tuple[str, Hashable]]()

    def add(self, item: Item, address: str, visitor: Hashable) -> None:
        """Puts it at the end; it may stand in the line once."""
        visitors = self._places.setdefault(address, OrderedDict())
        visitors.setdefault(visitor, deque()).append(item)
        self._whose[item] = address, visitor

    def heads(self) -> Iterator[Item]:
        """What comes next of each address, the addresses in the order of their turns."""
        for visitors in self._places.values():
            yield next(iter(visitors.values()))[0]

    def next(self) -> Item:
        """Takes out what has its turn. Raises LookupError if nothing waits."""
        for item in self.heads():
            self.take(item)
            return item
        raise LookupError("nothing waits")

    def take(self, item: Item) -> None:
        """Takes it out as its turn: its address and its visitor are the last from now on.

        Raises KeyError if it is not there.
        """
        address, visitor = self._whose[item]
        self._places.move_to_end(address)
        self._places[address].move_to_end(visitor)
        self.remove(item)

    def remove(self, item: Item) -> None:
        """Takes it out, if it is there; nobody's turn has passed."""
        if item not in self._whose:
            return
        address, visitor = self._whose.pop(item)
        visitors = self._places[address]
        visitors[visitor].remove(item)
        if not visitors[visitor]:
            del visitors[visitor]
        if not visitors:
            del self._places[address]

    def everything(self) -> list[Item]:
        """All that waits, as it came: without looking whose turn it is, a hundred times as fast."""
        return list(self._whose)

    def __iter__(self) -> Iterator[Item]:
        rest = FairQueue[Item]()
        for address, visitors in self._places.items():
            for visitor, items in visitors.items():
                for item in items:
                    rest.add(item, address, visitor)
        while rest:
            yield rest.next()

    def __len__(self) -> int:
        return len(self._whose)
