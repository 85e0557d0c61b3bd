"""Is it the data or the model? Bets, our measurements, the papers', and a run now."""

from ui.exhibits.data_or_model import live_run, measured
from ui.page import frame

page = frame.open("data")
page.title()
if measured.set_up(page):
    measured.bet(page)
    measured.budget(page)
    measured.upright(page)
    measured.paper(page)
    measured.all_measured(page)
    measured.worth(page)
    live_run.run(page)
    measured.photos(page)
    page.section("end")
    page.section("onward")
page.close()
