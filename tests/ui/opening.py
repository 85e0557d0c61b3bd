"""Pages opened without a browser, and what stands on them."""

import json
import re
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from ui.page import depth, progress
from ui.page.course import entry

ROOT = Path(__file__).resolve().parents[2]


def opener(file: str) -> partial[AppTest]:
    """`opened` for one page."""
    return partial(opened, file)


def opened(
    file: str, /, lang: str = "en", state: dict[str, Any] | None = None, **query: str
) -> AppTest:
    """The page `file` as it comes first, with this state of the visit and this address.

    All of it stands open, unless the state says otherwise.
    """
    app = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=200)
    app.query_params["lang"] = lang
    app.switch_page(file)
    for key, value in query.items():
        app.query_params[key] = value
    for key, value in ({depth.EVERYTHING: True} | (state or {})).items():
        app.session_state[key] = value
    return app.run()


def acted(page: str, *exhibits: str) -> dict[str, Any]:
    """The state of a visitor who has done these exhibits of a page in this session."""
    done = frozenset(f"{page}.{exhibit}" for exhibit in exhibits)
    return {progress.KEY: progress.Progress(1, done), progress.ACTED: done}


def together(*queries: dict[str, str]) -> list[tuple[dict[str, str], int]]:
    """These addresses in as few visits as will do, each with how many of them it makes at once: no
    two say something of the same parameter.
    """
    visits: list[tuple[dict[str, str], int]] = []
    for query in queries:
        free = (at for at, (asked, _) in enumerate(visits) if not asked.keys() & query.keys())
        at = next(free, len(visits))
        asked, count = visits[at] if at < len(visits) else ({}, 0)
        visits[at : at + 1] = [(asked | query, count + 1)]
    return visits


def bodies(app: AppTest, testid: str) -> list[str]:
    """The HTML of every element with this data-testid."""
    every = [element.proto.body for element in app.get("html")]
    return [body for body in every if f'data-testid="{testid}"' in body]


def plain(body: str) -> str:
    """What a reader sees of this HTML: no tags, and nothing of what is marked as English."""
    return unescape(re.sub(r'<(span|p) lang="en">.*?</\1>|<[^>]*>', " ", body))


def html(app: AppTest, testid: str) -> dict[str, str]:
    """The data-* attributes of the first element with this data-testid."""
    return dict(re.findall(r'data-([\w-]+)="([^"]*)"', bodies(app, testid)[0]))


def words(app: AppTest) -> str:
    """All HTML and all Markdown of the page."""
    every = [element.proto.body for element in app.get("html")]
    return "".join(every) + "".join(markdown.value for markdown in app.markdown)


def notes(app: AppTest) -> list[str]:
    """The notes that say what of the address is not here."""
    return [caption.value for caption in app.caption if "which is not here" in caption.value]


def component(app: AppTest, key: str) -> Any:
    """The component of this key, as it goes to the browser."""
    wanted = re.compile(rf"-{re.escape(key)}(:\w+)?$")
    (proto,) = (each.proto for each in app.get("bidi_component") if wanted.search(each.proto.id))
    return proto


def sent(app: AppTest, key: str) -> dict[str, Any]:
    """What the component `key` is given to show."""
    proto = component(app, key)
    data: dict[str, Any] = json.loads(proto.json)
    return data


def told(app: AppTest, key: str, event: str, value: object) -> AppTest:
    """The page after the component `key` has told Python of an event."""
    events = [{"event": event, "value": value}]
    states = app._tree.get_widget_states()
    trigger = _make_trigger_id(component(app, key).id, "events")
    states.widgets.add(id=trigger, json_trigger_value=json.dumps(events))
    return app._run(states)


def chosen(app: AppTest, key: str, at: int) -> AppTest:
    """The page after the slider or the segments `key` were moved to the step `at`."""
    return told(app, key, "move", {"at": at, "moves": sent(app, key)["heard"] + 1})


def guessed(app: AppTest, question: str, option: str) -> AppTest:
    """The page after this option of one of its questions was chosen."""
    page, _, name = question.partition(".")
    return chosen(app, question, entry(page).question(name).options.index(option))
