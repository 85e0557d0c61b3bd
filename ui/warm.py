"""What a visitor would otherwise wait for, done once: imports, files, the first answer.

`ui.server` calls `warm` before its port answers. Under plain `streamlit run` no code of ours runs
before the first visitor, so a page that needs the network calls it too; later calls cost nothing.
"""

import gc
import importlib
from contextlib import suppress
from functools import cache, partial
from threading import Lock

import numpy as np

from cnn import learning_curves, results
from cnn.data.imagenet import wordnet
from cnn.data.mnist import dataset
from cnn.data.photos import decode_process
from cnn.errors import Problem, enough_memory
from ui import late, turns
from ui.lean import keep_theme

# Whatever a page imports late would otherwise stay outside the frozen heap and slow every run.
MODULES = (
    "pandas",
    "plotly.graph_objects",
    "captum.attr",
    "ui.exhibits.home",
    "ui.exhibits.timeline",
    "ui.exhibits.alexnet",
    "ui.exhibits.convolution",
    "ui.exhibits.convolution_maps",
    "ui.exhibits.convolution_sizes",
    "ui.exhibits.alexnet_architecture",
    "ui.exhibits.alexnet_figures",
    "ui.exhibits.alexnet_lrn",
    "ui.exhibits.alexnet_overfitting",
    "ui.exhibits.alexnet_pooling",
    "ui.exhibits.alexnet_recipe",
    "ui.exhibits.alexnet_relu",
    "ui.exhibits.alexnet_results",
    "ui.exhibits.alexnet_softmax",
    "ui.exhibits.alexnet_source",
    "ui.exhibits.alexnet_towers",
    "ui.exhibits.draw",
    "ui.exhibits.draw_break",
    "ui.exhibits.draw_machines",
    "ui.exhibits.draw_steps",
    "ui.exhibits.training",
    "ui.exhibits.training_weight",
    "ui.exhibits.lenet",
    "ui.exhibits.lenet_walk",
    "ui.exhibits.imagenet",
    "ui.exhibits.imagenet_answers",
    "ui.exhibits.imagenet_contest",
    "ui.exhibits.imagenet_tree",
    "ui.exhibits.imagenet_vote",
    "cnn.training.short_run",
    "ui.exhibits.data",
    "ui.exhibits.data_run",
    "ui.exhibits.mnist",
    "ui.exhibits.mnist_file",
    "ui.exhibits.mnist_game",
    "ui.exhibits.mnist_map",
    "ui.exhibits.mnist_writers",
    "ui.exhibits.photo",
    "ui.exhibits.photo_layers",
    "ui.exhibits.photo_more",
    "ui.exhibits.photo_why",
)
_lock = Lock()


def warm() -> None:
    """Import the app, read MNIST and the default network, read one digit, freeze the heap.

    Raises cnn.errors.Problem if the network's file is missing or altered; what only other pages
    need is their business.
    """
    with turns.aside(), _lock:  # two first visitors at once: one works, the other waits for it
        _warm()


@cache
def _warm() -> None:
    keep_theme()
    turns.take()
    late.keep()
    _read_one_digit()
    _read_files()
    for module in MODULES:
        importlib.import_module(module)
    _see_one_photo()
    # 0.1-0.2 s of collecting torch's objects after each run becomes 0: they never die.
    gc.collect()
    gc.freeze()


def _read_one_digit() -> None:
    import torch

    from ui.reader import prepare, read

    torch.set_num_threads(1)  # one visitor's digit is too small to share; visitors share the cores
    read([np.array([[0.0, 0.0], [0.0, 20.0]])])
    prepare()


def _see_one_photo() -> None:
    from cnn.analysis.attribution import METHODS
    from cnn.data.photos import sample_photos
    from cnn.inference import photo

    with suppress(Problem), enough_memory():  # in this thread: the others have enough to prepare
        found = photo.see(photo.network("small"), sample_photos.image("red-panda"))
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
        learning_curves.grid,
        partial(dataset.load, "train"),
    )
    for read_file in (*files, partial(dataset.load, "test")):
        with suppress(Problem):
            read_file()
