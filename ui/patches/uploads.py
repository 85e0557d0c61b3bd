"""Files that visitors send: kept in memory only, and not longer than it takes to read them.

- Starlette writes a file of more than a megabyte to disk while it arrives, and documents no way to
change that. Without: a visitor's photo is on a disk, which the page says it never is.
- Streamlit keeps a file as long as its visit, and for ever if its visitor left before it had come.
Without: the photos of a few visitors fill the server's memory.
"""

from typing import cast

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileManager
from streamlit.typing import UploadedFile

from ui.patches import sessions

LARGEST = 27 << 20  # bytes of a photo, its wrapping included; just above server.maxUploadSize


def keep_in_memory() -> None:
    """From now on, in this whole process."""
    from starlette.formparsers import MultiPartParser

    MultiPartParser.spool_max_size = LARGEST


def take(file: UploadedFile) -> bytes:
    """The file's bytes, and Streamlit forgets them; for a script."""
    data = file.getvalue()
    if context := get_script_run_ctx():
        _in_memory(context.uploaded_file_mgr).remove_file(context.session_id, file.file_id)
    return data


def is_kept(session: str, file: str) -> bool:
    """Whether Streamlit has this file, by its id, of the session's visitor."""
    return bool(_manager().get_files(session, [file]))


def forget(session: str, file: str) -> None:
    """Streamlit has it no longer; nor any other file of a visitor who has left."""
    if sessions.is_open(session):
        _manager().remove_file(session, file)
    else:
        _manager().remove_session_files(session)


def _manager() -> MemoryUploadedFileManager:
    return _in_memory(sessions.instance().uploaded_file_mgr)


def _in_memory(manager: UploadedFileManager) -> MemoryUploadedFileManager:
    return cast(MemoryUploadedFileManager, manager)
