"""Seventy thousand digits: what is in MNIST, how it was made, and which of them are hard."""

from ui import frame
from ui.exhibits import mnist, mnist_file, mnist_game, mnist_map, mnist_writers

page = frame.open("mnist")
page.title()
if mnist.prepare(page):
    mnist.browse(page)
    mnist.balance(page)
    mnist.class_portraits(page)
    mnist.yours(page)
    mnist_file.scan(page)
    mnist_file.file_bytes(page)
    mnist_map.digit_map_(page)
    mnist_writers.halves(page)
    mnist_writers.hands(page)
    mnist_game.missed_digits(page)
    mnist_game.game(page)
page.close()
