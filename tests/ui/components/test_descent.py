"""Does the ball roll as torch.optim.SGD steps, on the curve that the network really has?"""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch

from cnn.data.mnist import dataset
from cnn.loss_curves import bowl, loss_curves
from cnn.training.losses import mle
from scripts import measure_loss_curves as measured
from ui.exhibits.training.ball import RATES, REACH, STARTS

NODE = Path(__file__).with_name("descend.js")
COUNT = 12
RULES = [{"rate": rate, "momentum": carried} for rate in RATES for carried in (False, True)]


def asked(curve, start):
    """The browser's ways (rules, steps, 3) from `start`."""
    message = {"curve": curve._asdict(), "start": start, "count": COUNT, "rules": RULES}
    done = subprocess.run(
        ["node", NODE], input=json.dumps(message), capture_output=True, check=True, text=True
    )
    return json.loads(done.stdout)


def cubic(curve, w):
    """The curve at the tensor `w`, from the four polynomials of Hermite."""
    nodes = np.linspace(curve.first, curve.last, len(curve.losses))
    k = int(np.clip(np.searchsorted(nodes, w.item(), side="right") - 1, 0, len(nodes) - 2))
    width = nodes[k + 1] - nodes[k]
    t = (w - nodes[k]) / width
    return (
        curve.losses[k] * (1 + 2 * t) * (1 - t) ** 2
        + width * curve.slopes[k] * t * (1 - t) ** 2
        + curve.losses[k + 1] * t**2 * (3 - 2 * t)
        + width * curve.slopes[k + 1] * t**2 * (t - 1)
    )


@pytest.mark.parametrize("name", ["bias", "coefficient", "bowl"])
def test_steps_are_those_of_torch(name):
    curves = loss_curves()
    curve = bowl(curves["bias"], REACH) if name == "bowl" else curves[name]
    start = STARTS.get(name, curve.first + REACH / 4)
    compared = 0
    for rule, way in zip(RULES, asked(curve, start), strict=True):
        w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        descent = torch.optim.SGD([w], rule["rate"], momentum=0.9 if rule["momentum"] else 0)
        for place, loss, slope in way:
            assert place == pytest.approx(w.item(), abs=1e-9)
            if not curve.first <= w.item() <= curve.last:
                assert loss is None and slope is None  # beyond the curve nothing was measured
                break
            descent.zero_grad()
            here = cubic(curve, w)
            here.backward()
            assert loss == pytest.approx(here.item(), abs=1e-9)
            assert slope == pytest.approx(w.grad.item(), abs=1e-9)
            assert curve.at(w.item()) == pytest.approx((loss, slope), abs=1e-9)
            descent.step()
            compared += 1
    assert compared > 5 * len(RULES)


@pytest.mark.parametrize("name", ["bias", "coefficient"])
def test_the_curve_is_the_network_s_between_its_nodes_too(name):
    curve, model, places = loss_curves()[name], measured.network(), measured.digits()
    train = dataset.load_digits("train")
    inputs = torch.cat([model.to_input(train.images[at]) for at in places]).double()
    labels = torch.tensor(train.labels[places].astype(int))
    assert sorted(labels.tolist()) == sorted(list(range(10)) * measured.EACH)
    parameter = model.get_parameter(measured.NUMBERS[name]).detach()
    trained = float(parameter[measured.MAP])
    assert trained == pytest.approx(curve.trained)
    for value in (curve.first, -2.025, trained, 0.3333, 1.987, curve.last):
        parameter[measured.MAP] = value
        with torch.no_grad():
            loss = float(mle(model(inputs), labels))
        assert curve.at(value)[0] == pytest.approx(loss, abs=2e-3)


def test_the_bowl_fits_where_the_curve_is_lowest():
    curve = loss_curves()["bias"]
    round_, lowest = bowl(curve, REACH), curve.lowest()
    assert curve.at(lowest)[0] <= min(curve.losses) and abs(curve.at(lowest)[1]) < 0.1
    assert round_.at(lowest)[0] == pytest.approx(curve.at(lowest)[0])
    for aside in (-0.05, 0.05):
        assert round_.at(lowest + aside)[0] == pytest.approx(curve.at(lowest + aside)[0], abs=0.02)
