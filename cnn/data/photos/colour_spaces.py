"""From the colours that a file may be written in to sRGB, as browsers show them on plain screens.

Primaries and transfer functions are those of ITU-T H.273 (CICP), of which PQ and HLG are defined
in ITU-R BT.2100. Light brighter than white is brought into range as SMPTE ST 2094-50 does by
default (its reference white tone mapping), with white at 203 cd/m² (ITU-R BT.2408), which is what
Chromium does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Light = NDArray[np.float32]
Pixels = NDArray[np.uint8]
Chromaticities = tuple[float, ...]  # x and y of red, green, blue and white

SRGB, BT2020, GAMMA_24, SRGB_CURVE, PQ, HLG = 1, 9, 1, 13, 16, 18  # codes of H.273
WHITE = 203.0  # cd/m²
PEAK = 1000.0  # cd/m², of a picture that does not say how bright it gets
AT_ONCE = 1 << 17  # pixels
_D65 = (0.3127, 0.3290)
_C = (0.310, 0.316)

PRIMARIES: dict[int, Chromaticities] = {  # H.273, table 2
    SRGB: (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, *_D65),
    4: (0.67, 0.33, 0.21, 0.71, 0.14, 0.08, *_C),
    5: (0.64, 0.33, 0.29, 0.60, 0.15, 0.06, *_D65),
    6: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    7: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    8: (0.681, 0.319, 0.243, 0.692, 0.145, 0.049, *_C),
    BT2020: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *_D65),
    10: (1, 0, 0, 1, 0, 0, 1 / 3, 1 / 3),
    11: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351),
    12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, *_D65),
    22: (0.630, 0.340, 0.295, 0.605, 0.155, 0.077, *_D65),
}


def _srgb(v: Floats) -> Floats:
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def _smpte_240m(v: Floats) -> Floats:
    return np.where(v < 0.0913, v / 4, ((v + 0.1115) / 1.1115) ** (1 / 0.45))


def _pq(v: Floats) -> Floats:
    """BT.2100, table 4, in units of white."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    root = v ** (1 / m2)
    light: Floats = (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1)
    return light * (10_000 / WHITE)


def _hlg(v: Floats) -> Floats:
    """BT.2100, table 5: light of the scene, 0 ... 1."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(v <= 0.5, v * v / 3, (np.exp((v - c) / a) + b) / 12)


CURVES: dict[int, Callable[[Floats], Floats]] = {  # H.273, table 3: from values to light
    **dict.fromkeys((GAMMA_24, 6, 11, 14, 15), lambda v: v**2.4),  # as on BT.1886's displays
    4: lambda v: v**2.2,
    5: lambda v: v**2.8,
    7: _smpte_240m,
    8: lambda v: v,
    SRGB_CURVE: _srgb,
    PQ: _pq,
    17: lambda v: 52.37 / 48 * v**2.6,
    HLG: _hlg,
}


@dataclass(frozen=True)
class ColourSpace:
    """What the three numbers of a pixel mean.

    `transfer` is a code of CURVES, or another exponent if `gamma` is given; `peak`, in cd/m², is
    the brightest light of a picture in PQ or HLG.
    """

    primaries: Chromaticities
    transfer: int = SRGB_CURVE
    gamma: float | None = None
    peak: float = PEAK

    def to_srgb(self, pixels: Pixels) -> Pixels:
        """Pixels (H, W, 3) in this space -> in sRGB, what is out of its range cut off."""
        flat = pixels.reshape(-1, 3)
        found = np.empty_like(flat)
        for start in range(0, len(flat), AT_ONCE):
            light = self._light(flat[start : start + AT_ONCE])
            levels = (light.clip(0, 1) * 65535 + 0.5).astype(np.uint16)
            found[start : start + AT_ONCE] = _encoding()[levels]
        return found.reshape(pixels.shape)

    def _light(self, pixels: Pixels) -> Light:
        """Pixels (N, 3) -> linear light in the primaries of sRGB, white 1."""
        values = np.arange(256) / 255
        curve = CURVES[self.transfer](values) if self.gamma is None else values**self.gamma
        light: Light = curve.astype(np.float32)[pixels]
        if self.gamma is not None or self.transfer not in (PQ, HLG):
            return _changed(light, self.primaries, PRIMARIES[SRGB])
        if self.transfer == HLG:  # BT.2100's system gamma, for a display of 1,000 cd/m²
            brightness = light * np.array([0.2627, 0.6780, 0.0593], np.float32)
            light *= (1000 / WHITE * brightness.sum(1) ** 0.2)[:, None]
        wide = _changed(light, self.primaries, PRIMARIES[BT2020])
        return _changed(_toned(wide, self.peak), PRIMARIES[BT2020], PRIMARIES[SRGB])


def spans(space: Chromaticities) -> bool:
    """Whether the primaries are a triangle, within which colours are mixed, and white is light."""
    red, green, blue, (_, white) = _pairs(space)
    corners = np.array([[*corner, 1.0] for corner in (red, green, blue)])
    return white > 0 and abs(float(np.linalg.det(corners))) > 1e-6


def _changed(light: Light, old: Chromaticities, new: Chromaticities) -> Light:
    if old == new:
        return light
    matrix = np.linalg.solve(_to_xyz(new), _to_xyz(old)).astype(np.float32)
    changed: Light = np.einsum("nc,dc->nd", light, matrix)  # `@` would wake BLAS's threads for it
    return changed


def _to_xyz(space: Chromaticities) -> Floats:
    """Linear RGB -> CIE XYZ, white adapted to D65 after Bradford (ICC.1:2022, annex E)."""
    (red, green, blue, white), d65 = (_xyz(*pair) for pair in _pairs(space)), _xyz(*_D65)
    primaries = np.stack([red, green, blue], 1)
    matrix = primaries * np.linalg.solve(primaries, white)
    bradford = np.array(
        [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
    )
    adapted = np.diag((bradford @ d65) / (bradford @ white)) @ bradford
    found: Floats = np.linalg.solve(bradford, adapted @ matrix)
    return found


def _pairs(space: Chromaticities) -> list[tuple[float, float]]:
    return list(zip(space[::2], space[1::2], strict=True))


def _xyz(x: float, y: float) -> Floats:
    """A colour of chromaticity x, y; of luminance 1 where that can be."""
    return np.array([x, y, 1 - x - y]) / (y or 1)


def _toned(light: Light, peak: float) -> Light:
    """All three colours weakened alike, so that the strongest is at most white.

    Up to white the factor is one for all; above it the strongest follows a Bézier curve of degree
    2, which begins in the same direction and ends flat where the picture is brightest.
    """
    brightest = max(peak / WHITE, 1.0)
    white = 1 - 0.5 * min(np.log(brightest) / np.log(PEAK / WHITE), 1.0)
    bend = 0.65
    middle = 1 - bend + bend / white, (1 - bend) * white + bend
    t = np.linspace(0, 1, 257)
    weights = np.stack([(1 - t) ** 2, 2 * t * (1 - t), t**2])
    before = np.array([1, middle[0], brightest]) @ weights
    after = np.array([white, middle[1], 1]) @ weights
    strongest = light.max(1)
    toned = np.where(strongest < 1, strongest * white, np.interp(strongest, before, after))
    factor: Light = (toned / np.maximum(strongest, 1e-6)).astype(np.float32)
    return light * factor[:, None]


@cache
def _encoding() -> Pixels:
    """sRGB's values for 65,536 levels of light (IEC 61966-2-1)."""
    light = np.arange(65536) / 65535
    values = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    found: Pixels = (values * 255).round().astype(np.uint8)
    return found
