"""Who trains for all visitors, where there is any such process or machine, and who watches them."""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from cnn.training.film import Film
from cnn.training.runs import Options, Run
from cnn.training.worker import Followed, Trainer, Workplace
from ui.telemetry import events, metrics
from ui.work.training_queue import jobs

if TYPE_CHECKING:
    from cnn.training.cluster import Cluster

ENDING = 5.0  # seconds that a look may take when the server stops
EVERY = 1.0  # seconds between two looks
log = logging.getLogger("ui.work.trainer_handle")


class Trainers:
    """Who works on runs; without `start`, the thread that asks for their steps."""

    def __init__(self) -> None:
        self.trainer: Trainer | None = None
        self.cluster: Cluster | None = None
        self._state = dict[str, tuple[bool, int]]()
        self._stopped = threading.Event()
        self._threads = list[threading.Thread]()

    def start(self, dask: str = "") -> None:
        """To be called before any thread is started. `dask`: a scheduler's address, or none."""
        self.trainer = Trainer.start()
        if dask:
            from cnn.training.cluster import Cluster  # which nobody else needs

            self.cluster = Cluster(dask)

    def watch(self) -> None:
        """From now on all are looked at every second, and processes that are lost replaced."""
        if self._threads:
            return
        acts = list[Callable[[], object]]()
        if self.trainer:
            acts += self.trainer.looks()
        if self.cluster:
            acts += [*self.cluster.looks(), self._employ]
        if self.trainer or self.cluster:
            acts.append(lambda: self._tell(self._state_of_all()))
        for act in acts:
            thread = threading.Thread(target=self._watch, args=[act], name="watch", daemon=True)
            self._threads.append(thread)
            thread.start()

    def run(self, options: Options, owner: str = "") -> Run:
        """A run that has not begun, whose film shares room with those of the owner's address."""
        film = Film(owner)
        places: list[Workplace] = [each for each in (self.cluster, self.trainer) if each]
        return Followed(options, places, film) if places else Run(options, film=film)

    @property
    def cluster_away(self) -> bool:
        """Whether other machines are to train, but cannot just now."""
        return self.cluster is not None and not self.cluster.ready()

    def lost(self) -> list[str]:
        """Which of the processes are not there just now, or show no sign of life."""
        return sorted(name for name, (well, _) in self._state_of_all().items() if not well)

    def replaced(self) -> dict[str, int]:
        """How often each process was replaced since the start; Dask's: connected anew."""
        return {name: times for name, (_, times) in sorted(self._state_of_all().items())}

    def close(self) -> None:
        self._stopped.set()
        if self.cluster:
            self.cluster.close()
        for thread in self._threads:
            thread.join(ENDING)
        if self.trainer:
            self.trainer.close()

    def _state_of_all(self) -> dict[str, tuple[bool, int]]:
        """Of each process, and of Dask, whether it is well, and how often it was replaced."""
        found = self.trainer.state() if self.trainer else {}
        if self.cluster:
            found["dask"] = self.cluster.ready(), max(0, self.cluster.connected - 1)
        return found

    def _employ(self) -> None:
        """As many runs at once as the machines have room for; one where there are none."""
        if self.cluster:
            metrics.dask_workers.set(self.cluster.workers())
            jobs().employ(self.cluster.room())

    def _watch(self, act: Callable[[], object]) -> None:
        while not self._stopped.wait(EVERY):
            try:
                act()
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
