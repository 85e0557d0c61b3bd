"""How fast LeNet-5 trains here, beside a plain DataLoader with torchvision's transforms.

python -m scripts.measure_training: images a second, plain and with distortions; the same network,
batch, criterion and optimiser on both sides. The rival transforms one digit at a time, as tutorials
do; "worker" is the rival with one worker process, as many as the Training page has beside its own.

python -m scripts.measure_training --run: seconds that a run of the Training page takes, three
epochs over all 60,000 digits with its moments, by the two processes that train and by one.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import v2

from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits
from cnn.data.pens.distortions import Distortion
from cnn.models import LeNet5
from cnn.training.loop import train
from cnn.training.losses import map_criterion
from cnn.training.recipes import Modern
from cnn.training.runs import Options, Run
from cnn.training.worker import Trainer

BATCH = 128
ROUNDS = 3


class OneByOne(Dataset[tuple[Tensor, int]]):
    """MNIST digits as a tutorial would serve them: PIL image in, transforms, tensor out."""

    def __init__(self, digits: Digits, transform: Callable[[object], Tensor]) -> None:
        self.digits, self.transform = digits, transform

    def __len__(self) -> int:
        return len(self.digits.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        image = v2.functional.to_pil_image(self.digits.images[index])
        return self.transform(image), int(self.digits.labels[index])


def measure(images: int = 6_400) -> dict[str, dict[str, float]]:
    """Medians of images a second for "plain" and "distorted": ours, loader, their ratio, worker."""
    torch.set_num_threads(1)
    source = dataset.load_digits("train")
    digits = Digits(source.images[:images].copy(), source.labels[:images].copy())
    results = {}
    for kind in ("plain", "distorted"):
        rounds = [
            (_ours(digits, kind), _loader(digits, kind), _loader(digits, kind, workers=1))
            for _ in range(ROUNDS)
        ]
        ours, loader, worker = (statistics.median(side) for side in zip(*rounds, strict=True))
        results[kind] = {"ours": ours, "loader": loader, "ratio": ours / loader, "worker": worker}
    return results


def _ours(digits: Digits, kind: str) -> float:
    generator = torch.Generator().manual_seed(0)
    distort = Distortion() if kind == "distorted" else None
    recipe = Modern(epochs=1, batch=BATCH, distort=distort)
    return _speed(train(LeNet5(generator), digits, recipe, generator=generator), len(digits.labels))


def _loader(digits: Digits, kind: str, workers: int = 0) -> float:
    return _speed(_tutorial(digits, kind, workers), len(digits.labels))


def _tutorial(digits: Digits, kind: str, workers: int) -> Iterator[float]:
    bend = [v2.RandomAffine(6, translate=(0.02, 0.02), scale=(0.9, 1.1), shear=8)]
    bend += [v2.ElasticTransform(alpha=10.0)]
    common = [v2.Pad(2), v2.PILToTensor(), v2.ToDtype(torch.float32, scale=True)]
    levels = v2.Normalize([0.1 / 1.275], [1 / 1.275])
    transform = v2.Compose([*(bend if kind == "distorted" else []), *common, levels])
    model = LeNet5()
    optimiser = torch.optim.AdamW(model.parameters(), 0.002, fused=True)
    loader = DataLoader(OneByOne(digits, transform), BATCH, shuffle=True, num_workers=workers)
    for images, labels in loader:
        loss = map_criterion(model(images), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        yield loss.item()


def _speed(steps: Iterator[object], images: int) -> float:
    next(steps)  # the first step is not counted: workers start in it
    started = time.perf_counter()
    for _ in steps:
        pass
    return (images - BATCH) / (time.perf_counter() - started)


def run_seconds(batch: int) -> dict[str, float]:
    """Of a whole run, by "processes" as on the page, and "alone", the only way of some systems."""
    torch.set_num_threads(1)
    options = Options(digits=60_000, epochs=3, batch=batch)
    trainer = Trainer.start()  # before anything starts a thread
    runs = {"processes": trainer.run(options)} if trainer else {}
    seconds = {}
    for name, run in (runs | {"alone": Run(options)}).items():
        began = time.perf_counter()
        for _ in run.work():
            pass
        seconds[name] = time.perf_counter() - began
    if trainer:
        trainer.close()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--batch", type=int, default=Options().batch, help="of the run")
    options = parser.parse_args()
    print(json.dumps(run_seconds(options.batch) if options.run else measure(), indent=2))


if __name__ == "__main__":
    main()
