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
from ui.page.folds import deep, section

page = frame.open("draw")
page.title()
if reading.set_up(page):
    reading.live_reading(page)
    preprocessing.digit_steps(page)
    deep("step", preprocessing.step_question, preprocessing.switches)(page)
    digit_picture.digit_picture(page)
    deep("layers", reading.layer_maps)(page)
    deep("codes", reading.code_pictures)(page)
    deep("doubt", reading.doubt)(page)
    deep("machines", classifiers.several_classifiers)(page)
    deep("neighbours", classifiers.training_neighbours)(page)
    deep("shift", bent_digit.shift_question, bent_digit.until_it_breaks)(page)
    deep("fool", adversarial_pen.fool_question, adversarial_pen.gradient_step)(page)
    deep("learn", section("learn"))(page)
page.close()
