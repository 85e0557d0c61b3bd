"""Photo: any photo, answered by AlexNet's small edition, and what its layers made of it."""

from ui.exhibits.photo import answer, attribution, comparisons, layers
from ui.page import frame

page = frame.open("photo")
page.title()
if answer.set_up(page):
    answer.photo_and_answer(page)
    answer.photo_steps(page)
    answer.ladder(page)
    comparisons.unknown_question(page)
    layers.first_filters(page)
    layers.every_layer(page)
    attribution.why(page)
    comparisons.turned_question(page)
    comparisons.both_networks(page)
    comparisons.many(page)
    comparisons.limits(page)
    page.section("people")
    page.section("onward")
page.close()
