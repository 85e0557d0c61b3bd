"""Your guesses: each beside the answer, asked once more, to be printed or saved."""

from ui.exhibits.guesses import review
from ui.page import frame

page = frame.open("guesses")
page.title()
review.look_back(page)
review.sentences_to_keep(page)
page.close()
