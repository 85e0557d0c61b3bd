"""A network's work in two halves, the second done at the same time by a process of its own.

The halves are the same and are added in the same order whoever does them, so a run is the same to
the last bit: with the second process, or by this one alone, a half after the other, where there is
none (Windows, macOS), when it has ended or another run has it, and while it is slow because others
need the processor. Threads would be simpler, but each of some sixty operations a step would wait
for the interpreter: they gain half as much.
"""

import mmap
import os
import pickle
import socket
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnn.data.digits.preprocess import IMAGE, Picture
from cnn.models import DigitNetwork, LeNet5
from cnn.processes import fork
from cnn.processes.fork import Child
from cnn.processes.watched import Failed, Gone, Watched, serve
from cnn.training.recipes import Loss

PART = 200  # images that are read at once: their maps fit a processor's cache
MOST_WEIGHTS, MOST_IMAGES = 1 << 19, 1 << 11  # that fit into the memory that both share
ALIGNED = 64  # bytes: what torch itself takes care of, so that sums come out alike
NICE = 5  # who trains gives way to those who draw and read
SLOW, OFTEN, ALONE = 2.5, 3, 50  # a helper that takes so many times as long as this process, so
# many times in a row, is left alone for so many halves


class Part(NamedTuple):
    """What some of a batch's images add to its mean loss, and how many were classified wrongly."""

    loss: float
    wrong: int


def part(model: DigitNetwork, loss: Loss, images: Tensor, labels: Tensor, whole: int) -> Part:
    """These uint8 images (n, 28, 28), with labels (n,), of a batch of `whole` images.

    What they add to the gradients is left in the model.
    """
    distances = model.distances(model(model.to_input(images.numpy())))
    mean = loss(distances, labels) * (len(labels) / whole)
    mean.backward()
    wrong = (distances.argmin(1) != labels) & (labels < distances.shape[1])
    return Part(mean.item(), int(wrong.sum()))


def answers(model: DigitNetwork, images: Picture) -> NDArray[np.intp]:
    """What the model reads in images (N, 28, 28): (N,)."""
    found = np.zeros(len(images), np.intp)
    with torch.inference_mode():
        for some in (slice(i, i + PART) for i in range(0, len(images), PART)):
            outputs = model(model.to_input(images[some]))
            found[some] = model.distances(outputs).argmin(1).numpy()
    return found


class Halves:
    """Does both halves, one after the other."""

    def gradients(
        self, model: DigitNetwork, loss: Loss, images: Tensor, labels: Tensor
    ) -> tuple[Part, ...]:
        """Both parts of a batch of uint8 images (N, 28, 28) with labels (N,), as of `part`.

        The gradients are left in the model.
        """
        whole = len(labels)
        return tuple(
            part(model, loss, images[half], labels[half], whole) for half in _halves(whole)
        )

    def answers(self, model: DigitNetwork, images: Picture) -> NDArray[np.intp]:
        """What the model reads in images (N, 28, 28): (N,)."""
        return answers(model, images)


class Helper(Halves):
    """Has the second half done by a process of its own. Any thread may ask; one is helped."""

    def __init__(self) -> None:
        self._desk = Desk()
        self.process = Watched("halves", self._begin)
        self._known: weakref.ref[DigitNetwork] | None = None
        self._knows: Child | None = None  # who knows that model
        self._weights = list[tuple[NDArray[np.float32], NDArray[np.float32]]]()  # there, and here
        self._more = list[Tensor]()  # the other half's gradients
        self._slow = self._alone = 0
        self.helped = 0  # times

    @classmethod
    def start(cls) -> "Helper | None":
        """To be called where there are no threads. None where that is not to be had."""
        if not fork.POSSIBLE or (os.cpu_count() or 1) < 2:
            return None
        with suppress(Gone):  # which has been logged
            return cls()
        return None

    def close(self) -> None:
        """Ends the process. Who still trains goes on without."""
        self.process.close()

    def gradients(
        self, model: DigitNetwork, loss: Loss, images: Tensor, labels: Tensor
    ) -> tuple[Part, ...]:
        """As `Halves`, of images (N, 28, 28) with labels (N,); the second half by the process."""
        whole = len(labels)
        with self._turn(model, whole) as free:
            if not free or whole < 2:
                return super().gradients(model, loss, images, labels)
            mine, other = _halves(whole)
            asked = self._ask(model, images[other].numpy(), labels[other].numpy(), loss, whole)
            began = perf_counter()
            first = part(model, loss, images[mine], labels[mine], whole)
            second: Part | None = self._answer(asked, perf_counter() - began)
            if second is None:
                return first, part(model, loss, images[other], labels[other], whole)
            for parameter, more in zip(model.parameters(), self._more, strict=True):
                assert parameter.grad is not None
                parameter.grad += more
            return first, second

    def answers(self, model: DigitNetwork, images: Picture) -> NDArray[np.intp]:
        """As of `Halves`: images (N, 28, 28) -> (N,); the second half by the process if it can."""
        cut = -(-len(images) // PART // 2) * PART  # so that the parts are those of one process
        with self._turn(model, len(images)) as free:
            if not free or cut >= len(images):
                return super().answers(model, images)
            asked = self._ask(model, images[cut:])
            began = perf_counter()
            first = answers(model, images[:cut])
            second: NDArray[np.intp] | None = self._answer(asked, perf_counter() - began)
            if second is None:
                second = answers(model, images[cut:])
            return np.concatenate([first, second])

    @contextmanager
    def _turn(self, model: DigitNetwork, images: int) -> Iterator[bool]:
        """Whether the process is free, quick enough lately, and this fits on the desk."""
        if not self.process.turn.acquire(blocking=False):
            yield False
            return
        try:
            self._alone = max(0, self._alone - 1)
            fits = not self._alone and self._desk.fits(model, images)
            yield fits and self.process.ready()
        finally:
            self.process.turn.release()

    def _ask(
        self,
        model: DigitNetwork,
        images: Picture,
        labels: NDArray[np.int64] | None = None,
        *task: object,
    ) -> bool:
        """Whether the process has been told; the task is `part`'s loss and whole, or nothing."""
        known = self._known and self._known() is model and self._knows is self.process.child
        if not known:
            self._know(model)
        for there, here in self._weights:
            there[...] = here
        self._desk.lay(images, labels)
        new = None if known else pickle.dumps(model)  # as numbers: torch would share its memory
        try:
            self.process.send(pickle.dumps((new, len(images), task)))
        except Gone:
            return False
        return True

    def _know(self, model: DigitNetwork) -> None:
        """So that a step finds everything in its place; optimisers change weights in place."""
        self._known, self._knows = weakref.ref(model), self.process.child
        places = zip(self._desk.weights(model), model.parameters(), strict=True)
        self._weights = [(place.numpy(), own.detach().numpy()) for place, own in places]
        self._more = list(self._desk.gradients(model))

    def _answer(self, asked: bool, took: float) -> Any:
        """What the process found while this one `took` so many seconds; None if it failed."""
        began, found = perf_counter(), self._receive() if asked else None
        self._slow = self._slow + 1 if perf_counter() - began > (SLOW - 1) * took else 0
        if found is None or self._slow >= OFTEN:
            self._slow, self._alone = 0, ALONE + 1
        self.helped += found is not None
        return found

    def _receive(self) -> Any:
        try:
            return pickle.loads(self.process.receive())
        except (Gone, Failed):  # out of memory, say: who asked tries it, and says what is wrong
            return None

    def _begin(self, line: socket.socket) -> Child:
        return fork.fork(_serve, line, self._desk)


class Desk:
    """Memory that both processes see: weights, their gradients, the images of a half and labels."""

    def __init__(self) -> None:
        self._numbers = torch.frombuffer(mmap.mmap(-1, 8 * MOST_WEIGHTS), dtype=torch.float32)
        self._pixels = np.frombuffer(mmap.mmap(-1, MOST_IMAGES * IMAGE**2), np.uint8)
        self._labels = np.frombuffer(mmap.mmap(-1, 8 * MOST_IMAGES), np.int64)

    def fits(self, model: nn.Module, images: int) -> bool:
        """Whether there is room for this model and half of so many images."""
        weights = sum(_room(parameter) for parameter in model.parameters())
        return 1 < images <= MOST_IMAGES and weights <= MOST_WEIGHTS

    def weights(self, model: nn.Module) -> Iterator[Tensor]:
        """The place of each parameter of the model, of the same shape, in their order."""
        return self._views(model, 0)

    def gradients(self, model: nn.Module) -> Iterator[Tensor]:
        """The place of each parameter's gradient, of the same shape, in their order."""
        return self._views(model, MOST_WEIGHTS)

    def lay(self, images: Picture, labels: NDArray[np.int64] | None) -> None:
        """Puts images (n, 28, 28), and labels (n,) if there are any, there."""
        self._pixels[: images.size] = images.reshape(-1)
        if labels is not None:
            self._labels[: len(labels)] = labels

    def images(self, count: int) -> Picture:
        """The first images that lie there, (count, 28, 28)."""
        return self._pixels[: count * IMAGE**2].reshape(count, IMAGE, IMAGE)

    def labels(self, count: int) -> NDArray[np.int64]:
        """The first labels that lie there, (count,)."""
        return self._labels[:count]

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


def _serve(line: socket.socket, desk: Desk) -> None:
    """What the other process does until this one ends or breaks the connection."""
    fork.close_sockets(line.fileno())  # or it would never see that end
    torch.set_num_threads(1)
    os.nice(max(0, NICE - os.nice(0)))
    model: DigitNetwork = LeNet5()

    def reply(message: bytes) -> bytes:
        nonlocal model
        new, count, task = pickle.loads(message)
        if new:
            model = pickle.loads(new)
            places = zip(desk.weights(model), desk.gradients(model), strict=True)
            for parameter in model.parameters():
                parameter.data, parameter.grad = next(places)
        return pickle.dumps(_do(model, desk, count, task))

    serve(line, reply)


def _do(
    model: DigitNetwork, desk: Desk, count: int, task: tuple[()] | tuple[Loss, int]
) -> Part | NDArray[np.intp]:
    images = desk.images(count)
    if not task:
        return answers(model, images)
    for parameter in model.parameters():
        assert parameter.grad is not None
        parameter.grad.zero_()
    loss, whole = task
    labels = torch.from_numpy(desk.labels(count))
    return part(model, loss, torch.from_numpy(images), labels, whole)
