"""What a visitor would otherwise wait for, done once: imports, files, the first answer.

`ui.server.app` calls `warm` before its port answers. Under plain `streamlit run` no code of ours
runs before the first visitor, so a page that needs the network calls it too; later calls cost
nothing.
"""

import gc
import importlib
import pkgutil
from contextlib import suppress
from functools import cache, partial
from threading import Lock

import numpy as np

from cnn import learning_curves, results
from cnn.data.imagenet import wordnet
from cnn.data.mnist import dataset
from cnn.data.photos import decode_process
from cnn.errors import Problem, enough_memory
from ui.patches import navigation, theme_cache
from ui.work import script_turns

# Whatever a page imports late would otherwise stay outside the frozen heap and slow every run.
LATE = ("pandas", "plotly.graph_objects", "captum.attr", "cnn.training.short_run")
EXHIBITS = "ui.exhibits"  # by name: this room stands below theirs
_lock = Lock()


def warm() -> None:
    """Import the app, read MNIST and the default network, read one digit, freeze the heap.

    Raises cnn.errors.Problem if the network's file is missing or altered; what only other pages
    need is their business.
    """
    with (
        script_turns.aside(),
        _lock,
    ):  # two first visitors at once: one works, the other waits for it
        _warm()


def modules() -> list[str]:
    """What is imported before the first visitor: all exhibits, and what they import late."""
    exhibits = importlib.import_module(EXHIBITS)
    found = pkgutil.walk_packages(exhibits.__path__, f"{EXHIBITS}.")
    return [*LATE, *(each.name for each in found)]


@cache
def _warm() -> None:
    theme_cache.keep()
    script_turns.take_turns()
    navigation.keep()
    _read_one_digit()
    _read_files()
    for module in modules():
        importlib.import_module(module)
    _see_one_photo()
    # 0.1-0.2 s of collecting torch's objects after each run becomes 0: they never die.
    gc.collect()
    gc.freeze()


def _read_one_digit() -> None:
    import torch

    from ui.work.inference_threads import prepare, read_in_turn

    torch.set_num_threads(1)  # one visitor's digit is too small to share; visitors share the cores
    read_in_turn([np.array([[0.0, 0.0], [0.0, 20.0]])])
    prepare()


def _see_one_photo() -> None:
    from cnn.analysis.attribution import METHODS
    from cnn.data.photos import sample_photos
    from cnn.inference import photo

    with suppress(Problem), enough_memory():  # in this thread: the others have enough to prepare
        found = photo.read_photo(
            photo.photo_network("small"), sample_photos.sample_image("red-panda")
        )
        METHODS["grad-cam"](found.network.model, found.image, found.best)
        sample_photos.thumbs()
    with suppress(OSError):  # it is tried again for the first photo
        decode_process.prepare()


def _read_files() -> None:
    files = (
        results.home_digits,
        results.sample_strokes,
        results.mnist_read,
        partial(wordnet.search, "dog"),
        learning_curves.error_curves,
        partial(dataset.load_digits, "train"),
    )
    for read_file in (*files, partial(dataset.load_digits, "test")):
        with suppress(Problem):
            read_file()
