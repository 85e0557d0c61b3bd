"""A photo as a visitor's phone or disk holds it -> an upright sRGB picture of a safe size.

The file is not trusted. On Linux it is decoded in a process of its own
(cnn.data.photos.decode_process), which has so much memory and time and no more, and whose end harms
nobody; elsewhere only a large one is. Two are decoded at once, and of those that need much memory
one; who waits too long is told so.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from cnn.data.photos import decode_process
from cnn.data.photos.bounded_decode import LONGEST as LONGEST
from cnn.data.photos.bounded_decode import PhotoProblem, TooLarge, decode
from cnn.data.photos.memory_estimate import LARGE, ORDINARY
from cnn.errors import enough_memory

MOST_MEGABYTES = 25
PATIENCE = 60.0  # seconds that a photo waits for its turn

_turns = threading.BoundedSemaphore(2)
_large = threading.BoundedSemaphore(1)


def open_photo(data: bytes, clear: bool = False) -> Image.Image:
    """The photo in a file's bytes: RGB in sRGB, upright, on white, longest side at most LONGEST.

    clear: one with transparency is RGBA, and not on white.

    JPEG (a phone's multi-picture file too), PNG, WebP, GIF, BMP, TIFF, AVIF and HEIC; of an
    animation the first frame. Raises PhotoProblem, or Problem if there is no memory left for it.
    """
    if not data:
        raise PhotoProblem("photo-empty", "This file is empty. Choose another one.")
    if len(data) > MOST_MEGABYTES * 1_000_000:
        raise PhotoProblem(
            "photo-heavy",
            f"This file is larger than {MOST_MEGABYTES} MB. Choose a smaller one.",
            limit=MOST_MEGABYTES,
        )
    with enough_memory():
        try:
            with _turn(_turns):
                return _decoded(data, ORDINARY, clear)
        except TooLarge:  # for an ordinary one
            with _turn(_large), _turn(_turns):
                return _decoded(data, LARGE, clear)


def _decoded(data: bytes, memory: int, clear: bool) -> Image.Image:
    """By another process, but for ordinary photos where none can be forked in a moment."""
    if decode_process.POSSIBLE or memory > ORDINARY:
        return decode_process.decoded(data, memory, clear)
    return decode(data, memory, clear)


@contextmanager
def _turn(of: threading.BoundedSemaphore) -> Iterator[None]:
    if not of.acquire(timeout=PATIENCE):
        raise PhotoProblem(
            "photo-busy", "Many photos are being opened just now. Try again in a minute."
        )
    try:
        yield
    finally:
        of.release()
