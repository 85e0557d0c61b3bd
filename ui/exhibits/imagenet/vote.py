"""The exhibit of ImageNet in which the reader and simulated voters label a photo until it is sure.

`?seed=` draws the voters, `?ask=` is the question, `?right=` how often a voter is right, `?sure=`
the confidence asked for. What a visitor voted and how many were asked stays in the session.
"""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from cnn.data.imagenet import label_votes
from cnn.data.imagenet.classes import synset
from cnn.data.imagenet.label_votes import FOUND_RIGHT
from cnn.data.photos.sample_photos import samples
from cnn.errors import Problem
from ui.components import segments
from ui.exhibits.imagenet import vote_html as html
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page

ASKED = {  # a sample photo, and the class that is asked for
    "butterfly": "n02279972",  # monarch
    "bee-on-flower": "n02206856",  # bee
    "camels": "n02437312",  # Arabian camel
    "jaguars": "n02128925",  # jaguar
    "penguin": "n02056570",  # king penguin
    "gosling": "n01855672",  # goose
    "cheetah": "n02128385",  # leopard
    "kitten": "n02123045",  # tabby cat
}
RELIABLE = (60, 70, 80, 90, 95)  # per cent
SURE = (90, 95, 99, 99.7)  # per cent; the last is the precision that the paper reports
MOST = 200  # votes, should chance never decide
SEEDS = 999


class Ballot(NamedTuple):
    """One poll: its question, whether yes is true, and what it is held with."""

    photo: str
    reliability: float
    threshold: float
    seed: int

    @property
    def truth(self) -> bool:
        return samples()[self.photo].wnid == ASKED[self.photo]

    @property
    def key(self) -> str:
        """Where the session keeps what was done in this poll."""
        return f"imagenet.poll.{self.photo}.{self.reliability}.{self.seed}"

    @property
    def own(self) -> bool | None:
        """The reader's vote."""
        return st.session_state.get(f"imagenet.own.{self.photo}")

    def cast(self) -> list[bool]:
        """All votes so far, the reader's first."""
        if self.own is None:
            return []
        return [self.own, *self.others()[: st.session_state.get(self.key, 0)]]

    def others(self) -> list[bool]:
        place = list(ASKED).index(self.photo)
        return label_votes.ballots(self.truth, self.reliability, MOST, (self.seed, place))

    def until_sure(self) -> int:
        """How many others are to be asked."""
        if self.own is None:
            return 0
        found = label_votes.votes_needed(
            FOUND_RIGHT, [self.own, *self.others()], self.reliability, self.threshold
        )
        return MOST if found is None else max(found - 1, 0)


@questions.one_place
def vote_question(page: Page) -> None:
    """How many votes make sure? A guess, then the arithmetic."""
    questions.ask(page, "agreeing")


@st.fragment(key="imagenet.vote")
def vote(page: Page) -> None:
    """The reader votes, then others, until the confidence that is asked for is reached."""
    page.section("vote")
    ballot = _settings(page)
    left, right = st.columns([5, 7], gap="large")
    cast = ballot.cast()
    chances = [
        label_votes.posterior(FOUND_RIGHT, cast[:count], ballot.reliability)
        for count in range(len(cast) + 1)
    ]
    with left:
        _question(page, ballot, label_votes.decision(chances[-1], ballot.threshold))
    with right:
        markup.show(html.poll(page, ballot.threshold, cast, chances, ballot.truth))
    decided = label_votes.decision(chances[-1], ballot.threshold) if cast else None
    if cast:  # before, the table would answer the question above
        lead = cast.count(True), cast.count(False)
        markup.show(html.confidence_table(page, ballot.reliability, ballot.threshold, lead))
        markup.show(html.vote_costs(page, ballot.reliability, ballot.threshold))
    page.seen(
        "vote",
        decided is not None,
        how="open" if decided is None else "" if decided == ballot.truth else "misled",
        votes=len(cast),
        sure=f"{100 * ballot.threshold:g}",
    )


def _settings(page: Page) -> Ballot:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        photo = url_state.choice(
            page,
            "ask",
            tuple(ASKED),
            label=page.label("imagenet.ask"),
            format_func=lambda each: page.label(
                "imagenet.ask-one", name=synset(ASKED[each]).name(page.lang)
            ),
            width=260,
        )
        right = _share(page, "right", RELIABLE, 80)
        sure = _share(page, "sure", SURE, 99)
        seed = url_state.whole(
            page,
            "seed",
            1,
            SEEDS,
            label=page.label("imagenet.seed"),
            default=1,
            widget=st.number_input,
            width=130,
        )
    return Ballot(photo, right, sure, seed)


def _share(page: Page, name: str, percents: Sequence[float], default: float) -> float:
    """One of these per cents, as a share."""
    return (
        url_state.choice(
            page,
            name,
            percents,
            label=page.label(f"imagenet.{name}"),
            default=default,
            widget=segments.joined,
            format_func=lambda each: f"{each}%",
        )
        / 100
    )


def _question(page: Page, ballot: Ballot, decided: bool | None) -> None:
    """The photo, the question, and what can be done now."""
    wanted = synset(ASKED[ballot.photo])
    try:
        markup.show(html.question(page, ballot.photo, wanted))
    except Problem as problem:
        page.problem(problem)
        return
    with st.container(horizontal=True, gap="small", key="imagenet-vote-buttons"):
        if ballot.own is None:
            for name, said in (("yes", True), ("no", False)):
                st.button(
                    page.label(f"imagenet.vote-{name}"),
                    key=f"imagenet.vote-{name}",
                    on_click=_say,
                    args=(ballot, said),
                )
            return
        st.button(
            page.label("imagenet.one-more"),
            key="imagenet.one-more",
            on_click=_more,
            args=(ballot, st.session_state.get(ballot.key, 0) + 1),
            disabled=decided is not None,
        )
        st.button(
            page.label("imagenet.until-sure"),
            key="imagenet.until-sure",
            on_click=_more,
            args=(ballot, ballot.until_sure()),
            disabled=decided is not None,
            type="primary",
        )
        st.button(
            page.label("imagenet.again"), key="imagenet.again", on_click=_again, args=(ballot,)
        )


def _say(ballot: Ballot, said: bool) -> None:
    st.session_state[f"imagenet.own.{ballot.photo}"] = said
    st.session_state[ballot.key] = 0


def _more(ballot: Ballot, others: int) -> None:
    st.session_state[ballot.key] = min(others, MOST)


def _again(ballot: Ballot) -> None:
    """Another draw of voters; the reader votes anew."""
    st.session_state.pop(f"imagenet.own.{ballot.photo}", None)
    st.session_state.pop(ballot.key, None)
    url_state.set_value("imagenet", "seed", ballot.seed % SEEDS + 1)
