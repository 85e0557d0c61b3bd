"""Do both languages say the same things, with the same numbers, and has every number a source?"""

import re
import warnings
from pathlib import Path

import pytest

from ui.words import facts, text
from ui.words.facts import MARKS, TEXTS, MissingText, computed, printed_number
from ui.words.text import FACT_FIELD, LANGUAGES, Text, label, labels, sections, spoken

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted(file.name.removesuffix(".en.md") for file in TEXTS.glob("*.en.md"))
FACTS = facts.facts()


def fields(raw: str) -> set[str]:
    return {key for key, _ in FACT_FIELD.findall(raw)}


def test_every_page_has_both_languages():
    files = {file.name for file in TEXTS.glob("*.md")}
    assert files == {f"{page}.{lang}.md" for page in PAGES for lang in LANGUAGES}


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_sections_in_the_same_order(page):
    english, korean = (list(sections(page, lang)) for lang in LANGUAGES)
    assert english == korean
    assert english[0] == "title"


@pytest.mark.parametrize("page", PAGES)
def test_a_key_stands_once(page):
    for lang in LANGUAGES:
        raw = (TEXTS / f"{page}.{lang}.md").read_text("utf-8")
        keys = [match["key"] for match in text.HEADING.finditer(raw)]
        assert len(keys) == len(set(keys))
        assert len(keys) == len(re.findall(r"^#", raw, re.MULTILINE)), "a heading without a key"


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_show_the_same_numbers(page):
    for key, english in sections(page, "en").items():
        korean = sections(page, "ko")[key]
        assert fields(" ".join(english)) == fields(" ".join(korean)), key


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_lead_to_the_same_places(page):
    for key, english in sections(page, "en").items():
        places = [
            re.findall(r"\]\(([^)]*)\)", each.body) for each in (english, sections(page, "ko")[key])
        ]
        assert sorted(places[0]) == sorted(places[1]), key


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_section_can_be_shown(page, lang):
    shown = Text(page, lang)
    for key in sections(page, lang):
        assert shown.heading(key)
        assert "⟨" not in shown[key]


def test_every_label_has_both_languages_and_the_same_fields():
    english, korean = (labels(lang) for lang in LANGUAGES)
    assert set(english) == set(korean)
    for key in english:
        names = [set(re.findall(r"\{([\w.-]+)", each[key])) for each in (english, korean)]
        assert names[0] == names[1], key


def test_every_field_of_a_label_is_known():
    used = set().union(*(fields(raw) for lang in LANGUAGES for raw in labels(lang).values()))
    assert used <= set(FACTS)


def label_patterns() -> list[str]:
    """Every label key that the code asks for, as a pattern: an f-string's fields match anything."""
    code = "\n".join(
        file.read_text("utf-8")
        for folder in ("ui", "pages")
        for file in (ROOT / folder).rglob("*.py")
    )
    keys = re.findall(r'f?"([a-z0-9_{}().\[\]-]+\.[A-Za-z0-9_{}().\[\]-]+)"', code)
    return [re.sub(r"\\{.*?\\}", "[^.]+(?:[.][^.]+)?", re.escape(key)) for key in keys]


def test_every_label_is_used():
    patterns = [re.compile(pattern) for pattern in label_patterns()]
    unused = [key for key in labels("en") if not any(each.fullmatch(key) for each in patterns)]
    assert not unused


@pytest.mark.parametrize("key", FACTS)
def test_every_fact_has_a_value_a_source_and_a_mark(key):
    fact = FACTS[key]
    assert fact.value is not None or fact.compute
    assert fact.mark in MARKS, "what is not verified is not printed"
    for lang in LANGUAGES:
        assert fact.citation(lang).strip("⟨⟩") == fact.citation(lang) != ""
        assert fact.shown(lang)


def test_a_written_value_is_what_its_function_computes():
    both = [fact for fact in FACTS.values() if fact.compute and fact.value is not None]
    assert not [fact.key for fact in both if fact.value != pytest.approx(computed(fact.compute))]


SUM = re.compile(r"(?:.*: )?((?:[0-9][0-9,.]*%?|[ ()×÷+−])*[×÷+−](?:[0-9][0-9,.]*%?|[ ()×÷+−])*)")
SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", ",": None, "%": "e-2"})


def summed(where: object) -> float | None:
    """What a sum that stands where a fact is from comes to; None if there is none."""
    found = SUM.fullmatch(where) if isinstance(where, str) else None
    return float(eval(found[1].translate(SIGNS), {"__builtins__": {}})) if found else None


@pytest.mark.parametrize("key", [key for key in FACTS if summed(FACTS[key].where) is not None])
def test_a_sum_comes_out(key):
    """To the digits that are printed; a share is printed in per cent."""
    shown = FACTS[key].shown("en").replace(",", "")
    decimals = len(shown.partition(".")[2])
    come_to = summed(FACTS[key].where)
    assert any(
        float(shown) == pytest.approx(each, abs=0.501 * 10**-decimals)
        for each in (come_to, 100 * come_to)
    ) or int(come_to) == float(shown)


def test_every_fact_is_shown_somewhere():
    raw = [part for page in PAGES for section in sections(page, "en").values() for part in section]
    raw += labels("en").values()
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "ui").rglob("*.py"))
    shown = set().union(*map(fields, raw)) | {key for key in FACTS if f'"{key}"' in code}
    assert set(FACTS) == shown


@pytest.mark.parametrize(
    ("value", "spec", "english", "korean"),
    [
        (60000, "", "60,000", "60,000"),
        (0.95, "", "0.95", "0.95"),
        (12.0, ".1f", "12.0", "12.0"),
        (3_200_000, "words", "3.2 million", "320만"),
        (138_000_000, "words", "138 million", "1억 3,800만"),
        (14_197_122, "words", "14.2 million", "1,420만"),
        (2_000_000_000, "words", "2 billion", "20억"),
        (950, "words", "950", "950"),
        ("16×16", "", "16×16", "16×16"),
    ],
)
def test_numbers_in_print(value, spec, english, korean):
    assert (printed_number(value, spec, "en"), printed_number(value, spec, "ko")) == (
        english,
        korean,
    )


@pytest.mark.parametrize(
    ("number", "article"),
    [(number, "an") for number in (8, 11, 18, "80", "8.5", "11×11", "11,000", "1890", "**8**")]
    + [(number, "a") for number in (0, 1, 9, "110", "180", "1,800", "1.8")],
)
def test_the_article_before_a_number_is_as_it_is_spoken(number, article):
    for written in ("a", "an"):
        assert spoken(f"It reads {written} {number}.", "en") == f"It reads {article} {number}."
    assert spoken(f"{article.title()} {number}", "en") == f"{article.title()} {number}"


def test_a_label_has_the_right_article():
    assert label("draw.answer", "en", digit=8) == "LeNet-5 reads an 8."
    assert label("draw.answer", "en", digit=9) == "LeNet-5 reads a 9."


def test_a_computation_is_a_call_with_literal_arguments():
    assert computed("math:comb(5, 2)") == 10
    assert computed("builtins:int('ff', base=16)") == 255
    with pytest.raises(ValueError):
        computed("os:system(input())")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Text("home", "en")["no-such-section"],
        lambda: label("no.such.label", "ko"),
        lambda: label("frame.next", "en"),  # its field {title} is not given
        lambda: text.fill("{no.such.fact}", "en"),
    ],
)
def test_what_is_missing_fails_here_and_shows_harmlessly_to_a_visitor(ask):
    with pytest.raises(MissingText):
        ask()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingText)
        assert re.search("⟨.+⟩", ask())


def test_tex_keeps_its_braces():
    assert text.fill(r"$\frac{a}{b}$, {lenet5.parameters}", "en") == r"$\frac{a}{b}$, 60,000"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", "./?lang=ko"),
        ("/Draw", "./Draw?lang=ko"),
        ("/MNIST?set=test", "./MNIST?set=test&lang=ko"),
        ("/LeNet?network=lenet1#table", "./LeNet?network=lenet1&lang=ko#table"),
        ("#table", "#table"),
        ("https://example.org/MNIST", "https://example.org/MNIST"),
        ("//example.org", "//example.org"),
    ],
)
def test_a_link_inside_the_app_keeps_the_language(tmp_path, monkeypatch, address, kept):
    monkeypatch.setattr(text, "TEXTS", tmp_path)
    (tmp_path / "note.ko.md").write_text(f"# One {{#title}}\n\n[a]({address}), (/b)", "utf-8")
    assert Text("note", "ko")["title"] == f"[a]({kept}), (/b)"


@pytest.mark.parametrize(
    ("raw", "held"),
    [
        ("‘소파’라면", "‘소파’|라면"),
        ("“소파”라고", "“소파”|라고"),
        ("합성곱(convolution)을", "합성곱(convolution)|을"),
        ("*커널*(kernel)과 **1.2%**를", "*커널*(kernel)|과 **1.2%|**를"),
        ("28%를, 45°까지, 3배로", "28%|를, 45°|까지, 3배로"),
        ("(끝) 다음, 100% 이상", "(끝) 다음, 100% 이상"),
    ],
)
def test_a_particle_stays_in_the_line_of_its_word(raw, held):
    assert text.fill(raw, "ko") == held.replace("|", "\u2060")


def test_no_particle_that_varies_follows_a_word_that_is_filled_in():
    """은 or 는, 을 or 를: it depends on a last letter that nobody knows, Latin perhaps."""
    varies = re.compile(r"\{(name|where|asked)\}[’”)]?(은|는|이|가|을|를|과|와|으?로|이?라)")
    assert not [key for key, raw in labels("ko").items() if varies.search(raw)]


def test_a_text_remembers_the_facts_it_has_shown_once_each():
    page = Text("home", "en")
    page["walk"], page["walk"], page.label("question.home.guess.few")
    assert page.used == ["lenet5.F6.units", "guess.few"]


def test_a_label_or_fact_of_two_files_is_an_error():
    def entry(value):
        return {"en": value, "ko": value}

    table = {}
    facts._unite(table, {"page": {"one": entry("1")}}, "labels.toml")
    facts._unite(table, {"page": {"two": entry("2")}}, "labels.page.toml")
    assert table == {"page": {"one": entry("1"), "two": entry("2")}}
    for again in ({"one": entry("3")}, {"one": {"more": entry("3")}}):
        with pytest.raises(ValueError, match=r"labels\.other\.toml"):
            facts._unite(table, {"page": again}, "labels.other.toml")


def test_an_edited_file_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "TEXTS", tmp_path)
    file = tmp_path / "note.en.md"
    file.write_text("# One {#title}\n\nFirst.", "utf-8")
    assert Text("note", "en")["title"] == "First."
    file.write_text("# One {#title}\n\nSecond, and longer.", "utf-8")
    assert Text("note", "en")["title"] == "Second, and longer."
