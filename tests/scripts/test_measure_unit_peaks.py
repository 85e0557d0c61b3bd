"""Are the stored patches those that excite the maps most?"""

import numpy as np
import pytest

from cnn import results
from cnn.data.photos.sample_photos import sample_image, samples
from cnn.inference.photo import FULL, WALLS, photo_network, read_photo

pytestmark = pytest.mark.slow
NAMES = ("cheetah", "red-panda", "viaduct")


def test_no_map_answers_more_to_a_sample_than_its_best_and_the_best_answer_so():
    network, peaks = photo_network("small"), results.unit_peaks()
    assert tuple(peaks) == (*WALLS, *FULL)
    found = {name: read_photo(network, sample_image(name)).maps for name in NAMES}
    compared = 0
    for layer in (*WALLS, *FULL):
        stored = peaks[layer]
        assert (np.diff(stored.value.astype(float), axis=1) <= 0).all()
        for name, every in found.items():
            maps = every[layer] if layer in WALLS else every[layer][:, None, None]
            place = list(samples()).index(name)
            strongest = maps.max((1, 2))
            last = stored.value[:, -1].astype(float)
            listed = (stored.photo == place).any(1)
            assert (strongest[~listed] <= last[~listed] * 1.001 + 1e-3).all()
            for number in np.flatnonzero(listed):
                rank = list(stored.photo[number]).index(place)
                row, column = stored.at[number, rank]
                value = float(stored.value[number, rank])
                assert maps[number, row, column] == pytest.approx(value, rel=2e-3)
                compared += 1
    assert compared > 100
