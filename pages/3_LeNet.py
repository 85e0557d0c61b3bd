"""The LeNets"""

from ui import frame

page = frame.open("lenet")
page.title()
page.close()
