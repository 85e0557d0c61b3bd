"""Is Streamlit's folder of static files laid out as our server expects?"""

from ui.patches.static_files import FOLDER


def test_the_page_its_scripts_and_its_fonts_are_where_we_look():
    assert "<title>Streamlit</title>" in (FOLDER / "index.html").read_text("utf-8")
    for kind in ("js/*.js", "css/*.css", "media/*.woff2"):
        assert list((FOLDER / "static").glob(kind)), kind
