"""The AlexNet paper, read together: a section for each of its ideas, each with something to do."""

from ui import frame
from ui.exhibits import alexnet

page = frame.open("alexnet")
page.title()
alexnet.prepare(page)
page.close()
