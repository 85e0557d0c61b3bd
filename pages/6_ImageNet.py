"""From 28×28 to the world's photos: how ImageNet was made, measured and contested."""

from ui import frame
from ui.exhibits import imagenet, imagenet_answers, imagenet_contest, imagenet_tree, imagenet_vote

page = frame.open("imagenet")
page.title()
if imagenet.prepare(page):
    imagenet.pixel_question(page)
    imagenet.scale(page)
    imagenet.inside(page)
    imagenet_tree.dog_question(page)
    imagenet_tree.explore(page)
    imagenet_vote.vote_question(page)
    imagenet_vote.vote(page)
    imagenet_answers.two_errors(page)
    imagenet_contest.fall_question(page)
    imagenet_contest.contest(page)
    imagenet.wrong_labels(page)
    imagenet.people(page)
    imagenet.onward(page)
page.close()
