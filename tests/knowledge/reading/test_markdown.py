"""What does a Markdown file say?"""

from datetime import date

import pytest

from knowledge.model import Article, Kind, Passage
from knowledge.reading.article import read_article
from knowledge.reading.document import Document


def read(text: str) -> Article:
    return read_article(Document("talks.md", text.encode(), date(2026, 2, 3))).article


def test_headings_nest_and_the_first_of_level_one_is_the_title() -> None:
    article = read(
        "Before.\n\n# The *title*\n\nLead.\n\n## One\n\nA.\n\n### Two\n\nB.\n\n"
        "Three\n-----\n\nC.\n\n# Four\n\nD.\n\n##\n\nE.\n"
    )
    assert article.title == "The title"
    assert [(p.text, p.section) for p in article.passages] == [
        ("Before.", ()),
        ("Lead.", ()),
        ("A.", ("One",)),
        ("B.", ("One", "Two")),
        ("C.", ("Three",)),
        ("D.", ("Four",)),
        ("E.", ("Four",)),
    ]


@pytest.mark.parametrize(("heading", "section"), [("Front", ()), ("Other", ("Other",))])
def test_front_matter_names_the_title_before_a_heading_does(heading: str, section: tuple[str, ...]) -> None:
    article = read(f"---\ntitle: Front\n---\n# {heading}\n\nText.\n")
    assert article.title == "Front"
    assert (article.passages[0].section, article.passages[0].lines) == (section, (6, 6))


def test_inline_markup_is_taken_out_and_the_words_stay() -> None:
    text = (
        "T"
        "he **U.S.** and [*Russia*](https://example.org/x) met<!-- never --> in `Geneva`, ![a map](map.png)\n"
        "with <b>many</b> others<br>&amp; left \\*early\\*."
    )
    assert read(text).passages[0] == Passage(
        "The U.S. and Russia met in Geneva, a map\nwith many others\n& left *early*.",
        Kind.PARAGRAPH,
        (),
        (1, 2),
    )


def test_text_without_inline_markup_stands_in_the_file_as_it_is() -> None:
    text = (
        "First line,\n  second line  \nthird line.\n\n- an item that\n"
        "  goes on\n\n  and on\n- two\n\n> quoted\n> twice\n"
    )
    passages = read(text).passages
    assert [passage.text for passage in passages] == [
        "First line,\n  second line  \nthird line.",
        "an item that\n  goes on",
        "and on",
        "two",
        "quoted\ntwice",
    ]
    assert [passage.lines for passage in passages] == [(1, 3), (5, 6), (8, 8), (9, 9), (11, 12)]
    assert [passage.kind.value for passage in passages] == [
        "paragraph",
        "bullet",
        "paragraph",
        "bullet",
        "paragraph",
    ]
    assert all(passage.text in text for passage in passages[:4])


def test_nested_items_come_once_each_with_what_they_belong_to() -> None:
    text = (
        "They agreed. On three points:\n\n1. gas\n   - pipes\n     - old ones\n"
        "   - meters\n2. oil\n\nNo list.\n\n- alone\n"
    )
    assert [(p.text, p.lead_in, p.lines) for p in read(text).passages] == [
        ("They agreed. On three points:", "", (1, 1)),
        ("gas", "On three points:", (3, 3)),
        ("pipes", "gas", (4, 4)),
        ("old ones", "pipes", (5, 5)),
        ("meters", "gas", (6, 6)),
        ("oil", "On three points:", (7, 7)),
        ("No list.", "", (9, 9)),
        ("alone", "", (11, 11)),
    ]


def test_table_rows_are_read_with_their_header() -> None:
    text = (
        "Where things stand:\n\n| Topic | Status |\n|---|---|\n"
        "| **Gas** | `Agreed` |\n| Oil \\| coal |\n\nEnd.\n"
    )
    rows = [passage for passage in read(text).passages if passage.kind is Kind.ROW]
    assert rows == [
        Passage(
            "Topic: Gas; Status: Agreed",
            Kind.ROW,
            (),
            (5, 5),
            "Where things stand:",
            (("Topic", "Gas"), ("Status", "Agreed")),
            "| **Gas** | `Agreed` |",
        ),
        Passage(
            "Topic: Oil | coal",
            Kind.ROW,
            (),
            (6, 6),
            "Where things stand:",
            (("Topic", "Oil | coal"), ("Status", "")),
            "| Oil \\| coal |",
        ),
    ]


def test_a_table_without_rows_says_nothing() -> None:
    assert [passage.text for passage in read("Text.\n\n| A | B |\n|---|---|\n").passages] == ["Text."]


def test_code_and_html_blocks_are_paragraphs_but_scripts_and_comments_are_not() -> None:
    text = (
        "```\ncode = 1\nmore = 2\n```\n\n    indented\n\n<div>\n"
        "<i>Hello</i> there\n</div>\n\n<!-- a\n\nb -->\n\n"
        "<script>\nx()\n</script>\n\n- # in a list\n"
    )
    assert [(p.text, p.lines) for p in read(text).passages] == [
        ("code = 1\nmore = 2", (2, 3)),
        ("indented", (6, 6)),
        ("Hello there", (9, 9)),
        ("in a list", (20, 20)),
    ]


def test_the_address_of_a_link_without_words_stays() -> None:
    assert read("See <https://example.org/a>.\n").passages[0].text == "See https://example.org/a."


def test_a_paragraph_with_a_rule_right_below_is_no_heading() -> None:
    text = "A paragraph that is quite long. " * 10
    assert [(p.section, p.lines) for p in read(f"{text}\n---\nMore.\n").passages] == [
        ((), (1, 1)),
        ((), (3, 3)),
    ]


def texts(text: str) -> list[str]:
    return [passage.text for passage in read(text).passages]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("The council met.\n---\n\nMore.\n", ()),
        ("Note: the ferry sails.\n---\n\nMore.\n", ()),
        ("“They met.”\n---\n\nMore.\n", ()),
        ("One line\nand another\n---\n\nMore.\n", ()),
        ("What now?\n---\n\nMore.\n", ("What now?",)),
        ("Go on!\n---\n\nMore.\n", ("Go on!",)),
        ("All news.\n---------\n\nMore.\n", ("All news.",)),
        ("Version 2.\n===\n\nMore.\n", ()),
    ],
)
def test_a_text_that_ends_like_a_sentence_is_no_heading_above_a_rule(
    text: str, section: tuple[str, ...]
) -> None:
    article = read(f"# Title\n\nLead.\n\n{text}")
    assert article.passages[-1].text == "More."
    assert article.passages[-1].section in {section, ("Version 2.",)}
    assert len(article.passages) == 2 + (not section and "===" not in text)


def test_html_is_read_as_a_page_is_with_the_lines_of_the_file() -> None:
    article = read(
        '<h1 align="center">Ferry <b>plan</b></h1>\n\nLead:\n\n<ul>\n<li>Night boat: open</li>\n'
        "<li>Tickets</li>\n</ul>\n\n<table>\n  <tr><th>Topic</th><th>Status</th></tr>\n\n"
        "    <tr>\n<td>Pier</td><td>Agreed<br>today</td>\n</tr>\n</table>\n\n<!-- only\n\na remark -->\n\n"
        "<details>\n<summary>More</summary>\n\n**Hidden** words.\n\n</details>\n"
    )
    assert article.title == "Ferry plan"
    assert [(p.text, p.lines[0], p.lead_in) for p in article.passages] == [
        ("Lead:", 3, ""),
        ("Night boat: open", 6, "Lead:"),
        ("Tickets", 7, "Lead:"),
        ("Topic: Pier; Status: Agreed today", 13, ""),
        ("More", 23, ""),
        ("Hidden words.", 25, ""),
    ]


def test_html_that_cannot_be_read_as_a_page_keeps_its_words() -> None:
    assert texts("<div>" * 300 + "\nDeep words\n" + "</div>" * 300 + "\n") == ["Deep words"]
    assert texts("<?php echo 1 ?>\n\nText.\n\n<!-- a > b -->\n") == ["Text."]


def test_what_is_struck_out_is_left_out_unless_all_is() -> None:
    assert texts("- ~~Pier repair~~\n- [x] ~~Boat~~\n- ~~Old~~ new ~~words~~ said\n- <del>Gone</del>.\n") == [
        "~~Pier repair~~",
        "[x] ~~Boat~~",
        "new said",
        "~~Gone~~.",
    ]
    assert texts("| T | S |\n|-|-|\n| ~~A~~ | ~~Open~~ Agreed |\n") == ["T: ~~A~~; S: Agreed"]


def test_notes_are_passages_and_their_marks_no_part_of_words() -> None:
    article = read(
        "It costs nine[^1] and more^[By *seven* votes.^[ ]].\n\n"
        "## A\n\n[^1]: Million crowns.\n[^b]: Unused.\n"
    )
    assert [(p.text, p.lines) for p in article.passages] == [
        ("It costs nine and more.", (1, 1)),
        ("By seven votes.", (1, 1)),
        ("Million crowns.", (5, 5)),
        ("Unused.", (6, 6)),
    ]


def test_a_list_of_definitions_says_each_with_its_term() -> None:
    article = read(
        "On terms:\n\nFerry\n: A boat.\n\n    It sails.\n\n- no term\n\nPier:\n: A quay.\n: - Old\n"
    )
    assert [(p.text, p.lead_in) for p in article.passages] == [
        ("On terms:", ""),
        ("Ferry: A boat.", "On terms:"),
        ("It sails.", ""),
        ("no term", ""),
        ("Pier: A quay.", ""),
        ("Old", ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "See [[Harbour Council|the council]] and [[a/Budget#Ferry]], [[#Pier]].",
            "See the council and Budget, Pier.",
        ),
        ("![[map.png]]", ""),
        ("A ==marked== word, a == b == c.", "A marked word, a == b == c."),
        ("Said %% not\n\nthis %% here.", "Said"),
        ("A line. ^ab12cd", "A line."),
        ('Sails {% include a.html %} on {{< ref "b" >}} time.', "Sails on time."),
        ('See [docs]({{% ref "b.md" %}}).', "See docs."),
        ("Code `{% raw %} <Tab>` and ``a ` %% b %%`` stay.", "Code {% raw %} <Tab> and a ` %% b %% stay."),
        ("<Tabs items={[{a: {b: 1}}]} on='x>y'>\n\nIn a tab.\n\n</Tabs>", "In a tab."),
        ('<div style={{color: "red"}}>\n\nRed.\n\n</div>', "Red."),
        ("<>\n\nIn it.\n\n</>", "In it."),
        ("Kept {/* not said */} here.", "Kept here."),
        (
            "import A from './a';\nimport {\n  B,\n} from 'b';\n\nexport const c = {\n  d,\n};\n\nText.",
            "Text.",
        ),
        ("It says:\nimport A from 'a'\nis wrong.", "It says:\nimport A from 'a'\nis wrong."),
        ("{{ toc }}\n\nText.\n{: .lead}", "Text."),
        ("Text.\n{ .lead }", "Text."),
        ("[TOC]\n\nText.", "Text."),
        (":::note Mind\nText.\n:::", "Mind\nText."),
        ('!!! note "Mind"\n\nText.', "Mind"),
        ("```mermaid\na --> b\n```\n\nText.", "Text."),
        ("[![b](x.svg)](y) ![c](d)\n\nText.", "Text."),
        ("$$\na_b*c*\n$$\n", "$$\na_b*c*\n$$"),
        ("It is $a_b*c*$ and costs $5 or 7$.", "It is $a_b*c*$ and costs $5 or 7$."),
        ("See [the plan][1] and [that][gone].\n\n[1]: https://example.org", "See the plan and [that][gone]."),
        ("> [!warning]+ Storm\n> It stops.", "Storm\nIt stops."),
        ("> [!NOTE]\n> It stops.", "It stops."),
        ("> [!tip]\n\nText.", "Text."),
        ("It sails :ferry: now.", "It sails :ferry: now."),
        ("~~~\n%% kept %%\n~~~", "%% kept %%"),
        ("``` a`b ``` %% out %% c", "a`b c"),
        ("- > ```\n  > {% kept %}\n  > ```", "{% kept %}"),
    ],
)
def test_what_is_no_word_of_the_text_is_left_out(text: str, said: str) -> None:
    assert texts(f"# Title\n\nLead.\n\n{text}\n")[1:2] == ([said] if said else [])


def test_a_heading_goes_without_its_id_and_picture() -> None:
    article = read("# ![logo](x.svg) Ferry {#ferry}\n\n## ![Pier](y.svg)\n\nText.\n")
    assert (article.title, article.passages[0].section) == ("Ferry", ("Pier",))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("## Ferry\n\nText.\n\n### More\n\nText.\n", "Ferry"),
        ("## Ferry\n\nText.\n\n## Pier\n\nText.\n", "talks"),
        ("Text.\n\n## Ferry\n\nText.\n", "talks"),
        ("##\n\nText.\n", "talks"),
        ("## Ferry\n\n<h1>Harbour</h1>\n\nText.\n", "Harbour"),
    ],
)
def test_the_only_heading_of_its_level_at_the_top_is_the_title(text: str, title: str) -> None:
    assert read(text).title == title


def test_a_remark_in_a_row_is_not_shown() -> None:
    (row,) = read("| A |\n|---|\n| b <!-- not said --> |\n").passages
    assert (row.text, row.row) == ("A: b", "| b  |")


def test_a_file_in_another_dress_is_read_too() -> None:
    for name in ("a.markdown", "a.mdx"):
        found = read_article(Document(name, b"# Ferry\n\nText.\n", date(2026, 2, 3)))
        assert (found.format, found.article.title) == ("markdown", "Ferry")
