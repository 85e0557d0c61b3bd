"""Draw: a digit, read live by LeNet-5 as published, then by other machines, then bent."""

from ui.exhibits.draw import bent_digit, classifiers, preprocessing, reading
from ui.page import frame

page = frame.open("draw")
page.title()
if reading.prepare(page):
    reading.live(page)
    preprocessing.steps(page)
    preprocessing.step_question(page)
    preprocessing.switches(page)
    reading.layers(page)
    reading.code_pictures(page)
    reading.doubt(page)
    classifiers.several(page)
    classifiers.neighbours(page)
    bent_digit.shift_question(page)
    bent_digit.until_it_breaks(page)
    page.section("learn")
page.close()
