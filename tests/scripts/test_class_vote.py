"""Does a class that votes count what is lost and what is doubled, and tell the delay of each?"""

from scripts.class_vote import Voted


def voted(sent: int, counted: int, rows: int, pupils: int = 4) -> Voted:
    seen = Voted(pupils, sent={str(i): float(i) for i in range(sent)})
    seen.counted, seen.rows = counted, rows
    return seen


def test_all_is_well_when_each_pupils_guess_is_there_once():
    assert voted(4, 4, 4).errors() == []


def test_what_is_lost_and_what_is_doubled_do_not_cancel_each_other():
    seen = voted(4, 3, 4)
    assert (seen.lost, seen.doubled) == (1, 1)
    assert seen.errors() == ["1 guesses were lost", "1 guesses were counted twice"]


def test_a_pupil_who_never_came_to_guess_is_an_error():
    assert voted(3, 3, 3).errors() == ["1 guesses were not sent"]


def test_the_teachers_screen_shows_each_guess_once_it_counts_so_many():
    seen = Voted(3, sent={"a": 10.0, "b": 11.0, "c": 12.0})
    seen.screen = [(10.5, 0), (11.0, 1), (11.5, 1), (13.0, 3), (13.5, 2), (14.0, 3)]
    assert seen.to_screen() == [1000.0, 2000.0, 1000.0]


def test_a_guess_that_the_screen_has_not_shown_has_no_delay():
    seen = Voted(2, sent={"a": 1.0, "b": 2.0})
    seen.screen = [(1.5, 1)]
    assert seen.to_screen() == [500.0]
    names = {each.name: each.median for each in seen.figures()["a class that votes"]}
    assert names["guesses sent"] == 2 and names["guess to the teacher's screen"] == 500
