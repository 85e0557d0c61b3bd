"""Which other sites may show the app in a frame."""


class Framing:
    """As this server says it in `frame-ancestors`; "" where nobody has said anything."""

    ancestors = ""


def is_allowed_somewhere() -> bool:
    """Whether there is any page that may show the app in a frame."""
    return Framing.ancestors.strip() != "'none'"
