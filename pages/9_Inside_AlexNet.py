"""Inside AlexNet: one unit of the small edition, what excites it, what its answer is made of."""

from ui.exhibits.inside import (
    backwards,
    choosing,
    chosen_unit,
    exciting,
    lesions,
    made,
    term_walk,
    turned_bar,
)
from ui.page import frame
from ui.page.folds import deep

page = frame.open("inside")
page.title()
if chosen_unit.set_up(page):
    choosing.choose(page)
    exciting.excites(page)
    deep("deconvolution", backwards.back_to_pixels_and_test)(page)
    deep("trace", term_walk.trace)(page)
    deep("made", made.made)(page)
    deep("orientation", turned_bar.turned_bar)(page)
    deep("lesions", lesions.lesions)(page)
page.close()
