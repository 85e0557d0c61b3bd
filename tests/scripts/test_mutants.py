"""Is each line of the mutants' list still there, and is a mutant that no test minds found out?"""

from collections import Counter

import pytest

from scripts import mutants
from scripts.mutants import ROOT, Lost, Mutant

LIST = mutants.mutants()


def test_each_line_is_there_once_and_each_test_too():
    for each in LIST:
        text = (ROOT / each.file).read_text("utf-8")
        assert each.made(text) != text
        assert each.tests and all((ROOT / test).is_file() for test in each.tests)


def test_there_are_many_of_many_kinds_in_all_three_places():
    rooms = Counter(each.file.partition("/")[0] for each in LIST if each.file.endswith(".py"))
    scripts = sum(each.file.endswith(".js") for each in LIST)
    assert min(rooms["cnn"], rooms["ui"], scripts) >= 7 and len(LIST) >= 40
    assert len({each.kind for each in LIST}) >= 12


def test_a_line_is_taken_out_or_changed_and_a_lost_one_is_an_error():
    text = "def f():\n    a = 1\n    return a\n"
    assert Mutant("", "a.py", "a = 1", "a = -1", ()).made(text) == text.replace("1", "-1")
    assert Mutant("", "a.py", "a = 1", "", ()).made(text) == text.replace("a = 1", "pass")
    assert Mutant("", "a.js", "a = 1", "", ()).made(text) == text.replace("a = 1", "")
    for line in ("a = 2", "a", "= 1"):
        with pytest.raises(Lost):
            Mutant("", "a.py", line, "", ()).made(text)
    with pytest.raises(Lost):
        Mutant("", "a.py", "a = 1", "", ()).made(text + text)


@pytest.mark.slow
def test_whoever_fails_is_named_and_a_test_that_cannot_run_is_an_error(tmp_path):
    (tmp_path / "test_good.py").write_text("def test_one(): pass\n")
    (tmp_path / "test_bad.py").write_text("def test_one(): pass\ndef test_two(): assert 0\n")
    (tmp_path / "test_broken.py").write_text("import nothing_of_this_name\n")
    (tmp_path / "good.test.js").write_text("require('node:test')('three', () => {})\n")
    (tmp_path / "bad.test.js").write_text("require('node:test')('four', () => { throw 1 })\n")
    good = ("test_good.py", "good.test.js")
    assert mutants.failing(tmp_path, good) == ""
    assert mutants.failing(tmp_path, (*good, "test_bad.py")) == "test_bad.py::test_two"
    assert mutants.failing(tmp_path, (*good, "bad.test.js")) == "four"
    with pytest.raises(RuntimeError, match="nothing_of_this_name"):
        mutants.failing(tmp_path, ("test_broken.py",))
