"""Photo: any photo, answered by AlexNet's small edition, and what its layers made of it."""

from ui import frame
from ui.exhibits import photo, photo_layers, photo_more, photo_why

page = frame.open("photo")
page.title()
if photo.prepare(page):
    photo.choose(page)
    photo.steps(page)
    photo.ladder(page)
    photo_more.unknown_question(page)
    photo_layers.filters(page)
    photo_layers.layers(page)
    photo_why.why(page)
    photo_more.turned_question(page)
    photo_more.both(page)
    photo_more.many(page)
    photo_more.limits(page)
    page.section("people")
    page.section("onward")
page.close()
