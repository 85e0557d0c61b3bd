"""A QR code as a picture: dark on light in either theme, since some readers want it so."""

from functools import lru_cache


@lru_cache(maxsize=64)
def qr_svg(text: str) -> bytes:
    """The code of a text, with the margin that readers want, as SVG."""
    from qrcode.image.svg import SvgPathFillImage
    from qrcode.main import QRCode

    code = QRCode(border=4)
    code.add_data(text)
    drawn: bytes = code.make_image(image_factory=SvgPathFillImage).to_string()
    return drawn
