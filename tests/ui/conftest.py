"""A missing text is a visible word for a visitor, and an error here."""

import warnings
from collections.abc import Iterator

import pytest

from ui.facts import MissingText


@pytest.fixture(autouse=True)
def missing_text_is_an_error() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", MissingText)
        yield
