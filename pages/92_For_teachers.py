"""For teachers: a class with a code, whose guesses come in live before an answer is revealed."""

from ui.exhibits.teachers.live_class import class_with_a_code
from ui.page import frame

page = frame.open("teachers")
page.title()
class_with_a_code(page)
page.section("use")
page.section("kept")
page.close()
