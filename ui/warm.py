"""What a visitor would otherwise wait for, done once: imports, files, the first answer.

`ui.server` calls `warm` before its port answers. Under plain `streamlit run` no code of ours runs
before the first visitor, so a page that needs the network calls it too; later calls cost nothing.
"""

import gc
import importlib
from functools import cache
from threading import Lock

import numpy as np

# Whatever a page imports late would otherwise stay outside the frozen heap and slow every run.
MODULES = ("pandas", "plotly.graph_objects", "ui.frame", "ui.exhibits.home", "ui.exhibits.draw")
_lock = Lock()


def warm() -> None:
    """Import the app, read MNIST and the default network, classify one digit, freeze the heap.

    Raises cnn.problem.Problem if a file that ships is missing or altered.
    """
    with _lock:  # two first visitors at once: one works, the other waits for it
        _warm()


@cache
def _warm() -> None:
    _read_one_digit()
    for module in MODULES:
        importlib.import_module(module)
    # 0.1-0.2 s of collecting torch's objects after each run becomes 0: they never die.
    gc.collect()
    gc.freeze()


def _read_one_digit() -> None:
    import torch

    from cnn import stored
    from cnn.data import mnist
    from cnn.reading import read

    torch.set_num_threads(1)  # one visitor's digit is too small to share; visitors share the cores
    read([np.array([[0.0, 0.0], [0.0, 20.0]])])
    stored.home_digits(), stored.sample_strokes()
    mnist.load("train"), mnist.load("test")
