"""Are our tokens those that Streamlit trusts, where it looks for them?"""

import inspect

from streamlit.web.server.starlette import starlette_routes

from ui.patches import upload_tokens
from ui.server.security import UPLOAD


def test_a_token_of_ours_is_trusted_and_no_other():
    token = upload_tokens.new()
    assert upload_tokens.is_trusted(token, token)
    for header, cookie in ((token, upload_tokens.new()), (token, None), (None, token), ("x", "x")):
        assert not upload_tokens.is_trusted(header, cookie)


def test_streamlit_asks_an_upload_for_the_token_in_these_places():
    source = inspect.getsource(starlette_routes)
    assert f'headers.get("{upload_tokens.HEADER}")' in source.lower()
    assert "cookies.get(XSRF_COOKIE_NAME)" in source
    assert UPLOAD == f"/{starlette_routes.BASE_ROUTE_UPLOAD_FILE}/"
