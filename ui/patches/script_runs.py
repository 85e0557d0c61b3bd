"""Every run of a script, of a page or a fragment, goes through a function of ours.

Streamlit runs the script of each visitor in a thread of its own and has no hook around it. Without:
scripts do not take turns (`ui.work.script_turns`).
"""

from collections.abc import Callable

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

run_script = ScriptRunner._run_script


def through(runs: Callable[[str, Callable[[], None]], None]) -> None:
    """From now on, in this whole process: `runs(session, run)` is to call `run`, in its thread."""

    def ours(runner: ScriptRunner, rerun_data: RerunData) -> None:
        runs(runner._session_id, lambda: run_script(runner, rerun_data))

    ScriptRunner._run_script = ours  # type: ignore[method-assign,assignment]
