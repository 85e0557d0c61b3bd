"""A missing text is a visible word for a visitor, and an error here."""

import warnings
from collections.abc import Iterator
from functools import cache

import pytest
import torch
from streamlit.components.v2 import manifest_scanner

from ui.words.facts import MissingText
from ui.work import tasks

torch.set_num_threads(1)  # as ui.work.warmup does for the server


@pytest.fixture(scope="session", autouse=True)
def packages_are_scanned_once() -> Iterator[None]:
    """Each AppTest looks for components in every installed package, longer than a page takes."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


@pytest.fixture(autouse=True)
def missing_text_is_an_error() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", MissingText)
        yield


@pytest.fixture(autouse=True)
def nothing_to_join():
    """What another test has started is no part of this one."""
    tasks._works.clear()
