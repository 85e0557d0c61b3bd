"""Does a film keep what it can, within its bounds, and does a training go on where it cannot?"""

import gc
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cnn.models import DIGITS
from cnn.training import film as films
from cnn.training.film import MEGABYTE, DiskBudget, Film, packed, unpacked
from cnn.training.runs import Begin, Options, Run, read_test
from cnn.training.snapshots import restore, snapshot
from tests.alone import ROOT, alone_with_torch

SMALL = Options("LeNet1", digits=200, batch=32, epochs=2)
shapes = arrays.array_shapes(max_dims=4, max_side=5)
numbers = arrays.arrays(np.float16, shapes, elements=st.floats(-6e4, 6e4, width=16))


def of(seed, network="LeNet1"):
    return snapshot(Options(network).model(torch.Generator().manual_seed(seed)))


@given(st.dictionaries(st.text(max_size=5), numbers, max_size=4))
def test_weights_come_back_nearly_as_they_were(weights):
    again = unpacked(packed(weights), {name: value.shape for name, value in weights.items()})
    assert list(again) == list(weights)
    for name, value in weights.items():
        least = np.abs(value.astype(float)).max() / films.LEVELS
        assert again[name].shape == value.shape and again[name].dtype == np.float16
        assert np.abs(again[name].astype(float) - value).max() <= 0.51 * least + 1e-6 + 40 * (
            least > 100
        )


def test_what_is_no_number_is_kept_as_one():
    odd = {"a": np.array([np.nan, np.inf, -np.inf, 1.0], np.float16)}
    with np.errstate(all="raise"):
        data = packed(odd)
    assert unpacked(data, {"a": (4,)})["a"][0] == 0


@pytest.mark.parametrize("network", DIGITS)
def test_the_size_of_a_moment_is_known_before(network):
    assert films.snapshot_bytes(Options(network).model()) == len(packed(of(1, network)))


def test_a_film_gives_back_what_it_got_and_nothing_else():
    film = Film(room=DiskBudget())
    for seed in range(3):
        film.append(of(seed))
    assert len(film) == 3 and film.kept() == [0, 1, 2] and film.problem is None
    for number in (2, 0, 1):
        for name, value in of(number).items():
            assert np.abs(film[number][name] - value).max() <= np.abs(value).max() / films.LEVELS
    for number in (-1, 3):
        with pytest.raises(LookupError):
            film[number]


def test_a_forgotten_film_leaves_no_file_and_its_room():
    def files():
        return len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0

    room, before = DiskBudget(), files()
    film = Film(room=room)
    film.append(of(1))
    assert room.taken() == len(packed(of(1)))
    del film
    gc.collect()
    assert files() <= before and room.taken() == 0


def test_a_large_network_has_fewer_moments_and_the_last_is_the_trained_one():
    options = Options("Hidden300", digits=300, batch=10, epochs=2)
    run = Run(options, film=Film(room=DiskBudget(of_one=2 * MEGABYTE)))
    for _ in run.work():
        pass
    assert 5 < len(run.moments) < 10 and run.kept() == list(range(len(run.moments)))
    assert run.moments[-1].step == options.steps() and run.film.problem is None
    for _ in run.more(5):
        pass
    assert run.film.room.taken() <= 2.5 * MEGABYTE and run.kept()[-1] == len(run.moments) - 1
    model = run.options.model()
    restore(model, run.look(run.kept()[-1]))
    assert np.abs(read_test(model).astype(int) - run.moments[-1].confusion).sum() <= 8


def test_the_usual_run_has_all_its_moments_and_the_largest_fits_as_well():
    for network in DIGITS:
        options, room = Options(network, digits=60_000), DiskBudget().of_one
        size = films.snapshot_bytes(options.model())
        kept = Begin(options, room=room).kept(size)
        assert len(kept) == 40 or network == "Hidden300"
        assert (len(kept) + 1) * size <= room


def test_who_has_most_gives_way_and_never_another():
    size = len(packed(of(1)))
    room = DiskBudget(of_all=10 * size)
    guest = Film("192.0.2.2", room)
    for seed in range(3):
        guest.append(of(seed))
    many = [Film("192.0.2.1", room) for _ in range(6)]
    for film in many:
        for seed in range(3):
            film.append(of(seed))
        assert room.taken() <= room.of_all
    assert guest.kept() == [0, 1, 2] and guest.problem is None
    assert many[-1].kept() == [0, 1, 2] and many[0].kept() == [2]
    assert many[0].problem.key == "film-cleared" and many[0][2].keys() == of(2).keys()
    with pytest.raises(LookupError):
        many[0][0]


def test_of_one_address_the_run_that_was_looked_at_longest_ago_gives_way():
    room = DiskBudget(of_all=3 * len(packed(of(1))))
    first, second, third, fourth = (Film(room=room) for _ in range(4))
    for film in (first, second, third):
        film.append(of(1))
    first[0]
    fourth.append(of(1))
    assert [film.problem is None for film in (first, second, third, fourth)] == [
        *(True, False, True, True)
    ]


def test_where_there_is_no_room_at_all_the_last_moment_is_kept():
    film = Film(room=DiskBudget(of_all=10))
    for seed in range(3):
        film.append(of(seed))
        assert film.kept() == [seed] and film.problem.key == "film-cleared"
    assert film.room.taken() == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), max_size=40))
def test_whatever_is_added_room_is_never_more_than_there_is(acts):
    size = len(packed(of(1)))
    room = DiskBudget(of_all=4 * size)
    made = {}
    for owner, number in acts:
        film = made.setdefault((owner, number), Film(owner, room))
        film.append(of(1))
        assert room.taken() <= room.of_all and film.kept()[-1] == len(film) - 1
        held = sum(film._size for film in made.values())
        assert held == room.taken()


DISK = """
import errno, os, tempfile
import numpy as np, torch
torch.set_num_threads(1)
from cnn.training.film import DiskBudget, Film
from cnn.training.runs import Options, Run
options = Options(digits=640, batch=32, epochs=2)
def trained(run, at=lambda step: None):
    for _ in run.work():
        at(run.step)
    return run
run, other = Run(options), trained(Run(options, film=Film(room=DiskBudget(of_all=0))))
def whole():
    ends = (each.resume.weights for each in (run, other))
    return (
        run.curve == other.curve
        and [each[:2] for each in run.moments] == [each[:2] for each in other.moments]
        and all(torch.equal(a, b) for a, b in zip(*(end.values() for end in ends)))
        and run.look(run.kept()[-1]).keys() == other.look(other.kept()[0]).keys()
        and run.kept()[-1] == len(run.moments) - 1
    )
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits of Unix")
def test_a_training_goes_on_when_the_disk_takes_no_more_and_keeps_moments_again_when_it_does():
    code = """
import resource
def at(step):
    limit = 200_000 if 5 <= step < 30 else resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
trained(run, at)
print(whole(), run.film.problem.key, 10 < len(run.kept()) < len(run.moments))
print(run.film.problem)
"""
    told = alone_with_torch(DISK + code).stdout.splitlines()
    assert told[0] == "True film-full True" and "(File too large)" in told[1]


@pytest.mark.slow
def test_a_training_goes_on_where_no_file_can_be_made():
    code = """
tempfile.tempdir = "/no such folder"
trained(run)
print(whole(), run.film.problem.key, len(run.kept()), run.film.problem)
"""
    told = alone_with_torch(DISK + code).stdout
    assert told.startswith("True film-disk 1 ") and "(No such file or directory)" in told


@pytest.mark.slow
def test_a_training_goes_on_when_a_small_disk_is_really_full(tmp_path):
    """A tmpfs of 256 kB, in a namespace of its own, where the system lets us mount one."""
    mount = f'mount -t tmpfs -o size=256k none "{tmp_path}"'
    unshare = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if (
        not shutil.which("unshare")
        or subprocess.run([*unshare, mount], capture_output=True).returncode
    ):
        pytest.skip("no file system can be mounted here")
    code = (
        DISK
        + """
trained(run)
print(whole(), run.film.problem.key, len(run.kept()), run.film.problem)
"""
    )
    done = subprocess.run(
        [*unshare, f'{mount} && exec "$0" -c "$1"', sys.executable, code],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("True film-full 4 ")
    assert "(No space left on device)" in done.stdout
