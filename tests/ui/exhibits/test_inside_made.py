"""Inside AlexNet's second half: are pictures made for the unit asked for, and lesions counted?"""

import re

import numpy as np
import pytest

from cnn import results
from cnn.analysis import orientation
from cnn.data.imagenet.classes import tiny_classes
from cnn.data.photos.sample_photos import sample_image, samples
from cnn.inference import photo as seeing
from tests.ui.opening import bodies, chosen, html, opener, sent, told, words
from ui.components.turning_bar import TurnedBar
from ui.exhibits.inside import made

pytestmark = pytest.mark.slow
opened = opener("pages/9_Inside_AlexNet.py")


def closing_lines(app) -> str:
    return " ".join(each.value for each in app.markdown if 'class="closing"' in each.value)


def pressed(app):
    """The page once the picture that was asked for is made."""
    app = app.button(key="inside.make").click().run()
    while made.TASK in app.session_state:
        app.session_state[made.TASK][1].wait(60)
        app = app.run()
    return app


def test_a_picture_is_made_by_the_switches_and_answers_louder_than_noise():
    app = opened(layer="conv2", unit="5")
    assert not app.exception and "data-reached" not in bodies(app, "inside-made")[0]
    app = pressed(app)
    (naive,) = re.findall(r'data-reached="([\d.-]+)"', bodies(app, "inside-made")[0])
    assert app.button(key="inside.make").disabled
    app = app.toggle(key="inside.made-decay").set_value(True).run()
    app = pressed(app)
    both = re.findall(r'data-reached="([\d.-]+)"', bodies(app, "inside-made")[0])
    assert both[0] == naive and 0 < float(both[1]) < float(naive)
    best = results.excited().best["conv2"][5]
    assert f"{float(both[1]) / best:.1f} times" in closing_lines(app)
    other = opened(layer="conv2", unit="6", state={made.DONE: app.session_state[made.DONE]})
    assert "data-reached" not in bodies(other, "inside-made")[0]  # each unit has its own


def test_what_ships_can_be_picked_and_is_what_the_table_says():
    app = opened(layer="conv5", unit="0")
    found = results.excited()
    cells = sent(app, "inside.made-wall")["cells"]
    assert len(cells) == len(found.layers["conv5"].units)
    app = told(app, "inside.made-wall", "picked", 3)
    assert app.query_params["unit"] == str(found.layers["conv5"].units[3])
    table = bodies(app, "inside-made-ratios")[0]
    assert f"{np.median(found.ratios('conv5')):.1f}×" in table


def test_every_class_has_its_picture():
    app = opened("ko", layer="fc8", unit="7")
    wall = sent(app, "inside.made-wall")
    assert [cell[0] for cell in wall["cells"]] == [each.name("ko") for each in tiny_classes()]
    assert wall["selected"] == 7


def test_made_pictures_outdo_every_photo():
    """What the page says of them, of each layer in which pictures had to be climbed to."""
    found = results.excited()
    for layer in ("conv2", "conv3", "conv4", "conv5", "fc8"):
        assert np.median(found.ratios(layer)) > 1
        assert np.median(found.ratios(layer, False)) > np.median(found.ratios(layer))


def test_a_turned_bar_is_remembered_and_closes_the_exhibit():
    app = opened("ko")
    bar = sent(app, "inside.turning-bar")["chosen"]
    found = orientation.tuning(*orientation.filters_of())
    assert found.tuned[bar["filter"]]
    app = opened(state={"inside.bar": TurnedBar(4, int(np.argmin(found.loud)))})
    assert "hardly answers" in closing_lines(app)
    assert f"{int(found.tuned.sum())} of 96" in closing_lines(app)


def test_a_lesion_is_counted_and_another_part_counts_anew():
    app = opened()
    first = html(app, "inside-lesion-samples")
    assert int(first["after"]) < int(first["before"])
    app = chosen(app, "inside.part", 0)
    second = html(app, "inside-lesion-samples")
    assert int(second["changed"]) < int(first["changed"])
    assert int(second["before"]) == int(first["before"])
    line = closing_lines(app)
    assert second["changed"] in line or "nothing changes" in line
    wrong = opened("ko", lesion="fc7", part="all")
    assert not wrong.exception and html(wrong, "inside-lesion-samples") == first
    assert "⟨" not in words(wrong)


def test_what_is_right_before_is_what_the_network_says_of_each_sample():
    network = seeing.photo_network("small")
    right = sum(
        network.place(sample.wnid) == seeing.read_photo(network, sample_image(name)).best
        for name, sample in samples().items()
        if sample.wnid
    )
    assert int(html(opened(), "inside-lesion-samples")["before"]) == right
