"""Inside AlexNet: does the page show the unit that is asked for, and only what is true of it?"""

import pytest

from cnn import results
from cnn.analysis.deconvolution import RULES
from cnn.data.photos import sample_photos
from cnn.data.photos.crops import CENTRE
from tests.ui.opening import (
    acted,
    bodies,
    chosen,
    component,
    html,
    notes,
    opener,
    sent,
    words,
)
from ui.exhibits.inside.chosen_unit import LAYERS
from ui.exhibits.inside.patches import exciting_patches, field_picture
from ui.exhibits.photo import chosen_photo
from ui.page import depth

pytestmark = pytest.mark.slow
opened = opener("pages/9_Inside_AlexNet.py")


def test_it_begins_with_the_loudest_unit_of_the_photo():
    app = opened()
    assert not app.exception
    shown = html(app, "inside-excites")
    found = chosen_photo.seeing.read_photo(
        chosen_photo.network_shown("small"), sample_photos.sample_image("red-panda")
    )
    assert shown["layer"] == "conv4"
    assert int(shown["unit"]) == int(found.maps["conv4"].max((1, 2)).argmax())
    assert len(sent(app, "inside.loudest")["cells"]) == 12
    assert "unit" not in app.query_params
    assert 'class="closing"' not in words(app)


def test_the_address_chooses_and_a_wrong_one_is_said_quietly():
    app = opened(layer="fc8", unit="7", photo="goldfish")
    assert (html(app, "inside-excites")["layer"], html(app, "inside-excites")["unit"]) == (
        "fc8",
        "7",
    )
    assert app.session_state["photo.photo"] == "goldfish"  # it is open on Photo as well
    wrong = opened("ko", layer="conv9", unit="12345", photo="nobody", way="1.2.3_x")
    assert not wrong.exception and html(wrong, "inside-excites")["layer"] == "conv4"
    assert len(notes(opened(layer="conv9", unit="12345", way="1.2"))) == 3


def test_picking_and_another_layer_run_everything_again():
    app = opened()
    app = app.number_input(key="inside.unit").set_value(5).run()
    assert html(app, "inside-excites")["unit"] == "5" and app.query_params["unit"] == "5"
    app = chosen(app, "inside.layer", LAYERS.index("conv5"))
    assert html(app, "inside-excites")["layer"] == "conv5"
    assert app.query_params["layer"] == "conv5" and "unit" not in app.query_params
    assert 'class="closing"' in words(app)


def test_the_test_compares_all_depths_and_says_what_it_finds():
    app = opened(state={depth.EVERYTHING: True, "inside.shuffled": True}, layer="conv3")
    (table,) = bodies(app, "inside-test")
    assert all(f'data-rule="{rule}"' in table for rule in RULES)
    assert table.count("<td") == len(RULES) * 3  # conv3, conv2, conv1
    (shuffled,) = bodies(app, "inside-back-shuffled")
    assert shuffled.count("data-alike") == 3


def test_a_number_is_followed_to_a_pixel():
    app = opened(layer="conv2")
    assert html(app, "inside-apart")["kind"] == "sum"
    app.button(key="inside.all-down").click().run()
    assert html(app, "inside-way")["layer"] == "input"
    assert app.query_params["way"].count("_") == 3  # pool1, rnorm1, conv1, a pixel
    assert not bodies(app, "inside-apart")
    app.button(key="inside.one-up").click().run()
    assert html(app, "inside-way")["layer"] == "conv1"
    app.button(key="inside.one-up").click().run()
    assert html(app, "inside-apart")["kind"] == "division"
    app.button(key="inside.top").click().run()
    assert html(app, "inside-way")["layer"] == "conv2"


def test_what_is_folded_costs_nothing():
    app = opened(state={depth.EVERYTHING: False})
    assert not bodies(app, "inside-back-trained") and not bodies(app, "inside-way")


@pytest.mark.parametrize("layer", ["conv1", "conv4", "fc7"])
def test_the_nine_are_nine_photos_in_falling_order(layer):
    peaks = results.unit_peaks()[layer]
    number = int(peaks.value[:, 0].argmax())
    patches = exciting_patches(layer, number)
    values = [each.value for each in patches]
    assert values == sorted(values, reverse=True) and min(values) > 0
    assert len({each.sample for each in patches}) == len(patches) <= 9


def test_beyond_the_edge_a_patch_is_see_through():
    network = chosen_photo.network_shown("small")
    image = sample_photos.sample_image("macaw")
    shrunk = network.transform.shrink(image)
    args = image, shrunk.size, network.transform.corner(shrunk, CENTRE), network, "conv3"
    whole = field_picture(*args, (3, 3), 96)
    corner = field_picture(*args, (0, 0), 96)
    assert corner.getpixel((0, 0))[3] == 0 and corner.getpixel((95, 95))[3] == 255
    assert whole.mode == "RGB" or whole.getpixel((whole.width // 2, whole.height // 2))[3] == 255


@pytest.mark.parametrize(("layer", "lang"), [("conv1", "ko"), ("fc6", "en"), ("fc8", "ko")])
def test_low_and_full_layers_are_whole_in_both_languages(layer, lang):
    app = opened(lang, acted("inside", "choose", "excites", "deconvolution", "trace"), layer=layer)
    assert not app.exception
    assert "⟨" not in words(app) and component(app, "inside.loudest")
    assert words(app).count('class="closing"') == 4
