"""The process that trains for all visitors, if there is one: started before any thread."""

from cnn.runs import Options, Run
from cnn.trainer import Trainer


class Helping:
    """Who works on runs; without `start`, the thread that asks for their steps."""

    def __init__(self) -> None:
        self.trainer: Trainer | None = None

    def start(self) -> None:
        self.trainer = Trainer.start()

    def run(self, options: Options) -> Run:
        """A run that has not begun."""
        return self.trainer.run(options) if self.trainer else Run(options)

    def close(self) -> None:
        if self.trainer:
            self.trainer.close()


server = Helping()
