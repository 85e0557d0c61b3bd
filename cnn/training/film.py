"""The moments of a training run, to be rewound: kept on disk, within bounds, or only the last one.

A moment is a network's weights in eight bits, a scale for each row: half a moment of LeNet-5's in
half precision, and as good to look at. The file of a run has no name and ends with the run. All
runs together have so much room (`DiskBudget`): who has most gives way, first with the run that was
looked at longest ago. Where there is no room, or the disk takes no more, the last moment alone is
kept, in memory; the training goes on, and the film's `problem` says why.
"""

import errno
import math
import os
import tempfile
from collections import Counter
from threading import Lock
from typing import BinaryIO
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from torch import nn

from cnn.errors import Problem
from cnn.training.snapshots import LARGEST, Weights

MEGABYTE = 1_000_000
LEVELS = 127  # to either side of 0
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskBudget:
    """How many bytes the films of a process may take on disk: one of them, and all together."""

    def __init__(self, of_one: int = 5 * MEGABYTE, of_all: int = 160 * MEGABYTE) -> None:
        self.of_one, self.of_all = of_one, of_all
        self._taken: WeakKeyDictionary[Film, int] = WeakKeyDictionary()
        self._lock = Lock()

    def share(self, of_one: int, of_all: int) -> None:
        """Sets how many bytes one film, and all films together, may take from now on."""
        self.of_one, self.of_all = of_one, of_all

    def taken(self) -> int:
        """Bytes that all films take now."""
        return sum(self._taken.values())

    def take(self, film: "Film", size: int) -> bool:
        """Whether there is room for one moment more; others may have to give way."""
        with self._lock:
            while self.taken() + size > self.of_all:
                victim = self._who_gives_way(film, size)
                if victim is None:
                    return False
                self._taken[victim] = 0
                victim.clear()
            self._taken[film] = self._taken.get(film, 0) + size
            return True

    def give(self, film: "Film", size: int) -> None:
        """Gives back room that was taken but not used."""
        with self._lock:
            self._taken[film] = max(0, self._taken.get(film, 0) - size)

    def _who_gives_way(self, film: "Film", size: int) -> "Film | None":
        """Of those of whoever has most, the film that was looked at longest ago."""
        of = Counter[str]({film.owner: size})
        for each, taken in self._taken.items():
            of[each.owner] += taken
        most = max(of.values())
        owner = film.owner if of[film.owner] == most else of.most_common(1)[0][0]
        films = [
            each
            for each, taken in self._taken.items()
            if taken and each.owner == owner and each is not film
        ]
        return min(films, key=lambda each: each.used, default=None)


ROOM = DiskBudget()
"""That of this process."""


class Film:
    """The moments of one run, in order. One thread may add while others look."""

    _clock = 0  # counts uses, of all films

    def __init__(self, owner: str = "", room: DiskBudget = ROOM) -> None:
        """`owner`: who shares room with nobody else, such as an address."""
        self.owner, self.room = owner, room
        self.used = 0
        self.problem: Problem | None = None  # why not every moment is kept
        self._file: BinaryIO | None = None
        self._places: dict[int, int] = {}  # of moments in the file, in bytes
        self._last: tuple[int, bytes] | None = None
        self._shapes: dict[str, tuple[int, ...]] = {}
        self._count, self._size = 0, 0
        self._lock = Lock()

    def __len__(self) -> int:
        """How many moments there have been."""
        return self._count

    @property
    def left(self) -> int:
        """Bytes that this film may still take."""
        return max(0, self.room.of_one - self._size)

    def kept(self) -> list[int]:
        """The numbers of those that can be looked at; the last is always among them."""
        with self._lock:
            last = {self._last[0]} if self._last else set()
            return sorted(self._places.keys() | last)

    def append(self, weights: Weights) -> None:
        """Adds a moment: weights by name, of the same names and shapes for the whole film."""
        data = packed(weights)
        fits = self.room.take(self, len(data))
        with self._lock:
            self._shapes = {name: value.shape for name, value in weights.items()}
            self._last = self._count, data
            if not fits:
                self.problem = cleared()
            written = fits and self._write(data)
            self._count += 1
        if fits and not written:
            self.room.give(self, len(data))
        self._use()

    def __getitem__(self, number: int) -> Weights:
        """A moment's weights by name, nearly.

        Raises LookupError if it is not kept, or not any more.
        """
        self._use()
        with self._lock:
            if self._last and number == self._last[0]:
                data = self._last[1]
            else:
                length = len(self._last[1]) if self._last else 0
                data = self._read(self._places[number], length)
        return unpacked(data, self._shapes)

    def clear(self) -> None:
        """Gives way: of the moments so far the last alone is kept."""
        with self._lock:
            if self._file:
                self._file.close()
            self._file, self._size = None, 0
            self._places.clear()
            self.problem = cleared()

    def _use(self) -> None:
        Film._clock += 1
        self.used = Film._clock

    def _write(self, data: bytes) -> bool:
        """Whether the disk has taken it."""
        try:
            self._file = self._file or tempfile.TemporaryFile(buffering=0)
            written = 0
            while written < len(data):
                written += os.pwrite(self._file.fileno(), data[written:], self._size + written)
        except OSError as error:
            key = "film-full" if error.errno in FULL else "film-disk"
            reason = os.strerror(error.errno) if error.errno else str(error)
            sentence = f"The server's disk has taken no moment of this run ({reason})."
            self.problem = Problem(key, sentence, reason=reason)
            return False
        self._places[self._count] = self._size
        self._size += len(data)
        return True

    def _read(self, place: int, length: int) -> bytes:
        if not self._file or len(data := os.pread(self._file.fileno(), length, place)) < length:
            raise LookupError(place)
        return data


def cleared() -> Problem:
    """Why no moment but the last can be looked at any more."""
    return Problem("film-cleared", "The moments of this run have made room for others.")


def snapshot_bytes(model: nn.Module) -> int:
    """Bytes that one moment of a model takes."""
    return sum(each.numel() + 4 * _rows(tuple(each.shape)) for each in model.parameters())


def packed(weights: Weights) -> bytes:
    """All parameters, of any shape, in eight bits, each row by a scale of its own."""
    parts = list[bytes]()
    for value in weights.values():
        rows = np.nan_to_num(value.astype(np.float32), posinf=LARGEST, neginf=-LARGEST).reshape(
            _rows(value.shape), -1
        )
        scales = np.maximum(np.abs(rows).max(1, keepdims=True) / LEVELS, np.float32(1e-12))
        parts += [scales.tobytes(), np.rint(rows / scales).astype(np.int8).tobytes()]
    return b"".join(parts)


def unpacked(data: bytes, shapes: dict[str, tuple[int, ...]]) -> Weights:
    """The parameters of these names and shapes, nearly as they were: weights by name."""
    found, at = Weights(), 0
    for name, shape in shapes.items():
        count, rows = math.prod(shape), _rows(shape)
        scales = np.frombuffer(data, np.float32, rows, at).reshape(-1, 1)
        at += 4 * rows
        values: NDArray[np.int8] = np.frombuffer(data, np.int8, count, at)
        at += count
        exact = np.clip(values.reshape(rows, -1) * scales, -LARGEST, LARGEST)
        found[name] = exact.astype(np.float16).reshape(shape)
    return found


def _rows(shape: tuple[int, ...]) -> int:
    """Of a weight: an output unit each. Of biases: one."""
    return shape[0] if len(shape) > 1 else 1
