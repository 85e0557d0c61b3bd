"""Teach it your things: AlexNet's layers learn names of the visitor's own from a few photos."""

from ui.exhibits.teach import lessons, measured
from ui.page import frame
from ui.page.folds import deep, section

page = frame.open("teach")
page.title()
lessons.own_things(page)
measured.few_photos(page)
deep("background", lessons.learned_background)(page)
page.section("people")
deep("history", section("history"))(page)
page.close()
