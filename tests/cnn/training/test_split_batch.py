"""Is a run the same whoever makes the second halves of its batches, helper or not?"""

import sys
from itertools import pairwise

import pytest
import torch

from cnn.data.mnist import dataset
from cnn.models import DIGITS, LeNet5
from cnn.processes import fork
from cnn.training.losses import map_criterion
from cnn.training.runs import Options, Run
from cnn.training.split_batch import Desk, Halves, Helper, part
from tests.alone import alone_with_torch

linux = pytest.mark.skipif(sys.platform != "linux", reason="made by fork, on Linux alone")


def in_processes(test):
    """One whose runs are made in processes of their own: it takes seconds."""
    return pytest.mark.slow(linux(test))


HELPED = """
import os, pickle, signal, threading, time
import torch
torch.set_num_threads(1)
from cnn.training import split_batch as halves
from cnn.training.split_batch import Halves, Helper
from cnn.training.runs import Options, Run
halves.SLOW = 1e9  # other tests may need the processor meanwhile
helper = Helper.start()
def outcome(by, options, each=lambda run: None):
    run = Run(options, by)
    for _ in run.work():
        each(run)
    weights = torch.cat([value.flatten() for value in run.resume.weights.values()])
    return weights, [(point.loss, point.error) for point in run.curve]
def same(options, each=lambda run: None):
    (one, line), (other, wanted) = outcome(helper, options, each), outcome(Halves(), options)
    return torch.equal(one, other) and line == wanted
"""


def helped(code):
    return alone_with_torch(HELPED + code).stdout.split()


@pytest.mark.parametrize("network", DIGITS)
@pytest.mark.parametrize("count", [1, 2, 37])
def test_the_halves_together_are_the_whole_batch(network, count):
    model = DIGITS[network](torch.Generator().manual_seed(3))
    images, labels = (torch.tensor(each[:count]) for each in dataset.load_digits("train"))
    labels = labels.long()
    whole = part(model, map_criterion, images, labels, count)
    wanted = [parameter.grad.clone() for parameter in model.parameters()]
    model.zero_grad()
    parts = Halves().gradients(model, map_criterion, images, labels)
    assert sum(each.loss for each in parts) == pytest.approx(whole.loss, rel=1e-5)
    assert sum(each.wrong for each in parts) == whole.wrong
    for parameter, grad in zip(model.parameters(), wanted, strict=True):
        torch.testing.assert_close(parameter.grad, grad, rtol=1e-3, atol=1e-5)


@in_processes
def test_a_helped_run_is_to_the_last_bit_the_one_that_is_not():
    told = helped("""
for options in (
    Options(digits=500, epochs=2, batch=63),
    Options("Hidden300", digits=300, epochs=1, batch=50, loss="cross-entropy", optimiser="sgd"),
    Options("LeCun1989", digits=200, epochs=1, activation="relu"),
    Options("LeNet4", digits=200, epochs=1, distort=True),
    Options(digits=3, epochs=1, batch=2),
):
    print(same(options), helper.helped)
helper.close()
print(helper.process.child.is_alive())
""")
    assert told[:-1:2] == ["True"] * 5 and told[-1] == "False"
    # every step is followed by a moment, and one precedes the first; a single image stays whole
    halves = [16 + 17, 6 + 7, 2 + 3, 2 + 3, 1 + 3]
    assert [int(each) for each in told[1:-1:2]] == [sum(halves[: i + 1]) for i in range(5)]


@in_processes
def test_a_helper_that_is_killed_or_stopped_is_replaced_and_not_missed():
    told = helped("""
from cnn.processes import watched
watched.AGAIN, watched.SILENT, halves.ALONE = 0.0, 0.7, 1
def lose(run):
    if run.step in (3, 5):
        os.kill(helper.process.child.pid, signal.SIGKILL if run.step == 3 else signal.SIGSTOP)
        lost.append(run.step)
lost = []
print(same(Options(digits=1280, epochs=1), lose), helper.process.replaced, *set(lost))
helped = helper.helped
print(same(Options(digits=640, epochs=1)), helper.helped - helped)
helper.close()
""")
    assert told == ["True", "2", "3", "5", "True", "11"]  # five steps, six moments


@in_processes
def test_what_the_helper_cannot_do_is_done_without_it():
    told = helped("""
from cnn.training.losses import map_criterion
from cnn.models import LeNet5
helper.close()
here = os.getpid()
def loss(distances, labels):
    if os.getpid() != here:
        raise MemoryError
    return map_criterion(distances, labels)
helper = Helper.start()
images, labels = torch.randint(0, 255, (8, 28, 28), dtype=torch.uint8), torch.arange(8)
one, other = LeNet5(torch.Generator().manual_seed(1)), LeNet5(torch.Generator().manual_seed(1))
helper.gradients(one, loss, images, labels)
Halves().gradients(other, loss, images, labels)
print(all(torch.equal(a.grad, b.grad) for a, b in zip(one.parameters(), other.parameters())))
print(helper.helped, helper.process.child.is_alive())
helper.close()
""")
    assert told == ["True", "0", "True"]


@in_processes
def test_two_who_train_at_once_do_not_disturb_each_other():
    told = helped("""
found = []
options = [Options(digits=1000, epochs=1), Options("LeNet1", digits=1000, epochs=1)]
threads = [threading.Thread(target=lambda o=o: found.append(same(o))) for o in options]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*found, helper.helped > 0)
helper.close()
""")
    assert told == ["True"] * 3


@in_processes
def test_a_slow_helper_is_left_alone_for_a_while():
    told = helped("""
halves.SLOW, halves.OFTEN, halves.ALONE = 0.0, 2, 5
print(same(Options(digits=160, epochs=1, batch=10)), helper.helped)
helper.close()
""")
    assert told == ["True", "10"]  # of 16 steps and 17 moments: two helped, five alone, and so on


@in_processes
def test_a_test_set_is_read_alike_with_and_without_help():
    told = helped("""
from cnn.data.mnist import dataset
from cnn.models import LeNet5
model, images = LeNet5(torch.Generator().manual_seed(1)), dataset.load_digits("test").images
for count in (1, 200, 201, 999, 2048, 2049):
    one, other = helper.answers(model, images[:count]), Halves().answers(model, images[:count])
    print((one == other).all(), len(one) == count, helper.helped)
helper.close()
""")
    assert told[::3] == told[1::3] == ["True"] * 6
    assert told[2::3] == ["0", "0", "1", "2", "3", "3"]  # too few for two parts, or too many


def test_what_does_not_fit_on_the_desk_is_seen():
    desk, model = Desk(), LeNet5()
    assert desk.fits(model, 2) and desk.fits(model, 2048)
    assert not desk.fits(model, 1) and not desk.fits(model, 2049)
    assert not desk.fits(torch.nn.Linear(1000, 1000), 64)


def test_weights_and_gradients_lie_apart_where_torch_would_put_them():
    desk, model = Desk(), LeNet5()
    places = [*desk.weights(model), *desk.gradients(model)]
    assert all(place.data_ptr() % 64 == 0 for place in places)
    spans = sorted((place.data_ptr(), place.data_ptr() + 4 * place.numel()) for place in places)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_where_nothing_can_be_forked_there_is_no_helper(monkeypatch):
    monkeypatch.setattr(fork, "POSSIBLE", False)
    assert Helper.start() is None
    with pytest.raises(RuntimeError):
        fork.fork(print)


def test_where_no_process_more_is_allowed_there_is_none(monkeypatch):
    def none(*_):
        raise BlockingIOError

    monkeypatch.setattr(fork, "fork", none)
    assert Helper.start() is None


def test_a_run_by_halves_can_go_on():
    long, short = Run(Options(digits=100, epochs=2)), Run(Options(digits=100, epochs=1))
    for _ in long.work():
        pass
    for _ in (*short.work(), *short.more(1)):
        pass
    assert [point.loss for point in short.curve][-1] == [point.loss for point in long.curve][-1]
