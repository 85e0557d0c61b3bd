"""The one room that reaches into Streamlit, Starlette and uvicorn past what they document.

Elsewhere in the app only their documented names are used: of Streamlit, the package itself and
`streamlit.typing`, `streamlit.testing.v1`, `streamlit.components.v1` and `v2`; of Starlette, the
modules of its documentation; of uvicorn, the package itself. Here each module says why it is there
and what breaks without it, and has a test that holds the pinned version to what it expects. What
stands behind them is in docs/upgrading.md, with what was measured of those that are for speed.
"""
