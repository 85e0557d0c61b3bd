"""The processes that train for all visitors, where there are any, and whoever watches them."""

import logging
import threading

from cnn.training.film import Film
from cnn.training.runs import Options, Run
from cnn.training.worker import Trainer
from ui.telemetry import events, metrics

EVERY = 1.0  # seconds between two looks
log = logging.getLogger("ui.work.trainer_handle")


class Trainers:
    """Who works on runs; without `start`, the thread that asks for their steps."""

    def __init__(self) -> None:
        self.trainer: Trainer | None = None
        self._state = dict[str, tuple[bool, int]]()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """To be called before any thread is started."""
        self.trainer = Trainer.start()

    def watch(self) -> None:
        """From now on the processes are looked at every second, and the lost are replaced."""
        if self.trainer and not self._thread:
            self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)
            self._thread.start()

    def run(self, options: Options, owner: str = "") -> Run:
        """A run that has not begun, whose film shares room with those of the owner's address."""
        film = Film(owner)
        return self.trainer.run(options, film) if self.trainer else Run(options, film=film)

    def lost(self) -> list[str]:
        """Which of the processes are not there just now, or show no sign of life."""
        state = self.trainer.state() if self.trainer else {}
        return sorted(name for name, (well, _) in state.items() if not well)

    def replaced(self) -> dict[str, int]:
        """How often each process was replaced since the start."""
        state = self.trainer.state() if self.trainer else {}
        return {name: times for name, (_, times) in sorted(state.items())}

    def close(self) -> None:
        self._stopped.set()
        if self._thread:
            self._thread.join()
        if self.trainer:
            self.trainer.close()

    def _watch(self) -> None:
        assert self.trainer
        while not self._stopped.wait(EVERY):
            try:
                self.trainer.look()
                self._tell(self.trainer.state())
            except Exception:  # or nobody would look any more
                log.exception("The processes that train could not be looked at.")

    def _tell(self, state: dict[str, tuple[bool, int]]) -> None:
        for name, (well, times) in state.items():
            metrics.helpers.labels(name).set(well)
            metrics.replaced.labels(name).set(times)
            was_well, before = self._state.get(name, (True, 0))
            if was_well and (not well or times > before):
                events.tell("helper-lost", helper=name)
            if well and (not was_well or times > before):
                events.tell("helper-well", helper=name, replaced=times)
        self._state = state


server = Trainers()
