"""Which of the keyed fragments stand on the page?

`st.rerun([...])` runs fragments by the keys of `@st.fragment(key=...)`, and raises for a key whose
fragment has not been drawn. What stands in a closed fold is not drawn. Without: a choice that
several exhibits share is an error as soon as one of them is folded.
"""

from streamlit.errors import StreamlitAPIException
from streamlit.runtime.fragment import FragmentStorage
from streamlit.runtime.scriptrunner import get_script_run_ctx


def drawn(keys: list[str]) -> list[str]:
    """Those of `keys` whose fragment the session's page holds now, in this order."""
    context = get_script_run_ctx(suppress_warning=True)
    return [key for key in keys if context and _is_known(context.fragment_storage, key)]


def _is_known(storage: FragmentStorage, key: str) -> bool:
    try:
        return bool(storage.resolve_target(key))
    except StreamlitAPIException:
        return False
