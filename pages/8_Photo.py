"""Photo: any photo, answered by AlexNet's small edition, and what its layers made of it."""

from ui.exhibits.photo import answer, attribution, comparisons, layers
from ui.page import frame

page = frame.open("photo")
page.title()
if answer.prepare(page):
    answer.choose(page)
    answer.steps(page)
    answer.ladder(page)
    comparisons.unknown_question(page)
    layers.filters(page)
    layers.layers(page)
    attribution.why(page)
    comparisons.turned_question(page)
    comparisons.both(page)
    comparisons.many(page)
    comparisons.limits(page)
    page.section("people")
    page.section("onward")
page.close()
