"""Where Streamlit's own page, scripts, styles and fonts lie.

`ui.server` reads them to send them compressed, with our fonts and our words in the page
(`static.py`, `fonts.py`, `shell.py`), and to know which addresses are theirs (`redirects.py`).
Without: a first visit loads 3.5 MB of them, and the page is called "Streamlit" at every address.
"""

from pathlib import Path

from streamlit.file_util import get_static_dir

FOLDER = Path(get_static_dir())  # holds index.html, and the rest in its folder static
