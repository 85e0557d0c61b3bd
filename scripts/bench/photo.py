"""A photo: its bytes opened, seen, all its maps, and where its answer comes from.

The small edition with random weights, since speed does not depend on them. Beside it: bare Pillow,
which opens a file and reduces it with no care for what is in it; hooks on every layer, the usual
way to maps; captum's occlusion as it comes, one square at a time.
"""

import io
from collections.abc import Callable
from functools import partial

import torch
from captum.attr import Occlusion
from PIL import Image, ImageOps
from torch import Tensor, nn

from cnn import assets
from cnn.analysis.attribution import METHODS, STRIDE, WINDOW
from cnn.data.imagenet import classes
from cnn.data.photos.crops import small_transform
from cnn.data.photos.decode import LONGEST, open_photo
from cnn.inference import photo as seeing
from cnn.inference.feature_maps import feature_maps
from cnn.models import AlexNetSmall
from scripts.bench.report import Figure
from scripts.bench.timing import beside

LARGE = (4032, 3024)  # a phone's
EYE = small_transform((122.0, 114.0, 101.0), 64.0)


def measure(times: int) -> list[Figure]:
    """All figures of this part."""
    torch.set_num_threads(1)
    model = AlexNetSmall(generator=torch.Generator().manual_seed(0)).eval().requires_grad_(False)
    network = seeing.PhotoNetwork("small", model, EYE, classes.tiny_classes())
    return [*_opened(times), *_seen(network, times), *_explained(network, times)]


def files() -> dict[str, bytes]:
    """A photo that ships, and one as large as a phone's, in three formats."""
    shipped = assets.path("photos/goldfish.jpg").read_bytes()
    large = Image.open(io.BytesIO(shipped)).resize(LARGE)
    found = {"a sample, JPEG": shipped}
    for kind in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        large.save(out, kind)
        found[f"12 megapixels, {kind}"] = out.getvalue()
    return found


def bare(data: bytes) -> Image.Image:
    """As a tutorial opens a photo, turned upright and reduced as ours is."""
    photo = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    photo.thumbnail((LONGEST, LONGEST))
    return photo


def _opened(times: int) -> list[Figure]:
    figures = []
    for name, data in files().items():
        ways = {
            "open_photo": partial(open_photo, data),
            "bare Pillow": partial(bare, data),
        }
        figures += beside(f"open {name}", ways, times)
    return figures


def _seen(network: seeing.PhotoNetwork, times: int) -> list[Figure]:
    data = files()["a sample, JPEG"]
    photo = open_photo(data)
    image = EYE.to_input([EYE.crop(EYE.shrink(photo))])
    layers = list(feature_maps(network.model, image))
    ways = {
        "all maps, ours": lambda: feature_maps(network.model, image),
        "all maps, hooks": lambda: _by_hooks(network.model, layers, image),
        "the answer alone": lambda: network.model(image),
        "bytes to answer and all maps": lambda: seeing.read_photo(network, open_photo(data)),
        "ten crops": lambda: seeing.read_photo(network, photo, ten=True),
    }
    with torch.inference_mode():
        return beside("a photo seen", ways, times)


def _by_hooks(model: nn.Module, layers: list[str], image: Tensor) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    hooks = [
        model.get_submodule(name).register_forward_hook(
            lambda _layer, _inputs, output, name=name: found.update({name: output[0]})
        )
        for name in layers
    ]
    model(image)
    for hook in hooks:
        hook.remove()
    return found


def _explained(network: seeing.PhotoNetwork, times: int) -> list[Figure]:
    found = seeing.read_photo(network, open_photo(files()["a sample, JPEG"]))
    image, target = found.image, found.best

    def one_by_one() -> None:
        side = image.shape[-1]
        window, stride = round(WINDOW * side), round(STRIDE * side)
        with torch.no_grad():
            Occlusion(lambda images: network.model(images).softmax(1)).attribute(
                image,
                sliding_window_shapes=(3, window, window),
                strides=(3, stride, stride),
                target=target,
            )

    ways: dict[str, Callable[[], object]] = {
        name: partial(method, network.model, image, target) for name, method in METHODS.items()
    }
    ways["occlusion, captum one by one"] = one_by_one
    return beside("a photo explained", ways, times)
