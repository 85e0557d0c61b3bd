"""One published file of weights, fetched whole or not at all: resumed, checked, moved into place.

What has arrived is kept as `<file>.part` in the user's cache folder, and the next attempt asks for
the rest. Nothing is used before its hash is right, whatever the server said of its length. A lock
beside the file lets one process at a time fetch it.
"""

import hashlib
import http.client
import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cnn.errors import Problem

BLOCK = 1 << 18  # bytes
TIMEOUT = 10.0  # seconds without a byte
TRIES = 3  # in a row that bring nothing
PAUSE = 0.5  # seconds before the next


class DownloadProblem(Problem):
    """Weights that could not be fetched, or are not what they should be."""


@dataclass(frozen=True)
class PublishedFile:
    """A file on a public server, known by the first digits of its SHA-256."""

    file: str
    address: str
    sha256: str
    most: int  # bytes; a larger answer is another file


class DownloadProgress(NamedTuple):
    """How far a download is, in bytes; `total` is 0 as long as the server has not said it."""

    done: int  # bytes that are here
    total: int | None  # bytes in all, if the server said it


def folder() -> Path:
    """Where fetched weights lie: $CNN_WEIGHTS_DIR, or the user's cache folder."""
    import platformdirs

    chosen = os.environ.get("CNN_WEIGHTS_DIR")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("how-cnns-began"))


def file_path(what: PublishedFile) -> Path:
    """Where a published file lies, or will lie, in `folder`."""
    return folder() / what.file


def is_whole(file: Path, what: PublishedFile) -> bool:
    """Whether the file is there, can be read, and is the published one."""
    try:
        return _matches(_hashed(file), what)
    except OSError:
        return False


def fetch(what: PublishedFile) -> Generator[DownloadProgress, None, None]:
    """Fetches the file and tells how far it is. Whoever stops iterating can go on later.

    Raises DownloadProblem: no network, a server that gives up, another file than expected, a folder
    that cannot be written, another download on its way.
    """
    target = file_path(what)
    with _folder_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target):
            if not is_whole(target, what):
                part = target.with_name(f"{target.name}.part")
                yield from _Fetch(what, part).run()
                os.replace(part, target)


def install_copy(what: PublishedFile, file: Path) -> Path:
    """Takes a copy of a file that somebody has already. Raises DownloadProblem if it is another."""
    if not is_whole(file, what):
        raise _wrong(what)
    target = file_path(what)
    with _folder_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{os.getpid()}")
        try:
            shutil.copyfile(file, part)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    return target


class _Fetch:
    """One file on its way into `part`."""

    def __init__(self, what: PublishedFile, part: Path) -> None:
        self.what, self.part = what, part
        self.digest = _hashed(part) if part.is_file() else hashlib.sha256()
        self.done = part.stat().st_size if part.is_file() else 0
        self.total: int | None = None
        self.fresh = self.done == 0  # nothing of an earlier attempt is in it

    def run(self) -> Iterator[DownloadProgress]:
        fruitless = 0
        while not _matches(self.digest, self.what) or not self.done:
            before, ended = self.done, False
            try:
                with self._request() as answer:
                    yield from self._take(answer)
                ended = self.total is None or self.done >= self.total
            except urllib.error.HTTPError as error:
                error.close()
                ended = error.code == 416  # nothing lies beyond what is here
                if not ended and error.code < 500:
                    raise DownloadProblem(
                        "weights-refused",
                        f"The server does not give the file (HTTP {error.code}).",
                        code=error.code,
                    ) from error
            except (
                urllib.error.URLError,
                TimeoutError,
                ConnectionError,
                http.client.HTTPException,
                ValueError,  # of headers that make no sense
            ):
                pass  # counted below
            if _matches(self.digest, self.what) and self.done:
                return
            if ended:
                self._start_over_once()
                continue
            fruitless = 0 if self.done > before else fruitless + 1
            if fruitless >= TRIES:
                raise _gave_up(self.done)
            time.sleep(PAUSE)

    def _request(self) -> http.client.HTTPResponse:
        headers = {"User-Agent": "how-cnns-began", "Accept-Encoding": "identity"}
        if self.done:
            headers["Range"] = f"bytes={self.done}-"
        request = urllib.request.Request(self.what.address, headers=headers)
        answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=TIMEOUT)
        return answer

    def _take(self, answer: http.client.HTTPResponse) -> Iterator[DownloadProgress]:
        goes_on = answer.status == 206 and _starts_at(answer) == self.done
        if not goes_on:
            if answer.status == 206:  # some other part of the file
                raise http.client.HTTPException
            self._empty()
        length = answer.headers.get("Content-Length", "")
        self.total = self.done + int(length) if length.isdigit() else None
        if (self.total or 0) > self.what.most:
            raise _wrong(self.what)
        with self.part.open("ab") as out:
            yield DownloadProgress(self.done, self.total)
            while block := _block(answer):
                self.done += len(block)
                if self.done > self.what.most:
                    self.part.unlink()
                    raise _wrong(self.what)
                out.write(block)
                self.digest.update(block)
                yield DownloadProgress(self.done, self.total)

    def _empty(self) -> None:
        self.part.write_bytes(b"")
        self.digest, self.done, self.fresh = hashlib.sha256(), 0, True

    def _start_over_once(self) -> None:
        """What came is another file; if a part of it is old, that part may be to blame."""
        fresh = self.fresh
        self._empty()
        if fresh:
            self.part.unlink()
            raise _wrong(self.what)


def _block(answer: http.client.HTTPResponse) -> bytes:
    """What has arrived; empty at the end. Whatever breaks here is the network, not the disk."""
    try:
        return answer.read1(BLOCK)
    except OSError as error:
        raise ConnectionError from error


def _starts_at(answer: http.client.HTTPResponse) -> int:
    first = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(first) if first.isdigit() else -1


def _hashed(file: Path) -> "hashlib._Hash":
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256")


def _matches(digest: "hashlib._Hash", what: PublishedFile) -> bool:
    return digest.hexdigest().startswith(what.sha256)


def _wrong(what: PublishedFile) -> DownloadProblem:
    return DownloadProblem(
        "weights-wrong",
        f"This is not the published file {what.file}; it was not used.",
        file=what.file,
    )


def _gave_up(done: int) -> DownloadProblem:
    if done:
        return DownloadProblem(
            "weights-cut",
            "The connection broke off several times. What has arrived is kept; try again later.",
        )
    return DownloadProblem(
        "weights-offline",
        "The server that has these weights cannot be reached. Everything else works without them.",
    )


@contextmanager
def _folder_errors(target: Path) -> Iterator[None]:
    """A folder that cannot be written, or is full, is a sentence."""
    try:
        yield
    except OSError as error:
        raise DownloadProblem(
            "weights-folder",
            f"The folder for weights cannot be written ({error.strerror}).",
            reason=error.strerror or type(error).__name__,
        ) from error


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Holds the lock of this file, or raises: another download is on its way."""
    from filelock import FileLock, Timeout

    lock = FileLock(target.with_name(f"{target.name}.lock"), thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise DownloadProblem(
            "weights-busy", "These weights are being downloaded already. Please wait."
        ) from error
    try:
        yield
    finally:
        lock.release()
