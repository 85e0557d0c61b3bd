"""Is each term explained, in both languages, and is it marked where it is first mentioned only?"""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.test_prose import POLITE
from ui.page import course
from ui.page.term_pictures import PICTURES, has_picture
from ui.words import terms
from ui.words.facts import TEXTS
from ui.words.terms import first_mentions, marked, mentioned
from ui.words.text import FACT_FIELD, LANGUAGES, Text, fill, label, labels, sections
from ui.words.text import first_mentions as first_on

TERMS = terms.terms()
LESSONS = [entry.name for entry in course.PAGES if entry.is_lesson]
PAGES = sorted(file.name.removesuffix(".en.md") for file in TEXTS.glob("*.en.md"))
TO = "./Glossary?lang=en#term-"
MARK = re.compile(r"\[(\**[^\[\]]+)\]\(\./Glossary\?lang=en#term-([a-z-]+)\)")
SENTENCE = re.compile(r"[.?](?:\s|$)")
NOT_IN_PROSE = {"saliency", "occlusion", "grad-cam", "standard-deviation"}  # labels have them


def without_marks(markdown: str) -> str:
    return MARK.sub(r"\1", markdown)


# What they say


def test_the_course_has_its_terms():
    assert len(TERMS) >= 60
    assert sum(has_picture(key) for key in TERMS) >= 15
    assert {key for key, term in TERMS.items() if term.alt} == PICTURES


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.key)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_term_is_explained_in_two_sentences(term, lang):
    about = fill(term.about[lang], lang)
    assert len(SENTENCE.findall(about)) == 2 and about.endswith("."), about
    assert "⟨" not in about
    if lang == "ko":
        assert all(POLITE.search(each) for each in re.split(r"(?<=[.?]) ", about)), about
    assert term.name[lang] and not re.search(r"[()\[\]*]", term.name[lang])
    assert set(FACT_FIELD.findall(term.about["en"])) == set(FACT_FIELD.findall(term.about["ko"]))


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.key)
def test_a_term_leads_to_a_section_that_is_there(term):
    path, _, section = term.where.partition("#")
    (entry,) = [entry for entry in course.PAGES if f"/{entry.address}" == path]
    assert section in sections(entry.name, "en")
    assert set(term.on) <= set(LESSONS)


def test_no_two_terms_are_written_alike():
    for lang in LANGUAGES:
        words = [word.casefold() for term in TERMS.values() for word in term.words[lang]]
        assert len(words) == len(set(words))
        names = [term.name[lang] for term in TERMS.values()]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_is_met_by_a_reader(lang):
    met = {key for page in LESSONS for keys in first_on(page, lang).values() for key in keys}
    assert met == set(TERMS) - NOT_IN_PROSE
    said = "\n".join(labels(lang).values()).casefold()
    for key in NOT_IN_PROSE:
        assert any(word.casefold() in said for word in TERMS[key].words[lang]), key


# Where they are marked


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", LESSONS)
def test_each_is_marked_once_on_a_page_and_nothing_else_is_changed(page, lang):
    plain, text = Text(page, lang), Text(page, lang, "/Glossary")
    mark = re.compile(MARK.pattern.replace("lang=en", f"lang={lang}"))
    found = []
    for key in sections(page, lang):
        assert mark.sub(r"\1", text[key]) == plain[key]
        assert text[key] == text[key]  # drawn again, it is marked again
        found += [term for _, term in mark.findall(text[key])]
    assert len(found) == len(set(found)) > 3
    assert not any(mark.search(text[key]) for key in sections(page, lang) if "teacher" in key)


@pytest.mark.parametrize("page", PAGES)
def test_a_text_for_search_engines_and_teachers_has_no_marks(page):
    for lang in LANGUAGES:
        assert not any("#term-" in Text(page, lang)[key] for key in sections(page, lang))


@pytest.mark.parametrize(
    ("markdown", "key", "wanted"),
    [
        ("kernel", "kernel", "[kernel]"),  # at the very start, and the very end
        ("Kernels slide.", "kernel", "[Kernels] slide."),
        ("two classes", "class", "two [classes]"),
        ("a *kernel* and", "kernel", "a [*kernel*] and"),
        ("**kernel**", "kernel", "[**kernel**]"),
        ("**a kernel here**", "kernel", "**a [kernel] here**"),
        ("| kernel | map |", "kernel", "| [kernel] | map |"),
        ("- kernel\n- kernel", "kernel", "- [kernel]\n- kernel"),
        ("(kernel)", "kernel", "([kernel])"),
        ("a feature\nmap", "feature-map", "a [feature\nmap]"),
        ("fully-connected layer", "fully-connected", "[fully-connected layer]"),
        ("[a kernel](/Draw) kernel", "kernel", "[a kernel](/Draw) [kernel]"),
        ("`kernel` kernel", "kernel", "`kernel` [kernel]"),
        ("$kernel$ kernel", "kernel", "$kernel$ [kernel]"),
        ("# kernel\n\nkernel", "kernel", "# kernel\n\n[kernel]"),
        ("<b title='kernel'>x</b> kernel", "kernel", "<b title='kernel'>x</b> kernel"),
        ("x <b title='kernel'>x</b> kernel", "kernel", "x <b title='kernel'>x</b> [kernel]"),
        ("x <button>kernel</button> kernel", "kernel", "x <button>kernel</button> [kernel]"),
        ("kernelled kernel-like", "kernel", "kernelled kernel-like"),
        ("max pooling", "pooling", "max pooling"),  # the longest is meant
        ("max pooling, pooling", "pooling", "max pooling, [pooling]"),
        ("weight decay, weight", "weight", "weight decay, [weight]"),
    ],
)
def test_where_a_term_is_marked(markdown, key, wanted):
    got = MARK.sub(r"[\1]", marked(markdown, "en", [key], TO))
    assert got == wanted


@pytest.mark.parametrize(
    ("markdown", "key", "wanted"),
    [
        ("커널을 옮깁니다", "kernel", "[커널]을 옮깁니다"),
        ("*커널*(kernel)과", "kernel", "[*커널*](kernel)과"),
        ("층마다", "layer", "[층]마다"),
        ("은닉층", "layer", "은닉층"),
        ("심층에서는 층들에서는", "layer", "심층에서는 [층]들에서는"),
        ("유닛이라고", "unit", "[유닛]이라고"),
        ("부호화를", "code", "부호화를"),
        ("가중치 감쇠와 가중치", "weight", "가중치 감쇠와 [가중치]"),
    ],
)
def test_particles_stay_outside_the_mark(markdown, key, wanted):
    got = MARK.sub(r"[\1]", marked(markdown, "ko", [key], TO))
    assert got == wanted


PIECES = st.sampled_from(
    [
        *("kernel", "Kernels", "feature map", "map", "weight", "weight decay", "max pooling"),
        *(" ", "\n", "\n\n", ", ", ". ", "`", "``", "*", "**", "$", "$$", "[", "](/Draw)", "]"),
        *("(", ")", "<b>", "</b>", "<a href='kernel'>a kernel</a>", "<", ">", "# ", "| ", "    "),
        *("- ", "https://a.example/kernel ", "\\", ":material/kernel:", "{kernel}", "커널을 "),
    ]
)
PROSE = st.lists(PIECES, max_size=30).map("".join)
KEYS = {"en": ["kernel", "feature-map", "weight", "weight-decay", "max-pooling"], "ko": ["kernel"]}


class Links(HTMLParser):
    """Links of what Markdown becomes, and whether one stands inside another or in code."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.startswith("./Glossary"):
            assert not {"a", "code", "pre", "h1", "h2"} & set(self.open), self.rawdata
            self.marks.append(address)
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]


@given(PROSE)
@example("kernel")
@example("[`kernel`](/Draw)\n\n# kernel\n\n`kernel")
@example("**kernel*")
def test_marking_changes_nothing_but_the_marks(markdown):
    for lang, keys in KEYS.items():
        got = marked(markdown, lang, keys, TO)
        assert without_marks(got) == markdown
        found = [key for _, key in MARK.findall(got)]
        assert len(found) == len(set(found))
        assert set(found) == set(mentioned(markdown, lang)) & set(keys)
        assert marked(markdown, lang, [], TO) == markdown


@given(PROSE)
@example("`a kernel` kernel")
@example("# a kernel\nkernel")
@example("<<a href='kernel'>a kernel</a>")
def test_a_mark_is_a_link_of_its_own_in_what_markdown_makes_of_it(markdown):
    html = MarkdownIt("commonmark").enable("table").render(marked(markdown, "en", KEYS["en"], TO))
    links = Links()
    links.feed(html)
    assert len(links.marks) == len(set(links.marks))


def test_what_is_folded_below_a_section_comes_last():
    bodies = {"one": "A stride.", "one-answer": "A kernel.", "two": "A kernel, a stride."}
    assert first_mentions(bodies, "en", "convolution") == {
        "one": ("stride",),
        "one-answer": (),
        "two": ("kernel",),
    }


def test_a_word_of_another_sense_is_marked_on_its_pages_alone():
    assert first_mentions({"a": "Die Vorzeichen. 부호는"}, "ko", "alexnet") == {"a": ()}
    assert first_mentions({"a": "부호는"}, "ko", "draw") == {"a": ("code",)}


def test_the_labels_of_a_card_are_there():
    for lang in LANGUAGES:
        assert label("frame.term-all", lang)
