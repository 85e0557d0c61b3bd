"""From 28×28 to the world's photos: how ImageNet was made, measured and contested."""

from ui.exhibits.imagenet import contest, dataset, error_rates, vote, wordnet_tree
from ui.page import frame

page = frame.open("imagenet")
page.title()
if dataset.set_up(page):
    dataset.pixel_question(page)
    dataset.scale(page)
    dataset.inside(page)
    wordnet_tree.dog_question(page)
    wordnet_tree.explore(page)
    vote.vote_question(page)
    vote.vote(page)
    error_rates.two_errors(page)
    contest.fall_question(page)
    contest.contest(page)
    dataset.wrong_labels(page)
    dataset.people(page)
    dataset.onward(page)
page.close()
