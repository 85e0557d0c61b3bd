"""Home: the promise, one digit seen by LeNet-5, the route, and the years 1959 to 2017."""

from ui import frame
from ui.exhibits import home
from ui.exhibits.timeline import timeline

page = frame.open("home")
home.lost(page)
page.title()
home.invite(page)
home.walk(page)
home.guess(page)
home.route(page)
timeline(page)
page.close()
