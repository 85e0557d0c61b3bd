"""Draw: a digit, read live by LeNet-5 as published."""

from ui import frame
from ui.exhibits import draw

page = frame.open("draw")
page.title()
if draw.prepare(page):
    draw.live(page)
    draw.steps(page)
    draw.layers(page)
    draw.code_pictures(page)
    draw.doubt(page)
    page.section("learn")
page.close()
