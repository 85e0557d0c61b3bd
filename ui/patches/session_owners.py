"""A session goes on for its owner alone, whom a header of the request names.

Streamlit has the setting (`server.trustedUserHeaders`), but takes it from a file that whoever runs
the server may have replaced; this one no server of ours may be without, so it is set in the
process. Without: whoever has read a session's id, in a proxy's log say, takes the session over.
"""

from streamlit import config


def told_by(header: str) -> None:
    """From now on, in this whole process; nobody but us may be able to send this header."""
    config.set_option("server.trustedUserHeaders", {header: "owner"})
