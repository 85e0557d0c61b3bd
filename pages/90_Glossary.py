"""Glossary: every term of the course, what it means, and where it is explained."""

from ui.exhibits.glossary.alphabet import all_terms
from ui.page import frame

page = frame.open("glossary")
page.title()
all_terms(page)
page.close()
