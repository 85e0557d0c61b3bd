"""The rival of the pad: streamlit-drawable-canvas in the frame of the Draw page.

Its picture goes to the same network, and the answer is shown by the same HTML, as ours.
`scripts.bench.canvas` puts this file where pages/4_Draw.py is.
"""

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from cnn.data.digits.preprocess import to_mnist
from ui.exhibits.draw import reading as draw
from ui.exhibits.draw import reading_html as html
from ui.html import markup
from ui.page import frame
from ui.work.inference_threads import read_image_in_turn

page = frame.open("draw")
page.title()
if draw.set_up(page):
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
            markup.show(html.ten_distances(page, reading, len(strokes)))
page.close()
