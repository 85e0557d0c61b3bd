"""Do we have a word for each that Streamlit's menu, uploader and camera say?"""

import re
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from ui.components.streamlit_words import ONE, SAID
from ui.words.text import LANGUAGES, label

# As they stand in Streamlit's scripts, with what is filled in.
THEIRS = {
    "FileUploader": (
        "Upload",
        "Drag and drop a file here",
        "Drag and drop files here",
        "Add files",
    ),
    "CameraInput": (
        *("Take Photo", " Clear photo", "Switch camera", "Uploading..."),
        *("This app would like to use your camera.", "Learn how to allow access."),
    ),
    "utils": ("Click to retry upload", "Upload failed", "Only one file is allowed."),
}


def said(theirs: str) -> str | None:
    """The label that stands for a sentence of theirs; the first that fits, as in JavaScript."""
    return next((key for pattern, key, _ in SAID if re.fullmatch(pattern, theirs)), None)


@pytest.mark.parametrize("script", THEIRS)
def test_they_still_say_it_and_we_have_a_word_for_it(script):
    files = Path(get_static_dir()).rglob(f"{script}.*.js")
    text = "".join(file.read_text("utf-8") for file in files)
    for theirs in THEIRS[script]:
        assert f"`{theirs}`" in text, f"{theirs}: Streamlit has another word for it now"
        assert said(theirs) is not None


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("25MB per file", "upload.each"),
        ("25MB per file • PNG, JPG", "upload.each"),
        ("File must be 25MB or smaller.", "upload.large"),
        ("File must be 25.0MB or smaller.", "upload.large"),
        ("AxiosError: Request failed with status code 413", "upload.large"),
        ("AxiosError: Request failed with status code 429", "upload.many"),
        ("AxiosError: Request failed with status code 408", "upload.slow"),
        ("AxiosError: Request failed with status code 403", "upload.failed"),
        ("AxiosError: Network Error", "upload.failed"),
        ("image/x files are not allowed.", "upload.kind"),
        ("Remove my photo.jpg", "upload.remove"),
        ("Cancel upload of my photo.jpg", "upload.cancel"),
        ("Main menu", "menu.name"),
        ("Made with Streamlit v1.67.0", "menu.made"),
        ("my photo.jpg", None),
        ("1.0KB", None),
    ],
)
def test_each_kind_of_failure_has_its_sentence(theirs, ours):
    assert said(theirs) == ours


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_of_ours_is_taken_for_one_of_theirs(lang):
    """It would be replaced for ever."""
    for key in ({key for _, key, _ in SAID} | set(ONE.values())) - {""}:
        assert said(label(key, lang, most="25", name="x.jpg", version="1")) is None
