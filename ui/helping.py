"""The process that helps whoever trains on this server, if there is one: started before threads."""

from cnn.halves import Halves, Helper


class Helping:
    """What all runs make their gradients by; without `start`, each by itself."""

    def __init__(self) -> None:
        self.halves = Halves()

    def start(self) -> None:
        self.halves = Helper.start() or self.halves

    def close(self) -> None:
        if isinstance(self.halves, Helper):
            self.halves.close()


server = Helping()
