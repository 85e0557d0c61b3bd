"""What a browser may say to Streamlit at all: its message BackMsg, as protobuf describes it.

`ui.server.wire` picks from it the few kinds and fields that the app's pages use, and refuses the
others on their bytes. Without: Streamlit acts on all of them, some of which run git, empty caches
that visitors share, or answer half a million names.
"""

from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg

BACK: Any = BackMsg.DESCRIPTOR
