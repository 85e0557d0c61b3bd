"""A batch's gradient in two halves, the second made at the same time by a process of its own.

The halves are the same and are added in the same order whoever makes them, so a run is the same to
the last bit: with the second process, or by this one alone, a half after the other, where there is
none (Windows, macOS), when it has ended or another run has it, and while it is slow because others
need the processor. Threads would be simpler, but each of some sixty operations a step would wait
for the interpreter: they gain half as much.
"""

import mmap
import os
import weakref
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from time import perf_counter
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from cnn import forked
from cnn.data.digits import IMAGE
from cnn.losses import map_criterion
from cnn.models import DigitNetwork, LeNet5
from cnn.recipes import Loss

MOST_WEIGHTS, MOST_IMAGES = 1 << 19, 1 << 11  # that fit into the memory that both share
ALIGNED = 64  # bytes: what torch itself takes care of, so that sums come out alike
NICE = 10  # the helper gives way to those who draw and read
SLOW, OFTEN, ALONE = 2.5, 3, 50  # a helper that took so many times as long as this process, so
# many times in a row, is left alone for so many steps
PATIENCE = 10.0  # seconds after which it is given up


class Part(NamedTuple):
    """What some of a batch's images add to its mean loss, and how many were classified wrongly."""

    loss: float
    wrong: int


def part(model: DigitNetwork, loss: Loss, images: Tensor, labels: Tensor, whole: int) -> Part:
    """These of a batch of `whole` images; what they add to the gradients is left in the model."""
    distances = model.distances(model(model.to_input(images.numpy())))
    mean = loss(distances, labels) * (len(labels) / whole)
    mean.backward()  # type: ignore[no-untyped-call]
    wrong = (distances.argmin(1) != labels) & (labels < distances.shape[1])
    return Part(mean.item(), int(wrong.sum()))


class Halves:
    """Makes the gradients of both halves, one after the other."""

    def gradients(
        self, model: DigitNetwork, loss: Loss, images: Tensor, labels: Tensor
    ) -> tuple[Part, ...]:
        """Both parts; the gradients are left in the model."""
        whole = len(labels)
        return tuple(
            part(model, loss, images[half], labels[half], whole) for half in _halves(whole)
        )


class Helper(Halves):
    """Has the second half made by a process of its own. Any thread may ask; one is helped."""

    def __init__(self, process: BaseProcess, line: Connection, desk: "Desk") -> None:
        self.process, self._line, self._desk = process, line, desk
        self._free = Lock()
        self._known: tuple[weakref.ref[DigitNetwork], Loss] | None = None
        self._asked = self._slow = self._alone = 0
        self.helped = 0  # steps

    @classmethod
    def start(cls) -> "Helper | None":
        """To be called before any thread is started. None where that is not to be had."""
        if not forked.POSSIBLE or (os.cpu_count() or 1) < 2:
            return None
        desk, (ours, theirs) = Desk(), Pipe()
        process = forked.fork("halves", _serve, theirs, ours, desk)
        theirs.close()
        return cls(process, ours, desk)

    def close(self) -> None:
        """Ends the process. Who still trains goes on without."""
        self._line.close()
        forked.end(self.process)

    def gradients(
        self, model: DigitNetwork, loss: Loss, images: Tensor, labels: Tensor
    ) -> tuple[Part, ...]:
        if not self._free.acquire(blocking=False):
            return super().gradients(model, loss, images, labels)
        try:
            if self._alone or not self._desk.fits(model, len(labels)):
                self._alone = max(0, self._alone - 1)
                return super().gradients(model, loss, images, labels)
            return self._together(model, loss, images, labels)
        finally:
            self._free.release()

    def _together(
        self, model: DigitNetwork, loss: Loss, images: Tensor, labels: Tensor
    ) -> tuple[Part, ...]:
        mine, other = _halves(len(labels))
        asked = self._ask(model, loss, images[other], labels[other], len(labels))
        began = perf_counter()
        first = part(model, loss, images[mine], labels[mine], len(labels))
        took = perf_counter() - began
        second = self._answer() if asked else None
        if second is None:
            self._alone = ALONE
            return first, part(model, loss, images[other], labels[other], len(labels))
        for parameter, more in zip(model.parameters(), self._desk.gradients(model), strict=True):
            assert parameter.grad is not None
            parameter.grad += more
        self.helped += 1
        self._slow = self._slow + 1 if perf_counter() - began > SLOW * took else 0
        if self._slow == OFTEN:
            self._slow, self._alone = 0, ALONE
        return first, second

    def _ask(
        self, model: DigitNetwork, loss: Loss, images: Tensor, labels: Tensor, whole: int
    ) -> bool:
        """Whether the process has been told."""
        self._asked += 1
        try:
            if self._known is None or self._known[0]() is not model or self._known[1] is not loss:
                self._line.send((model, loss))
                self._known = weakref.ref(model), loss
            self._desk.lay(model, images, labels)
            self._line.send((self._asked, len(labels), whole))
        except OSError:
            return False
        return True

    def _answer(self) -> Part | None:
        """What the process found; None if it failed, or is no more."""
        try:
            while self._line.poll(PATIENCE):
                number, found = self._line.recv()
                if number == self._asked:  # else of a step that failed here meanwhile
                    answer: Part | None = found
                    return answer
        except (OSError, EOFError):
            pass
        self._line.close()  # from now on nobody is asked
        return None


class Desk:
    """Memory that both processes see: weights, their gradients, the images of a half and labels."""

    def __init__(self) -> None:
        self._numbers = torch.frombuffer(mmap.mmap(-1, 8 * MOST_WEIGHTS), dtype=torch.float32)
        self._pixels = np.frombuffer(mmap.mmap(-1, MOST_IMAGES * IMAGE**2), np.uint8)
        self._labels = np.frombuffer(mmap.mmap(-1, 8 * MOST_IMAGES), np.int64)

    def fits(self, model: nn.Module, images: int) -> bool:
        weights = sum(_room(parameter) for parameter in model.parameters())
        return 1 < images <= MOST_IMAGES and weights <= MOST_WEIGHTS

    def weights(self, model: nn.Module) -> Iterator[Tensor]:
        return self._views(model, 0)

    def gradients(self, model: nn.Module) -> Iterator[Tensor]:
        return self._views(model, MOST_WEIGHTS)

    def lay(self, model: nn.Module, images: Tensor, labels: Tensor) -> None:
        """Puts everything there that the other process needs."""
        with torch.no_grad():
            for parameter, place in zip(model.parameters(), self.weights(model), strict=True):
                place.copy_(parameter)
        self._pixels[: images.numel()] = images.numpy().reshape(-1)
        self._labels[: len(labels)] = labels.numpy()

    def images(self, count: int) -> tuple[Tensor, Tensor]:
        pixels = self._pixels[: count * IMAGE**2].reshape(count, IMAGE, IMAGE)
        return torch.from_numpy(pixels), torch.from_numpy(self._labels[:count])

    def _views(self, model: nn.Module, at: int) -> Iterator[Tensor]:
        for parameter in model.parameters():
            yield self._numbers[at : at + parameter.numel()].view(parameter.shape)
            at += _room(parameter)


def _room(parameter: Tensor) -> int:
    """Numbers of four bytes, so that the next ones lie where torch would put them."""
    step = ALIGNED // 4
    return -(-parameter.numel() // step) * step


def _halves(count: int) -> tuple[slice, ...]:
    """The first has one more where they cannot be equal; a single image stays whole."""
    cut = (count + 1) // 2
    return (slice(cut), slice(cut, count)) if count > 1 else (slice(1),)


def _serve(line: Connection, of_the_server: Connection, desk: Desk) -> None:
    """What the other process does until the server ends or breaks the connection."""
    of_the_server.close()  # or it would never see that end
    torch.set_num_threads(1)
    os.nice(NICE)
    model, loss, gradients = LeNet5(), map_criterion, list[Tensor]()
    while True:
        try:
            asked = line.recv()
            if len(asked) == 2:
                model, loss = asked
                for parameter, place in zip(model.parameters(), desk.weights(model), strict=True):
                    parameter.data = place
                gradients = list(desk.gradients(model))
                continue
            number, count, whole = asked
            for parameter, place in zip(model.parameters(), gradients, strict=True):
                parameter.grad = place.zero_()
            try:
                found = part(model, loss, *desk.images(count), whole)
            except Exception:  # out of memory, say: who asked tries it, and says what is wrong
                found = None
            line.send((number, found))
        except (OSError, EOFError):
            return
