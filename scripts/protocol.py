"""Streamlit's protocol as a browser speaks it, without a browser and without a socket.

A `Session` is told what comes over the stream and makes what is to be sent; whoever uses it owns
the connection. It knows what is on the page now: widgets by their key, HTML by its data-testid. The
one place of the scripts that imports Streamlit's messages, which are not documented.
"""

import json
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg as BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState as FileUploaderState
from streamlit.proto.Common_pb2 import FileURLs as FileURLs
from streamlit.proto.Common_pb2 import StringArray as StringArray
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg as ForwardMsg

from ui.components.digit_pad.message import LAST, write_message

STREAM = "/_stcore/stream"
SUBPROTOCOL = "streamlit"
PAD = "pad"

Place = tuple[int, ...]
Stroke = np.ndarray[Any, Any]


class Widget(NamedTuple):
    """A widget on the page: its id, its fragment's, and Streamlit's own description of it."""

    id: str
    fragment: str
    proto: Any


@dataclass
class Session:
    """One visitor's page, as far as messages tell of it."""

    id: str = ""
    script: str = ""  # the page's script, by Streamlit's hash
    page: dict[Place, ForwardMsg] = field(default_factory=dict)  # what stands where
    before: dict[str, ForwardMsg] = field(default_factory=dict)  # what the last page had, by hash
    claimed: dict[str, ForwardMsg] = field(default_factory=dict)  # named in the last request
    claimed_before: dict[str, ForwardMsg] = field(default_factory=dict)  # and in the one before
    polls: dict[str, float] = field(default_factory=dict)  # fragment -> seconds between two runs
    seq: int = 0  # of the last drawing sent
    acknowledged: int = 0  # of the last drawing that the pad may follow by another
    openings: int = 0  # runs of a whole page that have begun
    failures: list[str] = field(default_factory=list)  # runs and elements that went wrong
    query: str = ""

    def hear(self, data: bytes) -> ForwardMsg:
        """Takes one message in; returns it, a reference replaced by what it refers to."""
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "ref_hash":
            known = self.known() | self.claimed | self.claimed_before
            metadata, message = message.metadata, _copy(known[message.ref_hash])
            message.metadata.CopyFrom(metadata)
        getattr(self, f"_{message.WhichOneof('type')}", _ignore)(message)
        return message

    def known(self) -> dict[str, ForwardMsg]:
        """What stands here and need not be sent again, by hash."""
        here = {each.hash: each for each in self.page.values()} | self.before
        return {name: each for name, each in here.items() if each.metadata.cacheable}

    def _new_session(self, message: ForwardMsg) -> None:
        self.id = message.new_session.initialize.session_id
        self.script = message.new_session.page_script_hash
        if not message.metadata.run.fragment_ids:
            self.openings += 1
            self.before = {each.hash: each for each in self.page.values()}
            self.page, self.polls = {}, {}

    def _navigation(self, message: ForwardMsg) -> None:
        self.script = message.navigation.page_script_hash

    def _delta(self, message: ForwardMsg) -> None:
        self.page[tuple(message.metadata.delta_path)] = message
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.failures.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith("_ack"):
            self.acknowledged = json.loads(element.bidi_component.json)["ack"]

    def _auto_rerun(self, message: ForwardMsg) -> None:
        self.polls[message.auto_rerun.fragment_id] = message.auto_rerun.interval

    def _script_finished(self, message: ForwardMsg) -> None:
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.failures.append("a script could not be compiled")

    def alerts(self) -> list[str]:
        """The sentences that the page shows in boxes."""
        bodies = (message.delta.new_element.alert.body for message in self.page.values())
        return [body for body in bodies if body]

    def widgets(self) -> Iterator[tuple[str, Widget]]:
        """Every widget on the page, by its key."""
        for message in self.page.values():
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            proto = getattr(element, kind) if kind else None
            name = getattr(proto, "id", "")
            if isinstance(name, str) and name.startswith("$$ID-"):
                yield name.split("-", 2)[2], Widget(name, message.delta.fragment_id, proto)

    def widget(self, key: str) -> Widget | None:
        """The widget with this key, or one whose key begins with it."""
        found = dict(self.widgets())
        longer = (found[each] for each in found if each.startswith(key))
        return found.get(key) or next(longer, None)

    def html(self, testid: str) -> dict[str, str] | None:
        """The data-* attributes of the HTML with this data-testid; None if there is none."""
        for message in self.page.values():
            body = message.delta.new_element.html.body
            tag = re.search(rf'<[^>]*data-testid="{testid}"[^>]*>', body)
            if tag:
                return dict(re.findall(r'data-([\w-]+)="([^"]*)"', tag[0]))
        return None

    def visit(self, page: str, query: str = "") -> bytes:
        """To open a page at its address."""
        self.query = query
        message = self._rerun()
        message.rerun_script.page_name, message.rerun_script.page_script_hash = page, ""
        return bytes(message.SerializeToString())

    def act(self, widget: Widget, **value: Any) -> bytes:
        """To change a widget, such as `trigger_value=True`; its fragment runs, or the page."""
        message = self._rerun(widget.fragment)
        state = message.rerun_script.widget_states.widgets.add(id=widget.id)
        for name, content in value.items():
            if isinstance(content, str | bool | int):
                setattr(state, name, content)
            else:
                getattr(state, name).CopyFrom(content)
        return bytes(message.SerializeToString())

    def trigger(self, widget: Widget, event: str, value: Any) -> bytes:
        """To tell of an event of a component of ours, as its `setTriggerValue` does."""
        message = self._rerun(widget.fragment)
        name = f"$$STREAMLIT_INTERNAL_KEY_{widget.id}__events"
        state = message.rerun_script.widget_states.widgets.add(id=name)
        state.json_trigger_value = json.dumps([{"event": event, "value": value}])
        return bytes(message.SerializeToString())

    def data(self, key: str) -> dict[str, Any]:
        """What the component with this key was last sent; {} if it is not there."""
        widget = self.widget(key)
        found: dict[str, Any] = json.loads(widget.proto.json or "{}") if widget else {}
        return found

    def bodies(self) -> Iterator[str]:
        """The markup that stands on the page, piece by piece."""
        for message in self.page.values():
            if body := message.delta.new_element.html.body:
                yield body

    def poll(self, fragment: str) -> bytes:
        """To run a fragment again, as its `run_every` asks a browser to."""
        message = self._rerun(fragment)
        message.rerun_script.is_auto_rerun = True
        return bytes(message.SerializeToString())

    def drawing(self, strokes: Sequence[Stroke]) -> bytes:
        """To send a drawing as the pad does when its pen is up.

        Raises LookupError if there is no pad.
        """
        pad = self.widget(PAD)
        if pad is None:
            raise LookupError("this page has no pad")
        self.seq += 1
        inside = [stroke.clip(0, LAST) for stroke in strokes]
        written = write_message(inside, self.seq)
        return self.act(pad, json_value=json.dumps({"drawing": written}))

    def ask_for_upload(self, name: str) -> bytes:
        """To ask where a file may be sent; `file_urls_response` answers."""
        message = BackMsg()
        request = message.file_urls_request
        request.request_id, request.session_id = name, self.id
        request.file_names.append(name)
        return bytes(message.SerializeToString())

    def _rerun(self, fragment: str = "") -> BackMsg:
        message = BackMsg()
        state = message.rerun_script
        state.fragment_id, state.query_string = fragment, self.query
        state.page_script_hash = self.script
        self.claimed_before, self.claimed = self.claimed, self.known()
        state.cached_message_hashes.extend(sorted(self.claimed))
        return message


def is_end(message: ForwardMsg) -> bool:
    """Whether a run has ended that no other follows at once."""
    ended = message.WhichOneof("type") == "script_finished"
    return ended and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def form(name: str, content: bytes) -> tuple[bytes, str]:
    """A file as a browser sends it: the body of the request, and its Content-Type."""
    line = secrets.token_hex(8)
    head = f'--{line}\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{line}--\r\n".encode()
    return body, f"multipart/form-data; boundary={line}"


def token(set_cookie: str) -> dict[str, str]:
    """What an upload needs of the cookie that Streamlit's health check sets."""
    cookie = set_cookie.split(";")[0]
    return {"Cookie": cookie, "X-Xsrftoken": cookie.split("=", 1)[1].strip('"')}


def _copy(message: ForwardMsg) -> ForwardMsg:
    twin = ForwardMsg()
    twin.CopyFrom(message)
    return twin


def _ignore(message: ForwardMsg) -> None:
    pass
