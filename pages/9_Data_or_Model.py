"""Is it the data or the model?"""

from ui import frame

page = frame.open("data")
page.title()
page.close()
