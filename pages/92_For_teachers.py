"""For teachers: a class with a code, ready lessons with worksheets and keys, and what is kept."""

from ui.exhibits.teachers.chosen_parts import choose_parts
from ui.exhibits.teachers.lessons import curriculum_map, ready_lessons, sheet_alone
from ui.exhibits.teachers.live_class import class_with_a_code
from ui.page import frame

page = frame.open("teachers")
sheet_alone(page)
page.title()
class_with_a_code(page)
ready_lessons(page)
choose_parts(page)
page.section("use")
curriculum_map(page)
page.section("kept")
page.section("access")
page.close()
