"""Does every run of a script go through ours, of the page and of its fragments?"""

import inspect

import pytest
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from ui.patches import script_runs


@pytest.fixture
def runs(monkeypatch):
    """The sessions whose scripts have run."""
    monkeypatch.setattr(ScriptRunner, "_run_script", script_runs.run_script)
    seen = []

    def through(session, run):
        seen.append(session)
        run()

    script_runs.through(through)
    return seen


def test_a_page_runs_through_ours(runs):
    page = "import streamlit as st; st.button('again'); st.text('shown')"
    app = AppTest.from_string(page, default_timeout=60).run()
    assert app.text[0].value == "shown" and len(runs) == 1
    app.button[0].click().run()
    assert not app.exception and len(runs) == 2 and len(set(runs)) == 1


def test_streamlit_still_has_what_is_wrapped():
    assert list(inspect.signature(script_runs.run_script).parameters) == ["self", "rerun_data"]
    assert inspect.getsource(script_runner).count("self._run_script(") == 1
