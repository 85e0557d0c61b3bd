"""Draw: a digit, read live by LeNet-5 as published, then by other machines, then bent."""

from ui.exhibits.draw import (
    adversarial_pen,
    bent_digit,
    classifiers,
    digit_picture,
    preprocessing,
    reading,
)
from ui.page import frame

page = frame.open("draw")
page.title()
if reading.set_up(page):
    reading.live_reading(page)
    preprocessing.digit_steps(page)
    preprocessing.step_question(page)
    preprocessing.switches(page)
    digit_picture.digit_picture(page)
    reading.layer_maps(page)
    reading.code_pictures(page)
    reading.doubt(page)
    classifiers.several_classifiers(page)
    classifiers.training_neighbours(page)
    bent_digit.shift_question(page)
    bent_digit.until_it_breaks(page)
    adversarial_pen.fool_question(page)
    adversarial_pen.gradient_step(page)
    page.section("learn")
page.close()
