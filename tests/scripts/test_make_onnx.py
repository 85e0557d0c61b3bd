"""Is the graph for the browser the network that ships, layer by layer?"""

from collections.abc import Iterator

import numpy as np
import onnxruntime
import pytest
import torch

from cnn import assets
from cnn.data.photos.sample_photos import samples
from cnn.inference import small_edition
from cnn.inference.feature_maps import feature_maps
from scripts import make_onnx

NEAR = 1e-4  # answers reach 30; float32 adds up in another order


@pytest.fixture(scope="module")
def session():
    assets.path(small_edition.FILE)
    return onnxruntime.InferenceSession(str(assets.path(make_onnx.TARGET)))


def inputs() -> Iterator[torch.Tensor]:
    """Every sample photo, noise, and what is farthest from a photo."""
    for name in samples():
        yield small_edition.small_edition_input(small_edition.sample(name))
    generator = torch.Generator().manual_seed(2012)
    for scale in (0.0, 0.1, 1.0, 4.0):
        yield scale * torch.randn(
            (1, *small_edition.small_edition_network().image), generator=generator
        )


def test_every_layer_answers_as_torch_does(session):
    names = [each.name for each in session.get_outputs()]
    network = small_edition.small_edition_network()
    images = list(inputs())
    assert len(images) == len(samples()) + 4
    for image in images:
        expected = feature_maps(network, image)
        assert names == [name for name in expected if not name.startswith("drop")]
        found = session.run(None, {make_onnx.INPUT: image.numpy()})
        for name, maps in zip(names, found, strict=True):
            np.testing.assert_allclose(maps[0], expected[name], rtol=1e-5, atol=NEAR, err_msg=name)
        assert found[-1].argmax() == expected["fc8"].argmax()


def test_the_graph_made_anew_is_the_one_that_ships():
    made = make_onnx.model().SerializeToString(deterministic=True)
    assert made == assets.path(make_onnx.TARGET).read_bytes()
    assert len(made) < 10_000  # no numbers in it


def test_the_scales_are_those_of_the_sample_photos():
    assert make_onnx.scales() == assets.metric(make_onnx.TARGET, "scales")


def test_a_weight_more_or_less_would_be_noticed(tmp_path, session):
    """The numbers are read from the file that ships, at the places that the graph names."""
    graph = tmp_path / "alexnet-small.onnx"
    graph.write_bytes(assets.path(make_onnx.TARGET).read_bytes())
    numbers = bytearray(assets.path(small_edition.FILE).read_bytes())
    numbers[-200 * 2048 * 2 :] = bytes(200 * 2048 * 2)  # fc8's weights, the last of the file
    (tmp_path / "alexnet-small.safetensors").write_bytes(numbers)
    image = next(inputs()).numpy()
    altered = onnxruntime.InferenceSession(str(graph)).run(["fc7", "fc8"], {"image": image})
    whole = session.run(["fc7", "fc8"], {"image": image})
    np.testing.assert_array_equal(altered[0], whole[0])
    bias = small_edition.small_edition_network().fc8.bias
    np.testing.assert_allclose(altered[1][0], bias, atol=1e-6)
    assert np.abs(altered[1] - whole[1]).max() > 1
