"""Are MNIST's halves and hands those that others have counted in QMNIST's labels?"""

import numpy as np
import pytest

from cnn.data.mnist import dataset, hard_digits, writers
from cnn.data.mnist.writers import TRAINED

# Counted independently, 0 to 9.
STUDENTS = [460, 571, 530, 501, 500, 456, 462, 512, 489, 520]
EMPLOYEES = [520, 564, 502, 509, 482, 436, 496, 516, 485, 489]


def test_the_test_set_begins_with_the_students_and_changes_once():
    student = writers.load_writers().student[TRAINED:]
    assert (writers.test_digit_count(True), writers.test_digit_count(False)) == (5001, 4999)
    assert np.flatnonzero(student[1:] != student[:-1]).tolist() == [5000]
    assert student[0] and not student[-1]


@pytest.mark.parametrize(("students", "counts"), [(True, STUDENTS), (False, EMPLOYEES)])
def test_each_half_has_the_classes_that_others_counted(students, counts):
    labels = dataset.load_digits("test").labels[writers.test_digits_of(students)]
    assert np.bincount(labels).tolist() == counts


def test_the_training_set_takes_turns_and_ends_with_employees():
    student = writers.load_writers().student[:TRAINED]
    assert (student.sum(), (~student).sum()) == (29_050, 30_950)
    assert student[0:58_099:2].all() and not student[1:58_099:2].any()
    assert not student[58_099:].any()


def test_there_are_so_many_hands_and_none_is_in_both_sets():
    writer, student = writers.load_writers()
    train, test = set(writer[:TRAINED].tolist()), set(writer[TRAINED:].tolist())
    assert (len(train), len(test), len(writers.everybody())) == (539, 297, 836)
    assert not train & test
    assert (writers.writer_count(True), writers.writer_count(False)) == (249, 48)
    assert set(writer[~student].tolist()) == {*range(289), *range(326, 374)}
    assert set(writer[student].tolist()) == set(range(2100, 2600)) - {2350}


def test_the_digits_of_all_hands_are_all_digits():
    found = np.concatenate([writers.digits_of(each) for each in writers.everybody()])
    assert sorted(found.tolist()) == list(range(70_000))
    assert writers.is_student(2351) and not writers.is_student(326)


def test_the_halves_share_out_what_is_misread():
    for misread in (hard_digits.misread, hard_digits.neighbour_misreads):
        assert misread(True) + misread(False) == misread()
    assert (hard_digits.neighbour_misreads(True), hard_digits.neighbour_misreads(False)) == (
        221,
        88,
    )
