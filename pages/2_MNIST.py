"""Seventy thousand digits: what is in MNIST, how it was made, and which of them are hard."""

from ui.exhibits.mnist import digits, hard_digits, island_map, scan_and_bytes, writers
from ui.page import frame
from ui.page.folds import deep

page = frame.open("mnist")
page.title()
if digits.set_up(page):
    digits.browse(page)
    digits.balance(page)
    deep("portraits", digits.class_portraits)(page)
    deep("yours", digits.yours)(page)
    deep("scan", scan_and_bytes.scan)(page)
    deep("bytes", scan_and_bytes.file_bytes)(page)
    deep("map", island_map.digit_map_)(page)
    deep("writers", writers.halves, writers.one_hand)(page)
    deep("missed", hard_digits.missed_digits)(page)
    hard_digits.game(page)
page.close()
