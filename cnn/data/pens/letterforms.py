"""How people write the ten digits with a pen: several forms of each, as control points.

A form is a list of strokes in a box of about 1×1, x right and y down; each stroke is a text of
points "x,y". A line bends smoothly through its points, and sharply at those marked "!". The rarer
forms have smaller weights. Written down from how digits are taught and written here and there.
"""

from itertools import pairwise

import numpy as np

from cnn.data.digits.strokes import Floats, Strokes

Form = tuple[float, list[str]]  # weight, strokes

FORMS: dict[int, list[Form]] = {
    1: [
        (3, [".5,0 .5,1"]),
        (2, [".2,.25 .5,0! .5,1"]),
        (3, ["0,.5 .5,0! .5,1"]),
        (1, [".0,.75 .55,0! .55,1"]),
        (1, [".1,.42 .35,.25 .5,0! .48,1"]),
        (2, [".2,.25 .5,0! .5,1", ".15,1 .85,1"]),
        (2, [".05,.4 .5,0! .5,1", ".1,1 .9,1"]),
        (1, [".2,.25 .5,0! .5,1! .1,1! .9,1"]),
        (0.5, [".5,0 .5,1", ".2,1 .8,1"]),
        (0.5, [".5,.0 .5,1", ".15,.3 .5,0"]),
    ],
    2: [
        (4, ["0,.25 .2,.03 .5,0 .85,.1 .88,.35 .5,.68 .03,1! .97,1"]),
        (2, ["0,.3 .15,.05 .5,0 .85,.15 .75,.45 .3,.85 .0,1! .4,.93 1,1"]),
        (3, [".05,.2 .45,0 .85,.2 .7,.55 .3,.93 .05,.95 .1,.8 .35,.85 .65,1 1,.92"]),
        (1, [".0,.2 .4,0 .8,.2 .7,.6 .4,.95 .1,1 .03,.85 .2,.75 .5,.9 .8,1 1,.85"]),
        (2, [".0,.05 .5,.0 .9,.08! .5,.5 0,1! 1,.98"]),
        (1, [".2,.35 .1,.2 .3,.02 .7,.0 .9,.25 .5,.7 .0,1! .5,1 1,.9"]),
        (1, ["0,.2 .4,0 .8,.18 .8,.45 .4,.8 .05,1! .3,.95 .6,1.05 1,.98"]),
    ],
    3: [
        (4, [".03,.15 .4,0 .85,.12 .8,.38 .35,.48! .85,.58 .95,.8 .5,1 0,.88"]),
        (2, [".05,.02 .9,.02! .4,.42! .85,.55 .95,.8 .5,1 0,.9"]),
        (2, [".1,.1 .5,0 .9,.2 .65,.45 .4,.5 .38,.43 .55,.45 .95,.7 .7,.98 .05,.95"]),
        (1, ["0,.1 .5,0 .8,.2 .5,.45 .2,.5! .6,.52 .9,.75 .5,1 .1,1"]),
        (1, [".05,0 .6,-.02 .85,.15 .6,.38 .3,.45! .7,.5 .9,.7 .7,.95 .3,1 0,.85 .05,.75"]),
        (1, [".2,.2 .1,.1 .4,0 .8,.1 .75,.35 .45,.46! .8,.55 .9,.8 .4,1 .1,.9"]),
        (1, [".12,.3 .05,.12 .4,0 .85,.1 .85,.36 .5,.47! .88,.57 .95,.82 .5,1 .1,.92 .1,.72"]),
        (0.5, [".1,.2 .5,0 .85,.15 .8,.4 .4,.5 .8,.58 .9,.85 .5,1 .05,.85"]),
    ],
    4: [
        (3, [".15,0 .03,.55! .97,.55", ".7,.12 .67,1"]),
        (2, [".1,0 .08,.5! .95,.5", ".85,0 .8,1"]),
        (1, [".2,0 .1,.3 .1,.5! .9,.48", ".65,.25 .6,1"]),
        (2, [".7,0 .0,.65! 1,.65", ".7,0 .7,1"]),
        (2, [".65,0 0,.62! .95,.62", ".68,.3 .66,1"]),
        (2, [".62,1 .68,0! 0,.62! 1,.62"]),
        (1, [".1,0 .05,.45! .75,.48! .8,0! .75,1"]),
        (1, [".15,0 .05,.4 .3,.55 .75,.4! .8,0! .75,1"]),
        (1, [".85,.0 .8,1! .82,.0! .02,.6! .98,.6"]),
        (1, ["0,.05 .05,.5! 1,.45", ".6,.15 .5,1"]),
        (1, [".3,0 0,.6! 1,.55", ".55,.35 .5,1"]),
    ],
    5: [
        (3, [".9,0 .2,.02! .14,.43! .5,.34 .95,.6 .8,.92 .4,1 0,.9"]),
        (4, [".2,.03 .13,.43! .5,.35 .93,.6 .8,.93 .4,1 0,.9", ".2,.02 .95,-.02"]),
        (2, [".18,.05 .1,.45 .5,.38 .93,.65 .7,.97 .0,.95", ".3,-.03 .95,-.06"]),
        (1, [".2,.1 .1,.45! .5,.4 .93,.65 .7,.97 .0,.95", ".35,-.05 1,-.14"]),
        (2, [".9,.03 .5,0 .15,.18 .3,.42 .75,.56 .9,.8 .5,1 .03,.9"]),
        (1, [".85,0 .3,0! .2,.4 .6,.42 .9,.7 .5,1 .1,.98"]),
        (1, [".25,.0 .2,.4! .7,.4 .9,.7 .6,1 .1,.95", ".25,0 .6,.05 .9,-.05"]),
        (1, [".95,0 .25,0! .05,.5! .5,.4 .85,.55 .7,.9 .2,1 -.05,.92"]),
    ],
    6: [
        (3, [".75,0 .3,.25 .05,.65 .15,.93 .5,1 .85,.85 .75,.58 .4,.52 .1,.75"]),
        (2, [".6,0 .2,.4 .08,.75 .25,.97 .65,1 .9,.78 .65,.58 .25,.68 .1,.85"]),
        (1, [".9,.12 .65,0 .25,.2 .05,.6 .15,.92 .5,1 .9,.82 .7,.55 .35,.55 .1,.78"]),
        (1, [".4,0 .15,.4 .1,.8 .4,1 .8,.9 .85,.65 .5,.5 .15,.65"]),
        (1, [".7,0 .2,.4 .05,.8 .4,1 .75,.85 .6,.65 .3,.8 .2,.95"]),
        (1, [".5,0 .1,.6 .2,.95 .55,1 .7,.8 .45,.65 .1,.8"]),
        (1.5, [".88,.2 .82,.05 .5,0 .2,.15 .05,.5 .1,.87 .48,1 .88,.85 .9,.65 .7,.48 .3,.5 .1,.7"]),
        (0.5, [".8,.25 .88,.1 .6,0 .25,.12 .05,.55 .2,.95 .6,1 .9,.8 .75,.52 .4,.52 .1,.75"]),
        (0.5, [".65,.0 .25,.3 .05,.7 .3,1 .8,.9 .8,.6 .4,.5"]),
    ],
    7: [
        (3, ["0,.03 .95,.02! .6,.5 .4,1"]),
        (2, ["0,.03 .95,0! .35,1"]),
        (2, ["0,.18 .05,0! .95,0! .35,1"]),
        (1, ["0,.2 .1,.02 .5,.08 .95,0! .5,.45 .35,1"]),
        (4, ["0,.03 .95,.02! .35,1", ".25,.52 .85,.48"]),
        (2, ["0,.18 .05,0! .95,0! .45,.5 .35,1", ".2,.5 .8,.5"]),
        (1, ["0,.03 .9,.02! .6,.4 .4,.98", ".1,.5 1,.42"]),
        (1, ["0,.1 .3,.0 .6,.05 .9,0! .7,.35 .55,1"]),
        (1, ["0,.03 .8,.0 .92,.1 .6,.5 .45,1"]),
        (1, ["0,.05 .95,.02! .6,.5 .4,.9 .5,1 .7,.95"]),
        (1, [".05,.3 .0,.0! .9,.02! .7,.5 .65,1"]),
    ],
    8: [
        (2, [".85,.15 .5,0 .13,.18 .35,.42 .75,.6 .85,.85 .45,1 .12,.85 .25,.6 .65,.4 .85,.12"]),
        (1, [".9,.08 .5,0 .1,.15 .3,.42 .8,.65 .75,.95 .25,.98 .15,.7 .6,.4 .95,.2"]),
        (1, [".5,.48 .15,.3 .2,.05 .6,0 .85,.2 .55,.48 .12,.72 .3,.98 .75,.95 .85,.7 .5,.48"]),
        (1, [".15,.0 .3,.4 .8,.7 .7,.97 .3,.97 .2,.7 .6,.4 .85,.05! .2,.02"]),
    ],
    9: [
        (3, [".9,.15 .5,0 .1,.2 .2,.47 .6,.48 .9,.12! .85,.6 .78,1"]),
        (2, [".85,.2 .5,0 .1,.2 .25,.5 .65,.45 .85,.1! .8,.9 .6,1 .2,.95"]),
        (2, [".9,.12 .45,0 .1,.22 .3,.45 .7,.4 .9,.1! .9,.75 .65,1 .15,.92 .05,.8"]),
        (2, [".85,.3 .7,.05 .3,.03 .1,.25 .3,.48 .7,.4 .85,.2 .8,.6 .6,1"]),
        (1, [".9,.2 .5,0 .1,.25 .4,.5 .85,.3! .6,1"]),
        (1, [".75,.08 .35,.03 .1,.25 .3,.46 .7,.35 .88,.0! .85,.5 .5,1"]),
        (1, [".9,.35 .6,.52 .15,.45 .1,.15 .5,0 .9,.15 .95,.5 .8,.88 .5,1 .18,.95 .12,.8"]),
        (0.5, [".9,.3 .6,.5 .2,.48 .1,.2 .4,0 .8,.05 .95,.45 .75,.9 .4,1 .1,.88 .2,.75"]),
        (1, [".8,.45 .9,.2 .55,0 .15,.15 .15,.42 .55,.5 .85,.3 .8,.7 .5,1"]),
    ],
}  # fmt: skip


def write_digit(digit: int, rng: np.random.Generator, wobble: float = 0.035) -> Strokes:
    """One digit as somebody might write it, in a box of about 1×1, its points close together."""
    if digit == 0 or (digit in (8, 6, 9) and rng.random() < 0.3):
        return ROUND[digit](rng)
    forms = FORMS[digit]
    weights = np.array([weight for weight, _ in forms])
    _, texts = forms[rng.choice(len(forms), p=weights / weights.sum())]
    return [line(text, rng, wobble) for text in texts]


def ellipse(rng: np.random.Generator, start: float, turn: float, squeeze: float = 0.9) -> Floats:
    """A round stroke in the box of 1×1 from angle `start` on; it drifts, so it need not meet."""
    t = np.linspace(0, 1, 60)
    angle = start + turn * t
    radius = 0.5 * (1 + rng.normal(0, 0.06) * (t - 0.5) + rng.normal(0, 0.03) * np.sin(3 * angle))
    return np.stack([0.5 + squeeze * radius * np.cos(angle), 0.5 + radius * np.sin(angle)], 1)


def _zero(rng: np.random.Generator) -> Strokes:
    start = rng.normal(-1.4, 0.8)
    turn = rng.choice([-1, -1, 1]) * rng.normal(2 * np.pi, 0.35)
    strokes = [ellipse(rng, start, turn, rng.uniform(0.5, 1.0))]
    kind = rng.random()
    if kind < 0.3:  # slashed, from inside the ring to well beyond it
        reach, lean = rng.uniform(0.25, 0.75), rng.normal(0.8, 0.3)
        tip = reach * np.array([np.cos(lean) * rng.choice([1, 1, 1, 1, -1]), -np.sin(lean)])
        strokes.append(np.array([0.5 + tip, 0.5 - tip]) + rng.normal(0, 0.05, (2, 2)))
    elif kind < 0.4:  # a tail where it began
        end = strokes[0][-1]
        strokes[0] = np.concatenate([strokes[0], [end + rng.normal([0.15, 0.05], 0.12)]])
    return strokes


def _eight(rng: np.random.Generator) -> Strokes:
    t = np.linspace(0, 1, 80)
    if rng.random() < 0.3:  # two rings
        upper = ellipse(rng, rng.uniform(-4, 4), rng.normal(6.3, 0.4), rng.uniform(0.6, 1))
        lower = ellipse(rng, rng.normal(-1.5, 0.6), rng.normal(6.3, 0.4), rng.uniform(0.7, 1.2))
        split = rng.uniform(0.42, 0.52)
        return [upper * [1, split], lower * [1, 1 - split] + [0, split + rng.normal(0, 0.03)]]
    angle = rng.normal(5.6, 1.2) + rng.choice([-1, 1]) * rng.normal(6.3, 0.35) * t
    y = -np.cos(angle)
    width = np.where(y < 0, rng.uniform(0.28, 0.5), rng.uniform(0.35, 0.55))
    drift = rng.normal(0, 0.06, 2) * (t[:, None] - 0.5)
    return [np.stack([0.5 + width * np.sin(2 * angle) * 0.95, 0.5 + 0.5 * y], 1) + drift]


def _six(rng: np.random.Generator) -> Strokes:
    """A stem that runs into a ring."""
    ring = ellipse(rng, np.pi + rng.normal(0, 0.3), -rng.normal(6.3, 0.5), rng.uniform(0.6, 1.1))
    size = rng.uniform(0.4, 0.65)
    ring = ring * [0.9, size] + [0.05, 1 - size]
    top = np.array([rng.normal(0.55, 0.15), 0])
    t = np.linspace(0, 1, 20)[:, None]
    bend = ring[0] + [rng.normal(0.02, 0.05), rng.normal(-0.3, 0.08)]
    stem = (1 - t) ** 2 * top + 2 * t * (1 - t) * bend + t**2 * ring[0]
    return [np.concatenate([stem[:-1], ring])]


def _nine(rng: np.random.Generator) -> Strokes:
    """A ring, and a stem beside it: straight, or ending like a g."""
    size = rng.uniform(0.35, 0.6)
    ring = ellipse(rng, rng.normal(-0.5, 0.4), -rng.normal(6.3, 0.5), rng.uniform(0.7, 1.1))
    ring = ring * [1, size]
    start = ring[-1] if rng.random() < 0.6 else np.array([0.9, rng.normal(0.08, 0.06)])
    end = np.array([rng.normal(0.75, 0.15), 1.0])
    tail = [start, (start + end) / 2 + [rng.normal(0.08, 0.05), 0], end]
    if rng.random() < 0.4:
        tail[-1:] = [[0.8, 0.88], [0.5, 1.0], [rng.normal(0.15, 0.08), rng.normal(0.9, 0.05)]]
    return [ring, smooth(np.array(tail))]


ROUND = {0: _zero, 6: _six, 8: _eight, 9: _nine}


def line(text: str, rng: np.random.Generator, wobble: float) -> Floats:
    """The stroke of a text, its points shaken a little, bending between its sharp corners."""
    words = text.split()
    points = np.array([[float(v) for v in word.strip("!").split(",")] for word in words])
    points += rng.normal(0, wobble, points.shape)
    corners = [i for i, word in enumerate(words) if word.endswith("!") and rng.random() < 0.85]
    cuts = [0, *corners, len(points) - 1]
    parts = [smooth(points[a : b + 1]) for a, b in pairwise(cuts) if b > a]
    return np.concatenate(parts)


def smooth(points: Floats, each: int = 10) -> Floats:
    """A Catmull-Rom curve through points (n, 2), `each` points for every piece between."""
    if len(points) < 3:
        return np.linspace(points[0], points[-1], each)
    around = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    t = np.linspace(0, 1, each, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False):
        parts.append(
            b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
        )
    return np.concatenate([*parts, points[-1:]])
