"""Do many threads get syntax trees at once, and the right lines of a class?"""

import ast
import gc
import inspect
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cnn.models import lenet_layers
from ui.words import source_trees

ROOT = Path(__file__).resolve().parents[3]
CODE = Path(lenet_layers.__file__).read_text("utf-8")


def test_the_lines_of_a_class_are_pythons():
    assert source_trees.class_source(lenet_layers.RBF) == (
        inspect.getsource(lenet_layers.RBF),
        inspect.getsourcelines(lenet_layers.RBF)[1],
    )


@pytest.fixture
def hasty():
    """Garbage is collected often, and each time another thread gets its turn."""

    def another(_phase, _found):
        time.sleep(0)

    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(50)
    gc.callbacks.append(another)
    yield
    gc.callbacks.remove(another)
    sys.setswitchinterval(interval)
    gc.set_threshold(*threshold)


def test_trees_made_by_many_threads_at_once_are_whole(hasty):
    with ThreadPoolExecutor(8) as pool:
        trees = list(pool.map(lambda _: ast.dump(source_trees.module_tree(CODE)), range(40)))
    assert set(trees) == {ast.dump(ast.parse(CODE))}


def test_streamlit_makes_no_trees_of_the_pages():
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    assert config["runner"]["magicEnabled"] is False
