"""Is a receptive field what finite changes of the image say it is?"""

import pytest
import torch

from cnn.analysis.receptive_box import receptive_field
from cnn.inference.feature_maps import feature_maps
from cnn.models import AlexNet, AlexNetOWT, AlexNetSmall

LAYERS = ("conv1", "pool1", "conv2", "pool2", "conv3", "conv5", "pool5")


def test_the_papers_fields_are_those_of_the_literature():
    with torch.device("meta"):
        model = AlexNet()
    sizes = [receptive_field(model, name).size for name in LAYERS]
    assert sizes == [11, 19, 51, 67, 99, 163, 195]


@pytest.mark.parametrize("kind", [AlexNetSmall, AlexNetOWT])
@pytest.mark.parametrize("layer", LAYERS)
def test_a_unit_answers_to_its_field_and_to_nothing_else(kind, layer):
    """The gradient of one unit, all weights positive so that nothing cancels, marks its field."""
    torch.manual_seed(0)
    model = kind().eval()
    with torch.no_grad():
        for weights in model.parameters():
            weights.abs_()
    side = model.image[1]
    modules = dict(model.named_children())
    image = torch.rand(1, 3, side, side).add(1).requires_grad_()
    maps = image
    for name, module in modules.items():
        if name.startswith("pool"):  # the mean, since a maximum has one source only
            maps = torch.nn.functional.avg_pool2d(maps, module.kernel, module.stride)
        elif name.startswith("conv"):
            maps = module(maps)
        if name == layer:
            break
    assert maps.shape[2:] == feature_maps(model, image.detach())[layer].shape[1:]
    for row, column in ((0, 0), (maps.shape[2] // 2, maps.shape[3] - 1)):
        (slopes,) = torch.autograd.grad(maps[0, :, row, column].sum(), image, retain_graph=True)
        hit = slopes[0].abs().sum(0) > 0
        rows, columns = (hit.any(axis).nonzero()[:, 0].tolist() for axis in (1, 0))
        box = receptive_field(model, layer).box(row, column, side)
        assert (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) == tuple(box)


def test_full_layers_see_everything():
    with torch.device("meta"), pytest.raises(KeyError):
        receptive_field(AlexNetOWT(), "fc6")
