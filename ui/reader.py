"""One thread that reads all drawings.

Streamlit runs every script and fragment in a thread of its own, and oneDNN, which computes torch's
convolutions, prepares itself anew in each thread: 3.7 ms for a pass of 0.4. Here it stays prepared.
"""

from concurrent.futures import ThreadPoolExecutor

from cnn import reading
from cnn.data.digits import Drawing
from cnn.reading import Reading

_thread = ThreadPoolExecutor(1, thread_name_prefix="reader")


def read(drawing: Drawing, network: str = reading.DEFAULT) -> Reading:
    """`cnn.reading.read`, with its errors; visitors wait for each other a millisecond at most."""
    return _thread.submit(reading.read, drawing, network).result()
