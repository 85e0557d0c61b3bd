"""Is every sentence that compares what we measured, or computed, true of what is stored?

A claim names the text that makes it and the words of it that a reader sees, in both languages; its
function computes the comparison anew. A quiz whose answer can be computed is asked here as well.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from cnn import assets, rbf_codes
from cnn import learning_curves as grid
from cnn.analysis import complexity, filters, lenet_variants, receptive_field
from cnn.analysis.adversarial import pixel_slopes, stepped
from cnn.data.digits.deslant import deslanted
from cnn.data.digits.preprocess import to_32, to_mnist
from cnn.data.imagenet import dataset_sizes, label_votes, wordnet
from cnn.data.mnist import class_means, dataset, hard_digits, writers
from cnn.data.pens import training_sets
from cnn.experiments import relu_vs_tanh, softmax, weight_sharing
from cnn.experiments.kernels import CLASSIC
from cnn.inference import classifiers, small_edition
from cnn.loss_curves import loss_curves
from cnn.models import MODELS, lenet1, lenet5
from cnn.models.activations import squash
from cnn.models.alexnet import AlexNet
from cnn.results import (
    adversarial,
    digit_race,
    draw_measured,
    error_misled,
    error_shifted,
    error_without,
    halving_measured,
    idea_gains,
    lesions,
    mnist_read,
    neighbours_measured,
    relu_race,
    sample_strokes,
    small_runs,
)
from cnn.training import gradient_check, runs
from cnn.training.loop import Diverged
from tests.test_prose import lesson_words
from ui.exhibits.alexnet import lrn, sample_photo
from ui.exhibits.alexnet.towers_html import SURE
from ui.exhibits.convolution import maps
from ui.exhibits.draw import adversarial_pen, bent_digit
from ui.exhibits.imagenet import contest
from ui.exhibits.photo import comparisons
from ui.exhibits.training import ball
from ui.page import course
from ui.words.facts import facts, toml
from ui.words.text import LANGUAGES, labels, sections

torch.set_num_threads(1)  # as in tests/cnn

Check = Callable[[], bool]
CLAIMS: list[object] = []
ANSWERS: list[object] = []
ALL = 60_000
FITTING = ("lenet1", "lecun1989")  # fit every picture to 16×16 before they read it


def claim(where: str, english: str, korean: str, slow: bool = False) -> Callable[[Check], Check]:
    """Notes a check of what stands there: page#section, lessons#lesson, or the key of a label.

    The words are those which make the claim, with their fields as they stand in the text. A `slow`
    check takes more than a few seconds.
    """
    words = {"en": english, "ko": korean}
    marks = [pytest.mark.slow] if slow else []

    def note(check: Check) -> Check:
        name = f"{where}: {check.__name__}"
        CLAIMS.append(pytest.param(where, words, check, id=name, marks=marks))
        return check

    return note


def answer(question: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Notes how the right option of a question, page.name, is computed."""

    def note(right: Callable[[], str]) -> Callable[[], str]:
        ANSWERS.append(pytest.param(question, right, id=question))
        return right

    return note


def said(where: str, lang: str) -> str:
    page, _, key = where.partition("#")
    if page == "lessons":
        (lesson,) = (each for each in toml("lessons")["lesson"] if each["name"] == key)
        return " ".join(row[lang] for row in lesson_words(lesson))
    return sections(page, lang)[key].body if key else labels(lang)[where]


@pytest.mark.parametrize(("where", "words", "check"), CLAIMS)
def test_what_is_said_is_so(where, words, check):
    for lang in LANGUAGES:
        assert words[lang] in said(where, lang), "another sentence now: does it need another check?"
    assert check()


@pytest.mark.parametrize(("question", "right"), ANSWERS)
def test_the_right_answer_is_right(question, right):
    page, _, name = question.partition(".")
    assert course.entry(page).question(name).right == right()


def value(key: str) -> float:
    """A number that a paper gives."""
    return float(facts()[key].result())


def layers(name: str, what: str) -> dict[str, int]:
    """What a network of the LeNet page has, layer by layer: "parameters" or "connections"."""
    return {row.name: getattr(row, what) for row in complexity.layer_sizes(MODELS[name]())}


def part(name: str, what: str, *chosen: str) -> float:
    counts = layers(name, what)
    return sum(counts[layer] for layer in chosen) / sum(counts.values())


def near(found: float, expected: float, share: float = 0.05) -> bool:
    return abs(found / expected - 1) <= share


# MNIST


@claim(
    "mnist#writers-answer",
    "The nearest neighbour agrees",
    "최근접 이웃도 {mnist.neighbour-students}개 대 {mnist.neighbour-employees}개로 마찬가지",
)
def both_machines_find_the_students_harder():
    both = (hard_digits.misread, hard_digits.neighbour_misreads)
    return all(misread(True) > misread(False) for misread in both)


@claim(
    "mnist#writers-answer",
    "Whoever split the test as the page says would find that employees write worse",
    "웹 페이지의 말대로 나누면 직원의 글씨가 더 어렵다는 결과가 나옵니다",
)
def split_in_the_middle_the_first_half_is_harder():
    places = hard_digits.missed() - writers.TRAINED
    return (places < value("mnist.half")).sum() > len(places) / 2


@claim(
    "question.mnist.writers.why-employees",
    "So it looks to whoever splits the test as MNIST's own page says",
    "MNIST 웹 페이지의 설명대로 나누면 그렇게 보입니다",
)
def the_page_makes_the_employees_look_worse():
    return split_in_the_middle_the_first_half_is_harder()


@claim(
    "mnist#writers-answer",
    "the students' stand first",
    "앞에 있는 것은 학생의 글씨입니다",
)
def the_students_stand_first():
    return writers.test_digits_of(True).max() < writers.test_digits_of(False).min()


@claim(
    "mnist#writers",
    "no test writer also wrote for the training set",
    "시험 데이터에 글씨를 남긴 사람은 학습 데이터에는 없습니다",
)
def nobody_wrote_for_both_sets():
    writer = writers.load_writers().writer
    return not set(writer[: writers.TRAINED]) & set(writer[writers.TRAINED :])


@claim(
    "mnist#hands",
    "none of them in both sets",
    "양쪽 데이터에 모두 나오는 사람은 없습니다",
)
def no_hand_is_in_both_sets():
    return nobody_wrote_for_both_sets()


@claim(
    "mnist.hand-train",
    "so LeNet-5 learned from most of them",
    "LeNet-5는 그 대부분을 보고 배웠습니다",
)
def of_every_hand_most_digits_were_learned_from():
    learned, _ = training_sets.split_places(writers.TRAINED)
    writer = writers.load_writers().writer[: writers.TRAINED]
    written, used = np.bincount(writer), np.bincount(writer[learned])
    return (used[written > 0] > written[written > 0] / 2).all()


@claim(
    "question.mnist.writers.why-same",
    "more than twice as many errors as the other",
    "한쪽의 오류가 다른 쪽의 두 배가 넘습니다",
)
def one_half_holds_more_than_twice_as_many_errors():
    return hard_digits.misread(True) > 2 * hard_digits.misread(False)


@claim(
    "mnist#teacher-answers",
    "the students' half is harder",
    "학생 쪽이 더 어렵습니다",
)
def the_students_half_is_harder():
    return hard_digits.misread(True) / writers.test_digit_count(True) > hard_digits.misread(
        False
    ) / writers.test_digit_count(False)


@claim(
    "mnist#hands",
    "take turns, digit by digit, as far as place {mnist.last-student}; the rest are employees'",
    "{mnist.last-student}번까지 학생과 직원의 숫자가 하나씩 번갈아 나오고, 그 뒤는 모두 직원의",
)
def students_and_employees_take_turns():
    student = writers.load_writers().student[: writers.TRAINED]
    last = int(value("mnist.last-student"))
    return bool((student[1 : last + 1] != student[:last]).all()) and not student[last + 1 :].any()


@claim(
    "mnist#map",
    "many of its errors lie there",
    "잘못 읽은 숫자가 많이 모여 있습니다",
)
def errors_lie_where_islands_meet():
    from scipy.spatial import cKDTree

    places, classes = mnist_read().places.astype(float), dataset.all_labels()
    missed, every = hard_digits.missed(), np.arange(0, 70_000, 70)
    _, around = cKDTree(places).query(places[np.concatenate([missed, every])], 13)
    mixed = (classes[around[:, 1:]] != classes[around[:, :1]]).mean(1)
    return mixed[: len(missed)].mean() > 10 * mixed[len(missed) :].mean()


@claim(
    "mnist#map-how",
    "So neighbours can mostly be trusted",
    "그래서 누가 이웃인지는 대체로 믿을 수 있지만",
)
def neighbours_on_the_map_are_near_by_f6():
    """Trustworthiness (Venna and Kaski, 2001) of twelve neighbours, by every 700th digit."""
    from scipy.spatial import cKDTree

    read, many = mnist_read(), int(value("mnist.neighbours"))
    places, f6 = read.places.astype(float), read.f6.astype(np.float32)
    every, asked = len(f6), np.arange(0, len(f6), 700)
    _, around = cKDTree(places).query(places[asked], many + 1)
    beyond = 0
    for one, near_it in zip(asked, around[:, 1:], strict=True):
        apart = np.square(f6 - f6[one]).sum(1)
        ranks = np.searchsorted(np.sort(apart), apart[near_it])
        beyond += np.maximum(ranks - many, 0).sum()
    return 1 - 2 * beyond / (len(asked) * many * (2 * every - 3 * many - 1)) > 0.95


@claim(
    "mnist#portraits",
    "where mostly the slant varies",
    "주로 기운 정도가 다른 {mnist.most}",
)
def of_a_one_mostly_the_slant_varies():
    images, labels = dataset.load_digits("train")
    left = {}
    for digit in range(10):
        some = images[labels == digit][:500]
        upright = deslanted(some).astype(float).var(0).sum()
        left[digit] = upright / some.astype(float).var(0).sum()
    return left.pop(int(value("mnist.most"))) < 1 / 2 < min(left.values())


@claim(
    "mnist.mean-why",
    "no place is full of ink in every digit",
    "모든 숫자에서 잉크가 가득한 곳은 없습니다",
)
def no_mean_is_full_of_ink():
    means = [class_means.class_mean("train", digit).mean.max() for digit in range(10)]
    return max(means) < value("mnist.full")


@claim(
    "mnist.game-look",
    "so it could not do better than half",
    "신경망은 절반을 넘을 수 없습니다",
)
def half_of_every_round_is_misread():
    return all(
        np.isin(hard_digits.game_round(n), hard_digits.missed()).sum() == 5 for n in range(50)
    )


@claim(
    "mnist#teacher-answers",
    "In the game the network has exactly half right",
    "게임에서 신경망은 정확히 절반을 맞힙니다",
)
def it_reads_half_of_every_round():
    return half_of_every_round_is_misread()


@claim(
    "mnist#balance-answer",
    "even shares would be {mnist.even}. Nobody evened them out",
    "고르게 나누었다면 {mnist.even}번씩이었을 것입니다. 아무도 수를 맞추지 않았습니다",
)
def nobody_evened_them_out():
    counts = class_means.class_counts("train")
    return counts.min() < value("mnist.even") < counts.max()


@answer("mnist.balance")
def the_most_frequent_digit():
    counts = class_means.class_counts("train")
    return {0: "zero", 1: "one", 5: "five"}[int(counts.argmax())]


@answer("mnist.writers")
def whose_digits_are_harder():
    students, employees = hard_digits.misread(True), hard_digits.misread(False)
    near = max(students, employees) < 1.25 * min(students, employees)
    return "same" if near else "students" if students > employees else "employees"


# Home


@answer("home.guess")
def the_nearest_of_the_guesses():
    options = {name: value(f"guess.{name}") for name in ("few", "hundred", "thousand")}
    return min(options, key=lambda name: abs(np.log(options[name] / value("lenet5.wrong"))))


@claim(
    "home#guess-answer",
    "it missed only",
    "틀린 것은 {lenet5.wrong-distorted}개로 줄었습니다",
)
def distorted_copies_helped():
    return value("lenet5.wrong-distorted") < value("lenet5.wrong")


# Convolution


@claim(
    "convolution#edge-answer",
    "the weights sum to zero",
    "가중치의 합이 0이므로",
)
def the_edge_kernel_sums_to_zero():
    return sum(CLASSIC["vertical"].cells) == 0


@answer("convolution.sharing")
def what_c1_learns():
    options = {"window": 25, "kernels": 150, "biased": 156, "every": 122_304}
    return {count: name for name, count in options.items()}[layers("LeNet5", "parameters")["C1"]]


@answer("convolution.field")
def what_a_unit_of_c3_sees():
    return {5: "kernel", 12: "sum", 14: "jump", 32: "all"}[
        receptive_field.field_width("LeNet5", "C3")
    ]


@claim(
    "convolution#field-answer",
    "one more than a unit of C1",
    "C1의 유닛보다 한 화소 넓을 뿐",
)
def s2_sees_one_pixel_more_than_c1():
    return (
        receptive_field.field_width("LeNet5", "S2")
        == receptive_field.field_width("LeNet5", "C1") + 1
    )


@claim(
    "convolution#field-answer",
    "C5 spans {convolution.field-C5}, the whole picture",
    "C5는 그림 전체인 {convolution.field-C5}화소를 봅니다",
)
def c5_sees_everything():
    return receptive_field.field_width("LeNet5", "C5") == value("lenet5.input.size")


@claim(
    "convolution#pool",
    "Some coefficients that our LeNet-5 learned are negative",
    "저희 LeNet-5가 배운 계수 가운데에는 음수도 있습니다",
)
def some_coefficients_are_negative():
    return any(coefficient < 0 for coefficient, _ in maps.trained())


@claim(
    "convolution#sharing-answer",
    "Sharing saves {convolution.saved}%",
    "공유하면 {convolution.saved}%가 줄어듭니다",
)
def sharing_saves_nearly_everything():
    local = weight_sharing.sharing_parameters("local", 32, 1, 6, 5)
    saved = 1 - weight_sharing.sharing_parameters("shared", 32, 1, 6, 5) / local
    return near(100 * saved, weight_sharing.parameters_saved(32, 1, 6, 5), 1e-6) and saved > 0.99


# LeNet


@answer("lenet.lesion")
def which_map_matters_most():
    errors = lesions().errors("C1")
    return f"m{errors.index(max(errors))}"


@claim(
    "lenet#lesion-answer",
    "without map {lesion.least} only {lesion.least-error}%",
    "맵 {lesion.least}를 빼면 {lesion.least-error}%에 그칩니다",
)
def one_map_matters_and_one_hardly():
    errors, whole = lesions().errors("C1"), value("lesion.whole")
    return max(errors) > 50 * whole and min(errors) < 1.25 * whole


@claim(
    "lenet#lesion-answer",
    "Nor do all digits suffer alike",
    "숫자마다 입는 피해도 다릅니다",
)
def some_digits_suffer_more():
    return value("lesion.six-lost") > 20 * value("lesion.three-lost")


@claim(
    "lenet#lesion-answer",
    "one digit fewer than before, which is no more than chance",
    "잘못 읽는 숫자가 오히려 하나 줄어듭니다",
)
def one_map_is_not_missed():
    found = lesions()
    return sum(found.whole) - sum(found.C3[int(value("lesion.spare"))]) == 1


@answer("lenet.most")
def where_most_numbers_sit():
    places = {"maps": ("C1", "C3"), "halves": ("S2", "S4"), "end": ("C5", "F6")}
    return max(places, key=lambda name: part("LeNet5", "parameters", *places[name]))


@claim(
    "lenet#teacher-answers",
    "Most parameters sit in C5 and F6, most connections in C1 and C3",
    "파라미터는 대부분 C5와 F6에, 연결은 대부분 C1과 C3에 있습니다",
)
def most_numbers_are_at_the_end_most_connections_in_the_maps():
    numbers = part("LeNet5", "parameters", "C5", "F6")
    return min(numbers, part("LeNet5", "connections", "C1", "C3")) > 1 / 2


@claim(
    "question.lenet.most.why-maps",
    "They do most of the work, as you see below, but with very few numbers",
    "일은 가장 많이 하지만, 수는 아주 적습니다",
)
def the_convolutions_do_most_with_few():
    work, numbers = (part("LeNet5", what, "C1", "C3") for what in ("connections", "parameters"))
    return work > 1 / 2 and numbers < 1 / 20


@claim(
    "lenet#lenet4",
    "The first two fit together. The third fits neither",
    "층의 목록과 연결 수는 서로 맞습니다. 파라미터 수는 어느 쪽과도 맞지 않습니다",
)
def the_connections_of_lenet4_fit_its_layers_the_parameters_do_not():
    return (
        near(sum(layers("LeNet4", "connections").values()), value("lenet4.connections"), 0.01)
        and layers("LeNet4", "parameters")["C5"] > value("lenet4.parameters")
        and layers("LeNet4", "parameters")["C5"] == value("lenet4.last")
    )


@claim(
    "lenet#rereading",
    "with {lenet4.kernels} kernels on the larger image. The parameters cannot",
    "큰 그림에 커널 {lenet4.kernels}개이면 맞습니다. 파라미터 수는 맞출 수 없습니다",
)
def no_reading_of_lenet4_has_so_few_parameters():
    kernels, fewest = int(value("lenet4.kernels")), 16
    apart = {
        (side, n): abs(
            lenet_variants.lenet4_counts(side, n).connections - value("lenet4.connections")
        )
        for side in (28, 32)
        for n in (kernels - 1, kernels, kernels + 1)
    }
    least = min(lenet_variants.lenet4_counts(side, fewest).parameters for side in (28, 32))
    return min(apart, key=lambda key: apart[key]) == (32, kernels) and least > value(
        "lenet4.last-small"
    ) > value("lenet4.parameters")


@claim(
    "lenet#modern-answer",
    "where the tanh bends most",
    "tanh가 가장 크게 휘는 곳입니다",
)
def the_scaled_tanh_bends_most_at_one():
    at = torch.linspace(0, 4, 4001, dtype=torch.float64)
    bend = squash(at).diff(n=2).abs()
    return near(float(at[1 + int(bend.argmax())]), 1, 0.02)


@claim(
    "lenet#retold",
    "watch the parameters go from {lenet.told} to {lenet5.parameters}",
    "파라미터가 {lenet.told}개에서 {lenet5.parameters}개로 줄어드는 것",
)
def the_retold_network_has_more_parameters():
    return (
        lenet_variants.variant_parameters()
        == value("lenet.told")
        > complexity.parameter_count("LeNet5")
    )


@claim(
    "lenet.table-lenet1",
    "two halves that never meet before the output",
    "맵은 출력에 이를 때까지 만나지 않는 두 무리로 나뉩니다",
)
def the_maps_of_lenet1_fall_into_halves():
    halves = [{each // 2 for each in seen} for seen in lenet1.H3_TABLE]
    return all(len(half) == 1 for half in halves) and {0, 1} == set.union(*halves)


@claim(
    "draw.layer-C3",
    "the last at all of them, never the same choice twice",
    "마지막 맵은 전부를 보며, 보는 조합이 모두 다릅니다",
)
def no_two_maps_of_c3_see_the_same():
    table = [frozenset(seen) for seen in lenet5.C3_TABLE]
    return len(set(table)) == len(table) and len(table[-1]) == 6 > max(map(len, table[:-1]))


@claim(
    "lenet.why-lecun1989-H1",
    "most numbers of this layer are biases",
    "이 층의 파라미터는 대부분 편향입니다",
)
def most_numbers_of_h1_are_biases():
    biases = 12 * 8 * 8
    return biases > layers("LeCun1989", "parameters")["H1"] / 2


@claim(
    "lenet.why-lecun1989-H3",
    "more than half of all numbers",
    "전체 파라미터의 절반 이상이 여기에",
)
def h3_of_1989_holds_more_than_half():
    return part("LeCun1989", "parameters", "H3") > 1 / 2


@claim(
    "lenet.why-lenet1-H1",
    "more than half of all connections",
    "연결의 절반 이상이 여기에",
)
def h1_of_lenet1_makes_more_than_half():
    return part("LeNet1", "connections", "H1") > 1 / 2


@claim(
    "lenet.why-lenet1-H3",
    "Each map sees one or two maps before it. Twenty kernels make the whole layer",
    "맵을 하나나 둘만 봅니다. 커널 스무 개가 층 전체를 이룹니다",
)
def h3_of_lenet1_has_twenty_kernels():
    seen = [len(maps) for maps in lenet1.H3_TABLE]
    return set(seen) == {1, 2} and sum(seen) == 20


@claim(
    "lenet.why-lenet1-output",
    "Three quarters of the network's numbers",
    "파라미터의 4분의 3이 마지막 단계에",
)
def the_output_of_lenet1_holds_three_quarters():
    return near(part("LeNet1", "parameters", "output"), 3 / 4)


@claim(
    "lenet.why-lenet4-C5",
    "nearly three times the parameters that it gives for the whole network",
    "신경망 전체의 파라미터라고 적힌 수의 세 배에 가깝습니다",
)
def c5_of_lenet4_alone_is_nearly_three_times_too_large():
    return 2.5 < layers("LeNet4", "parameters")["C5"] / value("lenet4.parameters") < 3


@claim(
    "lenet.why-lenet5-C1",
    "over a third of the work",
    "연결의 3분의 1 이상을 맡습니다",
)
def c1_does_over_a_third_of_the_work():
    return part("LeNet5", "connections", "C1") > 1 / 3


@claim(
    "lenet.why-lenet5-C3",
    "No other layer has as many connections",
    "연결이 가장 많은 층입니다",
)
def no_layer_has_more_connections_than_c3():
    counts = layers("LeNet5", "connections")
    return all(counts["C3"] > count for name, count in counts.items() if name != "C3")


@claim(
    "lenet.why-lenet5-S4",
    "half of the image in each direction",
    "그림의 가로세로 절반을 봅니다",
)
def a_unit_of_s4_sees_half_of_the_image():
    return receptive_field.field_width("LeNet5", "S4") == value("lenet5.input.size") / 2


@claim(
    "lenet.why-lenet5-C5",
    "Four fifths of all numbers",
    "전체 파라미터의 5분의 4가 여기에",
)
def c5_holds_four_fifths():
    return near(part("LeNet5", "parameters", "C5"), 4 / 5, 0.01)


@claim(
    "draw#codes",
    "Similar shapes have similar codes: {code.closest-a} and {code.closest-b} differ in only",
    "부호도 비슷합니다. {code.closest-a}과 {code.closest-b}의 부호는 겨우 {code.least-apart}칸만",
)
def six_and_eight_have_the_most_similar_codes():
    codes = rbf_codes.codes()
    apart = (codes[:, None] != codes[None]).sum(2) + 100 * np.eye(10, dtype=int)
    closest = {value("code.closest-a"), value("code.closest-b")}
    return (
        apart.min() == value("code.least-apart")
        and set(np.argwhere(apart == apart.min())[0]) == closest
    )


# Draw


@answer("draw.step")
def the_step_that_matters_most():
    return max(("box", "aspect", "grey", "centre"), key=error_without)


@claim(
    "draw#teacher-answers",
    "The box matters most",
    "가장 중요한 단계는 상자입니다",
)
def the_box_matters_most():
    return the_step_that_matters_most() == "box"


@claim(
    "draw#steps",
    "Try a tiny digit in a corner, then a huge one: the last picture hardly changes",
    "구석에 아주 작게, 그다음에는 아주 크게 그려 보십시오. 마지막 그림은 거의 달라지지 않습니다",
)
def a_tiny_and_a_huge_digit_become_the_same_picture():
    def as_wide_as(width: float, strokes: list[np.ndarray]) -> np.ndarray:
        low, high = np.concatenate(strokes).min(0), np.concatenate(strokes).max(0)
        return to_mnist([20 + (line - low) * width / (high - low).max() for line in strokes])

    drawn = [sample_strokes()[str(digit)] for digit in range(10)]
    pairs = [(as_wide_as(60, each), as_wide_as(980, each)) for each in drawn]
    return all(np.abs(small - huge.astype(float)).mean() < 1 for small, huge in pairs)


@claim(
    "draw.step-input-why",
    "so that the mean is near zero",
    "평균이 0에 가까워지게 합니다",
)
def the_mean_of_what_enters_is_near_zero():
    entered = to_32(dataset.load_digits("train").images[:2000])
    return abs(float(entered.mean())) < 0.1 * float(entered.std())


@claim(
    "draw#step-answer",
    "the centre of mass costs little once the box is tight",
    "상자가 꼭 맞으면 무게중심은 큰 차이를 만들지 않습니다",
)
def the_centre_costs_little_beside_the_box():
    plain = error_without("nothing")
    return error_without("centre") - plain < (error_without("box") - plain) / 10


@claim(
    "question.draw.step.why-centre",
    "Place matters less than size",
    "위치보다 크기가 중요합니다",
)
def place_matters_less_than_the_box():
    return error_without("centre") < error_without("box")


@answer("draw.shift")
def the_shift_after_which_half_are_misread():
    errors = draw_measured()["shift"]["lenet5-distorted"]
    beyond = next((shift for shift, error in enumerate(errors) if error >= 50), None)
    return "never" if beyond is None else "one" if beyond < 3 else "five"


@claim(
    "draw#teacher-answers",
    "Half of the digits are misread after a shift of about {draw.five} pixels",
    "{draw.five}화소쯤 옮기면 절반을 잘못 읽습니다",
)
def half_are_misread_after_about_five_pixels():
    five = int(value("draw.five"))
    return any(near(error_shifted("lenet5-distorted", at), 50, 0.1) for at in (five - 1, five))


@claim(
    "draw.compare-alt",
    "digits lie near, the others mostly beyond the limit",
    "숫자는 가깝고 나머지는 대부분 한계 너머에 있음",
)
def what_is_no_digit_is_mostly_refused():
    found = assets.row("weights/lenet5-distorted.safetensors").metrics
    others = [found[f"flagged_{kind}"] for kind in ("letters", "scribbles", "lines")]
    return found["refused_digits"] < 5 and min(others) > 50


@claim(
    "draw#shift-answer",
    "The nearest neighbour is lost earlier",
    "최근접 이웃은 더 일찍 무너져",
)
def the_nearest_neighbour_is_lost_earlier():
    shifts = draw_measured()["shift"]
    nearest, lenet5 = (
        next(at for at, error in enumerate(shifts[name]) if error >= 50)
        for name in ("nearest", "lenet5-distorted")
    )
    return nearest < lenet5


@claim(
    "draw#shift-answer",
    "laying out the digit helps far more",
    "숫자를 가지런히 놓는 것이 훨씬 큰 도움이 됩니다",
)
def laying_out_helps_more_than_convolution():
    five = int(value("draw.five"))
    laid_out = max(error_shifted(name, five) for name in FITTING)
    return 10 * laid_out < error_shifted("lenet5-distorted", five)


@claim(
    "draw#shift-answer",
    "for them nothing was shifted until ink leaves the picture",
    "잉크가 그림 밖으로 나가기 전까지는 옮기지 않은 것이나 마찬가지",
)
def who_fits_every_picture_first_does_not_notice_two_pixels():
    two = int(value("draw.two"))
    return all(error_shifted(name, two) == error_shifted(name, 0) for name in FITTING)


@claim(
    "draw#machines",
    "far fewer numbers, and far fewer multiplications for an answer",
    "나머지는 배운 것만을 훨씬 적은 수에 담아 두며, 답을 내는 데 드는 곱셈도 훨씬 적습니다",
)
def what_learns_keeps_far_fewer_numbers_and_multiplies_far_less():
    learned = [name for name in classifiers.classifier_names() if name != "nearest"]
    return all(
        100 * max(map(count, learned)) < count("nearest")
        for count in (classifiers.stored_numbers, complexity.classifier_products)
    )


@claim(
    "draw#break",
    "the {draw.hidden} hidden units keep more numbers than these six networks together",
    "은닉 유닛 {draw.hidden}개짜리 신경망은 여기 있는 여섯 개를 모두 합친 것보다",
)
def the_hidden_units_keep_more_numbers_than_those_that_the_browser_asks():
    read_here = sum(map(classifiers.stored_numbers, bent_digit.READ_HERE))
    return len(bent_digit.READ_HERE) == 6 and classifiers.stored_numbers("hidden300") > read_here


@claim(
    "draw.shift-alt",
    "those of LeNet-1 and the network of 1989 late",
    "LeNet-1과 1989년의 신경망은 한참 뒤에 올라감",
)
def who_fits_every_picture_first_is_lost_late():
    lost = {
        name: next((at for at, error in enumerate(errors) if error >= 25), len(errors))
        for name, errors in draw_measured()["shift"].items()
    }
    late = [lost.pop(name) for name in FITTING]
    return min(late) >= 2 * max(lost.values())


@answer("draw.fool")
def how_many_one_step_spoils():
    spoilt = error_misled("lenet5-distorted", "signs", value("draw.fool-step"))
    return "half" if 40 < spoilt < 50 else "tenth" if 5 < spoilt < 20 else "hundredth"


@claim(
    "question.draw.fool.why-hundredth",
    "That is what random directions of this size do",
    "같은 크기라도 방향이 무작위라면 그렇습니다",
)
def random_directions_spoil_about_one_in_a_hundred():
    return 0.5 < error_misled("lenet5-distorted", "noise", value("draw.fool-step")) < 2


@claim(
    "draw#fool-answer",
    "So the size matters less than the direction",
    "크기보다 방향이 중요하다는 뜻입니다",
)
def half_a_step_along_the_gradient_spoils_more_than_a_whole_one_at_random():
    small, step = value("draw.fool-small"), value("draw.fool-step")
    along, random = (
        error_misled("lenet5-distorted", way, size)
        for way, size in (("signs", small), ("noise", step))
    )
    return 2 * small == step and along > 10 * random


@claim(
    "draw#fool-answer",
    "what has learned from distorted digits is not safer",
    "비튼 숫자로 배웠다고 더 안전하지도 않습니다",
)
def learning_from_distorted_digits_does_not_help_against_it():
    found = adversarial()
    pairs = zip(found["lenet5-distorted"]["signs"], found["lenet5"]["signs"], strict=True)
    return all(distorted >= plain for distorted, plain in pairs)


@claim(
    "draw#gradient",
    "some digits stand even the largest",
    "가장 큰 걸음까지 버티는 숫자도 있습니다",
)
def some_samples_stand_the_largest_step_and_the_one_shown_first_does_not():
    steps = [step for step in adversarial()["steps"] if step]

    def stands(digit: str) -> bool:
        image = to_mnist(sample_strokes()[digit])
        slopes = pixel_slopes("lenet5-distorted", image[None], np.array([int(digit)]))[0]
        changed = np.stack([stepped(image, slopes, step) for step in steps])
        return bool((classifiers.classify("lenet5-distorted", changed) == int(digit)).all())

    return any(map(stands, "0123456789")) and not stands(adversarial_pen.SAMPLE)


# Training


def rolled(
    name: str, rate: float, start: float = ball.START, momentum: bool = False
) -> list[float]:
    """Where the ball of Training is, step by step, until it leaves the curve; 40 steps at most."""
    curve = loss_curves()[name]
    way, carried = [start], 0.0
    while len(way) <= 40 and curve.first <= way[-1] <= curve.last:
        carried = momentum * 0.9 * carried + curve.at(way[-1])[1]
        way.append(way[-1] - rate * carried)
    return way


def leaps(way: list[float], lowest: float) -> int:
    """How often it goes over the lowest place, by steps of a hundredth of the curve and more."""
    return sum((a - lowest) * (b - lowest) < 0 and abs(a - b) > 0.08 for a, b in pairwise(way))


@answer("training.tenfold")
def what_ten_times_the_rate_does():
    lowest = loss_curves()["bias"].lowest()
    way = rolled("bias", ball.TIMES * ball.RATE)
    gone = abs(way[-1]) > 4 and leaps(way, lowest) > 3
    return "out" if gone else "hops" if leaps(way, lowest) else "sooner"


@claim(
    "question.training.tenfold.ask",
    "comes to rest in the valley within a few steps",
    "몇 걸음 만에 골짜기에서 멈춥니다",
)
def at_the_first_rate_the_ball_is_soon_at_rest():
    lowest = loss_curves()["bias"].lowest()
    return all(abs(place - lowest) < 0.005 for place in rolled("bias", ball.RATE)[7:])


@claim(
    "question.training.tenfold.why-hops",
    "a rate a little above the chosen one does",
    "조금 더 큰 학습률에서 그렇습니다",
)
def a_little_above_the_ball_hops_and_rests():
    lowest = loss_curves()["bias"].lowest()
    way = rolled("bias", min(rate for rate in ball.RATES if rate > ball.RATE))
    return leaps(way, lowest) > 3 and abs(way[-1] - lowest) < 0.01


@claim(
    "training#tenfold-answer",
    "A little less, and the ball hops to and fro without an end; far less, and it crawls",
    "그보다 조금 작으면 공이 끝없이 이쪽저쪽을 오가고, 훨씬 작으면 기어갑니다",
)
def between_them_it_hops_for_ever_and_far_below_it_crawls():
    lowest = loss_curves()["bias"].lowest()
    hopping, crawling = rolled("bias", ball.RATES[-2]), rolled("bias", ball.RATES[0])
    far = [abs(place - lowest) > 0.1 for place in hopping[-10:]]
    return len(hopping) > 40 and leaps(hopping, lowest) > 15 and any(far) and crawling[-1] < -1


@claim(
    "training#tenfold-answer",
    "flat top there is hardly a slope, and beyond it even the wrong way is down",
    "평평한 꼭대기에는 기울기가 거의 없고, 더 가면 내리막이 아예 반대쪽을 향합니다",
)
def the_flat_top_of_the_coefficient_leads_away():
    curve = loss_curves()["coefficient"]
    steepest = max(map(abs, curve.slopes))
    top = [curve.at(place)[1] for place in (2.0, 2.5, 3.0, 3.5)]
    return max(map(abs, top)) < steepest / 50 and curve.lowest() < 0 and curve.at(3.0)[1] < 0


@claim(
    "training#tenfold-answer",
    "at a small rate the ball is down sooner, at a large one it overshoots",
    "학습률이 작으면 더 일찍 내려가고, 크면 지나쳐 버립니다",
)
def momentum_is_sooner_down_and_overshoots():
    lowest = loss_curves()["bias"].lowest()
    plain, carried = (rolled("bias", ball.RATES[1], momentum=each) for each in (False, True))
    over = [leaps(rolled("bias", ball.RATE, momentum=each), lowest) for each in (False, True)]
    return max(plain) < lowest < max(carried) and over[0] == 0 and over[1] > 1


@claim(
    "training#teacher-answers",
    "At ten times the rate the ball jumps over the valley and out",
    "학습률이 10배가 되면 공은 골짜기를 뛰어넘어 밖으로 나갑니다",
)
def ten_times_the_rate_leads_out():
    return abs(rolled("bias", ball.TIMES * ball.RATE)[-1]) > 4


@answer("training.early")
def when_nine_of_ten_are_read():
    digits = runs.digits_until(10.0)
    return "quarter" if digits < ALL / 4 else "whole" if digits <= ALL else "often"


@claim(
    "training#early-answer",
    "Halving that takes until {training.until5}, more than three times as long",
    "절반으로 줄이려면 {training.until5}개까지, 세 배가 넘게 걸립니다",
)
def halving_the_error_takes_more_than_three_times_as_long():
    return runs.digits_until(5.0) > 3 * runs.digits_until(10.0)


@claim(
    "training#teacher-answers",
    "Nine of ten are read after less than a quarter of the digits",
    "숫자의 4분의 1도 보기 전에 열에 아홉을 읽습니다",
)
def nine_of_ten_are_read_after_less_than_a_quarter():
    return runs.digits_until(10.0) < ALL / 4


@claim(
    "question.training.early.why-often",
    "for the last few per cent, not for the first ninety",
    "처음 90%가 아니라 마지막 몇 %를 위해서입니다",
)
def after_one_pass_few_per_cent_are_left():
    after_one = next(moment.error for moment in runs.recorded().moments if moment.seen >= ALL)
    return assets.metric("weights/lenet5.safetensors", "test_error") < after_one < 5


@claim(
    "training#teacher-answers",
    "the thin line falls to nothing while the thick one stops far above it",
    "가는 선은 바닥까지 내려가지만 굵은 선은 훨씬 위에서 멈춥니다",
    slow=True,
)
@claim(
    "lessons#learning",
    "the thin line falls to nothing while the thick one stops far above it",
    "가는 선은 바닥까지 내려가지만 굵은 선은 훨씬 위에서 멈춥니다",
    slow=True,
)
@cache
def few_digits_are_learned_by_heart():
    run = runs.Run(runs.Options(digits=300, epochs=20, batch=32))
    for _ in run.work():
        pass
    return run.curve[-1].error == 0 and run.moments[-1].error > 10


@claim(
    "training#teacher-answers",
    "the early layers get small gradients",
    "앞쪽 층은 작은 기울기를 받아",
)
def behind_sigmoids_the_first_gradient_is_small():
    images, labels = dataset.load_digits("train")
    sizes = {}
    for activation in ("scaled tanh", "sigmoid"):
        options = runs.Options(activation=activation)
        model = options.model(torch.Generator().manual_seed(1))
        outputs = model(model.to_input(images[:128]))
        loss = runs.LOSSES[options.loss](outputs, torch.tensor(labels[:128]).long())
        loss.backward()
        sizes[activation] = float(next(model.parameters()).grad.norm())
    return sizes["sigmoid"] < sizes["scaled tanh"] / 10


@claim(
    "training#teacher-answers",
    "each step overshoots further than the last, until the loss is no longer a number",
    "걸음마다 앞 걸음보다 더 멀리 지나쳐, 마침내 손실이 NaN",
)
def at_far_too_large_a_rate_the_loss_is_no_number():
    run = runs.Run(runs.Options("Linear", optimiser="sgd", rate=1.0))
    with pytest.raises(Diverged):
        for _ in run.work():
            pass
    losses = [point.loss for point in run.curve]
    return losses == sorted(losses)


@claim(
    "training#real-rounding",
    "Somewhere between the two agree best",
    "그 사이 어딘가에서 둘이 가장 잘 맞습니다",
)
def steps_of_middling_size_agree_best():
    image = dataset.load_digits("test").images[0]
    for layer in gradient_check.LAYERS:
        found = gradient_check.compare_gradients(image, 0, layer, 1)
        apart = [abs(found.differences[h] - found.gradient) for h in gradient_check.STEPS]
        if min(apart) in (apart[0], apart[-1]):
            return False
    return True


@claim(
    "training#watch",
    "one guess for all digits",
    "어떤 숫자에도 같은 답을 합니다",
)
def before_its_first_step_it_has_one_answer():
    first = runs.recorded().moments[0]
    return first.step == 0 and (first.confusion.sum(0) > 0).sum() == 1


# ImageNet


@answer("imagenet.fall")
def the_year_of_the_largest_share():
    best = contest.best()
    years = [year for year in best if year - 1 in best]
    return f"y{min(years, key=lambda year: best[year] / best[year - 1])}"


@claim(
    "imagenet#fall-answer",
    "In points it is 2012",
    "퍼센트포인트로는 2012년입니다",
)
def in_points_it_is_2012():
    best = contest.best()
    return max((best[year - 1] - best[year], year) for year in best if year > 2010)[1] == 2012


@claim(
    "question.imagenet.fall.why-y2012",
    "It is the largest fall in points",
    "퍼센트포인트로는 가장 많이 줄었습니다",
)
def the_largest_fall_in_points_is_2012():
    return in_points_it_is_2012()


@claim(
    "imagenet#teacher-answers",
    "2015 cut the error by the largest share",
    "비율로 가장 많이 줄인 해는 2015년",
)
def by_share_it_is_2015():
    return the_year_of_the_largest_share() == "y2015"


@claim(
    "imagenet#contest",
    "most winners are several networks",
    "우승 결과는 대부분 신경망 여러 개의 답을 모은 것",
)
def most_winners_are_several_networks():
    won = [entry.kind for entry in contest.contest_results().values() if entry.line]
    return sum(kind in ("ensemble", "extra") for kind in won) > len(won) / 2


@claim(
    "imagenet.alt-chart",
    "falling from nearly thirty per cent to about two",
    "30% 가까이에서 2%쯤으로 줄어드는",
)
def from_nearly_thirty_to_about_two():
    best = contest.best()
    return 27 < best[2010] < 30 and 1.5 < best[2017] < 2.5


@claim(
    "imagenet#fall-answer",
    "the cliff becomes the first of several steps",
    "절벽처럼 보이던 것이 여러 계단 가운데 첫 단이 됩니다",
)
def as_shares_later_years_cut_as_much():
    return contest.fall(2012) < min(map(contest.fall, (2014, 2015)))


@answer("imagenet.dogs")
def how_many_classes_are_dogs():
    options = {"few": 12, "some": 40, "right": wordnet.class_count("n02084071"), "many": 300}
    return min(options, key=lambda name: abs(options[name] - wordnet.class_count("n02084071")))


@claim(
    "imagenet#dogs-answer",
    "More than a tenth of the words",
    "답의 10분의 1 이상이 개입니다",
)
def dogs_are_more_than_a_tenth():
    return wordnet.class_count("n02084071") > value("imagenet.classes") / 10


@claim(
    "imagenet#dogs-answer",
    "{imagenet.cats} are kinds of cat, and {imagenet.flowers} stand under *flower*",
    "고양이는 {imagenet.cats}가지, *꽃* 아래에 있는 것은 {imagenet.flowers}뿐",
)
def so_many_classes_are_cats_flowers_and_persons():
    counts = [wordnet.class_count(wnid) for wnid in ("n02121620", "n11669921", "n00007846")]
    return counts == [value("imagenet.cats"), 2, 3]


@claim(
    "photo#unknown",
    "None of the contest's {photo.all-classes} classes is a giraffe",
    "대회의 클래스 {photo.all-classes}가지에 기린은 없습니다",
)
def no_class_is_a_giraffe():
    return not wordnet.search("giraffe") and bool(wordnet.search("lemur"))


@claim(
    "imagenet.felt-bytes",
    "nearly a football pitch",
    "축구장에 가까운",
)
def so_much_paper_is_nearly_a_football_pitch():
    return 0.85 < dataset_sizes.paper_area() / (105 * 68) < 1


@claim(
    "seen.imagenet.scale",
    "Measured in bytes the gap is widest",
    "차이가 가장 크게 벌어지는 것은 바이트로 잴 때입니다",
)
def imagenet_is_ahead_most_in_bytes():
    return max(dataset_sizes.MEASURES, key=dataset_sizes.size_ratio) == "bytes"


@answer("imagenet.pixels")
def how_many_digits_cover_a_photo():
    options = {"few": 13, "some": 60, "right": 179, "many": 1800}
    return min(
        options, key=lambda name: abs(options[name] - dataset_sizes.whole_size_ratio("pixels"))
    )


@answer("imagenet.agreeing")
def so_many_must_agree():
    return {2: "two", 3: "three", 5: "five", 10: "ten"}[label_votes.agreeing(0.1, 0.8, 0.99)]


@claim(
    "question.imagenet.agreeing.why-three",
    "Even if half of all candidates were good, it would take four",
    "후보의 절반이 맞는다고 해도 네 표는 있어야 합니다",
)
def four_if_half_were_good():
    return label_votes.agreeing(0.5, 0.8, 0.99) == 4


@claim(
    "imagenet#teacher-answers",
    "at a true error of a little over",
    "실제 오류율이 {imagenet.label-errors}%를 조금 넘을 때 오류의 절반이 레이블 탓",
)
def half_of_the_errors_are_the_labels_fault():
    wrong = value("imagenet.label-errors") / 100
    reported = [label_votes.measured_error(true, wrong) for true in (wrong, wrong + 0.01)]
    return reported[0] < 2 * wrong < reported[1]


@claim(
    "timeline#last-2017",
    "More labels are wrong there than the last winner missed",
    "마지막 우승자가 다섯 번 답해 놓친 비율보다 잘못된 레이블의 비율이 더 큽니다",
)
def more_labels_are_wrong_than_the_last_winner_missed():
    return value("imagenet.label-errors") > value("ilsvrc.error-2017")


@claim(
    "timeline#gpu-2011",
    "{gpu2011.mnist-wrong} digits missed, where LeNet-5 had missed {lenet5.wrong}",
    "LeNet-5가 {lenet5.wrong}개를 틀린 시험에서 {gpu2011.mnist-wrong}개를",
)
def the_networks_of_2011_missed_fewer():
    return value("gpu2011.mnist-wrong") < value("lenet5.wrong")


@claim(
    "timeline#deeper-2014",
    "Two years after the cliff, more than half of the errors that were left had gone",
    "2년 만에, 남아 있던 오류의 절반 이상이 사라졌습니다",
)
def in_two_years_more_than_half_of_the_errors_went():
    return value("ilsvrc.error-2014") < value("ilsvrc.error-2012") / 2


# The AlexNet paper


@answer("alexnet.faster")
def how_many_times_fewer_passes():
    options = {"two": 2, "six": 6, "twenty": 20}
    found = value("relu.tanh-epochs") / value("relu.epochs")
    return min(options, key=lambda name: abs(options[name] - found))


@claim(
    "alexnet#race",
    "both kinds get there within a third of a single pass",
    "둘 다 데이터를 3분의 1도 훑기 전에 도착",
)
def both_kinds_get_there_within_a_third_of_a_pass():
    return all(taken and taken < ALL / 3 for each in digit_race().digits.values() for taken in each)


@claim(
    "alexnet#race",
    "Do not expect the paper's ratio",
    "논문만큼 차이가 나지는 않습니다",
)
def the_ratio_is_far_below_the_papers():
    return digit_race().ratio() < value("relu.times-faster") / 2


@claim(
    "alexnet#race",
    "ReLU is first from most starts, not from all",
    "ReLU가 먼저 도착할 때가 많지만 늘 그렇지는 않습니다",
    slow=True,
)
def relu_is_first_from_most_starts_and_a_race_is_run_again_as_it_was():
    found, (relu, tanh) = digit_race(), race(1)
    again = [found.digits["relu"][0], found.digits["tanh"][0]] == [relu.digits, tanh.digits]
    return again and len(found.digits["relu"]) / 2 < found.first("relu") and found.first("tanh") > 0


@claim(
    "alexnet.live-frank",
    "The lead is smaller than in the race on photos above",
    "앞선 정도는 위의 사진 경주보다 작습니다",
)
def on_digits_the_lead_is_smaller():
    return 1 < digit_race().ratio() < relu_race().ratio


@cache
def race(seed: int) -> tuple[relu_vs_tanh.RacePoint, relu_vs_tanh.RacePoint]:
    """The last laps of ReLU and of tanh from this start, at the rates that the page proposes."""
    kinds: tuple[relu_vs_tanh.Kind, ...] = ("relu", "tanh")
    relu, tanh = (
        list(relu_vs_tanh.race_points(kind, relu_vs_tanh.TUNED[kind], seed))[-1] for kind in kinds
    )
    return relu, tanh


@answer("alexnet.crossing")
def what_towers_lose_that_hardly_meet():
    options = {"tenth": 0.1, "one": 1.0, "ten": 10.0}
    return min(options, key=lambda name: abs(np.log(options[name] / value("log.apart-top1"))))


@claim(
    "alexnet.live-frank",
    "there ReLU came first from all {starts} starts, {ratio} times sooner on average",
    "출발점 {starts}개 모두에서 ReLU가 먼저 도착했고, 평균 {ratio}배 빨랐습니다",
)
def relu_came_first_from_every_start():
    race = relu_race()
    pairs = list(zip(race.epochs["relu"], race.epochs["tanh"], strict=True))
    return len(pairs) > 1 and all(relu < tanh for relu, tanh in pairs) and race.ratio > 1


@claim(
    "alexnet.filters-parted",
    "of all ways to deal these filters into two halves only",
    "이 필터들을 아무렇게나 반씩 나누었을 때 차이가 이만큼 나는 경우는 {chance}%뿐",
)
def the_towers_differ_more_than_chance_makes_them():
    kernels = small_edition.small_edition_network().conv1.weight.numpy()
    found = filters.compare_halves(filters.colour_shares(kernels))
    return found.chance < SURE and max(found.means) > 2 * min(found.means)


@claim(
    "alexnet#overfitting",
    "far more numbers to set than photos to set them by",
    "정해야 할 수가 그것을 정해 줄 사진보다 훨씬 많으니",
)
def there_are_far_more_parameters_than_photos():
    return value("alexnet.parameters") > 10 * value("alexnet.images")


@claim(
    "alexnet#halving-measured",
    "what is left between them is rounding",
    "둘의 차이는 반올림뿐입니다",
)
def shrunk_and_scaled_units_differ_by_rounding():
    return halving_measured().apart < 2e-6


@claim(
    "alexnet#halving-measured",
    "which is about as sure of itself as the shrunk units",
    "기하평균은 {halving.geometric-sure}%로 거의 같은 만큼 확신",
)
def the_geometric_mean_is_about_as_sure():
    ways = halving_measured().ways
    apart = {name: abs(ways[name]["sure"] - ways["shrunk"]["sure"]) for name in ways}
    return apart["geometric"] < 1 < apart["mean"]


@claim(
    "alexnet#halving-measured",
    "Hardly another first answer",
    "첫 답은 거의 그대로",
)
def forgetting_to_shrink_changes_hardly_a_first_answer():
    untouched = halving_measured().ways["untouched"]
    return untouched["agrees"] > 95 and untouched["sure"] > 70


@claim(
    "alexnet#crossing-answer",
    "somewhat less than leaving the normalisation out",
    "정규화를 모두 뺀 것보다는 조금 덜합니다",
)
def apart_loses_less_than_no_normalisation():
    return 0.7 < value("log.apart-top1") / value("log.norm-top1") < 1


@claim(
    "question.alexnet.crossing.why-tenth",
    "it loses three times as much as windows that do not overlap",
    "풀링 창을 겹치지 않았을 때의 3배쯤 됩니다",
)
def apart_loses_three_times_as_much_as_windows_side_by_side():
    return near(value("log.apart-top1") / value("log.pooling-top1"), 3)


@claim(
    "alexnet#crossing",
    "about as large as the paper's",
    "전체 크기는 논문의 신경망과 비슷합니다",
)
def wider_towers_make_up_for_it():
    apart = 60_714_408  # added up from layers-150.cfg
    return near(apart, value("alexnet.parameters"), 0.01)


@claim(
    "alexnet#architecture",
    "[conv2](^alexnet.conv2) multiplies most, and [fc6](^alexnet.fc6) holds most of the weights",
    "[conv2](^alexnet.conv2)에서 가장 많이 하고, 가중치는 [fc6](^alexnet.fc6)에 가장 많습니다",
)
def conv2_multiplies_most_and_fc6_holds_most():
    rows = complexity.planned_sizes(AlexNet)
    return (
        max(rows, key=lambda row: row.products).name == "conv2"
        and max(rows, key=lambda row: row.parameters).name == "fc6"
    )


@claim(
    "alexnet#lrn",
    "the published constants change next to nothing, so we start with an α ten thousand times as",
    "논문의 값을 쓰면 거의 아무것도 달라지지 않습니다. 그래서 α를 1만 배 키운 값에서 시작합니다",
)
def on_every_photo_the_neighbours_cost_less_than_a_hundredth_with_the_published_constants():
    assert near(lrn.STRONG.alpha / lrn.PUBLISHED.alpha, 10_000, 1e-6)
    return all(
        (1 - normalised_conv1(photo, lrn.PUBLISHED)[1]).max() < 0.01
        for photo in sample_photo.PHOTOS
    )


@claim(
    "alexnet#lrn",
    "the quiet come up beside the loud",
    "조용하던 반응이 시끄러운 반응 곁에서 어떻게 드러나는지",
)
def the_average_answer_comes_nearer_to_the_loudest():
    for photo in sample_photo.PHOTOS:
        before, rest = normalised_conv1(photo, lrn.STRONG)
        after = before * rest
        if after.mean() / after.max() < 2 * before.mean() / before.max():
            return False
    return True


def normalised_conv1(
    photo: str, constants: lrn.LrnConstants
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The answers of conv1 above 0, and what the neighbours leave of each, from 0 to 1."""
    from torch.nn import functional as F

    k, n, alpha, beta = constants
    maps = small_edition.sample_maps(photo)["conv1"]
    after = F.local_response_norm(maps[None], n, alpha, beta, k)[0] * k**beta
    answered = maps > 0
    return maps[answered].numpy(), (after / maps)[answered].numpy()


@claim(
    "alexnet#both-answer",
    "Normalisation cost points in both networks, from every seed",
    "정규화를 넣으면 두 신경망 모두, 어느 시드에서나 나빠졌습니다",
)
def normalisation_costs_points_in_every_run():
    found = idea_gains()["normalisation"]
    return len(found) == 2 and all(gain < 0 for gains in found.values() for gain in gains)


@claim(
    "alexnet#both-answer",
    "Overlap gained a little on CIFAR-10 and lost a little in the small edition",
    "겹치는 창은 CIFAR-10에서는 조금 도움이 되었고 소형판에서는 조금 해가 되었습니다",
)
def overlap_helps_one_of_two_networks_a_little():
    found = idea_gains()["overlap"]
    gained, lost = found["cifar"], found["small"]
    return all(0 < gain < 1.5 for gain in gained) and all(-1.5 < gain < 0 for gain in lost)


@claim(
    "alexnet#both-answer",
    "two or three seeds are few",
    "시드도 두세 개뿐입니다",
)
def there_are_two_or_three_seeds():
    found = idea_gains().values()
    return {len(gains) for networks in found for gains in networks.values()} == {2, 3}


@claim(
    "question.alexnet.both.why-overlap",
    "It helped in one of them",
    "하나에서만 도움이 되었습니다",
)
def overlap_helps_in_one_of_them():
    return overlap_helps_one_of_two_networks_a_little()


@answer("alexnet.both")
def what_helps_in_both_networks():
    helps = [
        idea
        for idea, networks in idea_gains().items()
        if all(gain > 0 for gains in networks.values() for gain in gains)
    ]
    return {0: "none", 1: "".join(helps), 2: "two"}[len(helps)]


def neither_idea_helps_the_small_edition() -> bool:
    return all(gain < 0 for found in idea_gains().values() for gain in found["small"])


@claim(
    "photo#limits-how",
    "neither helps this network",
    "이 신경망에는 도움이 되지 않았습니다",
)
def neither_of_the_two_helps_the_network_of_the_photo_page():
    return neither_idea_helps_the_small_edition()


@claim(
    "alexnet#both-small",
    "windows of two pixels leave larger last maps on so small a photo, so the first full layer has",
    "2화소짜리 창을 쓰면 마지막 맵이 더 커서, 첫 번째 완전 연결층의 가중치가 늘어납니다",
)
def side_by_side_the_network_is_larger():
    sizes = {run.kind: run.parameters for run in small_runs()}
    return sizes["plain"] > sizes["as-is"] == sizes["unnormalised"]


@claim(
    "alexnet#both-small",
    "by nearly the same number",
    "거의 같은 수로 나뉩니다",
)
def the_published_constants_divide_all_by_nearly_the_same():
    return near(small_edition.divisor("most"), small_edition.divisor("least"), 0.02)


@claim(
    "alexnet#neighbours-measured",
    "{figures.same-f6}% by F6 and {figures.same-pixels}% by pixels bear the same label",
    "레이블이 같은 이웃은 F6로는 {figures.same-f6}%, 화소로는 {figures.same-pixels}%",
)
def neighbours_by_f6_agree_more_often():
    same = neighbours_measured()["same"]
    return same["f6"] > same["pixels"]


@answer("alexnet.share")
def where_alexnet_keeps_its_weights():
    counts = {row.name: row.parameters for row in complexity.planned_sizes(AlexNet)}
    places = {
        "first": counts["conv1"],
        "middle": sum(counts[f"conv{n}"] for n in (2, 3, 4, 5)),
        "full": sum(counts[f"fc{n}"] for n in (6, 7, 8)),
    }
    return max(places, key=lambda name: places[name])


@claim(
    "alexnet#teacher-answers",
    "the towers that met only in the last layer lost about one point",
    "주고받지 않는 탑은 1퍼센트포인트쯤 나빠졌으며",
)
def towers_that_hardly_meet_lose_about_one_point():
    return what_towers_lose_that_hardly_meet() == "one"


@claim(
    "alexnet#teacher-answers",
    "the weights are in the full layers; the division leaves a quarter",
    "가중치는 완전 연결층에 있고, 나눗셈은 4분의 1이 남습니다",
)
def the_weights_are_in_the_full_layers_and_a_quarter_is_left():
    return (where_alexnet_keeps_its_weights(), what_the_division_leaves()) == ("full", "quarter")


@claim(
    "alexnet#slips",
    "near the {alexnet.neurons} of the abstract",
    "초록의 {alexnet.neurons}개에 가깝고",
)
def the_right_number_of_units_is_nearer_to_the_abstract():
    apart = [
        abs(value(f"net.{key}") - value("alexnet.neurons")) for key in ("units", "units-printed")
    ]
    return apart[0] < apart[1] and near(value("net.units"), value("alexnet.neurons"), 0.02)


@claim(
    "alexnet#slips",
    "no convolution holds more than",
    "합성곱층 하나하나에는 파라미터가 {net.limit}% 넘게 들어 있지 않다고",
)
def two_convolutions_hold_more_than_the_paper_says():
    limit = value("net.limit")
    return min(value("net.conv3-share"), value("net.conv4-share")) > limit


@answer("alexnet.fit")
def what_the_division_leaves():
    return {0.0: "whole", 0.5: "half", 0.25: "quarter"}[(224 - 11) / 4 % 1]


@answer("alexnet.crops")
def how_many_pictures():
    places = value("overfitting.whole") - value("overfitting.crop") + 1
    options = {name: value(f"overfitting.{name}") for name in ("paper", "real", "many")}
    return {count: name for name, count in options.items()}[2 * places**2]


@answer("alexnet.momentum")
def how_long_a_step_becomes():
    step = 0.0
    for _ in range(1000):
        step = 0.9 * step + 1
    return "ten" if near(step, 10, 0.001) else "forever"


@answer("alexnet.fifteen")
def whose_error_is_about_fifteen():
    errors = {"one": "one-val-one", "five": "one-val-five", "seven": "seven-test"}
    return min(errors, key=lambda name: abs(value(f"results.{errors[name]}") - 15))


@answer("alexnet.constant")
def what_a_constant_does_to_the_shares():
    logits = np.array([1.0, 2.0, 5.0])
    before, after = (np.array(softmax.softmax_steps(z).shares) for z in (logits, logits + 5))
    largest = after.max() - before.max()
    return "same" if np.allclose(before, after) else "more" if largest > 0 else "even"


@claim(
    "alexnet#fifteen-answer",
    "With the photos of the challenge alone",
    "대회가 준 사진만 쓴 신경망 다섯 개는",
)
def every_step_of_the_ladder_is_worse():
    errors = [value(f"results.{key}") for key in ("seven-test", "five-test", "one-val-five")]
    errors.append(value("results.one-val-one"))
    return errors == sorted(errors)


@claim(
    "alexnet#share-answer",
    "right about as often",
    "비슷한 비율을 맞힙니다",
)
def squeezenet_is_right_about_as_often():
    return near(value("squeezenet.accuracy"), value("squeezenet.alexnet-accuracy"), 0.01)


# Your photo


@answer("photo.turned")
def how_many_are_known_upside_down():
    return comparisons.survivors(comparisons.turned()[0])


@claim(
    "photo#turned-answer",
    "Mirroring should cost little",
    "좌우를 뒤집는 것은 큰 문제가 되지 않을 것",
)
def a_mirror_costs_little():
    counts = comparisons.turned()[0]
    return counts["mirrored"] > 0.8 * counts["upright"]


@claim(
    "photo#teacher-answers",
    "the mirror, which the network met while it learned, should cost less than half a turn",
    "학습하는 동안 본 좌우 뒤집기가 반 바퀴 돌리기보다 덜 해로울 것",
)
def a_mirror_costs_less_than_half_a_turn():
    counts = comparisons.turned()[0]
    return counts["upright"] - counts["mirrored"] < counts["upright"] - counts["down"]


# Data or model?


@claim(
    "data#bet-answer",
    "LeNet-5 does as well as the linear machine with about {data.equal} digits: one for every",
    "LeNet-5는 {data.equal}개쯤만 보고도 선형 분류기만큼 읽습니다",
)
def lenet5_equals_the_linear_machine_with_far_fewer():
    few = grid.digits_worth("linear", ALL, "lenet5")
    return grid.digits_ratio("linear", ALL, "lenet5") == round(ALL / few) > 10


@claim(
    "data#bet-answer",
    "times as many as in the shortest runs",
    "가장 짧은 학습의 {data.longer}배",
)
def the_largest_runs_were_shown_so_many_times_as_many():
    return value("data.longer") == ALL * grid.least_epochs() / grid.digits_shown()


@answer("data.budget")
def what_lowers_the_error_more():
    digits, classifier = grid.error("linear", ALL), grid.error("lenet1", 3000)
    return (
        "same" if near(digits, classifier, 0.1) else "digits" if digits < classifier else "machine"
    )


@claim(
    "data#budget-answer",
    "LeNet-1 has a third as many parameters, and goes on learning",
    "LeNet-1은 파라미터가 3분의 1인데도 계속 배웁니다",
)
def lenet1_has_a_third_of_the_parameters():
    goes_on = all(
        later.mean < earlier.mean
        for earlier, later in pairwise(grid.error_curves()["lenet1", "plain"])
    )
    share = complexity.parameter_count("LeNet1") / complexity.parameter_count("Linear")
    return near(share, 1 / 3) and goes_on


@claim(
    "data#budget-answer",
    "The linear machine stops learning early",
    "선형 분류기는 금세 한계에 부딪힙니다",
)
def the_linear_machine_learns_less_and_less():
    left = {name: grid.error(name, ALL) / grid.error(name, 3000) for name in grid.CLASSIFIERS}
    return max(left, key=lambda name: left[name]) == "linear"


@answer("data.upright")
def who_gains_most_in_the_paper():
    gains = {name: value(f"data.{name}-upright") for name in ("linear", "nearest", "hidden300")}
    return max(gains, key=lambda name: gains[name])


@claim(
    "data#upright-answer",
    "The {data.hidden} hidden units gained the most",
    "은닉 유닛 {data.hidden}개가 가장 크게 나아져",
)
def the_hidden_units_gain_most_in_the_paper():
    return who_gains_most_in_the_paper() == "hidden300"


@claim(
    "question.data.upright.why-nearest",
    "It gained much too",
    "이것도 크게 나아졌습니다",
)
def the_nearest_neighbour_gains_much_in_the_paper():
    return value("data.nearest-upright") > 2 > value("data.linear-upright")


@claim(
    "question.data.upright.why-linear",
    "It gained the least there",
    "논문에서는 가장 적게 나아졌습니다",
)
def the_linear_machine_gains_least_in_the_paper():
    others = value("data.nearest-upright"), value("data.hidden300-upright")
    return value("data.linear-upright") < min(others)


@claim(
    "data#upright-answer",
    "the order is another: there the linear machine gains the most",
    "저희의 결과는 순서가 다릅니다. 가장 크게 나아진 것은 선형 분류기",
)
def in_our_runs_the_linear_machine_gains_most():
    gains = {name: grid.divided(name, "deslanted") for name in grid.CLASSIFIERS}
    paper = value("data.hidden300-upright") - value("data.linear-upright")
    return max(gains, key=lambda name: gains[name]) == "linear" and paper > 0


@claim(
    "data#upright-answer",
    "which misread only",
    "처음부터 {data.hidden300-all}%만 잘못 읽던 은닉 유닛",
)
def our_hidden_units_began_better_than_the_papers():
    return grid.error("hidden300", ALL) < value("data.lc98-hidden300") / 2


@claim(
    "data#end",
    "no amount of digits that we measured takes the linear machine there",
    "저희가 잰 범위에서는 숫자를 아무리 늘려도 선형 분류기는 거기까지 가지 못합니다",
)
def no_linear_machine_comes_down_to_lenet5():
    lines = [
        line for (classifier, _), line in grid.error_curves().items() if classifier == "linear"
    ]
    return min(cell.mean for line in lines for cell in line) > grid.error("lenet5", ALL)


@claim(
    "data#end",
    "more digits helped the better machines most",
    "숫자를 늘리는 것은 모두에게 도움이 되었지만 좋은 모델일수록 더 큰 도움이 되었고",
)
def more_digits_help_the_better_machines_most():
    gains = {
        name: grid.error(name, grid.fewest()) / grid.error(name, ALL) for name in grid.CLASSIFIERS
    }
    by_error = sorted(grid.CLASSIFIERS, key=lambda name: -grid.error(name, ALL))
    return min(gains.values()) > 1 and by_error == sorted(gains, key=lambda name: gains[name])


@claim(
    "seen.data.bet",
    "More digits help both machines, and the better one more",
    "숫자를 늘리면 둘 다 나아지지만, 좋은 모델이 더 크게 나아집니다",
)
def more_digits_help_lenet5_more_than_the_linear_machine():
    gains = grid.error_divided("linear"), grid.error_divided("lenet5")
    return 1 < gains[0] < gains[1] and grid.error("lenet5", ALL) < grid.error("linear", ALL)


@claim(
    "data#end",
    "upright digits the plainest",
    "숫자를 바로 세우는 것은 가장 단순한 모델에 가장 큰 도움이",
)
def upright_digits_help_the_plainest_machine_most():
    return in_our_runs_the_linear_machine_gains_most()


@claim(
    "data#teacher-answers",
    "the machines lie closer together",
    "숫자가 {data.few}개뿐이면 모델 사이의 차이가 줄고",
)
def with_few_digits_the_machines_lie_closer_together():
    def ends(digits: int) -> tuple[float, float]:
        errors = [grid.error(name, digits) for name in grid.CLASSIFIERS]
        return max(errors), min(errors)

    (worst, best), (worst_of_all, best_of_all) = ends(grid.fewest()), ends(ALL)
    nearer = worst - best < worst_of_all - best_of_all  # in points, and as a ratio
    return nearer and worst / best < worst_of_all / best_of_all


@claim(
    "data#teacher-answers",
    "The better machine is the better buy at {data.budget} digits",
    "숫자가 {data.budget}개일 때는 더 나은 모델에 돈을 쓰는 편이 낫고",
)
def the_better_machine_is_the_better_buy():
    return what_lowers_the_error_more() == "machine"


@claim(
    "data#teacher-answers",
    "in the paper, {data.hidden} hidden units gain the most",
    "가장 크게 나아진 것은 논문에서는 은닉 유닛 {data.hidden}개이며",
)
def in_the_paper_the_hidden_units_gain_most():
    return who_gains_most_in_the_paper() == "hidden300"


@claim(
    "data#run",
    "where our measured runs were shown {data.short-times} times as many or more",
    "저희가 재어 둔 학습에서는 그 {data.short-times}배 이상을",
)
def the_measured_runs_were_shown_so_many_times_as_many():
    return grid.digits_shown() >= value("data.short-times") * value("data.short-shown")


@claim(
    "data#grid-rule",
    "{data.lenet5-all}% here and to {data.lenet5-long}% in the longer one",
    "더 오래 배우면 {data.lenet5-long}%입니다",
)
def a_longer_training_does_better():
    return assets.metric("weights/lenet5.safetensors", "test_error") < grid.error("lenet5", ALL)


@answer("data.photos")
def how_low_with_the_same_photos():
    options = {name: value(f"data.guess-{name}") for name in ("little", "half", "much")}
    return min(options, key=lambda name: abs(options[name] - value("ilsvrc.error-2012-supplied")))


@claim(
    "data#photos-answer",
    "So here the model did the most",
    "여기서는 모델이 가장 큰 일을 했습니다",
)
def the_model_did_more_than_more_photos():
    return value("data.photos-model") > value("data.photos-data")


@claim(
    "data#paper",
    "the best of all there",
    "논문에서 가장 좋은 것은 LeNet-4 세 개가 함께 정하는 방법",
)
def nothing_in_the_paper_is_better_than_three_lenet4():
    others = ("data.lc98-svm-best", "lenet5.error-distorted", "data.lc98-tangent")
    return all(value("data.lc98-boosted") < value(key) for key in others)


@claim(
    "data#paper",
    "read about as well as LeNet-5",
    "LeNet-5와 비슷하게 읽지만",
)
def those_not_shown_read_about_as_well_as_lenet5():
    others = [value(f"data.lc98-{name}") for name in ("tangent", "svm", "svm-best", "boosted")]
    return all(near(other, value("lenet5.error"), 0.3) for other in others)
