"""What does AlexNet see?"""

from ui import frame

page = frame.open("photo")
page.title()
page.close()
