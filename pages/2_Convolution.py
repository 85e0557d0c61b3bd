"""One small window: what a convolution computes, what it costs, and how far its units see."""

from ui.exhibits.convolution import kernel, maps, sizes
from ui.page import frame

page = frame.open("convolution")
page.title()
if kernel.prepare(page):
    kernel.apart(page)
    kernel.edge_question(page)
    kernel.paint(page)
    sizes.size(page)
    maps.pool(page)
    sizes.shared(page)
    maps.field_question(page)
    maps.field(page)
page.close()
