"""Who runs this script, are they still there, and where do they come from?

Streamlit tells a script its visitor's address and headers (`st.context`), but neither the session's
id nor, outside its script, whether a visitor is still connected. Without: a run of training goes on
for a tab that is closed, and turns, uploads and waiting lines cannot be shared out by address. All
of it may be asked from any thread.
"""

from streamlit import runtime
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx


def current() -> str:
    """The id of the session whose script this thread runs; "" if it runs none."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def is_open(session: str) -> bool:
    """Whether this session's visitor is connected."""
    return runtime.exists() and instance().is_active_session(session)


def client_address(session: str) -> str | None:
    """The address that this session's visitor is connected from; None if not connected."""
    client = instance().get_client(session) if runtime.exists() else None
    context = client.client_context if client else None
    return context.remote_ip if context else None


def moves_in_history() -> bool:
    """Whether this run was asked for by the browser's back or forward button."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def instance() -> Runtime:
    """Streamlit's runtime, of which each process has at most one. Raises RuntimeError if none."""
    return runtime.get_instance()
