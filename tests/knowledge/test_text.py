"""What is a word? Languages, marks, apostrophes, initials, small words and stems."""

import pytest

from knowledge.text import (
    Analyzer,
    chat_words,
    content_words,
    normalise,
    polite_words,
    small_words,
    stop_words,
    words,
    words_by_line,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The boat, leaving at 7:30!", ["the", "boat", "leaving", "at", "7", "30"]),
        ("Économie à Genève", ["économie", "à", "genève"]),
        ("Обговорення САНКЦІЙ", ["обговорення", "санкцій"]),
        ("İstanbul", ["i̇stanbul"]),
        ("हिन्दी में बातचीत", ["हिन्दी", "में", "बातचीत"]),
        ("محادثات السلام", ["محادثات", "السلام"]),
        ("snake_case", ["snake", "case"]),
        ("和平谈判", ["和平", "平谈", "谈判"]),
        ("G20峰会在北京", ["g20", "峰会", "会在", "在北", "北京"]),
        ("和 平", ["和", "平"]),
        ("フェリーは", ["フェ", "ェリ", "リー", "ーは"]),
        ("ท่าเรือ", ["ท่", "่า", "าเ", "เร", "รื", "ือ"]),
        ("회담 일정", ["회담", "일정"]),
        ("", []),
        ("?! — 🙂 \ud800 \x00", []),
    ],
)
def test_a_word_is_a_run_of_letters_and_digits_of_any_language(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize("text", ["café", "cafe\u0301"])
def test_a_composed_and_a_decomposed_accent_make_the_same_word(text: str) -> None:
    assert words(text) == ["café"]


def test_a_mark_that_cannot_be_composed_stays_inside_its_word() -> None:
    assert words("х\u0304ата") == ["х\u0304ата"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the coun\u00adcil's de\u00ad\n  bate of Tues\u00ad day", "the council s debate of tuesday"),
        ("har\u200bbour\u2060 fee\ufeff", "harbour fee"),
        ("\u200fU.\u200bS.", "us"),
        ("ﬁsh in the oﬃce", "fish in the office"),
        ("no\u00a0break\u202fspace", "no break space"),
        ("CO₂, 𝗛𝗮𝗿𝗯𝗼𝘂𝗿 and ２０２６…", "co2 harbour and 2026"),
        ("½ mile", "½ mile"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_what_nobody_sees_and_other_shapes_of_letters_make_no_other_word(text: str, found: str) -> None:
    assert words(text) == found.split()


def test_the_lines_of_a_text_stay_apart_where_one_ends_in_a_soft_hyphen() -> None:
    assert words_by_line("de\u00ad\nbate") == [["de"], ["bate"]]


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ"])
def test_each_ukrainian_apostrophe_belongs_to_its_word(apostrophe: str) -> None:
    assert words(f"зобов{apostrophe}язання") == ["зобовязання"]


def test_an_english_apostrophe_parts_words() -> None:
    assert words("Ukraine's") == ["ukraine", "s"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the U.S. and the E.U.", ["the", "us", "and", "the", "eu"]),
        ("the U.S", ["the", "us"]),
        ("U.S.-Russia talks, i.e. these", ["us", "russia", "talks", "ie", "these"]),
        ("т.е. мир", ["те", "мир"]),
        ("J.Smith ended it.I know", ["j", "smith", "ended", "it", "i", "know"]),
        ("Plan A. Plan B.", ["plan", "a", "plan", "b"]),
        ("1.5 and 2.b.", ["1", "5", "and", "2", "b"]),
    ],
)
def test_letters_with_full_stops_between_them_are_one_word(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_stop_words_are_left_out_of_a_question() -> None:
    assert content_words("What is the price of the tickets?") == ["price", "tickets"]


def test_a_question_of_stop_words_alone_keeps_them() -> None:
    assert content_words("Who is it?") == ["who", "is", "it"]


def test_each_small_word_is_one_word_as_questions_are_cut() -> None:
    assert all(words(word) == [word] for word in stop_words() | small_words([]))


def test_the_small_words_of_the_articles_own_languages_are_looked_for() -> None:
    assert {"hello", "please", "коли", "wann", "quand"} <= small_words(["en"])
    german = small_words(["de", "en"])
    assert "wann" not in german
    assert {"hello", "коли"} <= german


def test_words_of_chat_are_small_in_every_language() -> None:
    assert small_words(["de", "en", "es", "fr", "ru", "uk"]) == chat_words() | polite_words()
    assert chat_words().isdisjoint(stop_words())


@pytest.mark.parametrize(
    "name", ["Military De-escalation", "military  de escalation", "MILITARY: DE–ESCALATION."]
)
def test_spellings_of_one_name_are_equal_when_normalised(name: str) -> None:
    assert normalise(name) == "military de escalation"


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["negotiation", "negotiations", "negotiate"]),
        ("ru", ["санкция", "санкции", "санкций"]),
        ("de", ["Sanktion", "Sanktionen"]),
        ("fr", ["négociation", "négociations"]),
        ("es", ["sanción", "sanciones"]),
        ("uk", ["переговори", "переговорів"]),
    ],
)
def test_the_forms_of_a_word_share_a_stem_in_their_language(language: str, forms: list[str]) -> None:
    found = [form.lower() for form in forms]
    assert len(set(Analyzer([language]).stems(found, language))) == 1


def test_a_language_without_a_stemmer_is_cut_to_six_letters() -> None:
    assert Analyzer(["uk"]).stems(["переговори", "мир"], "uk") == ["перего", "мир"]


def test_a_word_has_one_variant_for_each_way_a_language_stems_it() -> None:
    assert Analyzer(["uk", "en", "en"]).variants("negotiations") == ["negoti"]
    assert Analyzer(["uk", "en"]).variants("discussion") == ["discuss", "discus"]
    assert Analyzer([]).variants("discussion") == []
