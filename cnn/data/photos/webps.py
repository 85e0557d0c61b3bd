"""WebP pictures decoded no larger than needed, which libwebp can do and Pillow does not let it.

Pillow's own way keeps sixteen bytes a pixel of the whole picture, and three times the whole before
it is asked for anything. Here libwebp, the copy that came with Pillow, is called through its
C interface (webp/decode.h), which has been the same since 2012. Where it cannot be found (Windows,
where it is no library of its own), and for pictures that move, Pillow is asked.
"""

import ctypes
from collections.abc import Iterator
from ctypes import POINTER, Structure, c_int, c_size_t, c_uint32, c_void_p
from functools import cache
from typing import Any, NamedTuple

from PIL import Image, ImageFile, _webp

ABI = 0x0209  # of webp/decode.h
RGB, RGBA = 0, 1  # ways in which the colours may lie
OUT_OF_MEMORY = 1  # what libwebp answers
ENDED_EARLY = 7


class Kind(NamedTuple):
    """What the beginning of a WebP file says of it, as libwebp reads it."""

    size: tuple[int, int]
    alpha: bool
    moves: bool
    lossless: bool


class _Features(Structure):
    _fields_ = [(name, c_int) for name in ("width", "height", "alpha", "animation", "format")]
    _fields_ += [("_pad", c_uint32 * 5)]


class _Pixels(Structure):  # the longer of two kinds stands behind these, up to 80 bytes
    _fields_ = [("pixels", c_void_p), ("stride", c_int), ("size", c_size_t)]
    _fields_ += [("_other", ctypes.c_byte * (80 - 24))]


class _Output(Structure):
    _fields_ = [(name, c_int) for name in ("colours", "width", "height", "is_external")]
    _fields_ += [("u", _Pixels), ("_pad", c_uint32 * 4), ("_own", c_void_p)]


class _Options(Structure):
    _fields_ = [
        (name, c_int)
        for name in (
            *("bypass_filtering", "no_fancy_upsampling", "use_cropping", "crop_left", "crop_top"),
            *("crop_width", "crop_height", "use_scaling", "scaled_width", "scaled_height"),
            *("use_threads", "dithering", "flip", "alpha_dithering"),
        )
    ]
    _fields_ += [("_pad", c_uint32 * 5)]


class _Config(Structure):
    _fields_ = [("input", _Features), ("output", _Output), ("options", _Options)]


class ScaledWebP(ImageFile.ImageFile):
    """A WebP that does not move; `draft` makes it smaller, by a whole number, when it is decoded.

    Raises SyntaxError if it is no such file, ValueError if it is damaged.
    """

    format = "WEBP"
    format_description = "WebP picture"

    def _open(self) -> None:
        assert self.fp is not None
        self._data: bytes = self.fp.read()
        self.kind = kind(self._data)
        if self.kind is None or self.kind.moves:
            raise SyntaxError("not a WebP file of one picture")
        self._size, self._mode = self.kind.size, "RGBA" if self.kind.alpha else "RGB"
        for name, of in ((b"ICCP", "icc_profile"), (b"EXIF", "exif")):
            if content := _chunks(self._data).get(name):
                self.info[of] = content
        self.tile = []

    def draft(
        self, mode: str | None, size: tuple[int, int] | None
    ) -> tuple[str, tuple[int, int, float, float]] | None:
        """Reduce it by the largest whole number that leaves at least this size."""
        assert self.kind is not None
        width, height = self.kind.size
        if size is None or self._data == b"":
            return None
        factor = max(1, min(width // max(size[0], 1), height // max(size[1], 1)))
        self._size = round(width / factor), round(height / factor)
        return self.mode, (0, 0, width / factor, height / factor)

    def working(self) -> int:
        """Bytes that libwebp needs for the whole picture, however small it is to become."""
        assert self.kind is not None
        width, height = self.kind.size
        return width * height * (4 if self.kind.lossless else 5 if self.kind.alpha else 0)

    def load(self) -> Any:
        """Decodes the picture, once.

        Raises ValueError if it is damaged, MemoryError if there is no memory for it.
        """
        if self._data:
            data, self._data = self._data, b""
            assert self.kind is not None
            self.im = _decoded(data, self.mode, self.size, self.size != self.kind.size)
        return Image.Image.load(self)


def can_scale() -> bool:
    """Whether libwebp can be called."""
    return _libwebp() is not None


def kind(data: bytes) -> Kind | None:
    """What libwebp reads at the beginning of a file; None if it is no WebP."""
    library, config = _libwebp(), _Config()
    if library is None or not library.WebPInitDecoderConfigInternal(ctypes.byref(config), ABI):
        return None
    if library.WebPGetFeaturesInternal(data, len(data), ctypes.byref(config.input), ABI):
        return None
    said = config.input
    size = int(said.width), int(said.height)
    return Kind(size, bool(said.alpha), bool(said.animation), said.format == 2)


def _decoded(data: bytes, mode: str, size: tuple[int, int], smaller: bool) -> Any:
    library, config = _libwebp(), _Config()
    assert library is not None
    library.WebPInitDecoderConfigInternal(ctypes.byref(config), ABI)
    config.output.colours = RGBA if mode == "RGBA" else RGB
    config.options.use_scaling = smaller  # which colours are spread out for as well, more coarsely
    config.options.scaled_width, config.options.scaled_height = size
    failed = library.WebPDecode(data, len(data), ctypes.byref(config))
    try:
        if failed == OUT_OF_MEMORY:
            raise MemoryError
        if failed:
            raise ValueError("truncated" if failed == ENDED_EARLY else "a damaged WebP")
        found = config.output.u
        pixels = ctypes.string_at(found.pixels, found.size)
        return Image.frombytes(mode, size, pixels, "raw", mode, found.stride).im
    finally:
        library.WebPFreeDecBuffer(ctypes.byref(config.output))


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The content of the first chunk of each kind, but for the picture's."""
    return {
        name: data[start:end]
        for name, start, end in reversed([*_places(data)])
        if name in (b"ICCP", b"EXIF")
    }


def _places(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    place = 12
    while place + 8 <= len(data):
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        yield data[place : place + 4], place + 8, place + 8 + length
        place += 8 + length + (length & 1)


@cache
def _libwebp() -> ctypes.CDLL | None:
    """The library that Pillow decodes WebP with."""
    try:
        library = ctypes.CDLL(_webp.__file__)  # and, behind it, what it was linked with
        library.WebPInitDecoderConfigInternal.argtypes = [POINTER(_Config), c_int]
        library.WebPGetFeaturesInternal.argtypes = [
            ctypes.c_char_p,
            c_size_t,
            POINTER(_Features),
            c_int,
        ]
        library.WebPDecode.argtypes = [ctypes.c_char_p, c_size_t, POINTER(_Config)]
        library.WebPFreeDecBuffer.argtypes = [POINTER(_Output)]
        library.WebPFreeDecBuffer.restype = None
    except (OSError, AttributeError):
        return None
    return library
