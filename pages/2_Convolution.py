"""One small window"""

from ui import frame

page = frame.open("convolution")
page.title()
page.close()
