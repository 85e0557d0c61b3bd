"""Are the sizes that the pages print those of the paper, counted from the model itself?"""

from cnn import complexity
from cnn.models import LeNet5

#  layer      shape          parameters  connections  receptive field   LeCun et al. (1998), II.B
PAPER = [
    ("C1", (6, 28, 28), 156, 122_304, 5),
    ("S2", (6, 14, 14), 12, 5_880, 6),
    ("C3", (16, 10, 10), 1_516, 151_600, 14),
    ("S4", (16, 5, 5), 32, 2_000, 16),
    ("C5", (120, 1, 1), 48_120, 48_120, 32),
    ("F6", (84,), 10_164, 10_164, 32),
    ("output", (10,), 0, 840, 32),
]


def test_lenet5_is_the_papers_table():
    assert [tuple(row) for row in complexity.table(LeNet5())] == PAPER


def test_totals():
    assert complexity.parameters("LeNet5") == 60_000
    assert complexity.connections("LeNet5") == 340_908
