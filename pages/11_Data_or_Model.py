"""Is it the data or the model? Bets, our measurements, the papers', and a run now."""

from ui.exhibits.data_or_model import live_run, measured
from ui.page import frame
from ui.page.folds import deep

page = frame.open("data")
page.title()
if measured.set_up(page):
    measured.bet(page)
    measured.budget(page)
    measured.upright(page)
    deep("paper", measured.paper)(page)
    deep("grid", measured.all_measured)(page)
    deep("worth", measured.worth)(page)
    deep("run", live_run.run)(page)
    deep("photos", measured.photos)(page)
    page.section("end")
page.close()
