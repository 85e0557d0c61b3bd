"""Where visitors find a server: the addresses to print, and a QR code for a class."""

import io

from ui.server import console
from ui.sharing.lan import lan_address


def qr_code(text: str) -> str:
    """`text` as a QR code of half-block characters, for a terminal."""
    from qrcode.main import QRCode

    code = QRCode(border=2)
    code.add_data(text)
    drawn = io.StringIO()
    code.print_ascii(out=drawn, invert=True)
    return drawn.getvalue()


def invitation(host: str, port: int) -> str:
    """What to print when the server is ready: its address, and the class's if it listens to it.

    The class's comes with its code, where the console has the blocks that it is made of.
    """
    everywhere = host in ("0.0.0.0", "::")
    lines = [f"Open http://{'localhost' if everywhere else _literal(host)}:{port}"]
    if everywhere and (address := lan_address()):
        url = f"http://{address}:{port}"
        lines.append(f"In the same network: {url}")
        if console.can_show(code := qr_code(url)):
            lines += ["", code]
    return "\n".join(lines)


def _literal(host: str) -> str:
    return f"[{host}]" if ":" in host else host
