"""Where others in the same network find this machine."""

import socket


class Listening:
    """Whether this process listens to its own machine alone; False where nobody has said."""

    alone = False


def lan_address() -> str | None:
    """This machine's address in its local network, or None if it has none.

    A UDP socket that is connected sends nothing, but must choose the interface it would use.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1, RFC 5737: nobody's address
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") else address
