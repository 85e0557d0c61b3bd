"""Do uploads stay in memory, and no longer than they are needed?"""

import asyncio
import inspect
from types import SimpleNamespace

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette import starlette_app

from ui.patches import sessions, uploads

LARGE = b"x" * (2 << 20)


async def received(content):
    """The file as Starlette has it once it has arrived whole."""
    head = b'--line\r\nContent-Disposition: form-data; name="f"; filename="photo.jpg"\r\n\r\n'

    async def stream():
        yield head + content + b"\r\n--line--\r\n"

    parser = MultiPartParser(
        Headers({"content-type": "multipart/form-data; boundary=line"}), stream()
    )
    return (await parser.parse())["f"]


def test_a_large_file_goes_to_disk_unless_told(monkeypatch):
    """Otherwise `keep_in_memory` can go."""
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1 << 20)
    assert asyncio.run(received(LARGE)).file._rolled
    uploads.keep_in_memory()
    file = asyncio.run(received(LARGE)).file
    assert not file._rolled and file.read() == LARGE


def page():
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from ui.patches import uploads

    context = get_script_run_ctx()
    if file := st.file_uploader("photo"):
        for _ in range(2):
            st.text(len(context.uploaded_file_mgr.get_files(context.session_id, [file.file_id])))
            st.text(uploads.take(file))


def test_what_was_taken_is_forgotten():
    app = AppTest.from_function(page, default_timeout=60).run()
    app.file_uploader[0].upload("photo.jpg", b"123", "image/jpeg").run()
    assert [text.value for text in app.text] == ["1", "b'123'", "0", "b'123'"]


def test_of_who_has_left_nothing_is_kept(monkeypatch):
    files = MemoryUploadedFileManager("")
    for session in ("here", "left"):
        for name in ("a", "b"):
            files.add_file(session, UploadedFileRec(name, "", "", b"1"))
    runtime = SimpleNamespace(uploaded_file_mgr=files, is_active_session="here".__eq__)
    monkeypatch.setattr(sessions.runtime, "exists", lambda: True)
    monkeypatch.setattr(sessions.runtime, "get_instance", lambda: runtime)
    uploads.forget("here", "a")
    uploads.forget("left", "a")
    assert uploads.is_kept("here", "b") and not uploads.is_kept("here", "a")
    assert list(files.file_storage) == ["here"]


def test_streamlit_still_keeps_them_in_memory():
    assert "MemoryUploadedFileManager(" in inspect.getsource(starlette_app)
