"""Home: the promise, one digit seen by LeNet-5, the route, and the years 1959 to 2017."""

from ui.exhibits.home import welcome
from ui.exhibits.home.timeline import timeline
from ui.page import frame
from ui.page.folds import deep

page = frame.open("home")
welcome.lost(page)
page.title()
welcome.invite(page)
welcome.ways_through(page)
welcome.digit_tour(page)
welcome.route(page)
deep("guess", welcome.guess)(page)
deep("timeline", timeline)(page)
page.close()
