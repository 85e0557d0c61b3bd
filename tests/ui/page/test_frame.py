"""Does every page open in both languages, and does the frame keep what a visitor chose?"""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab
from streamlit.testing.v1 import AppTest

from cnn.errors import Problem
from ui.page import course, depth, theme
from ui.words import facts, sources
from ui.words.text import LANGUAGES, labels, sections

ROOT = Path(__file__).resolve().parents[3]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
CSS = (ROOT / "ui" / "page" / "frame.css").read_text("utf-8")


def opened(entry: course.Entry = course.PAGES[0], locale: str = "en-GB", **query: str) -> AppTest:
    at = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=60)
    at.session_state[depth.EVERYTHING] = True
    at.context = {"locale": locale}
    if entry.name != "home":
        at.switch_page(entry.file)
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def words(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.title, *at.header, *at.markdown, *at.info])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("entry", course.PAGES, ids=lambda entry: entry.name)
def test_every_page_opens_in_both_languages(entry, lang):
    at = opened(entry, lang=lang)
    assert not at.exception
    assert [title.value for title in at.title] == [sections(entry.name, lang)["title"].heading]
    assert f'lang="{lang}"' in words(at) and 'class="sources"' not in words(at)
    for panel in ("teacher", "sources"):  # which are made when they are unfolded
        at.session_state[f"{entry.name}.{panel}"] = True
    at.run()
    assert not at.exception
    if "teacher" in sections(entry.name, lang):
        assert sections(entry.name, lang)["teacher"].body.split("\n")[0] in words(at)
    if entry.name == "teachers":  # states no fact before a class is open
        return
    (listed,) = (each.value for each in at.markdown if 'class="sources"' in each.value)
    assert re.search(r"^- .*\w", listed, re.MULTILINE)


@pytest.mark.parametrize("entry", course.PAGES, ids=lambda entry: entry.name)
def test_a_page_of_the_registry_is_there(entry):
    assert (ROOT / entry.file).is_file()
    for key in (f"page.{entry.name}", f"section.{entry.section}"):
        assert key in labels("en")
    for exhibit in entry.exhibits:
        assert f"route.{entry.name}.{exhibit}" in labels("en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "entry", [e for e in course.PAGES if "teacher" in sections(e.name, "en")], ids=lambda e: e.name
)
def test_a_teacher_s_note_stands_alone_to_be_printed(entry, lang):
    at = opened(entry, lang=lang, note="1")
    assert not at.exception and not at.header
    assert sections(entry.name, lang)["teacher"].heading in at.title[0].value
    answers = [key for key in sections(entry.name, lang) if key.endswith("-answers")]
    headings = [f"### {sections(entry.name, lang)[key].heading}" for key in answers]
    assert headings and not [each for each in headings if each in words(at)]
    at.button(key="teachers-teach").click().run()
    assert not at.exception and not [each for each in headings if each not in words(at)]


def test_the_registry_has_every_page():
    files = {f"pages/{file.name}" for file in (ROOT / "pages").glob("*.py")}
    assert {entry.file for entry in course.PAGES} == files | {"streamlit_app.py"}


@pytest.mark.parametrize(
    ("locale", "query", "expected"),
    [
        ("ko-KR", {}, "ko"),
        ("ko", {}, "ko"),
        ("en-US", {}, "en"),
        ("de-DE", {}, "en"),
        ("", {}, "en"),
        ("ko-KR", {"lang": "en"}, "en"),
        ("en-GB", {"lang": "ko"}, "ko"),
    ],
)
def test_the_address_decides_the_language_and_else_the_browser(locale, query, expected):
    at = opened(locale=locale, **query)
    assert at.session_state["language"] == expected
    assert at.query_params["lang"] in (expected, [expected])


@pytest.mark.parametrize("asked", ["xx", "", "KO", "ko-KR", "<b>", "e" * 5_000])
def test_a_language_we_do_not_have_falls_back_with_a_quiet_note(asked):
    at = opened(locale="ko-KR", lang=asked)
    assert not at.exception
    assert at.session_state["language"] == "ko"
    assert [note.value for note in at.info] == [labels("ko")["frame.language-refused"]]
    assert not opened(locale="ko-KR", lang="ko").info


def test_a_switch_keeps_the_other_parameters():
    at = opened(lang="en", event="mnist-1994")
    at.segmented_control(key="language.switch").set_value("ko").run()
    assert at.session_state["language"] == "ko"
    assert at.query_params["event"] in ("mnist-1994", ["mnist-1994"])
    assert at.title[0].value == sections("home", "ko")["title"].heading


def test_an_unknown_address_ends_in_a_calm_sentence():
    assert [note.value for note in opened(lang="ko", lost="1").info] == [labels("ko")["home.lost"]]


def problem_page(lang: str, key: str) -> AppTest:
    def script(lang: str, key: str) -> None:
        from cnn.errors import Problem
        from ui.page.course import PAGES
        from ui.page.frame import Page

        Page(PAGES[0], lang).problem(Problem(key, "Plain English.", file="a.bin"))

    return AppTest.from_function(script, kwargs={"lang": lang, "key": key}).run()


def test_a_problem_is_told_in_the_language_of_the_page():
    assert [box.value for box in problem_page("ko", "asset-missing").warning] == [
        labels("ko")["problem.asset-missing"].replace("{file}", "a.bin")
    ]


def test_a_problem_without_a_label_is_told_in_english():
    assert [box.value for box in problem_page("ko", "brand-new").warning] == ["Plain English."]


def test_every_problem_of_the_core_has_words_in_both_languages():
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "cnn").rglob("*.py"))
    keys = re.findall(r'Problem\(\s*"([a-z-]+)"', code)
    assert keys
    assert {f"problem.{key}" for key in keys} <= set(labels("en"))
    assert issubclass(Problem, Exception)


def test_the_sources_panel_names_every_number_that_was_shown():
    panel = sources.markdown(["lenet5.parameters", "lc89.error"], "en")
    assert "**60,000** (§II.B)" in panel
    assert "Zip Code" in panel
    assert panel.count("\n- ") == 1  # two sources


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sources_panel_says_what_is_not_first_hand(lang):
    key = next(key for key, fact in facts.facts().items() if fact.mark == "V2")
    assert labels(lang)["mark.V2"] in sources.markdown([key], lang)


# The look


def light_and_dark(name: str) -> tuple[str, str]:
    match = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", CSS)
    assert match, name
    return match[1], match[2]


@pytest.mark.parametrize("meaning", theme.Colours._fields)
def test_colours_of_meaning_are_the_same_in_python_and_css(meaning):
    wanted = tuple(getattr(theme.MEANING[mode], meaning) for mode in ("light", "dark"))
    assert light_and_dark(meaning) == wanted


@pytest.mark.parametrize(
    ("name", "option"),
    [("accent", "primaryColor"), ("ink", "textColor"), ("line", "borderColor")],
)
def test_css_and_theme_agree(name, option):
    assert light_and_dark(name) == (CONFIG["light"][option], CONFIG["dark"][option])


def rgb(colours: list[str]) -> np.ndarray:
    return np.array([[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in colours])


def linear(colours: np.ndarray) -> np.ndarray:
    return np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(linear(rgb([one, other])) @ [0.2126, 0.7152, 0.0722])
    return float((light + 0.05) / (dark + 0.05))


COLOUR_BLIND = {  # Machado, Oliveira, Fernandes (2009), severity 1, on linear RGB
    "normal": np.eye(3),
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritanopia": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def closest(colours: list[str], eyes: str) -> float:
    """The smallest CIEDE2000 distance between two of `colours` as these eyes see them."""
    seen = np.clip(linear(rgb(colours)) @ np.transpose(COLOUR_BLIND[eyes]), 0, 1)
    lab = rgb2lab(np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055))
    distance = deltaE_ciede2000(lab[:, None], lab[None])
    return float(distance[~np.eye(len(colours), dtype=bool)].min())


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("eyes", COLOUR_BLIND)
def test_ten_categories_stay_apart_for_all_eyes(mode, eyes):
    colours = CONFIG[mode]["chartCategoricalColors"]
    assert len(colours) == 10  # with fewer, plotly falls back to its own
    assert closest(colours, eyes) >= 12


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("eyes", COLOUR_BLIND)
def test_colours_of_meaning_stay_apart_for_all_eyes(mode, eyes):
    assert closest(list(theme.MEANING[mode]), eyes) >= 8


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_everything_can_be_read(mode):
    theme_of = CONFIG[mode]
    texts = [theme_of["textColor"], theme_of["primaryColor"], theme_of["linkColor"]]
    texts += [light_and_dark("quiet")[mode == "dark"], *theme.MEANING[mode]]
    for paper in (theme_of["backgroundColor"], theme_of["secondaryBackgroundColor"]):
        assert min(contrast(colour, paper) for colour in texts) >= 4.5
    charts = theme_of["chartCategoricalColors"]
    assert min(contrast(colour, theme_of["backgroundColor"]) for colour in charts) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_diverging_scale_is_neutral_in_the_middle(mode):
    scale = rgb(CONFIG[mode]["chartDivergingColors"])
    assert len(scale) == len(CONFIG[mode]["chartSequentialColors"]) == 10
    chroma = np.hypot(*rgb2lab(scale)[:, 1:].T)
    assert set(np.argsort(chroma)[:2]) == {4, 5}
