"""Files that visitors send: kept in memory only, and not longer than it takes to read them."""

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

LARGEST = 27 << 20  # bytes of a photo, its wrapping included; just above server.maxUploadSize


def keep_in_memory() -> None:
    """Starlette would write a file of more than a megabyte to disk while it arrives."""
    from starlette.formparsers import MultiPartParser

    MultiPartParser.spool_max_size = LARGEST


def take_bytes(file: UploadedFile) -> bytes:
    """The file's bytes, and Streamlit forgets them, who would keep them as long as the visit."""
    data = file.getvalue()
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context else None
    if context and isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(context.session_id, file.file_id)
    return data
