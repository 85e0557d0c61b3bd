"""Is every sentence that compares what we measured, or computed, true of what is stored?

A claim names the text that makes it and the words that a reader sees; its function computes the
comparison anew. A quiz whose answer can be computed is asked here as well.
"""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from cnn import assets, rbf_codes
from cnn import learning_curves as grid
from cnn.analysis import complexity, receptive_field
from cnn.data.imagenet import dataset_sizes, label_votes, wordnet
from cnn.data.mnist import class_means, dataset, hard_digits, writers
from cnn.experiments import relu_vs_tanh, softmax, weight_sharing
from cnn.experiments.kernels import CLASSIC
from cnn.inference import small_edition
from cnn.models import MODELS
from cnn.models.alexnet import AlexNet
from cnn.results import (
    draw_measured,
    error_shifted,
    error_without,
    mnist_read,
    neighbours_measured,
    small_runs,
)
from cnn.training import runs
from ui.exhibits.convolution import maps
from ui.exhibits.imagenet import contest
from ui.exhibits.photo import comparisons
from ui.page import course
from ui.words.facts import facts
from ui.words.text import LANGUAGES, labels, sections

torch.set_num_threads(1)  # as in tests/cnn

Check = Callable[[], bool]
CLAIMS: list[object] = []
ANSWERS: list[object] = []
ALL = 60_000


def claim(where: str, words: str) -> Callable[[Check], Check]:
    """Notes a check of what stands there: page#section, or the key of a label."""

    def note(check: Check) -> Check:
        CLAIMS.append(pytest.param(where, words, check, id=f"{where}: {check.__name__}"))
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
    return sections(page, lang)[key].body if key else labels(lang)[where]


@pytest.mark.parametrize(("where", "words", "check"), CLAIMS)
def test_what_is_said_is_so(where, words, check):
    assert all(said(where, lang) for lang in LANGUAGES)
    assert words in said(where, "en"), "another sentence now: does it need another check?"
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


@claim("mnist#writers-answer", "The nearest neighbour agrees")
def both_machines_find_the_students_harder():
    both = (hard_digits.misread, hard_digits.neighbour_misreads)
    return all(misread(True) > misread(False) for misread in both)


@claim("mnist#writers-answer", "Whoever split the test as the page says")
def split_in_the_middle_the_first_half_is_harder():
    places = hard_digits.missed() - writers.TRAINED
    return (places < value("mnist.half")).sum() > len(places) / 2


@claim("question.mnist.writers.why-same", "more than twice as many")
def one_half_holds_more_than_twice_as_many_errors():
    return hard_digits.misread(True) > 2 * hard_digits.misread(False)


@claim("mnist#teacher-answers", "the students' half is harder")
def the_students_half_is_harder():
    return hard_digits.misread(True) / writers.test_digit_count(True) > hard_digits.misread(
        False
    ) / writers.test_digit_count(False)


@claim("mnist#hands", "as far as place")
def students_and_employees_take_turns():
    student = writers.load_writers().student[: writers.TRAINED]
    last = int(value("mnist.last-student"))
    return bool((student[1 : last + 1] != student[:last]).all()) and not student[last + 1 :].any()


@claim("mnist#map", "many of its errors lie there")
def errors_lie_where_islands_meet():
    from scipy.spatial import cKDTree

    places, classes = mnist_read().places.astype(float), dataset.all_labels()
    missed, every = hard_digits.missed(), np.arange(0, 70_000, 70)
    _, around = cKDTree(places).query(places[np.concatenate([missed, every])], 13)
    mixed = (classes[around[:, 1:]] != classes[around[:, :1]]).mean(1)
    return mixed[: len(missed)].mean() > 10 * mixed[len(missed) :].mean()


@claim("mnist#balance-answer", "even shares would be")
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


@claim("home#guess-answer", "it missed only")
def distorted_copies_helped():
    return value("lenet5.wrong-distorted") < value("lenet5.wrong")


# Convolution


@claim("convolution#edge-answer", "the weights sum to zero")
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


@claim("convolution#field-answer", "one more than a unit of C1")
def s2_sees_one_pixel_more_than_c1():
    return (
        receptive_field.field_width("LeNet5", "S2")
        == receptive_field.field_width("LeNet5", "C1") + 1
    )


@claim("convolution#field-answer", "the whole picture")
def c5_sees_everything():
    return receptive_field.field_width("LeNet5", "C5") == value("lenet5.input.size")


@claim("convolution#pool", "Some coefficients that our LeNet-5 learned are negative")
def some_coefficients_are_negative():
    return any(coefficient < 0 for coefficient, _ in maps.trained())


@claim("convolution#sharing-answer", "Sharing saves")
def sharing_saves_nearly_everything():
    local = weight_sharing.sharing_parameters("local", 32, 1, 6, 5)
    saved = 1 - weight_sharing.sharing_parameters("shared", 32, 1, 6, 5) / local
    return near(100 * saved, weight_sharing.parameters_saved(32, 1, 6, 5), 1e-6) and saved > 0.99


# LeNet


@answer("lenet.most")
def where_most_numbers_sit():
    places = {"maps": ("C1", "C3"), "halves": ("S2", "S4"), "end": ("C5", "F6")}
    return max(places, key=lambda name: part("LeNet5", "parameters", *places[name]))


@claim("lenet#teacher-answers", "most connections in C1 and C3")
def most_connections_are_in_c1_and_c3():
    return part("LeNet5", "connections", "C1", "C3") > 1 / 2


@claim("lenet.why-lecun1989-H1", "most numbers of this layer are biases")
def most_numbers_of_h1_are_biases():
    biases = 12 * 8 * 8
    return biases > layers("LeCun1989", "parameters")["H1"] / 2


@claim("lenet.why-lecun1989-H3", "more than half of all numbers")
def h3_of_1989_holds_more_than_half():
    return part("LeCun1989", "parameters", "H3") > 1 / 2


@claim("lenet.why-lenet1-H1", "more than half of all connections")
def h1_of_lenet1_makes_more_than_half():
    return part("LeNet1", "connections", "H1") > 1 / 2


@claim("lenet.why-lenet1-output", "Three quarters")
def the_output_of_lenet1_holds_three_quarters():
    return near(part("LeNet1", "parameters", "output"), 3 / 4)


@claim("lenet.why-lenet4-C5", "nearly three times")
def c5_of_lenet4_alone_is_nearly_three_times_too_large():
    return 2.5 < layers("LeNet4", "parameters")["C5"] / value("lenet4.parameters") < 3


@claim("lenet.why-lenet5-C1", "over a third of the work")
def c1_does_over_a_third_of_the_work():
    return part("LeNet5", "connections", "C1") > 1 / 3


@claim("lenet.why-lenet5-C3", "No other layer has as many connections")
def no_layer_has_more_connections_than_c3():
    counts = layers("LeNet5", "connections")
    return all(counts["C3"] > count for name, count in counts.items() if name != "C3")


@claim("lenet.why-lenet5-S4", "half of the image")
def a_unit_of_s4_sees_half_of_the_image():
    return receptive_field.field_width("LeNet5", "S4") == value("lenet5.input.size") / 2


@claim("lenet.why-lenet5-C5", "Four fifths of all numbers")
def c5_holds_four_fifths():
    return near(part("LeNet5", "parameters", "C5"), 4 / 5, 0.01)


@claim("draw#codes", "Similar shapes have similar codes")
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


@claim("draw#step-answer", "the centre of mass costs little once the box is tight")
def the_centre_costs_little_beside_the_box():
    plain = error_without("nothing")
    return error_without("centre") - plain < (error_without("box") - plain) / 10


@claim("question.draw.step.why-centre", "Place matters less than size")
def place_matters_less_than_the_box():
    return error_without("centre") < error_without("box")


@answer("draw.shift")
def the_shift_after_which_half_are_misread():
    errors = draw_measured()["shift"]["lenet5-distorted"]
    beyond = next((shift for shift, error in enumerate(errors) if error >= 50), None)
    return "never" if beyond is None else "one" if beyond < 3 else "five"


@claim("draw#teacher-answers", "after a shift of about")
def half_are_misread_after_about_five_pixels():
    five = int(value("draw.five"))
    return any(near(error_shifted("lenet5-distorted", at), 50, 0.1) for at in (five - 1, five))


@claim("draw.compare-alt", "digits lie near, the others mostly beyond the limit")
def what_is_no_digit_is_mostly_refused():
    found = assets.row("weights/lenet5-distorted.safetensors").metrics
    others = [found[f"flagged_{kind}"] for kind in ("letters", "scribbles", "lines")]
    return found["refused_digits"] < 5 and min(others) > 50


@claim("draw#shift-answer", "The nearest neighbour is lost earlier")
def the_nearest_neighbour_is_lost_earlier():
    shifts = draw_measured()["shift"]
    nearest, lenet5 = (
        next(at for at, error in enumerate(shifts[name]) if error >= 50)
        for name in ("nearest", "lenet5-distorted")
    )
    return nearest < lenet5


@claim("draw#shift-answer", "laying out the digit helps far more")
def laying_out_helps_more_than_convolution():
    five = int(value("draw.five"))
    laid_out = max(error_shifted(name, five) for name in ("lenet1", "lecun1989"))
    return 10 * laid_out < error_shifted("lenet5-distorted", five)


@claim("draw.shift-alt", "those of LeNet-1 and the network of 1989 late")
def who_fits_every_picture_first_is_lost_late():
    lost = {
        name: next((at for at, error in enumerate(errors) if error >= 25), len(errors))
        for name, errors in draw_measured()["shift"].items()
    }
    late = lost.pop("lenet1"), lost.pop("lecun1989")
    return min(late) >= 2 * max(lost.values())


# Training


@answer("training.early")
def when_nine_of_ten_are_read():
    digits = runs.digits_until(10.0)
    return "quarter" if digits < ALL / 4 else "whole" if digits <= ALL else "often"


@claim("training#early-answer", "more than three times as long")
def halving_the_error_takes_more_than_three_times_as_long():
    return runs.digits_until(5.0) > 3 * runs.digits_until(10.0)


@claim("training#teacher-answers", "less than a quarter of the digits")
def nine_of_ten_are_read_after_less_than_a_quarter():
    return runs.digits_until(10.0) < ALL / 4


# ImageNet


@answer("imagenet.fall")
def the_year_of_the_largest_share():
    best = contest.best()
    years = [year for year in best if year - 1 in best]
    return f"y{min(years, key=lambda year: best[year] / best[year - 1])}"


@claim("imagenet#fall-answer", "In points it is 2012")
def in_points_it_is_2012():
    best = contest.best()
    return max((best[year - 1] - best[year], year) for year in best if year > 2010)[1] == 2012


@claim("imagenet#fall-answer", "the cliff becomes the first of several steps")
def as_shares_later_years_cut_as_much():
    return contest.fall(2012) < min(map(contest.fall, (2014, 2015)))


@answer("imagenet.dogs")
def how_many_classes_are_dogs():
    options = {"few": 12, "some": 40, "right": wordnet.class_count("n02084071"), "many": 300}
    return min(options, key=lambda name: abs(options[name] - wordnet.class_count("n02084071")))


@claim("imagenet#dogs-answer", "More than a tenth")
def dogs_are_more_than_a_tenth():
    return wordnet.class_count("n02084071") > value("imagenet.classes") / 10


@claim("imagenet#dogs-answer", "are kinds of cat")
def so_many_classes_are_cats_flowers_and_persons():
    counts = [wordnet.class_count(wnid) for wnid in ("n02121620", "n11669921", "n00007846")]
    return counts == [value("imagenet.cats"), 2, 3]


@claim("photo#unknown", "None of the contest's")
def no_class_is_a_giraffe():
    return not wordnet.search("giraffe") and bool(wordnet.search("lemur"))


@claim("imagenet.felt-bytes", "nearly a football pitch")
def so_much_paper_is_nearly_a_football_pitch():
    return 0.85 < dataset_sizes.paper_area() / (105 * 68) < 1


@answer("imagenet.pixels")
def how_many_digits_cover_a_photo():
    options = {"few": 13, "some": 60, "right": 179, "many": 1800}
    return min(
        options, key=lambda name: abs(options[name] - dataset_sizes.whole_size_ratio("pixels"))
    )


@answer("imagenet.agreeing")
def so_many_must_agree():
    return {2: "two", 3: "three", 5: "five", 10: "ten"}[label_votes.agreeing(0.1, 0.8, 0.99)]


@claim("question.imagenet.agreeing.why-three", "it would take four")
def four_if_half_were_good():
    return label_votes.agreeing(0.5, 0.8, 0.99) == 4


@claim("imagenet#teacher-answers", "at a true error of a little over")
def half_of_the_errors_are_the_labels_fault():
    wrong = value("imagenet.label-errors") / 100
    reported = [label_votes.measured_error(true, wrong) for true in (wrong, wrong + 0.01)]
    return reported[0] < 2 * wrong < reported[1]


@claim("timeline#last-2017", "More labels are wrong there than the last winner missed")
def more_labels_are_wrong_than_the_last_winner_missed():
    return value("imagenet.label-errors") > value("ilsvrc.error-2017")


@claim("timeline#deeper-2014", "more than half of the errors")
def in_two_years_more_than_half_of_the_errors_went():
    return value("ilsvrc.error-2014") < value("ilsvrc.error-2012") / 2


# The AlexNet paper


@answer("alexnet.faster")
def how_many_times_fewer_passes():
    options = {"two": 2, "six": 6, "twenty": 20}
    found = value("relu.tanh-epochs") / value("relu.epochs")
    return min(options, key=lambda name: abs(options[name] - found))


@claim("alexnet#race", "within about a fifth of a single pass")
def both_kinds_get_there_within_a_fifth_of_a_pass():
    ends = [
        list(relu_vs_tanh.race_points(kind, relu_vs_tanh.TUNED[kind], seed=1))[-1]
        for kind in relu_vs_tanh.KINDS
    ]
    return all(lap.error <= relu_vs_tanh.goal() and lap.digits < 0.25 * ALL for lap in ends)


@answer("alexnet.crossing")
def what_towers_lose_that_hardly_meet():
    options = {"tenth": 0.1, "one": 1.0, "ten": 10.0}
    return min(options, key=lambda name: abs(np.log(options[name] / value("log.apart-top1"))))


@claim("alexnet#crossing-answer", "somewhat less than leaving the normalisation out")
def apart_loses_less_than_no_normalisation():
    return 0.7 < value("log.apart-top1") / value("log.norm-top1") < 1


@claim("question.alexnet.crossing.why-tenth", "three times as much")
def apart_loses_three_times_as_much_as_windows_side_by_side():
    return near(value("log.apart-top1") / value("log.pooling-top1"), 3)


@claim("alexnet#crossing", "about as large as the paper's")
def wider_towers_make_up_for_it():
    apart = 60_714_408  # added up from layers-150.cfg
    return near(apart, value("alexnet.parameters"), 0.01)


@claim("alexnet.small-says", "the first answer is right")
def without_normalisation_it_is_right_more_often():
    return all(first > 0 for first in gains("unnormalised"))


@claim("alexnet#both-small", "here neither does")
def neither_idea_helps_the_small_edition():
    return all(gain > 0 for kind in ("unnormalised", "plain") for gain in gains(kind))


@claim("photo#limits-how", "neither helps this network")
def neither_of_the_two_helps_the_network_of_the_photo_page():
    return neither_idea_helps_the_small_edition()


@claim("alexnet#both-small", "the first full layer has more weights")
def side_by_side_the_network_is_larger():
    sizes = {run.kind: run.parameters for run in small_runs()}
    return sizes["plain"] > sizes["as-is"] == sizes["unnormalised"]


def gains(kind: str) -> list[float]:
    """By how much the first answer is right more often than as it is, for each seed."""
    first = {(run.kind, run.seed): run.right["1"][0] for run in small_runs()}
    return [found - first["as-is", seed] for (each, seed), found in first.items() if each == kind]


@claim("alexnet#both-small", "by nearly the same number")
def the_published_constants_divide_all_by_nearly_the_same():
    return near(small_edition.divisor("most"), small_edition.divisor("least"), 0.02)


@claim("alexnet#neighbours-measured", "bear the same label")
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


@claim("alexnet#slips", "no convolution holds more than")
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


@claim("alexnet#fifteen-answer", "With the photos of the challenge alone")
def every_step_of_the_ladder_is_worse():
    errors = [value(f"results.{key}") for key in ("seven-test", "five-test", "one-val-five")]
    errors.append(value("results.one-val-one"))
    return errors == sorted(errors)


@claim("alexnet#share-answer", "right about as often")
def squeezenet_is_right_about_as_often():
    return near(value("squeezenet.accuracy"), value("squeezenet.alexnet-accuracy"), 0.01)


# Your photo


@answer("photo.turned")
def how_many_are_known_upside_down():
    return comparisons.survivors(comparisons.turned()[0])


@claim("photo#teacher-answers", "the mirror, which the network met")
def a_mirror_costs_less_than_half_a_turn():
    counts = comparisons.turned()[0]
    return counts["upright"] - counts["mirrored"] < counts["upright"] - counts["down"]


# Data or model?


@claim("data#bet-answer", "LeNet-5 does as well as the linear machine with about")
def lenet5_equals_the_linear_machine_with_far_fewer():
    few = grid.digits_worth("linear", ALL, "lenet5")
    return grid.digits_ratio("linear", ALL, "lenet5") == round(ALL / few) > 10


@claim("data#bet-answer", "times as many as in the shortest runs")
def the_largest_runs_were_shown_so_many_times_as_many():
    return value("data.longer") == ALL * grid.least_epochs() / grid.digits_shown()


@answer("data.budget")
def what_lowers_the_error_more():
    digits, classifier = grid.error("linear", ALL), grid.error("lenet1", 3000)
    return (
        "same" if near(digits, classifier, 0.1) else "digits" if digits < classifier else "machine"
    )


@claim("data#budget-answer", "a third as many parameters")
def lenet1_has_a_third_of_the_parameters():
    return near(complexity.parameter_count("LeNet1") / complexity.parameter_count("Linear"), 1 / 3)


@claim("data#budget-answer", "little new to tell it")
def the_linear_machine_learns_less_and_less():
    left = {name: grid.error(name, ALL) / grid.error(name, 3000) for name in grid.CLASSIFIERS}
    return max(left, key=lambda name: left[name]) == "linear"


@answer("data.upright")
def who_gains_most_in_the_paper():
    gains = {name: value(f"data.{name}-upright") for name in ("linear", "nearest", "hidden300")}
    return max(gains, key=lambda name: gains[name])


@claim("question.data.upright.why-linear", "the least")
def the_linear_machine_gains_least_in_the_paper():
    return value("data.linear-upright") < value("data.nearest-upright")


@claim("data#upright-answer", "there the linear machine gains the most")
def in_our_runs_the_linear_machine_gains_most():
    gains = {name: grid.divided(name, "deslanted") for name in grid.CLASSIFIERS}
    return max(gains, key=lambda name: gains[name]) == "linear"


@claim("data#upright-answer", "which misread only")
def our_hidden_units_began_better_than_the_papers():
    return grid.error("hidden300", ALL) < value("data.lc98-hidden300") / 2


@claim("data#end", "No amount of digits that we measured takes the linear machine there")
def no_linear_machine_comes_down_to_lenet5():
    lines = [
        line for (classifier, _), line in grid.error_curves().items() if classifier == "linear"
    ]
    return min(cell.mean for line in lines for cell in line) > grid.error("lenet5", ALL)


@claim("data#end", "more digits helped the better machines most")
def more_digits_help_the_better_machines_most():
    gains = {
        name: grid.error(name, grid.fewest()) / grid.error(name, ALL) for name in grid.CLASSIFIERS
    }
    by_error = sorted(grid.CLASSIFIERS, key=lambda name: -grid.error(name, ALL))
    return min(gains.values()) > 1 and by_error == sorted(gains, key=lambda name: gains[name])


@claim("data#end", "upright digits the plainest")
def upright_digits_help_the_plainest_machine_most():
    return in_our_runs_the_linear_machine_gains_most()


@claim("data#teacher-answers", "the machines lie closer together")
def with_few_digits_the_machines_lie_closer_together():
    def apart(digits: int) -> float:
        errors = [grid.error(name, digits) for name in grid.CLASSIFIERS]
        return max(errors) / min(errors)

    return apart(grid.fewest()) < apart(ALL)


@claim("data#grid-rule", "in the longer one")
def a_longer_training_does_better():
    return assets.metric("weights/lenet5.safetensors", "test_error") < grid.error("lenet5", ALL)


@answer("data.photos")
def how_low_with_the_same_photos():
    options = {name: value(f"data.guess-{name}") for name in ("little", "half", "much")}
    return min(options, key=lambda name: abs(options[name] - value("ilsvrc.error-2012-supplied")))


@claim("data#photos-answer", "So here the model did the most")
def the_model_did_more_than_more_photos():
    return value("data.photos-model") > value("data.photos-data")


@claim("data#paper", "the best of all there")
def nothing_in_the_paper_is_better_than_three_lenet4():
    others = ("data.lc98-svm-best", "lenet5.error-distorted", "data.lc98-tangent")
    return all(value("data.lc98-boosted") < value(key) for key in others)
