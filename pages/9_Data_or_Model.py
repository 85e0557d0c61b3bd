"""Is it the data or the model? Bets, our measurements, the papers', and a run now."""

from ui import frame
from ui.exhibits import data, data_run

page = frame.open("data")
page.title()
if data.prepare(page):
    data.bet(page)
    data.budget(page)
    data.upright(page)
    data.paper(page)
    data.grid(page)
    data.worth(page)
    data_run.run(page)
    data.photos(page)
    page.section("end")
    page.section("onward")
page.close()
