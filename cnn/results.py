"""Results computed once and shipped, for pages that do not load torch."""

import json
import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn import assets

Layers = dict[str, NDArray[np.generic]]
Floats = NDArray[np.float32]


class MnistRead(NamedTuple):
    """What the default network made of all 70,000 digits, the 60,000 training digits first."""

    answers: NDArray[np.uint8]  # (70000,), the digit whose code is nearest
    nearest: NDArray[np.float16]  # (70000,), the distance of that code
    right: NDArray[np.float16]  # (70000,), the distance of the right code
    f6: NDArray[np.int8]  # (70000, 16), F6 along `axes`, in units of `step`
    step: NDArray[np.float32]
    centre: Floats  # (84,), the mean of F6
    axes: Floats  # (16, 84), the directions in which F6 differs most
    places: NDArray[np.uint16]  # (70000, 2), x and y on the map, 0 ... 65535
    alike: NDArray[np.uint16]  # (10000,), the training digit most like each test digit, by pixels

    def neighbours(self, f6: Floats, count: int) -> NDArray[np.intp]:
        """The `count` digits whose F6 is nearest to this one's (84,), the nearest first."""
        short = ((f6 - self.centre) @ self.axes.T / self.step).round().astype(np.int16)
        apart = np.square(self.f6 - short, dtype=np.int32).sum(1)
        return np.argsort(apart, kind="stable")[:count]


@cache
def home_digits() -> list[Layers]:
    """Ten MNIST test digits, 0 to 9, each gone through LeNet-5.

    Of each: image (28, 28) uint8, C1 (6, 28, 28), S2 (6, 14, 14), C3 (16, 10, 10),
    S4 (16, 5, 5), C5 (120,), F6 (84,) and distances (10,) float16. Raises AssetProblem.
    """
    with np.load(assets.path("runs/home_digits.npz"), allow_pickle=False) as stored:
        names = dict.fromkeys(key.partition("/")[2] for key in stored.files)
        return [{name: stored[f"{digit}/{name}"] for name in names} for digit in range(10)]


@cache
def nearest_distances() -> Layers:
    """How far from their nearest code the default network finds digits and other drawings.

    Counts (28,) of "digits" (MNIST's test digits), "letters" (but those like a digit), "scribbles"
    and "lines", in bins of distance whose "edges" are (29,); the last bin holds all beyond.
    Raises AssetProblem.
    """
    with np.load(assets.path("runs/nearest.npz"), allow_pickle=False) as stored:
        return dict(stored)


@cache
def sample_strokes() -> dict[str, list[NDArray[np.float64]]]:
    """Drawings for those who cannot draw, by name, each a list of (n, 2) on the pad's grid.

    "0" to "9" are centre lines of MNIST training digits; "letter", "scribble" and "line" are not
    digits. Raises AssetProblem.
    """
    return _strokes("data/sample_strokes.json")


@cache
def disagreements() -> dict[str, list[NDArray[np.float64]]]:
    """Drawings that the classifiers of cnn.inference.classifiers read differently, by their labels.

    Each is a list of strokes (n, 2) on the pad's grid. Raises AssetProblem.
    """
    return _strokes("data/disagreements.json")


def _strokes(file: str) -> dict[str, list[NDArray[np.float64]]]:
    stored = json.loads(assets.path(file).read_text("utf-8"))
    return {name: [np.array(line, float) for line in lines] for name, lines in stored.items()}


@cache
def mnist_read() -> MnistRead:
    """The default network's answers to MNIST, and the map of all digits. Raises AssetProblem."""
    with np.load(assets.path("runs/mnist_read.npz"), allow_pickle=False) as stored:
        return MnistRead(**stored)


class PhotoAnswers(NamedTuple):
    """What AlexNet's small edition says of the sample photos."""

    error: dict[str, float]  # "top1" and "top5" on validation images, in per cent
    answers: dict[str, list[tuple[str, float]]]  # by photo: five wnids, each with its share


@cache
def photo_answers() -> PhotoAnswers:
    """The small edition's answers to each sample photo of its 200 classes. Raises AssetProblem."""
    found = json.loads(assets.path("runs/photo_answers.json").read_text("utf-8"))
    answers = {
        photo: [(wnid, chance) for wnid, chance in five] for photo, five in found["answers"].items()
    }
    return PhotoAnswers(found["error"], answers)


class UnitPeaks(NamedTuple):
    """The sample photos that excite each map, or unit, of a layer most, the strongest first."""

    photo: NDArray[np.uint8]  # (maps, 9), places in the order of the samples
    at: NDArray[np.uint8]  # (maps, 9, 2), row and column of the strongest unit
    value: NDArray[np.float16]  # (maps, 9), its answer; 0 where nothing excites the map


@cache
def unit_peaks() -> dict[str, UnitPeaks]:
    """By layer of the small edition, from the samples' centre crops (scripts.measure_unit_peaks).

    Raises AssetProblem.
    """
    with np.load(assets.path("runs/unit_peaks.npz"), allow_pickle=False) as stored:
        layers = dict.fromkeys(key.partition("/")[0] for key in stored.files)
        return {
            layer: UnitPeaks(*(stored[f"{layer}/{name}"] for name in UnitPeaks._fields))
            for layer in layers
        }


@cache
def adversarial() -> dict[str, Any]:
    """How often a step along the gradient's sign misleads LeNet-5 (scripts.measure_adversarial).

    "steps": their sizes, 0 ... 1, from paper to ink; "digits": of how many; of "lenet5" and
    "lenet5-distorted" the errors in per cent at each step, of "signs" and of random "noise" as
    large. Raises AssetProblem.
    """
    found: dict[str, Any] = json.loads(assets.path("runs/adversarial.json").read_text("utf-8"))
    return found


class Lesions(NamedTuple):
    """What LeNet-5 misreads without one of its maps (scripts.measure_lesions).

    Counts of MNIST's test digits, ten each, from digit 0 to 9.
    """

    digits: list[int]  # how many there are
    whole: list[int]  # misread by the whole network
    C1: list[list[int]]  # misread without each map of C1 ...
    C3: list[list[int]]  # ... and of C3

    def errors(self, layer: str) -> list[float]:
        """The errors in per cent without each map of a layer, "C1" or "C3"."""
        maps: list[list[int]] = getattr(self, layer)
        return [100 * sum(misread) / sum(self.digits) for misread in maps]


@cache
def lesions() -> Lesions:
    """The digits misread by the whole network and without each map. Raises AssetProblem."""
    return Lesions(**json.loads(assets.path("runs/lesions.json").read_text("utf-8")))


def error_whole() -> float:
    """The error of the whole network in per cent; for the prose."""
    found = lesions()
    return 100 * sum(found.whole) / sum(found.digits)


def map_that_matters(layer: str, most: bool = True) -> int:
    """Which map of "C1" or "C3" costs most, or least, when it is taken out; for the prose."""
    errors = lesions().errors(layer)
    return errors.index(max(errors) if most else min(errors))


def error_without_map(layer: str, most: bool = True) -> float:
    """The error in per cent without that map; for the prose."""
    return lesions().errors(layer)[map_that_matters(layer, most)]


def misread_without_map(digit: int) -> float:
    """How many per cent of one digit are misread without C1's most important map; for the prose."""
    found = lesions()
    return 100 * found.C1[map_that_matters("C1")][digit] / found.digits[digit]


def error_misled(network: str, way: str, step: float) -> float:
    """The error of "lenet5" or "lenet5-distorted" after a step; for the prose.

    way: "signs", along the gradient's, or "noise"; step: 0 ... 0.3, one of those measured.
    """
    found = adversarial()
    return float(found[network][way][found["steps"].index(step)])


@cache
def draw_measured() -> dict[str, dict[str, Any]]:
    """What was measured for the Draw page, in per cent. Raises AssetProblem.

    "steps": the error without each step; "shift": for each classifier a list of errors after 0 to
    10 pixels.
    """
    found: dict[str, dict[str, Any]] = json.loads(
        assets.path("runs/draw_measured.json").read_text("utf-8")
    )
    return found


def error_without(step: str) -> float:
    """The error with this step left out, or with "nothing" or "everything"; for the prose."""
    return float(draw_measured()["steps"][step])


def error_shifted(classifier: str, pixels: int) -> float:
    """A classifier's error on digits shifted by so many pixels; for the prose."""
    return float(draw_measured()["shift"][classifier][pixels])


class CifarRun(NamedTuple):
    """A network on CIFAR-10 (as JPEG): errors in per cent after 0, 1, 2 ... epochs."""

    activation: str  # "tanh" or "relu"
    rate: float
    seed: int
    dropout: float  # the part of the hidden units left out
    train: list[float]
    test: list[float]
    epochs: float | None = None  # to the goal of the race, between two epochs by a line
    kind: str = ""  # what was different about it, where several things are compared


class ReluRace(NamedTuple):
    """ReLU against tanh, as in figure 1 of the AlexNet paper (scripts.measure_relu_race)."""

    goal: float  # the training error, in per cent, at which a run ends
    rates: dict[str, float]  # by activation: the rate that was best after three epochs
    epochs: dict[str, list[float | None]]  # by activation, a seed each; None: never reached
    ratio: float | None  # how many times as many epochs tanh takes as ReLU, on average
    tuning: list[dict[str, Any]]  # activation, rate, train: error after three epochs or None
    runs: list[CifarRun]


class DigitRace(NamedTuple):
    """tanh against ReLU on MNIST, ten starts (scripts.measure_digit_race)."""

    goal: float  # the error, in per cent, at which a run ends
    rates: dict[str, float]  # by activation
    digits: dict[str, list[int | None]]  # by activation, a start each: learned from until the goal

    def first(self, kind: str) -> int:
        """From how many starts this kind alone was at the goal first."""
        (other,) = set(self.digits) - {kind}
        pairs = zip(self.digits[kind], self.digits[other], strict=True)
        return sum(a is not None and (b is None or a < b) for a, b in pairs)

    def ratio(self) -> float:
        """How many times as many digits tanh takes as ReLU, on average; NaN if one never came."""
        means = {
            kind: math.nan if None in taken else sum(filter(None, taken)) / len(taken)
            for kind, taken in self.digits.items()
        }
        return means["tanh"] / means["relu"]


class DropoutRuns(NamedTuple):
    """The same network with and without dropout (scripts.measure_dropout)."""

    images: int  # learned from
    rate: float
    last: dict[str, dict[str, float]]  # by dropout, "0.0" and "0.5": mean "train" and "test"
    runs: list[CifarRun]


class Normalisation(NamedTuple):
    """A network as it is, normalised, and with windows side by side.

    scripts.measure_normalisation makes it.
    """

    constants: dict[str, float]  # n ("size"), alpha, beta and k of the normalisation
    last: dict[str, dict[str, float]]  # by kind: mean "train" and "test", "least" and "most" test
    runs: list[CifarRun]  # of the kinds "as-is", "normalised" and "plain"


@cache
def relu_race() -> ReluRace:
    """The race, each of its runs epoch by epoch. Raises AssetProblem."""
    return ReluRace(**_cifar("runs/relu_race.json", ReluRace))


@cache
def digit_race() -> DigitRace:
    """The race on MNIST from ten starts. Raises AssetProblem."""
    return DigitRace(**json.loads(assets.path("runs/digit_race.json").read_text("utf-8")))


@cache
def dropout_runs() -> DropoutRuns:
    """The runs with and without dropout, epoch by epoch. Raises AssetProblem."""
    return DropoutRuns(**_cifar("runs/dropout.json", DropoutRuns))


class HalvingMeasured(NamedTuple):
    """Ways to answer after dropout, compared on validation photos (scripts.measure_halving).

    By way, "scaled", "shrunk", "untouched", "mean" and "geometric": in per cent "top1" and "top5"
    errors, how often it "agrees" with "shrunk" on the first answer, and how "sure" it is of its own
    on average. "thinned" is one thinned network by itself.
    """

    photos: int
    networks: int
    apart: float  # the largest difference of a probability between "scaled" and "shrunk"
    thinned: dict[str, float]
    ways: dict[str, dict[str, float]]


@cache
def halving_measured() -> HalvingMeasured:
    """The five ways to answer after dropout, measured. Raises AssetProblem."""
    return HalvingMeasured(**json.loads(assets.path("runs/halving.json").read_text("utf-8")))


def halving_photos() -> int:
    """On how many validation photos they were compared; for the prose."""
    return halving_measured().photos


def halving_share(way: str, what: str) -> float:
    """One of the measured shares in per cent; `way` is one of the five, or "thinned"."""
    found = halving_measured()
    return found.thinned[what] if way == "thinned" else found.ways[way][what]


@cache
def normalisation() -> Normalisation:
    """The runs with and without normalisation and overlap. Raises AssetProblem."""
    return Normalisation(**_cifar("runs/normalisation.json", Normalisation))


def normalisation_epochs() -> int:
    """How many epochs each of the runs with and without normalisation lasted; for the prose."""
    return len(normalisation().runs[0].test) - 1


def normalisation_constant(name: str) -> float:
    """One of the normalisation's constants: "size", "alpha", "beta" or "k"; for the prose."""
    return normalisation().constants[name]


class SmallRun(NamedTuple):
    """AlexNet's small edition, trained once more (scripts.measure_small_edition)."""

    kind: str  # "as-is", "unnormalised" or "plain": with windows side by side
    seed: int
    epochs: int
    parameters: int
    right: dict[str, tuple[float, float]]  # by crops, "1" or "10": top-1 and top-5 in per cent
    noisy: float  # the share of conv1's kernels that are


@cache
def small_runs() -> list[SmallRun]:
    """The small edition with and without normalisation and overlap. Raises AssetProblem."""
    stored = json.loads(assets.path("runs/small_edition.json").read_text("utf-8"))["runs"]
    for run in stored:
        run["right"] = {crops: tuple(two) for crops, two in run["right"].items()}
    return [SmallRun(**run) for run in stored]


def idea_gains() -> dict[str, dict[str, list[float]]]:
    """What "normalisation" and "overlap" gained our networks on "cifar" and of the "small" edition.

    Percentage points of first answers that are right more often with the idea than without it, a
    number for each seed. Raises AssetProblem.
    """
    errors = {(run.kind, run.seed): run.test[-1] for run in normalisation().runs}
    right = {(run.kind, run.seed): run.right["1"][0] for run in small_runs()}

    def gains(found: dict[tuple[str, int], float], more: str, less: str) -> list[float]:
        return [
            round(found[more, seed] - found[less, seed], 2) for kind, seed in found if kind == more
        ]

    return {
        "normalisation": {
            "cifar": gains(errors, "as-is", "normalised"),
            "small": gains(right, "as-is", "unnormalised"),
        },
        "overlap": {
            "cifar": gains(errors, "plain", "as-is"),
            "small": gains(right, "as-is", "plain"),
        },
    }


def _cifar(
    file: str, kind: type[ReluRace] | type[DropoutRuns] | type[Normalisation]
) -> dict[str, Any]:
    stored = json.loads(assets.path(file).read_text("utf-8"))
    stored["runs"] = [CifarRun(**run) for run in stored["runs"]]
    return {name: stored[name] for name in kind._fields}


class PhotoFeatures(NamedTuple):
    """What AlexNet's small edition made of every sample photo."""

    names: tuple[str, ...]
    crops: NDArray[np.uint8]  # (n, 56, 56, 3), what it looked at
    fc7: NDArray[np.float16]  # (n, units of fc7), its last hidden layer
    logits: Floats  # (n, 200)


@cache
def photo_features() -> PhotoFeatures:
    """The small edition's last two layers for each sample photo. Raises AssetProblem."""
    with np.load(assets.path("runs/photo_features.npz"), allow_pickle=False) as stored:
        names = tuple(str(name) for name in stored["names"])
        return PhotoFeatures(names, *(stored[name] for name in ("crops", "fc7", "logits")))


@cache
def neighbours_measured() -> dict[str, Any]:
    """How often nearest digits bear the same label. Raises AssetProblem.

    "asked": how many digits were looked at; "same": in per cent, by "f6" and by "pixels".
    """
    found: dict[str, Any] = json.loads(assets.path("runs/neighbours.json").read_text("utf-8"))
    return found


def digits_asked() -> int:
    """Of how many digits the neighbours were looked at; for the prose."""
    return int(neighbours_measured()["asked"])


def same_label(by: str) -> float:
    """The part of nearest neighbours with the same label, in per cent; for the prose."""
    return float(neighbours_measured()["same"][by])


class MadeLayer(NamedTuple):
    """The pictures made for units of one layer of the small edition (scripts.make_excited)."""

    units: list[int]
    side: int  # pixels of a picture, which stand `across` a row in assets/excited/<layer>.webp
    began: list[float]  # what each unit's sum was for the noise at the start
    reached: list[float]  # and for the finished picture
    naive_units: list[int]  # units for which one was made without remedies, too
    naive: list[float]  # what that reached


class Excited(NamedTuple):
    """Pictures made for units, and the strongest answer of each to validation photos."""

    photos: int
    steps: int
    across: int
    best: dict[str, list[float]]  # by layer, a sum for every map or unit
    layers: dict[str, MadeLayer]

    def ratios(self, layer: str, remedies: bool = True) -> list[float]:
        """How many times as strong as to any photo each unit's answer to its picture is.

        Without units that no photo excites.
        """
        made = self.layers[layer]
        found = zip(
            made.units if remedies else made.naive_units,
            made.reached if remedies else made.naive,
            strict=True,
        )
        best = self.best[layer]
        return [reached / best[unit] for unit, reached in found if best[unit] > 0]


@cache
def excited() -> Excited:
    """The shipped pictures and what they reach (scripts.make_excited). Raises AssetProblem."""
    found = json.loads(assets.path("excited/excited.json").read_text("utf-8"))
    found["layers"] = {layer: MadeLayer(**each) for layer, each in found["layers"].items()}
    return Excited(**found)


def excited_ratio(layer: str, remedies: bool = True) -> float:
    """The median of `Excited.ratios` of a layer; for the prose."""
    return round(float(np.median(excited().ratios(layer, remedies))), 1)


def excited_number(what: str) -> int:
    """For the prose: of how many "photos", in how many "steps", for how many "units" in all."""
    found = excited()
    units = sum(len(layer.units) for layer in found.layers.values())
    return {"photos": found.photos, "steps": found.steps, "units": units}[what]


class TaughtLayers(NamedTuple):
    """What the small edition's layers learn from few photos of CIFAR-10 (scripts.measure_teaching).

    "right": by layer ("pixels", "pool5", "fc6", "fc7"), for each of `counts`, the per cent of new
    photos named right with each seed.
    """

    classes: int
    tested: int  # new photos of each class
    strength: float
    counts: list[int]  # photos of each class to learn from
    right: dict[str, list[list[float]]]


@cache
def taught() -> TaughtLayers:
    """The shares for every layer, number of photos and seed. Raises AssetProblem."""
    return TaughtLayers(**json.loads(assets.path("runs/teaching.json").read_text("utf-8")))


def share_taught(layer: str, count: int) -> float:
    """The per cent right by a layer from so many photos of each class; for the prose."""
    return float(np.mean(taught().right[layer][taught().counts.index(count)]))


def spread_taught(layer: str, count: int) -> float:
    """The standard deviation of that over the seeds, in points; for the prose."""
    return float(np.std(taught().right[layer][taught().counts.index(count)], ddof=1))
