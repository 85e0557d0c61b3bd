"""The rival of the pad: streamlit-drawable-canvas in the frame of the Draw page.

Its picture goes to the same network, on the server, and its ten distances are shown as a table.
`scripts.bench.canvas` puts this file where Draw's is.
"""

import htpy as h
import streamlit as st
from streamlit_drawable_canvas import st_canvas

from cnn.data.digits.preprocess import to_mnist
from ui.html import markup
from ui.page import frame
from ui.work.inference_threads import read_image_in_turn
from ui.work.warmup import warm

page = frame.open("draw")
page.title()
warm()
left, right = st.columns([5, 6], gap="large")
with left:
    drawn = st_canvas(
        stroke_width=22,
        stroke_color="#000000",
        background_color="#ffffff",
        height=440,
        width=440,
        return_image_data=True,
        key="canvas",
    )
strokes = (drawn.json_data or {}).get("objects", [])
with right:
    if strokes:
        reading = read_image_in_turn(to_mnist(drawn.image_data))
        rows = [
            h.tr[h.th[str(digit)], h.td[f"{distance:.1f}"]]
            for digit, distance in enumerate(reading.distances)
        ]
        markup.show(h.table(data_testid="answers", data_seq=len(strokes))[rows])
page.close()
