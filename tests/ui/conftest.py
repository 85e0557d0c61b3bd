"""A missing text is a visible word for a visitor, and an error here."""

import warnings
from collections.abc import Iterator

import pytest
import torch

from ui.words.facts import MissingText
from ui.work import tasks

torch.set_num_threads(1)  # as ui.work.warmup does for the server


@pytest.fixture(autouse=True)
def missing_text_is_an_error() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", MissingText)
        yield


@pytest.fixture(autouse=True)
def nothing_to_join():
    """What another test has started is no part of this one."""
    tasks._works.clear()
