"""What happens to the server, one line of JSON an event, for whoever runs it.

An event has a name and numbers, nothing else: no address, no name of a file, no drawing, no text
that a visitor has written. `tell` refuses anything but numbers and the words listed here.
"""

import json
import logging
import sys
import time

log = logging.getLogger("cnns.events")
WORDS = frozenset(
    {
        *("ready", "not-ready", "stopping", "visitor-came", "visitor-left", "visitor-refused"),
        *("visitor-slowed", "upload-refused", "photo-refused", "job-started", "job-ended"),
        *("job-refused", "too-slow", "too-many", "connections-ended"),
        *("helper-lost", "helper-well", "trainer", "halves", "fork-server", "dask"),
        *("done", "cancelled", "failed", "left", "lost", "diverged"),  # how a job may end
    }
)


def tell(event: str, **values: float | int | str) -> None:
    """Writes the event, if the server is to. Raises ValueError for words that are not listed."""
    strange = {event, *(each for each in values.values() if isinstance(each, str))} - WORDS
    if strange:
        raise ValueError(f"not a word of an event: {sorted(strange)}")
    if log.isEnabledFor(logging.INFO):
        rounded = {
            name: round(each, 4) if isinstance(each, float) else each
            for name, each in values.items()
        }
        log.info(json.dumps({"time": round(time.time(), 3), "event": event, **rounded}))


def switch_on() -> None:
    """Events go to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)
