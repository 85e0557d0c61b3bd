"""Does a component's forged state read as nothing, and a good one as what it is?"""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state import session_state
from streamlit.runtime.state.common import unpack_widget_state_value

from ui.patches import component_state

FORGED = ["{{{", "[" * 100_000, f"[{'9' * 5000}]"]


@pytest.mark.parametrize("text", FORGED)
def test_a_state_that_is_no_json_reads_as_nothing(text):
    component_state.tolerate()
    state = WidgetState(json_value=text)
    assert session_state.unpack_widget_state_value(state) is None
    state.json_value = '{"a": [1]}'
    assert session_state.unpack_widget_state_value(state) == {"a": [1]}


@pytest.mark.parametrize("text", FORGED)
def test_streamlit_alone_fails_at_it(text):
    """Otherwise this module can go."""
    with pytest.raises((ValueError, RecursionError)):
        unpack_widget_state_value(WidgetState(json_value=text))
