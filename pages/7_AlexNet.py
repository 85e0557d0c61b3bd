"""The AlexNet paper, read together: a section for each of its ideas, each with something to do."""

from ui import frame
from ui.exhibits import (
    alexnet,
    alexnet_architecture,
    alexnet_lrn,
    alexnet_pooling,
    alexnet_relu,
    alexnet_towers,
)

page = frame.open("alexnet")
page.title()
alexnet.prepare(page)
alexnet_relu.slopes(page)
alexnet_relu.measured(page)
alexnet_relu.live(page)
alexnet_towers.crossing(page)
alexnet_towers.ablations(page)
alexnet_towers.colours(page)
alexnet_lrn.lrn(page)
alexnet_lrn.brake(page)
alexnet_pooling.pooling(page)
alexnet_architecture.share(page)
alexnet_architecture.architecture(page)
alexnet_architecture.slips(page)
alexnet_architecture.fit(page)
alexnet_architecture.size(page)
page.close()
