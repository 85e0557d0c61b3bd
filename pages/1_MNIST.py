"""Seventy thousand digits: what is in MNIST, how it was made, and which of them are hard."""

from ui import frame
from ui.exhibits import mnist, mnist_file, mnist_game, mnist_map

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
    mnist_game.writers(page)
    mnist_game.missed_digits(page)
    mnist_game.game(page)
page.close()
