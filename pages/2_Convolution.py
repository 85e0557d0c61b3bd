"""One small window: what a convolution computes, what it costs, and how far its units see."""

from ui.exhibits.convolution import kernel, maps, sizes
from ui.page import frame

page = frame.open("convolution")
page.title()
if kernel.set_up(page):
    kernel.value_apart(page)
    kernel.edge_question(page)
    kernel.paint(page)
    sizes.windows(page)
    maps.pool(page)
    sizes.shared(page)
    maps.field_question(page)
    maps.unit_field(page)
page.close()
