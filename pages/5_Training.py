"""Learning, seen"""

from ui import frame

page = frame.open("training")
page.title()
page.close()
