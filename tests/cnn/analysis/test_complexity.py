"""Are the sizes that the pages print those of the papers, counted from the models themselves?"""

import pytest

from cnn.analysis import complexity
from cnn.models import MODELS, AlexNet, LeNet5

#  layer      shape          parameters  connections  receptive field
PAPERS = {
    "LeCun1989": [  # LeCun et al. (1989), section 3.3
        ("H1", (12, 8, 8), 1_068, 19_968, 5),
        ("H2", (12, 4, 4), 2_592, 38_592, 13),
        ("H3", (30,), 5_790, 5_790, 16),
        ("output", (10,), 310, 310, 16),
    ],
    "LeNet1": [  # Le Cun et al. (1990), section 4; only the totals are printed there
        ("H1", (4, 24, 24), 104, 59_904, 5),
        ("H2", (4, 12, 12), 8, 2_880, 6),
        ("H3", (12, 8, 8), 512, 32_768, 14),
        ("H4", (12, 4, 4), 24, 960, 16),
        ("output", (10,), 1_930, 1_930, 28),
    ],
    "LeNet4": [  # the list of LeCun et al. (1998), section III.C.8, with 47 kernels in C3
        ("C1", (4, 28, 28), 104, 81_536, 5),
        ("S2", (8, 14, 14), 16, 7_840, 6),
        ("C3", (16, 10, 10), 1_191, 119_100, 14),
        ("S4", (16, 5, 5), 32, 2_000, 16),
        ("C5", (120, 1, 1), 48_120, 48_120, 32),
        ("output", (10,), 1_210, 1_210, 32),
    ],
    "LeNet5": [  # LeCun et al. (1998), section II.B
        ("C1", (6, 28, 28), 156, 122_304, 5),
        ("S2", (6, 14, 14), 12, 5_880, 6),
        ("C3", (16, 10, 10), 1_516, 151_600, 14),
        ("S4", (16, 5, 5), 32, 2_000, 16),
        ("C5", (120, 1, 1), 48_120, 48_120, 32),
        ("F6", (84,), 10_164, 10_164, 32),
        ("output", (10,), 0, 840, 32),
    ],
    "Linear": [("output", (10,), 7_850, 7_850, 28)],
    "Hidden300": [("hidden", (300,), 235_500, 235_500, 28), ("output", (10,), 3_010, 3_010, 28)],
}

TOTALS = {  # parameters and connections, as printed in the papers
    "LeCun1989": (9_760, 64_660),
    "LeNet1": (2_578, 98_442),
    "LeNet5": (60_000, 340_908),
}


@pytest.fixture(scope="module")
def alexnet():
    return {row.name: row for row in complexity.layer_sizes(AlexNet())}


@pytest.mark.parametrize("name", PAPERS)
def test_the_network_is_the_papers_table(name):
    assert [tuple(row[:5]) for row in complexity.layer_sizes(MODELS[name]())] == PAPERS[name]


@pytest.mark.parametrize("name", TOTALS)
def test_totals_are_the_papers(name):
    assert (complexity.parameter_count(name), complexity.connection_count(name)) == TOTALS[name]


def test_lenet4_comes_near_the_papers_connections_but_not_its_parameters():
    assert complexity.connection_count("LeNet4") == 259_806  # "about 260,000"
    assert complexity.parameter_count("LeNet4") == 50_673  # "about 17,000", which C5 alone exceeds


def test_receptive_fields_and_products_of_alexnet(alexnet):
    fields = {"conv1": 11, "pool1": 19, "conv2": 51, "pool2": 67, "conv3": 99, "conv4": 131}
    fields |= {"conv5": 163, "pool5": 195, "fc6": 227, "fc8": 227}
    assert {name: alexnet[name].receptive_field for name in fields} == fields
    assert sum(row.products for row in alexnet.values()) == 724_406_816


def test_products_are_connections_but_for_biases_and_added_neighbours():
    rows = {row.name: row for row in complexity.layer_sizes(LeNet5())}
    assert rows["C3"].products == 60 * 25 * 100
    assert rows["S2"].products == 6 * 14 * 14
    assert rows["F6"].products == 84 * 120 and rows["output"].products == 840


@pytest.mark.parametrize("name", [*PAPERS, "AlexNetSmall"])
def test_every_formula_is_worth_what_it_says(name):
    for row in complexity.layer_sizes(MODELS[name]()):
        counts = row.parameters, row.connections, row.products
        for text, count in zip(row.formulas, counts, strict=True):
            left, _, right = text.partition(" = ")
            assert eval(left.replace("×", "*")) == count, row.name
            assert not right or right == f"{count:,}"


def test_formulas_read_as_in_a_book(alexnet):
    rows = {row.name: row.formulas for row in complexity.layer_sizes(LeNet5())}
    assert rows["C1"].parameters == "6 × (5×5×1 + 1) = 156"
    assert rows["C1"].connections == "6 × (5×5×1 + 1) × 28×28 = 122,304"
    assert rows["C3"].parameters == "60 × 5×5 + 16 = 1,516"
    assert rows["S2"].connections == "6 × (4 + 1) × 14×14 = 5,880"
    assert alexnet["conv2"].formulas.parameters == "256 × (5×5×48 + 1) = 307,456"


def test_a_classifiers_multiplications_are_those_of_its_network_or_of_all_that_it_keeps():
    assert complexity.classifier_products("linear") == 784 * 10
    assert complexity.classifier_products("hidden300") == 784 * 300 + 300 * 10
    assert complexity.classifier_products("lenet5") == complexity.product_count("LeNet5")
    assert complexity.classifier_products("lenet5-distorted") == complexity.product_count("LeNet5")
    assert complexity.classifier_products("nearest") == 60_000 * 784
