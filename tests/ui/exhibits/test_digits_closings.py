"""Do Home, Draw, MNIST and Training close on what is shown, whatever that is?"""

from types import SimpleNamespace

import numpy as np
import pytest

from cnn.data.mnist import dataset
from cnn.data.mnist.writers import TRAINED, digits_of
from cnn.errors import Problem
from cnn.inference.digit import PictureReading, read_image
from cnn.results import home_digits, mnist_read, sample_strokes
from cnn.training import runs as training_runs
from cnn.training.gradient_check import compare_gradients
from cnn.training.runs import Options, Run, recorded
from tests.ui.opening import opened, words
from ui.components.digit_pad.message import write_message
from ui.exhibits.draw.digit_picture import GIVEN, GivenPicture
from ui.exhibits.home.timeline import TURN, behind
from ui.exhibits.mnist.island_map import POINTED
from ui.exhibits.training import run_closing
from ui.exhibits.training.watched_digit import _sample
from ui.page.progress import ACTED, KEY, Progress
from ui.words.facts import toml
from ui.words.text import LANGUAGES, label

pytestmark = pytest.mark.slow
JOINER = "\u2060"
SEVEN = [np.array([[300.0, 250.0], [700.0, 250.0], [450.0, 800.0]])]


def visited(file, /, *done, lang="en", state=None, **query):
    """What a page says whose exhibits `done` a visitor has done."""
    known = {KEY: Progress(1, frozenset(done)), ACTED: frozenset(done)}
    app = opened(file, lang, known | (state or {}), **query)
    assert not app.exception
    return words(app).replace(JOINER, "")


def line(key, lang, **fields):
    """A label without what holds its words together."""
    return label(key, lang, **fields).replace(JOINER, "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("digit", range(10))
def test_the_two_nearest_codes_are_named(digit, lang):
    distances = list(map(float, home_digits()[digit]["distances"]))
    nearest, second = sorted(distances)[:2]
    said = line(
        "seen.home.walk",
        lang,
        best=distances.index(nearest),
        nearest=f"{nearest:.1f}",
        second=distances.index(second),
        next=f"{second:.1f}",
    )
    state = {"home.digit": digit}
    assert said in visited("streamlit_app.py", "home.walk", lang=lang, state=state)


def test_what_lies_behind_alexnet_is_older_and_counted_once():
    rows = {row["id"]: row for row in toml("timeline")["event"]}
    found = behind(TURN, {name: row["built_on"] for name, row in rows.items()})
    assert {"cells-1959", "zip-1989", "gpu-2011"} <= found
    assert not found & {TURN, "zfnet-2013", "nobel-2024"}
    assert all(rows[name]["year"] <= rows[TURN]["year"] for name in found)
    assert all(set(rows[name]["built_on"]) <= found for name in found)
    said = line("seen.home.timeline", "en", count=len(found), all=len(rows), year=1959)
    assert said in visited("streamlit_app.py", "home.timeline")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("query", "exhibit", "how"),
    [
        ({}, "switches", ""),
        ({"without": "box"}, "switches", ""),
        ({"without": "aspect"}, "switches", "-aspect"),
        ({"without": "grey"}, "switches", "-grey"),
        ({"without": "centre"}, "switches", "-centre"),
        ({"without": "everything"}, "switches", "-everything"),
        ({}, "break", ""),
        ({"change": "down"}, "break", "-shifted"),
        ({"change": "right"}, "break", "-shifted"),
        ({"change": "noise"}, "break", ""),
    ],
)
def test_the_line_is_that_of_what_was_chosen(query, exhibit, how, lang):
    said = line(f"seen.draw.{exhibit}{how}", lang)
    assert said in visited("pages/1_Draw.py", f"draw.{exhibit}", lang=lang, **query)


def reading_of(image):
    return PictureReading([("upright", image)], read_image(image))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_picture_closes_by_what_became_of_it(lang):
    def closed(found):
        state = {GIVEN: GivenPicture("mine.png", found)}
        return visited("pages/1_Draw.py", "draw.picture", lang=lang, state=state)

    digits = dataset.load_digits("test")
    sure = reading_of(digits.images[0])
    unsure = reading_of(np.full((28, 28), 128, np.uint8))
    assert sure.is_sure and not unsure.is_sure
    for found, how in ((sure, ""), (unsure, "-unsure")):
        far = found.reading.distances
        best, second = (int(each) for each in far.argsort()[:2])
        fields = {"best": best, "second": second}
        fields |= {"nearest": f"{far[best]:.1f}", "next": f"{far[second]:.1f}"}
        assert line(f"seen.draw.picture{how}", lang, **fields) in closed(found)
    said = line("seen.draw.picture-none", lang)
    assert said in closed(Problem("digit-blank", "blank"))
    assert said not in visited("pages/1_Draw.py", "draw.picture", lang=lang)


def mnist(exhibit, lang="en", state=None, **query):
    return visited("pages/2_MNIST.py", f"mnist.{exhibit}", lang=lang, state=state, **query)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_closes_with_its_own_errors(lang):
    digits, answers = dataset.load_digits("test"), mnist_read().answers[TRAINED:]
    found = set()
    for sheet in (1, 3, 9):
        places = slice(120 * (sheet - 1), 120 * sheet)
        wrong = int((digits.labels[places] != answers[places]).sum())
        how = "" if wrong else "-none"
        said = line(f"seen.mnist.browse{how}", lang, wrong=wrong, count=120)
        assert said in mnist("browse", lang, set="test", page=str(sheet))
        found.add(how)
    assert found == {"", "-none"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_byte_closes_by_what_it_is(lang):
    image = dataset.load_digits("train").images[0]
    (row, column), value = np.argwhere(image)[0], int(image[image > 0][0])
    byte = str(16 + 28 * row + column)
    assert line("seen.mnist.bytes", lang, value=value) in mnist("bytes", lang, byte=byte)
    assert line("seen.mnist.bytes-header", lang, header=16) in mnist("bytes", lang, byte="5")
    label_of_first = int(dataset.load_digits("train").labels[0])
    said = line("seen.mnist.bytes-label", lang, value=label_of_first)
    assert said in mnist("bytes", lang, file="labels", byte="8")
    assert line("seen.mnist.bytes-header", lang, header=8) in mnist("bytes", lang, file="labels")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_on_the_map_closes_with_its_label_and_answer(lang):
    for number in (0, int(np.flatnonzero(mnist_read().answers != dataset.all_labels())[0])):
        right, answer = int(dataset.all_labels()[number]), int(mnist_read().answers[number])
        how = "" if right == answer else "-wrong"
        said = line(f"seen.mnist.map{how}", lang, label=right, answer=answer)
        assert said in mnist("map", lang, {POINTED: number})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hand_closes_with_its_share_of_errors(lang):
    wrong = mnist_read().answers != dataset.all_labels()
    mean = f"{100 * wrong[TRAINED:].mean():.1f}"
    writer = 326
    numbers = digits_of(writer)
    share = 100 * wrong[numbers].mean()
    how = "" if share else "-none"
    said = line(f"seen.mnist.hands{how}", lang, share=f"{share:.1f}", mean=mean)
    assert said in mnist("hands", lang, set="test", writer=str(writer))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_nearest_ten_close_by_whether_they_agree(lang):
    def pad(strokes):
        return {"pad": {"drawing": write_message(strokes, seq=1)}}

    agreed = line("seen.mnist.yours-agreed", lang, digit=7)
    assert agreed in mnist("yours", lang, pad(SEVEN))
    other = mnist("yours", lang, pad(sample_strokes()["letter"]))
    beginning = line("frame.seen", lang)
    assert agreed not in other and other.count(beginning) == 1
    assert beginning not in mnist("yours", lang, pad([]))


def training(exhibit, lang="en", **query):
    return visited("pages/5_Training.py", f"training.{exhibit}", lang=lang, **query)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_recorded_run_closes_with_what_it_learned_and_confuses(lang):
    first, last = recorded().moments[0], recorded().moments[-1]
    fields = {"first": f"{first.error:.1f}", "last": f"{last.error:.1f}"}
    said = line("seen.training.train", lang, steps=f"{last.step:,}", **fields)
    assert said in training("train", lang)
    table = last.confusion.tolist()
    worst = max((table[i][j], -i, -j) for i in range(10) for j in range(10) if i != j)
    answers = first.confusion.sum(0).tolist()
    said = line(
        "seen.training.scrub",
        lang,
        digit=answers.index(max(answers)),
        share=f"{max(answers) / 10:.0f}",
        label=-worst[1],
        answer=-worst[2],
        count=worst[0],
    )
    assert said in training("scrub", lang)


def run_of(error=5.0, **options):
    run = Run(Options(**options))
    for step, wrong, confusion in ((0, 90.0, 0), (9, error, 100)):
        found = confusion * np.eye(10, dtype=np.uint8)
        run.moments.append(training_runs.TestedSnapshot(step, 100 * step, 1.0, wrong, found))
    return run


def lines(close, *arguments):
    """What a function has the page say: (name, acted, how, fields)."""
    found = []

    def seen(name, acted=True, *, how="", **fields):
        found.append((name, acted, how, fields))

    close(SimpleNamespace(seen=seen, label=lambda key: key), *arguments)
    return found


@pytest.mark.parametrize(
    ("runs", "how", "options"),
    [
        ([run_of(), run_of()], "same", ""),
        ([run_of(), run_of(seed=2)], "seed", "training.seed"),
        ([run_of(), run_of(rate=0.01)], "", "training.rate"),
        ([run_of(), run_of(distort=True)], "", "training.way"),
        ([run_of(), run_of(epochs=9)], "", "training.passes"),
        ([run_of(), run_of(rate=0.01), run_of(seed=2)], "several", "training.rate, training.seed"),
    ],
)
def test_runs_close_by_what_they_differ_in(runs, how, options):
    ((name, acted, found, fields),) = lines(run_closing.close_compare, runs)
    assert (name, acted, found) == ("compare", True, how) and fields["options"] == options


def test_runs_close_with_where_they_end_and_one_alone_does_not():
    ((_, _, _, fields),) = lines(
        run_closing.close_compare, [run_of(7.25), run_of(3.0, seed=2), run_of(5.0, seed=3)]
    )
    assert (fields["low"], fields["high"]) == ("3.0", "7.2")
    assert not lines(run_closing.close_compare, [run_of()])


def test_a_run_that_learned_nothing_and_one_that_confuses_nothing_say_so():
    ((_, _, how, fields),) = lines(run_closing.close_train, run_of(error=90.2), True)
    assert (how, fields["last"], fields["steps"]) == ("stuck", "90.2", "9")
    run = run_of()
    run.moments[0].confusion[:, 4] = 100
    ((_, acted, how, fields),) = lines(run_closing.close_scrub, run, False)
    assert (acted, how, fields["digit"], fields["share"]) == (False, "right", 4, "100")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_change_that_comes_nearest_is_named(lang):
    digit = _sample("3")
    found = compare_gradients(digit.image, 5, "F6", 11)
    said = training("real", lang, layer="F6", number="12", wanted="5")
    off = {h: abs(each - found.gradient) for h, each in found.differences.items()}
    best = min(off, key=off.get)
    assert 1e-8 < best < 0.1
    power = "".join("⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".index(each)] for each in str(round(np.log10(best))))
    assert f"h\u00a0=\u00a010{power}" in said and "⟨" not in said
    assert f"{off[0.1]:.1e}".split("e")[0] + "\u00a0×" in said
