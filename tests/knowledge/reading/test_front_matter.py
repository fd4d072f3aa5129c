"""What does an article say about itself?"""

from datetime import date

import pytest

from knowledge.model import Article
from knowledge.reading.article import guess_language, read_article
from knowledge.reading.dates import parse_date
from knowledge.reading.document import Document

DAY = date(2026, 2, 3)
BOTH = pytest.mark.parametrize("name", ["talks.md", "talks.txt"])


def read(text: str, name: str = "talks.txt") -> Article:
    return read_article(Document(name, text.encode(), DAY)).article


@BOTH
def test_front_matter_says_title_date_address_and_language(name: str) -> None:
    article = read(
        "---\n"
        'title: "Talks: day two"\n'
        "Published : 2026-01-31\n"
        "url: 'https://example.org/talks?a=b'\n"
        "# a comment\n"
        "tags:\n"
        "  - gas\n"
        "- oil\n"
        "\n"
        "lang: UK-ua\n"
        "author: Anna\n"
        "---\n"
        "They met again.\n",
        name,
    )
    assert (article.title, article.language) == ("Talks: day two", "uk")
    assert (article.published, article.loaded_on) == (date(2026, 1, 31), None)
    assert article.url == "https://example.org/talks?a=b"
    assert [(passage.text, passage.lines) for passage in article.passages] == [("They met again.", (13, 13))]


@BOTH
def test_front_matter_may_end_with_three_dots(name: str) -> None:
    article = read("---\ndate: 2026-01-31\n...\nThey met again.\n", name)
    assert (article.published, [each.text for each in article.passages]) == (
        date(2026, 1, 31),
        ["They met again."],
    )


@BOTH
def test_empty_values_and_unknown_keys_say_nothing(name: str) -> None:
    article = read("---\ntitle:\ndate: ''\nmood: good\n---\nThey met again.\n", name)
    assert (article.title, article.published, article.loaded_on) == ("talks", None, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "---\nThey met: it was cold, and so on.\nNobody spoke.\n---\nThen they left.\n",
        "---\nmood: never closed\n\nThey met again.\n",
        "---\nThey met again.\n",
        "---\n" + "a: b\n" * 200 + "\n---\n",
        "They met.\n\n---\nmood: x\n\n---\n",
    ],
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    article = read(text, "talks.md")
    assert article.title == "talks"
    assert article.passages


@BOTH
@pytest.mark.parametrize(
    ("line", "reason", "cure"),
    [
        ("published: 9999-01-01", "no date between 1900 and 2100", "Write it as 2026-01-31."),
        ("date: -1", "“-1” is no date", "Write it as 2026-01-31."),
        ("date: " + "9" * 100, "9…” is no date", "Write it as 2026-01-31."),
        ("published: 2026-02-30", "no date", "Write it as 2026-01-31."),
        ("url: javascript:alert(1)", "no web address", "Write one that begins with https://."),
        ("url: https://example.org/a b", "no web address", "Write one that begins with https://."),
        ("url: http://[", "no web address", "Write one that begins with https://."),
        ("language: English", "no ISO 639-1 code", "Write it like en or uk."),
    ],
)
def test_a_bad_value_costs_a_warning_with_its_line_and_cure(
    name: str, line: str, reason: str, cure: str
) -> None:
    found = read_article(Document(name, f"---\ntitle: x\n{line}\n---\nText.\n".encode(), DAY))
    assert (found.article.title, found.article.published, found.article.url) == ("x", None, None)
    (warning,) = found.warnings
    assert reason in warning.reason
    assert (warning.path, warning.line, warning.cure) == (name, 3, cure)


@BOTH
@pytest.mark.parametrize(
    "line",
    [
        "Published: 2026-01-31",
        "published: 31 January 2026",
        "PUBLISHED: January 31st, 2026",
        "**Published:** 31 Jan. 2026",
        "Published on: Saturday, 31 January 2026, 18:00",
        "*Published: 2026-01-31T23:59:00Z*",
    ],
)
def test_a_published_line_near_the_top_is_the_date_and_no_passage(name: str, line: str) -> None:
    article = read(f"They met again on Monday, it is said.\n\n{line}\nThen they left for home.\n", name)
    assert article.published == date(2026, 1, 31)
    assert [(p.text, p.lines[0]) for p in article.passages] == [
        ("They met again on Monday, it is said.", 1),
        ("Then they left for home.", 4),
    ]


def test_a_title_line_names_the_title_and_front_matter_goes_first() -> None:
    article = read("Title: Talks again\nPublished: 2026-01-31\nDay Two\nThey met again on Monday.\n")
    assert (article.title, article.passages[0].section) == ("Talks again", ("Day Two",))
    both = read("---\ntitle: A\ndate: 2026-01-30\n---\nTitle: B\nPublished: 2026-01-31\nThey met again.\n")
    assert (both.title, both.published) == ("A", date(2026, 1, 30))


def test_a_title_in_front_matter_that_stands_above_the_text_too_is_no_section() -> None:
    article = read("---\ntitle: Talks again\n---\nTalks again\nThey met again on Monday.\n")
    assert (article.title, article.passages[0].section) == ("Talks again", ())


@pytest.mark.parametrize("line", ["Published: by the ministry on Monday, as it was said", "Published: soon"])
def test_prose_after_published_stays_text(line: str) -> None:
    article = read(f"They met again on Monday.\n{line}.\n")
    assert (article.published, len(article.passages)) == (None, 2)


def test_a_published_line_far_below_is_text() -> None:
    article = read("They met again.\n" * 10 + "Published: 2026-01-31\n")
    assert article.published is None


def test_a_published_line_with_a_bad_date_costs_the_date_alone() -> None:
    found = read_article(Document("a.txt", b"They met again.\nPublished: 31.31.2026\n", DAY))
    assert (found.article.published, [each.line for each in found.warnings]) == (None, [2])


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1 May 2026", date(2026, 5, 1)),
        ("Sept 2, 2026", date(2026, 9, 2)),
        ("2nd  june, 1999", date(1999, 6, 2)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2100-12-31 10:00", date(2100, 12, 31)),
        ("2026/05/01", date(2026, 5, 1)),
        ("2026.05.01", date(2026, 5, 1)),
        ("2026-05/01", None),
        ("Friday, 1 May 2026", date(2026, 5, 1)),
        ("Fri 1 May 2026, 10:30 CET", date(2026, 5, 1)),
        ("Friday, the 1st of May, 2026", date(2026, 5, 1)),
        ("Thursday, May 7th 2026", date(2026, 5, 7)),
        ("Monthly 1 May 2026", None),
        ("1899-12-31", None),
        ("2101-01-01", None),
        ("0000-01-01", None),
        ("01/02/2026", None),
        ("Maybe 1, 2026", None),
        ("٢٠٢٦-٠١-٣١", None),
    ],
)
def test_only_dates_that_cannot_be_misread_are_dates(value: str, day: date | None) -> None:
    assert parse_date(value) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They met again.", "en"),
        ("Sie trafen sich wieder in Zürich.", "en"),
        ("Вони зустрілися знову. U.S.", "uk"),
        ("Они встретились снова.", "ru"),
        ("12345", "en"),
    ],
)
def test_the_language_is_guessed_by_the_letters(text: str, language: str) -> None:
    assert guess_language(text) == language
