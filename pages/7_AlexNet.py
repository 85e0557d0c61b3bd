"""The AlexNet paper, read together"""

from ui import frame

page = frame.open("alexnet")
page.title()
page.close()
