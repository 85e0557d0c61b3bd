"""The token that Streamlit wants twice with an upload: in a header and in a cookie.

A browser keeps no cookie in a frame of another site, so `ui.server.security` looks at what no
script can forge instead, and adds a token of ours; `ui.server.upload_limits` refuses an upload
without a token before its body is read, which Streamlit does only afterwards. Without: no photo can
be sent where a school shows the course in a frame, and a stranger's body costs its whole size.
"""

from streamlit.web.server.starlette.starlette_app_utils import (
    generate_xsrf_token_string,
    validate_xsrf_token,
)
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

HEADER, COOKIE = "x-xsrftoken", XSRF_COOKIE_NAME


def new() -> str:
    """A token that Streamlit trusts in both places."""
    return generate_xsrf_token_string()


def is_trusted(header: str | None, cookie: str | None) -> bool:
    """Whether the two go together; None: not sent."""
    return validate_xsrf_token(header, cookie)
