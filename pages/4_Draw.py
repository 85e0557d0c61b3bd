"""Draw: a digit, read live by LeNet-5 as published, then by other machines, then bent."""

from ui import frame
from ui.exhibits import draw, draw_break, draw_machines, draw_steps

page = frame.open("draw")
page.title()
if draw.prepare(page):
    draw.live(page)
    draw_steps.steps(page)
    draw_steps.step_question(page)
    draw_steps.switches(page)
    draw.layers(page)
    draw.code_pictures(page)
    draw.doubt(page)
    draw_machines.several(page)
    draw_machines.neighbours(page)
    draw_break.shift_question(page)
    draw_break.until_it_breaks(page)
    page.section("learn")
page.close()
