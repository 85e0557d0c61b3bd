"""The world's photos"""

from ui import frame

page = frame.open("imagenet")
page.title()
page.close()
