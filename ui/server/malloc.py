"""Memory of glibc's malloc: kept together, and given back to the system when it is free.

Elsewhere (Windows, macOS, musl) nothing is done: their allocators see to it themselves.
"""

import asyncio
import ctypes
import os
from collections.abc import Callable

M_ARENA_MAX = -8  # of glibc's malloc.h
HEAPS = 2
EVERY = 30.0  # seconds


def allocate_together() -> None:
    """All threads take memory from two heaps; glibc would open more, each with its own leftovers.

    Streamlit runs every script in a new thread, so these would be many.
    """
    if mallopt := _of_glibc("mallopt"):
        mallopt(M_ARENA_MAX, HEAPS)


async def give_back() -> None:
    """Again and again, what is free goes back to the system; it takes a millisecond.

    glibc itself gives back only what lies at a heap's end: after forty visitors half stays.
    """
    trim = _of_glibc("malloc_trim")
    while trim:
        await asyncio.to_thread(trim, 0)
        await asyncio.sleep(EVERY)


def _of_glibc(name: str) -> Callable[..., int] | None:
    return getattr(ctypes.CDLL(None), name, None) if os.name == "posix" else None
