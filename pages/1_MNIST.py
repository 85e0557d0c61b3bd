"""Seventy thousand digits"""

from ui import frame

page = frame.open("mnist")
page.title()
page.close()
