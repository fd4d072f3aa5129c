"""What does an article say about itself?"""

from datetime import date

import pytest

from knowledge.model import Article
from knowledge.reading.article import guess_language, read_article
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
        ("language: Klingon", "no ISO 639-1 code", "Write it like en or uk."),
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


def passages(article: Article) -> list[tuple[str, tuple[int, int]]]:
    return [(passage.text, passage.lines) for passage in article.passages]


@BOTH
def test_front_matter_may_be_toml(name: str) -> None:
    article = read(
        '+++\ntitle = "Ferry"\ndate = 2026-11-12T09:30:00+02:00\nlang = ["uk"]\nurl = bad\n'
        'a = { b = "c" }\nstatus = "Open"\n[extra]\ntitle = "Other"\n+++\nIt sails.\n',
        name,
    )
    assert (article.title, article.published, article.language) == ("Ferry", date(2026, 11, 12), "uk")
    assert passages(article) == [('status = "Open"', (7, 7)), ("It sails.", (11, 11))]


@BOTH
def test_front_matter_may_be_json(name: str) -> None:
    article = read('{\n  "title": "Ferry",\n  "pubDate": "2026-11-12",\n  "x": [1]\n}\nIt sails.\n', name)
    assert (article.title, article.published) == ("Ferry", date(2026, 11, 12))
    assert passages(article) == [("It sails.", (6, 6))]


@pytest.mark.parametrize(
    "text",
    [
        "+++\ntitle = 1\n\nIt sails.\n",
        "{\nno JSON\n}\n\nIt sails.\n",
        "{\n\nIt sails.\n",
        "{\n[1]\n}\nIt sails.\n",
    ],
)
def test_what_is_no_whole_block_is_text(text: str) -> None:
    article = read(text, "a.md")
    assert article.title == "a"
    assert "It sails." in article.passages[-1].text


@pytest.mark.parametrize(
    ("value", "title"),
    [
        (">-\n  The\n  ferry", "The ferry"),
        ('"The \\"old\\" ferry"', 'The "old" ferry'),
        ("'Holm''s ferry'  # for now", "Holm's ferry"),
        ("Talks: day two", "Talks: day two"),
        ("'Talks': day two'", "Talks': day two"),
        ("@ferry", "@ferry"),
        ("[Ferry, Boat]", "Ferry"),
        ("{of: Ferry}", "a"),
        ("&x *x", "&x *x"),
        ("[]", "a"),
    ],
)
def test_values_are_read_as_yaml_has_them(value: str, title: str) -> None:
    assert read(f"---\ntitle: {value}\ntags: x\n---\nIt sails.\n", "a.md").title == title


@BOTH
@pytest.mark.parametrize(
    "line", ["категорія: порт", "featured image: a.png", "og.image: a.png", "???", "- x", "["]
)
def test_a_strange_line_costs_nothing_else(name: str, line: str) -> None:
    article = read(f"---\ntitle: Ferry\n{line}\ndate: 2026-11-12\n---\nIt sails.\n", name)
    assert (article.title, article.published, len(article.passages)) == ("Ferry", date(2026, 11, 12), 1)


@pytest.mark.parametrize(
    "above", ["\n\n", "\ufeff", "<!-- a\nremark -->\n", "# Ferry\n\n", "<!-- one -->\n\n# a comment\n"]
)
def test_front_matter_may_stand_below_blank_lines_and_comments(above: str) -> None:
    article = read(f"{above}---\ndate: 2026-11-12\n---\n\nIt sails.\n", "a.md")
    assert article.published == date(2026, 11, 12)
    assert passages(article) == [("It sails.", (above.count("\n") + 5,) * 2)]


@pytest.mark.parametrize("above", ["# One\n# Two\n# Three\n", "# One\n+++\n", "<!-- never closed\n" * 3])
def test_front_matter_does_not_stand_far_down(above: str) -> None:
    found = read_article(
        Document("a.txt", f"{above}---\npubdate: 2026-11-12\n---\nIt sails.\n".encode(), DAY)
    )
    assert found.article.published is None


@BOTH
def test_lines_with_known_keys_at_the_top_need_no_fence(name: str) -> None:
    article = read(
        "HIP: 7\nTitle: Ferry plan\n  for the island\nDate: 2026-11-12 10:20\nStatus: Final\nAuthor: Anna\n\n"
        "It sails.\n",
        name,
    )
    assert (article.title, article.published) == ("Ferry plan for the island", date(2026, 11, 12))
    assert passages(article) == [("HIP: 7", (1, 1)), ("Status: Final", (5, 5)), ("It sails.", (8, 8))]
    assert {passage.section for passage in article.passages} == {()}


@pytest.mark.parametrize(
    "text",
    [
        "Date: 2026-11-12\nBridge: closed for now.\n\nIt sails.\n",
        "Bridge: closed for now.\nBoat: sails.\n\nIt sails.\n",
    ],
)
def test_lines_with_other_keys_stay_text(text: str) -> None:
    assert any("Bridge: closed for now." in text for text, _ in passages(read(text)))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("status: Final", "status: Final"),
        ("Status:  'In review' # by the board", "Status:  'In review'"),
        ("state: Open", "state: Open"),
        ("status: >\n  Final", "status: >"),
    ],
)
def test_its_own_status_is_a_passage(line: str, text: str) -> None:
    article = read(f"---\ntitle: Ferry\n{line}\n---\nIt sails.\n", "a.md")
    assert passages(article)[0] == (text, (3, 3))
    assert article.passages[0].section == ()


@pytest.mark.parametrize("line", ["status: published", "status: Hidden", "status:", "status: {a: b}"])
def test_whether_a_page_is_shown_is_no_status(line: str) -> None:
    assert len(read(f"---\ntitle: Ferry\n{line}\n---\nIt sails.\n", "a.md").passages) == 1


@pytest.mark.parametrize(
    ("lines", "day", "warnings"),
    [
        ("published: true\ndate: 2026-11-12", 12, 0),
        ("date: 2 days ago\ncreated_at: 1794700800", 15, 1),
        ("date: 03/11/2026\nlastmod: 2026-11-12", 12, 1),
        ("lang: fr\ndate: 03/11/2026", 3, 0),
        ("fecha: 03/11/2026", 3, 0),
        ("Дата публікації: 12 листопада 2026", 12, 0),
        ("pub_datetime: 2026-11-12T00:10:00+03:00\nmodified: 2026-11-14", 12, 0),
        ("updated: 2026-11-14\ncreated: 2026-11-12", 12, 0),
    ],
)
def test_the_next_source_is_tried_where_a_date_cannot_be_read(lines: str, day: int, warnings: int) -> None:
    found = read_article(Document("a.md", f"---\ntitle: Ferry\n{lines}\n---\nIt sails.\n".encode(), DAY))
    assert (found.article.published, len(found.warnings)) == (date(2026, 11, day), warnings)


def test_a_relative_address_is_none_and_the_canonical_one_is_taken() -> None:
    found = read_article(
        Document(
            "a.md",
            b"---\ntitle: F\nurl: /ferry/\ncanonical_url: https://example.org/f\n---\nIt sails.\n",
            DAY,
        )
    )
    assert (found.article.url, found.warnings) == ("https://example.org/f", ())


@pytest.mark.parametrize(("value", "code"), [("pt-BR", "pt"), ("Українська", "uk"), ("en_US.UTF-8", "en")])
def test_a_language_may_be_named(value: str, code: str) -> None:
    assert read(f"---\nlocale: {value}\ntitle: x\n---\nIt sails.\n", "a.md").language == code


@BOTH
@pytest.mark.parametrize(
    "line",
    [
        "Published on 12 November 2026",
        "Date: 12 November 2026",
        "- **Date**: 2026-11-12",
        "Опубліковано: 12.11.2026",
        "Дата публикации: 12 ноября 2026 г.",
        "Veröffentlicht am 12. November 2026",
        "Publié le 12/11/2026",
        "Fecha: 12 de noviembre de 2026",
        "**Last updated:** 2026-11-12",
        "Posted on Nov 12, 2026 | 3 min",
        "12 November 2026",
        "*2026-11-12*",
        "Kyiv, 12 November 2026",
        "By Anna Holm — 12 November 2026",
    ],
)
def test_a_line_below_the_title_says_the_day_and_is_no_passage(name: str, line: str) -> None:
    title = "# Ferry plan\n\n" if name.endswith("md") else "Ferry plan\n"
    article = read(f"{title}{line}\n\nThe council approved the ferry plan on Tuesday.\n", name)
    assert (article.title, article.published) == ("Ferry plan", date(2026, 11, 12))
    assert [text for text, _ in passages(article)] == ["The council approved the ferry plan on Tuesday."]


def test_days_above_paragraphs_are_a_course_of_events() -> None:
    text = "12 November 2026\nThey met in the harbour office again.\n\n13 November 2026\nThey left.\n"
    assert read(text).published is None


def test_a_label_in_a_later_section_says_nothing_of_the_article() -> None:
    assert read("# Ferry\n\nIt sails.\n\n## Next\n\nDate: 2026-11-12\n", "a.md").published is None


def test_the_day_of_publication_comes_before_that_of_a_change() -> None:
    assert read("Ferry\nUpdated: 2026-11-14\nPublished: 2026-11-12\n\nIt sails today.\n").published == date(
        2026, 11, 12
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026-11-12-ferry-plan.md", "ferry plan"),
        ("2026-11-12.md", "2026-11-12"),
        ("plan/2026-11-12-ferry/index.md", "ferry"),
        ("ferry/README.md", "ferry"),
        ("index.md", "index"),
    ],
)
def test_the_name_says_title_and_day_where_nothing_else_does(name: str, title: str) -> None:
    article = read("It sails.\n", name)
    assert (article.title, article.published is not None) == (title, "2026" in name)


def test_proposals_have_their_head_in_a_block_of_code() -> None:
    article = read(
        "```text\nHIP: 7\nTitle: Ferry plan\nCreated: 12 November 2026\nStatus: Accepted\n```\n\nIt sails.\n",
        "a.md",
    )
    assert (article.title, article.published) == ("Ferry plan", date(2026, 11, 12))
    assert passages(article) == [("HIP: 7", (2, 2)), ("Status: Accepted", (5, 5)), ("It sails.", (8, 8))]
    assert read("```\na: b\nc: d\n```\n\nIt sails.\n", "a.md").passages[0].text == "a: b\nc: d"


def test_the_gaps_of_a_template_say_nothing() -> None:
    assert read("---\ntitle: {{ replace .Name }}\ndate: '{{ .Date }}'\n---\nIt sails.\n", "a.md").title == "a"


def test_a_line_with_a_colon_between_rules_is_text() -> None:
    article = read("---\nNote: the ferry sails.\n---\nIt sails.\n", "a.md")
    assert [text for text, _ in passages(article)] == ["Note: the ferry sails.", "It sails."]
