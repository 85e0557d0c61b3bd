"""Does Photo answer about any file, in both languages, and keep nothing of it?"""

import csv
import hashlib
import io
import os
import re
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from cnn import assets, figures
from cnn.analysis import attribution
from cnn.analysis.receptive_field import receptive_field
from cnn.assets import AssetProblem
from cnn.data.imagenet.classes import classes
from cnn.data.photos import sample_photos
from cnn.data.photos.crops import OWT_EYE
from cnn.inference import downloads, photo, weights
from cnn.inference.downloads import PublishedFile
from cnn.inference.photo import PhotoNetwork
from cnn.models import AlexNetOWT
from tests.photo_network import random_network
from tests.ui import opening
from tests.ui.opening import acted, bodies, guessed, notes, opener, words
from tests.ui.page.test_closing import closed
from tests.waiting import until
from tests.weights_server import FILE, Server
from ui.components import crop_box
from ui.exhibits.photo import answer_html, chosen_photo, layers, loudest_html
from ui.exhibits.photo import words as words_exhibit
from ui.exhibits.photo.answer_html import Answered
from ui.exhibits.photo.comparisons import as_csv, survivors, turned
from ui.page.course import entry
from ui.page.frame import Page
from ui.words.numbers import signed
from ui.work import weights_download

opened = opener("pages/8_Photo.py")

NETWORK = random_network()
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def counted_anew():
    """What the network that ships answers to turned photos is kept for the process, and asked for
    by other tests."""
    turned.clear()
    yield
    turned.clear()


@pytest.fixture(autouse=True)
def network(monkeypatch, tmp_path):
    """Random weights: what is tested here is what surrounds them."""
    monkeypatch.setattr(photo, "photo_network", lambda name: NETWORK)
    monkeypatch.setenv("CNN_WEIGHTS_DIR", str(tmp_path / "weights"))


def html(app, testid):
    """The data-* attributes of the one element with this data-testid, and its HTML."""
    (body,) = bodies(app, testid)
    return opening.html(app, testid), body


def jpeg(size=(400, 300), colour="teal", **more):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **more)
    return out.getvalue()


def sent(app, *files):
    app.file_uploader[0].set_value([(name, data, "image/jpeg") for name, data in files]).run()
    return app


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_with_a_sample_already_answered(lang):
    app = opened(lang)
    assert not app.exception and not app.warning
    best = photo.read_photo(NETWORK, sample_photos.sample_image("red-panda")).best
    data, body = html(app, "photo-answers")
    assert data["best"] == NETWORK.classes[best].wnid and f'lang="{lang}"' in body
    assert sample_photos.samples()["red-panda"].credit.author in html(app, "photo-open")[1]
    assert "⟨" not in words(app)


@pytest.mark.parametrize(("lang", "others"), [("en", "[가-힣]"), ("ko", "[A-Za-z]")])
def test_classes_and_branches_are_named_in_one_language(lang, others):
    app = opened(lang, photo="lemurs")
    for testid in ("photo-answers", "photo-ladder"):
        assert not re.search(others, opening.plain(html(app, testid)[1])), testid
    assert not re.search(others, " ".join(app.selectbox(key="photo.target").options))


def test_an_address_opens_photo_layer_map_and_method():
    app = opened(photo="goldfish", layer="pool1", map="7", filter="3", method="saliency")
    assert not app.exception
    assert html(app, "photo-open")[0]["key"] == "goldfish"
    unit = html(app, "photo-unit")[0]
    assert (unit["layer"], unit["map"]) == ("pool1", "7")
    assert html(app, "photo-filter")[0]["map"] == "3"
    assert app.session_state["photo.method"] == "saliency"


@pytest.mark.parametrize(
    "query",
    [
        {"photo": "unicorn"},
        {"layer": "conv9"},
        {"map": "100000"},
        {"layer": "conv1", "map": "-1"},
        {"filter": "x"},
        {"method": "tea-leaves"},
        {"crops": "7"},
        {"many": "all"},
    ],
)
def test_what_does_not_exist_falls_back_with_a_note(query):
    app = opened(**query)
    assert not app.exception
    assert len(notes(app)) == 1


def test_a_sample_picked_is_answered_everywhere():
    app = opened(state={"photo.sheet": {"picked": 1}})
    name = list(sample_photos.samples())[1]
    app.session_state["photo.photo"] = name
    app.run()
    assert html(app, "photo-answers")[0]["photo"] == name


@pytest.mark.parametrize("picked", [10**9, -1, "x", None, [1], True])
def test_a_forged_pick_changes_nothing(picked):
    state = {key: {"picked": picked} for key in ("photo.sheet", "photo.wall")}
    app = opened(state=state | {"photo.square": {"place": {"x": "far"}}})
    assert not app.exception and html(app, "photo-open")[0]["key"] == "red-panda"


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ({"x": 0.25, "y": 1}, (0.25, 1.0)),
        ({"x": -5, "y": 1e300}, (0.0, 1.0)),
        ({"x": 10**400, "y": 0}, (1.0, 0.0)),
        ({"x": float("nan"), "y": 0}, None),
        ({"x": "0", "y": 0}, None),
        ({"x": 0}, None),
        ([0, 0], None),
        (None, None),
    ],
)
def test_a_place_is_within_the_photo_or_none(message, place):
    assert crop_box.validated_place(message) == place


def test_the_frame_on_the_photo_is_the_field_of_the_strongest_unit():
    app = opened(layer="conv1", map="5")
    found = photo.read_photo(NETWORK, sample_photos.sample_image("red-panda"))
    one = found.maps["conv1"][5]
    row, column = np.unravel_index(one.argmax(), one.shape)
    box = receptive_field(NETWORK.model, "conv1").box(int(row), int(column), NETWORK.transform.side)
    assert html(app, "photo-unit")[0]["box"] == ",".join(map(str, box))


def test_an_upload_is_answered_and_its_bytes_are_forgotten():
    app = sent(opened(), ("holiday.jpg", jpeg()))
    assert not app.exception and not app.warning
    data, body = html(app, "photo-open")
    assert data["key"] == "mine-1" and "holiday.jpg" in body
    assert app.session_state["photo.mine"][0].image.size == (400, 300)
    assert "holiday" not in str(app.query_params)
    app.session_state["alexnet.own"] = (("mine-1",), "its features")
    app.button(key="photo.forget").click().run()
    assert html(app, "photo-open")[0]["key"] == "red-panda"
    state = app.session_state
    kept = {key for key in chosen_photo.FORGOTTEN if key in state}
    assert not any(state[key] for key in kept - {"photo.explained"})  # made anew, of the sample
    assert "mine-1" not in state["photo.explained"][0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(arrays(np.uint8, st.tuples(st.integers(8, 40), st.integers(8, 40), st.just(3))))
def test_a_kept_photo_comes_back_as_it_was(pixels):
    mine = chosen_photo.OwnPhoto.of(1, "a.jpg", Image.fromarray(pixels))
    assert np.array_equal(np.asarray(mine.image), pixels)
    assert np.array_equal(mine.thumb, sample_photos.thumb(Image.fromarray(pixels)))


def test_the_photo_that_is_open_is_the_one_chosen():
    app = sent(opened(), ("a.jpg", jpeg((64, 48), "red")), ("b.jpg", jpeg((48, 64), "blue")))
    app.session_state["photo.open"] = 1
    app.run()
    assert html(app, "photo-open")[0]["key"] == "mine-1"
    assert app.session_state["photo.decoded"][1].size == (64, 48)


def test_a_name_is_shown_as_text():
    app = sent(opened(), ("<img src=x onerror=alert(1)>.jpg", jpeg()))
    assert "<img src=x" not in html(app, "photo-open")[1]


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", jpeg())
    return out.getvalue()


BAD = {
    "empty": (b"", "This file is empty"),
    "zip": (zipped(), "not a photo that can be read"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a photo that can be read"),
    "cut": (jpeg((900, 900), "red")[:2000], "ends too early"),
    "thin": (jpeg((1, 1)), "shows too little"),
    "heavy": (bytes(26_000_000), "larger than 25 MB"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_a_sentence_and_the_photo_before_stays(kind):
    data, words = BAD[kind]
    app = sent(opened(), ("photo.jpg", data))
    assert not app.exception
    assert words in "".join(warning.value for warning in app.warning)
    assert html(app, "photo-open")[0]["key"] == "red-panda"


def test_a_good_file_among_bad_ones_is_opened():
    app = sent(opened("ko"), ("a.jpg", b"no"), ("b.jpg", jpeg()), ("c.jpg", b""))
    assert len(app.warning) == 2 and html(app, "photo-open")[0]["key"] == "mine-1"


def test_no_more_photos_than_fit():
    app = sent(opened(), *[(f"{i}.jpg", jpeg((64, 64))) for i in range(14)])
    assert not app.exception
    assert len(app.session_state["photo.mine"]) == 12
    assert len(app.warning) == 2 and "12 photos" in app.warning[0].value


def test_uploads_stay_in_memory():
    from starlette.formparsers import MultiPartParser

    opened()
    assert MultiPartParser.spool_max_size > 25 * 1024 * 1024


@pytest.mark.parametrize("method", ["occlusion", "integrated-gradients"])
def test_slow_methods_come_to_an_end(method):
    app = opened(method=method)
    for _ in range(200):
        if [e for e in app.get("bidi_component") if "layers" in e.proto.json]:
            break
        app.run()
    assert not app.exception
    assert [e for e in app.get("bidi_component") if "layers" in e.proto.json]


def test_the_shuffled_network_is_asked_too():
    app = opened(method="saliency")
    app.toggle(key="photo.shuffled").set_value(True).run()
    assert not app.exception
    assert any("rank the pixels alike" in m.value for m in app.markdown)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_guesses_are_answered(lang):
    app = opened(lang)
    app = guessed(app, "photo.unknown", "silent")
    app = guessed(app, "photo.turned", "most")
    assert not app.exception
    assert len([m for m in app.markdown if 'class="answer"' in m.value]) == 2
    assert html(app, "photo-giraffe-answers")[0]["photo"] == "giraffe"
    data = html(app, "photo-turned")[0]
    known = [
        (name, NETWORK.place(sample.wnid))
        for name, sample in sample_photos.samples().items()
        if NETWORK.place(sample.wnid) is not None
    ]
    right = sum(
        photo.read_photo(NETWORK, sample_photos.sample_image(n)).best == place for n, place in known
    )
    assert int(data["upright"]) == right


@pytest.mark.parametrize(
    ("down", "option"), [(20, "most"), (18, "most"), (17, "half"), (11, "half"), (10, "few")]
)
def test_the_right_guess_about_turned_photos_is_counted(down, option):
    assert survivors({"upright": 20, "mirrored": 20, "down": down}) == option


def test_many_photos_are_a_table_and_a_file():
    app = opened(many="samples")
    assert not app.exception
    data, body = html(app, "photo-many")
    assert int(data["count"]) == len(sample_photos.samples()) == body.count("<tr class")


def test_my_photos_are_a_table_too():
    app = sent(opened(many="mine"), ("a.jpg", jpeg()), ("b.jpg", jpeg((90, 200), "pink")))
    assert html(app, "photo-many")[0]["count"] == "2"
    assert any("not sent a photo" in m.value for m in opened(many="mine").markdown)


def test_photos_of_noise_are_kept_small():
    noise = np.random.default_rng(0).integers(0, 256, (1024, 1024, 3)).astype(np.uint8)
    mine = chosen_photo.OwnPhoto.of(1, "a", Image.fromarray(noise))
    assert len(mine.data) <= chosen_photo.KEPT
    assert np.abs(np.asarray(mine.image).astype(int) - noise).mean() < 64
    smooth = Image.linear_gradient("L").resize((1024, 1024)).convert("RGB")
    assert chosen_photo.OwnPhoto.of(1, "a", smooth).image.tobytes() == smooth.tobytes()


def test_the_file_can_be_read_and_no_name_becomes_a_formula():
    page = Page(entry("photo"), "ko")
    rows = [
        Answered("=HYPERLINK(1)", b"", np.eye(200, dtype=np.float32)[7], 7),
        Answered('a,"b"', b"", np.eye(200, dtype=np.float32)[7], None),
    ]
    table = list(csv.reader(io.StringIO(as_csv(page, rows, NETWORK).decode("utf-8-sig"))))
    assert table[1][:3] == ["'=HYPERLINK(1)", NETWORK.classes[7].name("ko"), "1.0000"]
    assert table[2][0] == 'a,"b"' and {len(row) for row in table} == {6}


@pytest.mark.parametrize(("lang", "words"), [("en", "is missing"), ("ko", "파일이 없습니다")])
def test_missing_weights_are_a_sentence(lang, words, monkeypatch):
    def gone(name):
        raise AssetProblem("asset-missing", "English", file="weights/alexnet-small.safetensors")

    monkeypatch.setattr(photo, "photo_network", gone)
    app = opened(lang)
    assert not app.exception and words in app.warning[0].value


def test_a_download_without_a_network_is_a_calm_sentence(monkeypatch):
    monkeypatch.setattr(downloads, "PAUSE", 0.0)
    closed = PublishedFile("none.pth", "http://127.0.0.1:9/none.pth", "00", 10)
    monkeypatch.setitem(weights.PUBLISHED, "alexnet", closed)
    monkeypatch.setattr(weights_download, "server", weights_download.WeightsDownload())
    app = opened()
    app.button(key="photo.download").click().run()
    for _ in range(200):
        if app.warning:
            break
        app.run()
    assert not app.exception and "cannot be reached" in app.warning[0].value
    assert html(app, "photo-answers")[0]["photo"] == "red-panda"


@pytest.fixture
def owt(monkeypatch):
    """The other network too, with random weights, once its file is there."""
    other = PhotoNetwork("imagenet", AlexNetOWT().eval().requires_grad_(False), OWT_EYE, classes())
    monkeypatch.setattr(photo, "photo_network", {"small": NETWORK, "imagenet": other}.__getitem__)
    monkeypatch.setattr(weights_download, "server", weights_download.WeightsDownload())
    monkeypatch.setattr(downloads, "PAUSE", 0.0)
    server = Server()
    digest = hashlib.sha256(FILE).hexdigest()
    what = PublishedFile("weights.pth", server.address, digest[:8], 2 * len(FILE))
    monkeypatch.setitem(weights.PUBLISHED, "alexnet", what)
    yield server
    server.released.set()
    server.shutdown()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_both_networks_stand_side_by_side_once_the_weights_are_here(lang, owt):
    list(weights.download("alexnet"))
    app = opened(lang, network="imagenet", layer="pool5")
    assert not app.exception and not app.warning
    assert html(app, "photo-both-small")[0]["best"] != ""
    assert html(app, "photo-both-imagenet")[0]["best"] in {each.wnid for each in classes()}
    assert "224×224" in html(app, "photo-steps")[1]
    assert "⟨" not in "".join(e.proto.body for e in app.get("html"))


def test_weights_damaged_since_they_were_fetched_can_be_fetched_again_on_the_spot(owt, monkeypatch):
    def network(name):
        return NETWORK if name == "small" else weights.load_published("alexnet")

    monkeypatch.setattr(photo, "photo_network", network)
    list(weights.download("alexnet"))
    what = weights.PUBLISHED["alexnet"]
    os.truncate(downloads.file_path(what), 1_000)
    app = opened()
    assert not app.exception and [what.file in warning.value for warning in app.warning] == [True]
    app.button(key="photo.download").click().run()
    until(lambda: not weights_download.server.state.live)
    assert downloads.is_whole(downloads.file_path(what), what)


def test_a_download_can_be_watched_cancelled_and_gone_on_with(owt):
    owt.mode = "stalls"
    first, other = opened(), opened()
    first.button(key="photo.download").click().run()
    until(lambda: weights_download.server.state.progress.done)
    other.run()
    assert not other.exception and any("for everybody" in c.value for c in other.caption)
    first.button(key="photo.download-cancel").click().run()
    owt.released.set()
    until(lambda: not weights_download.server.state.live)
    assert weights_download.server.state.problem is None and not weights.is_here("alexnet")
    owt.mode = "good"
    other.run()
    other.button(key="photo.download").click().run()
    until(lambda: not weights_download.server.state.live)
    other.run()
    assert not other.exception and html(other, "photo-both-imagenet")
    assert owt.ranges[-1] is not None  # it went on where it had been


def done(*exhibits):
    """The state of a visit that has done these exhibits of the page."""
    return acted("photo", *exhibits)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_answer_closes_by_what_came_of_it(lang, monkeypatch):
    lines = closed(opened(lang, state=done("photo"), photo="giraffe"))
    app = opened(lang, state=done("photo"), photo="goldfish")
    lines += closed(app)
    place = photo.read_photo(NETWORK, sample_photos.sample_image("goldfish")).best
    monkeypatch.setattr(chosen_photo, "right_place", lambda *_: place)
    lines += closed(app.run())
    lines += closed(sent(opened(lang, state=done("photo")), ("a.jpg", jpeg())))
    assert len(set(lines)) == 4
    assert not [line for line in lines if "⟨" in line or "{" in line or "a.jpg" in line]


def test_a_photo_that_was_picked_closes_and_one_that_comes_first_does_not():
    app = opened()
    assert not closed(app)
    [line] = closed(sent(app, ("a.jpg", jpeg())))
    assert "only you can say whether it is right" in line


def test_a_square_that_was_moved_closes_with_both_answers():
    app = opened(state=done("crop"))
    assert "Of the whole photo 56×56 pixels enter" in closed(app)[0]
    place = photo.read_photo(NETWORK, sample_photos.sample_image("red-panda")).best
    for corner, at in (((0.0, 0.0), place), ((1.0, 1.0), (place + 1) % 200)):
        app.session_state["photo.place"] = corner
        guess = photo.Guess(at, NETWORK.classes[at], 0.5)
        app.session_state["photo.middle"] = ("red-panda", "small"), guess
        [line] = closed(app.run())
        best = photo.read_photo(NETWORK, sample_photos.sample_image("red-panda"), corner).best
        assert "50.0%" in line and NETWORK.classes[best].name("en") in line
        assert ("Still" in line) == (best == at)
    app.session_state["photo.photo"] = "goldfish"
    assert "Of the whole photo" in closed(app.run())[0], "the answer in the middle was another's"
    assert "Ten squares" in closed(opened(state=done("crop"), crops="10"))[0]


def test_maps_close_by_what_they_find(monkeypatch):
    app = opened(state=done("layers", "filters"), layer="conv1", map="3", filter="3")
    unit, kernel = closed(app)
    assert "of 56×56 pixels" in unit and "Filter 3 is silent at" in kernel
    read = photo.read_photo

    def silent(*given):
        found = read(*given)
        found.maps["conv1"][3] = 0
        return found

    monkeypatch.setattr(photo, "read_photo", silent)
    app = opened("ko", state=done("layers", "filters"), layer="conv1", map="3", filter="3")
    unit, kernel = closed(app)
    assert "맵 96개 가운데" in unit and "닮은 곳이 없어" in kernel and "⟨" not in unit + kernel


@pytest.mark.parametrize(
    ("alike", "told"), [(0.9, "though the second network knows nothing"), (-0.1, "only, so")]
)
def test_a_tested_explanation_closes_by_how_the_test_came_out(alike, told, monkeypatch):
    monkeypatch.setattr(attribution, "rank_correlation", lambda *_: alike)
    app = opened(state=done("why", "sanity"), method="saliency")
    [line] = closed(app)  # nothing was tested in this visit
    assert "% of the square" in line
    app.toggle(key="photo.shuffled").set_value(True).run()
    assert closed(app)[0] == line and told in closed(app)[1] and signed(alike) in closed(app)[1]


def test_a_map_of_nothing_closes_without_a_share(monkeypatch):
    monkeypatch.setattr(attribution, "half_of", lambda _: 0.0)
    [line] = closed(opened(state=done("why")))
    assert "shows nothing above zero" in line


def test_many_photos_close_with_their_share_or_with_the_want_of_labels():
    assert not closed(opened(state=done("many")))
    [line] = closed(opened(many="samples"))
    assert f" of {len(known_samples())} for photos of things that it knows" in line
    app = sent(opened(many="mine"), ("a.jpg", jpeg()))
    assert "carry no labels" in closed(app)[-1]


def known_samples():
    return [s for s in sample_photos.samples().values() if NETWORK.place(s.wnid) is not None]


def test_the_samples_ship_whole():
    assert not [s for s in assets.verify() if "photos/" in s]


def typed(app, word):
    app.text_input(key="photo.word").set_value(word).run()
    assert not app.exception
    return html(app, "photo-word")[1]


@pytest.mark.parametrize(
    ("lang", "word", "name", "branch"),
    [("en", "tigers", "lion", "big cat"), ("ko", "호랑이", "사자", "큰고양이류")],
)
def test_what_the_network_does_not_know_leads_to_the_nearest(lang, word, name, branch):
    body = typed(opened(lang), word)
    found = photo.read_photo(NETWORK, sample_photos.sample_image("red-panda"))
    lion = next(i for i, each in enumerate(NETWORK.classes) if each.name(lang) == name)
    assert name in body and branch in body
    assert f"{100 * float(found.probabilities[lion]):.1f}%" in body
    other = Page(entry("photo"), lang).label("photo.word-contest")
    assert other in opening.plain(body)


@pytest.mark.parametrize(("lang", "word"), [("en", "red pandas"), ("ko", "레서판다")])
def test_what_it_knows_is_told_with_its_place(lang, word):
    body = typed(opened(lang), word)
    found = photo.read_photo(NETWORK, sample_photos.sample_image("red-panda"))
    place = [each.name(lang) for each in NETWORK.classes].index(
        "red panda" if lang == "en" else "레서판다"
    )
    rank = 1 + int((found.probabilities > found.probabilities[place]).sum())
    expected = Page(entry("photo"), lang).label(
        "photo.word-class", name=NETWORK.classes[place].name(lang), place=rank, count="200"
    )
    assert expected in opening.plain(body)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    "word",
    ["qwrtzp", "🦁🦁", "<img src=x onerror=alert(1)>", "x" * 10_000, "[a](https://a.example)"],
)
def test_what_is_no_word_is_a_calm_sentence(lang, word):
    app = opened(lang)
    body = typed(app, word)
    assert "<img" not in body and "href" not in body and len(opening.plain(body)) < 250
    assert html(app, "photo-answers")[0]["photo"] == "red-panda"


def test_a_word_is_asked_about_one_photo():
    app = opened()
    typed(app, "tiger")
    app = sent(app, ("a.jpg", jpeg()))
    assert not bodies(app, "photo-word") and app.text_input(key="photo.word").value == ""


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("", 200), ("retriever", 2), ("골든레트리버", 1), ("고양이", 4), ("zzz", 0)],
)
def test_the_list_of_classes_is_searched_in_both_languages(asked, expected):
    found = words_exhibit.matching(NETWORK.classes, asked)
    assert len(found) == expected


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_classes_of_the_network_that_answers_are_listed(lang, owt):
    list(weights.download("alexnet"))
    for network, count in (("small", 200), ("imagenet", 1000)):
        app = opened(lang, network=network, state={"photo.classes": True})
        data, body = html(app, "photo-classes")
        assert int(data["count"]) == count == body.count("<li>") and body.count("<b>") == 5


def test_the_five_loudest_maps_are_the_loudest_and_what_they_see_is_shown():
    app = opened(layer="conv4")
    maps = photo.read_photo(NETWORK, sample_photos.sample_image("red-panda")).maps["conv4"]
    order = np.argsort(-maps.max((1, 2)), kind="stable")[:5]
    body = html(app, "photo-loudest")[1]
    assert re.findall(r'data-map="(\d+)"', body) == [str(each) for each in order]
    assert body.count("<img") == 5 * (2 + 3)


def test_a_map_that_is_silent_is_see_through():
    maps = np.zeros((3, 2, 2), np.float32)
    maps[0, 0, 0], maps[2] = 1, -1
    indices = answer_html.map_indices(maps, 1.0)
    assert (indices[1:] == figures.TRANSPARENT).all() and (indices[0] != figures.TRANSPARENT).all()


def test_a_layer_without_an_answer_is_a_sentence():
    found = photo.read_photo(NETWORK, sample_photos.sample_image("red-panda"))
    found.maps["conv3"][:] = 0
    assert layers.loud(found, "conv3") == [] and len(layers.loud(found, "conv4")) == 5
    shown = chosen_photo.Photo("mine-1", sample_photos.sample_image("red-panda"), None, "a.jpg")
    page = Page(entry("photo"), "en")
    assert "No map of conv3" in str(loudest_html.loudest(page, shown, found, "conv3", [], False))
