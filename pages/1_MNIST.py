"""Seventy thousand digits: what is in MNIST, how it was made, and which of them are hard."""

from ui.exhibits.mnist import digits, hard_digits, island_map, scan_and_bytes, writers
from ui.page import frame

page = frame.open("mnist")
page.title()
if digits.set_up(page):
    digits.browse(page)
    digits.balance(page)
    digits.class_portraits(page)
    digits.yours(page)
    scan_and_bytes.scan(page)
    scan_and_bytes.file_bytes(page)
    island_map.digit_map_(page)
    writers.halves(page)
    writers.one_hand(page)
    hard_digits.missed_digits(page)
    hard_digits.game(page)
page.close()
