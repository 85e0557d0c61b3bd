"""One small window: what a convolution computes, what it costs, and how far its units see."""

from ui import frame
from ui.exhibits import convolution, convolution_maps, convolution_sizes

page = frame.open("convolution")
page.title()
if convolution.prepare(page):
    convolution.apart(page)
    convolution.edge_question(page)
    convolution.paint(page)
    convolution_sizes.size(page)
    convolution_maps.pool(page)
    convolution_sizes.shared(page)
    convolution_maps.field_question(page)
    convolution_maps.field(page)
page.close()
