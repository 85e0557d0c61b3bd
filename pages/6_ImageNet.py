"""From 28×28 to the world's photos: how ImageNet was made, measured and contested."""

from ui.exhibits.imagenet import contest, dataset, error_rates, quiet, vote, wordnet_tree
from ui.page import frame
from ui.page.folds import deep

page = frame.open("imagenet")
page.title()
if dataset.set_up(page):
    dataset.scale(page)
    deep("pixels", dataset.pixel_question)(page)
    deep("inside", dataset.inside)(page)
    wordnet_tree.dog_question(page)
    deep("tree", wordnet_tree.explore)(page)
    deep("agreeing", vote.vote_question, vote.vote)(page)
    deep("answers", error_rates.two_errors)(page)
    deep("quiet", quiet.quiet_years, quiet.bent_digits)(page)
    contest.fall_question(page)
    deep("contest", contest.contest)(page)
    deep("wrong", dataset.wrong_labels)(page)
    deep("people", dataset.people)(page)
page.close()
