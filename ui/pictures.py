"""Pictures for st.html: PNG bytes as an element that keeps its pixels square and sharp."""

from base64 import b64encode
from html import escape


def picture(png: bytes, alt: str, width: int) -> str:
    """An <img> at most `width` CSS pixels wide; `alt` says what it shows."""
    source = f"data:image/png;base64,{b64encode(png).decode()}"
    return f'<img class="pixels" src="{source}" alt="{escape(alt)}" style="width:{width}px">'
