"""How large the data sets of this course are: an image, its numbers, the classes, the whole."""

from typing import NamedTuple


class DataSet(NamedTuple):
    """One data set; where sizes differ, width and height are the average."""

    name: str
    width: int
    height: int
    channels: int
    classes: int
    images: int  # training, validation and test together; of "tiny" those with labels

    @property
    def pixels(self) -> int:
        """Pixels of one image."""
        return self.width * self.height

    @property
    def values(self) -> int:
        """The numbers that one image is made of: a byte each, before any compression."""
        return self.pixels * self.channels

    @property
    def bytes(self) -> int:
        """Bytes of the whole set, one for each number."""
        return self.values * self.images


# ImageNet's average image is given in the paper of 2009; ILSVRC's is taken to be the same.
SETS = (
    DataSet("mnist", 28, 28, 1, 10, 70_000),
    DataSet("cifar10", 32, 32, 3, 10, 60_000),
    DataSet("tiny", 64, 64, 3, 200, 110_000),
    DataSet("ilsvrc", 400, 350, 3, 1000, 1_281_167 + 50_000 + 100_000),
    DataSet("imagenet", 400, 350, 3, 21_841, 14_197_122),
)
MEASURES = ("pixels", "values", "classes", "images", "bytes")
A4 = 0.210 * 0.297  # square metres


def dataset_size(name: str, measure: str) -> int:
    """The size of the data set `name` in one of MEASURES, or its width, height or channels."""
    return int(getattr({each.name: each for each in SETS}[name], measure))


def size_ratio(measure: str, smaller: str = "mnist", larger: str = "imagenet") -> float:
    """How often the smaller set fits into the larger."""
    return dataset_size(larger, measure) / dataset_size(smaller, measure)


def whole_size_ratio(measure: str, smaller: str = "mnist", larger: str = "imagenet") -> int:
    """How often the smaller set fits into the larger, as a whole number; for the prose."""
    return round(size_ratio(measure, smaller, larger))


def hours(name: str) -> int:
    """Hours to look at every image of a set for a second, without a break; for the prose."""
    return round(dataset_size(name, "images") / 3600)


def days(name: str) -> int:
    """Days to look at every image of a set for a second, without a break; for the prose."""
    return round(dataset_size(name, "images") / 86_400)


def paper_area(measure: str = "bytes") -> int:
    """Square metres of ImageNet if MNIST were a sheet of A4, to two digits; for the prose."""
    return int(float(f"{A4 * size_ratio(measure):.2g}"))
