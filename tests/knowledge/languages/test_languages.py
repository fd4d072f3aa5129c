"""Is each language whole? What a file has to hold, what is wrong in one, and what a new one changes."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import pytest

from knowledge import languages as of
from knowledge.languages import Language, Phrases, Words, any_of, languages, read_languages
from knowledge.text import Analyzer, words

FOLDER = Path(of.__file__).parent
FILES = sorted(FOLDER.glob("*.toml"))
CODES = [file.stem for file in FILES]

NOT_IN_ALL = frozenset(
    """
    dates.articles dates.of dates.decades dates.doubtful dates.never_alone dates.year_marks
    dates.false_friends dates.known_by dates.count.recent_after dates.count.ago_before dates.count.ago_after
    dates.count.one dates.units.fortnight letters letters.own
    letters.latin statuses.place_headers
    """.split()
)
"""What only some languages have: German has no "of" in a date, Russian no articles."""

NOT_YET = frozenset(
    """
    words.chat names.small names.links dates.calendar
    questions.board questions.everything questions.before
    questions.now questions.beside questions.otherwise questions.began questions.began_first
    questions.before_asking questions.first questions.turns questions.things questions.not_news
    """.split()
)
"""What these five lack so far, and a seventh language may not."""
LACKING = ["de", "es", "fr", "ru", "uk"]


def values(section: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Give each key of a language with what it holds."""
    if isinstance(section, msgspec.Struct):
        for key in section.__struct_fields__:
            yield from values(getattr(section, key), f"{path}.{key}" if path else key)
    elif isinstance(section, tuple):
        for number, part in enumerate(cast("tuple[Words, ...]", section)):
            yield f"{path}[{number}]", part
    else:
        yield path, section


def gaps(language: Language) -> set[str]:
    return {path for path, value in values(language) if not value}


def test_six_languages_are_known() -> None:
    assert set(CODES) >= {"en", "de", "es", "fr", "ru", "uk"}
    assert list(languages()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_language_leaves_nothing_empty_but_what_is_known_to_be(code: str) -> None:
    lacking = {*NOT_IN_ALL, *(NOT_YET if code in LACKING else ()), *(["stemmer"] if code == "uk" else ())}
    assert gaps(languages()[code]) <= lacking


def test_what_languages_lack_so_far_is_up_to_date() -> None:
    assert all(gaps(languages()[code]) >= NOT_YET for code in LACKING)
    assert all(any(path not in gaps(each) for each in languages().values()) for path in NOT_IN_ALL)
    assert not NOT_YET & gaps(languages()["en"])


@pytest.mark.parametrize("code", CODES)
def test_no_word_of_a_language_is_written_with_capitals(code: str) -> None:
    said = [word for _, value in values(languages()[code]) if isinstance(value, Words) for word in value]
    assert said
    assert [word for word in said if word != word.lower()] == []


@pytest.mark.parametrize("code", CODES)
def test_words_of_questions_are_cut_as_questions_are(code: str) -> None:
    language = languages()[code]
    for section in (language.words, language.questions, language.names, language.statuses):
        for path, value in values(section):
            if isinstance(value, Words) and not isinstance(value, Phrases):
                assert [word for word in value if words(word) != [word]] == [], path


@pytest.mark.parametrize("code", CODES)
def test_a_month_a_weekday_and_a_number_have_each_their_own_names(code: str) -> None:
    said = languages()[code].dates
    for names in (said.months, said.weekdays, said.numbers):
        assert sum(map(len, names)) == len(frozenset[str]().union(*names))


@pytest.mark.parametrize("code", CODES)
def test_a_stemmer_is_one_that_snowball_has(code: str) -> None:
    assert len(Analyzer([code]).stems(["word"], code)) == 1


@pytest.mark.parametrize("code", CODES)
def test_letters_of_its_own_are_in_no_other_alphabet_of_the_script(code: str) -> None:
    letters = languages()[code].letters
    if letters:
        others = (each.letters for other, each in languages().items() if other != code and each.letters)
        assert set(letters.own) <= set(letters.alphabet)
        assert set(letters.own).isdisjoint(
            "".join(each.alphabet for each in others if each.script == letters.script)
        )


def test_the_words_of_all_languages_are_put_together() -> None:
    assert {"news", "neues", "новости", "новини", "novedades", "nouvelles"} <= of.questions().news
    assert {"november", "noviembre", "листопада"} <= of.dates().months[10]
    assert {"last week", "letzte woche", "semana pasada"} <= of.dates().back.last_week
    assert "in principle" not in of.statuses().values
    assert "agreed in principle" in of.statuses().values
    assert "between" in of.names().links


def test_phrases_are_parted_by_commas_and_spell_out_their_choices() -> None:
    assert Phrases.read("how many/much, when") == {"how many", "how much", "when"}
    assert Phrases.read("last/this  week/month") == {"last week", "last month", "this week", "this month"}
    assert Phrases.read(" , ") == set()
    assert Words.read(" one\n two ") == {"one", "two"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How many?", True),
        ("somehow many", False),
        ("eighteen", True),
        ("eight", False),
        ("a.b", True),
        ("axb", False),
    ],
)
def test_a_pattern_finds_whole_phrases(text: str, found: bool) -> None:
    assert bool(any_of(frozenset({"how many", "eight*", "a.b"})).search(text)) is found


def test_a_pattern_of_nothing_finds_nothing() -> None:
    assert not any_of(frozenset[str]()).search("")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = (FOLDER / "fr.toml").read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (tmp_path / "xx.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('date_asked = "quand"\n', "", "missing required field `date_asked`"),
        ('date_asked = "quand"', 'date_askt = "quand"', "unknown field `date_askt`"),
        ('date_asked = "quand"', "date_asked = 7", "Expected `str`, got `int` - at `$.questions.date_asked`"),
        ('"lundi", ', "", "length"),
        ('name = "Français"', "name = Français", "line 3"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_name(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=r"^xx\.toml: ") as wrong:
        read_languages(changed(tmp_path, old, new))
    assert reason in str(wrong.value)


POLISH = [
    ('name = "Français"', 'name = "Polski"'),
    ('stemmer = "french"', 'stemmer = "polish"'),
    ("\n[words]", '\n[letters]\nscript = "latin"\nalphabet = "aąbcćdeęłńóśźż"\nown = "ąćęłńśźż"\n\n[words]'),
    ("au aussi aux", "dlaczego au aussi aux"),
    ('chat = ""', 'chat = "cześć"'),
    ('"novembre"', '"listopad listopada"'),
    ('"lundi"', '"poniedziałek"'),
    ('yesterday = "hier"', 'yesterday = "wczoraj"'),
    ('since = "', 'since = "od, '),
    ('news = "', 'news = "wieści '),
]

ASKED = """
from datetime import date
from knowledge.answering.period import Period, calendar_words, find_period, read_day, split_day
from knowledge.languages import questions
from knowledge.reading.article import guess_language
from knowledge.text import Analyzer, small_words

today = date(2026, 11, 22)
assert find_period("co nowego od 9 listopada", today) == Period(date(2026, 11, 9), today)
assert find_period("wczoraj", today) == Period(date(2026, 11, 21), date(2026, 11, 21))
assert read_day("poniedziałek", today) == date(2026, 11, 16)
assert split_day("sankcje wczoraj", today) == ("sankcje", date(2026, 11, 21))
assert "listopada" in calendar_words()
assert {"dlaczego", "cześć"} <= small_words(["en"])
assert "dlaczego" not in small_words(["pl"])
assert "wieści" in questions().news
assert guess_language("Spotkali się znowu.") == "pl"
assert guess_language("They met again in Zürich.") == "en"
assert Analyzer(["pl"]).stems(["sankcjami"], "pl") == Analyzer(["pl"]).stems(["sankcje"], "pl")
"""


@pytest.mark.process
def test_a_new_language_is_one_new_file(tmp_path: Path) -> None:
    """The package as it is, and beside its files one more: whatever reads languages knows this one too."""
    package = tmp_path / "knowledge"
    shutil.copytree(FOLDER.parent, package, ignore=shutil.ignore_patterns("__pycache__", "minilm"))
    text = (FOLDER / "fr.toml").read_text(encoding="utf-8")
    for french, polish in POLISH:
        assert french in text, french
        text = text.replace(french, polish, 1)
    (package / "languages" / "pl.toml").write_text(text, encoding="utf-8")
    asked = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr
