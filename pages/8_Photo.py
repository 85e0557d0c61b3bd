"""Photo: any photo, answered by AlexNet's small edition, and what its layers made of it."""

from ui.exhibits.photo import answer, attribution, comparisons, layers, live
from ui.page import frame
from ui.page.folds import deep, section

page = frame.open("photo")
page.title()
if answer.set_up(page):
    answer.photo_and_answer(page)
    deep("live", live.live_maps)(page)
    deep("steps", answer.photo_steps)(page)
    deep("layers", layers.every_layer, layers.first_filters)(page)
    attribution.why(page)
    deep("unknown", comparisons.unknown_question, comparisons.turned_question)(page)
    deep("ladder", answer.ladder)(page)
    deep("both", comparisons.both_networks, comparisons.many)(page)
    deep("limits", comparisons.limits, section("people"))(page)
page.close()
