"""Are the fragments found that stand on the page, and no others?"""

import inspect

from streamlit.runtime.fragment import FragmentStorage
from streamlit.testing.v1 import AppTest

from ui.patches import fragments


def page() -> None:
    import streamlit as st

    from ui.patches import fragments

    @st.fragment(key="one")
    def one() -> None:
        st.text("1")

    @st.fragment(key="two")
    def two() -> None:
        st.text("2")

    def tell() -> None:
        st.session_state["drawn"] = fragments.drawn(["two", "one", "none"])

    one()
    if st.checkbox("more", key="more"):
        two()
    st.button("tell", key="tell", on_click=tell)


def drawn(app: AppTest) -> list[str]:
    app.button(key="tell").click().run()
    assert not app.exception
    found: list[str] = app.session_state["drawn"]
    return found


def test_what_is_not_drawn_is_left_out():
    app = AppTest.from_function(page).run()
    assert drawn(app) == ["one"]
    app.checkbox(key="more").check().run()
    assert drawn(app) == ["two", "one"]
    app.checkbox(key="more").uncheck().run()
    assert drawn(app) == ["one"]


def test_without_a_script_nothing_is_drawn():
    assert fragments.drawn(["one"]) == []


def test_streamlit_still_has_what_is_asked():
    assert list(inspect.signature(FragmentStorage.resolve_target).parameters) == ["self", "target"]
