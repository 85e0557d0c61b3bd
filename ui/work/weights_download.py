"""The download of published weights: one for the whole server, watched by every visitor."""

import threading
from dataclasses import dataclass, field, replace

from cnn.errors import Problem
from cnn.inference import weights
from cnn.inference.downloads import DownloadProgress


@dataclass(frozen=True)
class DownloadState:
    """How a download stands. `owner` is the visitor who may cancel it."""

    live: bool = False
    owner: str = ""
    progress: DownloadProgress = field(default_factory=lambda: DownloadProgress(0, None))
    problem: Problem | None = None


class WeightsDownload:
    """The downloads of this server, one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = DownloadState()
        self._stop = threading.Event()

    @property
    def state(self) -> DownloadState:
        """How the download stands now."""
        return self._state

    def start(self, name: str, owner: str) -> None:
        """Begins, unless a download is on its way already."""
        with self._lock:
            if not self._state.live:
                self._state = DownloadState(live=True, owner=owner)
                self._stop = stop = threading.Event()
                threading.Thread(
                    target=self._run, args=(name, stop), name="fetching", daemon=True
                ).start()

    def cancel(self, owner: str) -> None:
        """Ends it at the next block, if it is this visitor's; what has arrived is kept."""
        with self._lock:
            if self._state.live and self._state.owner == owner:
                self._stop.set()

    def _run(self, name: str, stop: threading.Event) -> None:
        problem = None
        download = weights.download(name)
        try:
            for progress in download:
                self._state = replace(self._state, progress=progress)
                if stop.is_set():
                    break
        except Problem as found:
            problem = found
        except Exception as error:  # a visitor must not wait for a thread that has died
            problem = Problem("weights-failed", f"The download failed: {error}")
        finally:
            download.close()
            self._state = replace(self._state, live=False, problem=problem)


server = WeightsDownload()
