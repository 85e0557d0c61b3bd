"""One small window: what a convolution computes, what it costs, and how far its units see."""

from ui.exhibits.convolution import kernel, maps, sizes
from ui.page import frame
from ui.page.folds import deep

page = frame.open("convolution")
page.title()
if kernel.set_up(page):
    kernel.value_apart(page)
    kernel.paint(page)
    deep("edge", kernel.edge_question)(page)
    deep("size", sizes.windows)(page)
    deep("pool", maps.pool)(page)
    deep("sharing", sizes.shared)(page)
    deep("field", maps.field_question, maps.unit_field)(page)
page.close()
