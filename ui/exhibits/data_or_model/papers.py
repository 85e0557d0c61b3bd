"""What papers measured of data and of classifiers: keys of facts, by what they are about."""

BASE = 60_000

# LeCun et al. (1998), figures 6 and 9: (digits learned from, key of the error in per cent).
POINTS = {
    ("linear", "plain"): ((BASE, "lenet5.linear-error"),),
    ("linear", "deslanted"): ((BASE, "data.lc98-linear-deslanted"),),
    ("hidden300", "plain"): ((BASE, "data.lc98-hidden300"),),
    ("hidden300", "deslanted"): ((BASE, "data.lc98-hidden300-deslanted"),),
    ("hidden300", "distorted"): ((BASE, "data.lc98-hidden300-distorted"),),
    ("lenet1", "plain"): ((BASE, "data.lc98-lenet1"),),
    ("lenet5", "plain"): (
        (BASE // 4, "data.lc98-lenet5-15"),
        (BASE // 2, "data.lc98-lenet5-30"),
        (BASE, "lenet5.error"),
    ),
    ("lenet5", "distorted"): ((BASE, "lenet5.error-distorted"),),
}

# The paper's classifiers, each with its error by preparation.
TABLE = {
    "linear": {"plain": "lenet5.linear-error", "deslanted": "data.lc98-linear-deslanted"},
    "nearest": {"plain": "data.lc98-nearest", "deslanted": "data.lc98-nearest-deslanted"},
    "hidden300": {
        "plain": "data.lc98-hidden300",
        "distorted": "data.lc98-hidden300-distorted",
        "deslanted": "data.lc98-hidden300-deslanted",
    },
    "lenet1": {"plain": "data.lc98-lenet1"},
    "lenet5": {"plain": "lenet5.error", "distorted": "lenet5.error-distorted"},
}

# Top-5 error of 2012, from one way to the next: (label, key).
STEPS = (
    ("second", "ilsvrc.error-2012-second"),
    ("model", "ilsvrc.error-2012-supplied"),
    ("more", "ilsvrc.error-2012"),
)


def paper_results(classifier: str, preparation: str) -> tuple[tuple[int, str], ...]:
    """The paper's results for a classifier and its digits; there may be none."""
    return POINTS.get((classifier, preparation), ())
