"""What does an Org file say?"""

from datetime import date

from knowledge.model import Article
from knowledge.reading.article import read_article
from knowledge.reading.document import Document


def read(text: str) -> Article:
    return read_article(Document("a.org", text.encode(), date(2026, 2, 3))).article


def said(text: str) -> list[tuple[str, tuple[int, int]]]:
    return [(passage.text, passage.lines) for passage in read(text).passages]


def test_settings_say_what_the_file_is_and_headlines_what_its_parts_are() -> None:
    article = read(
        "#+TITLE: Port\n#+DATE: <2026-01-05 Mon>\n#+LANGUAGE: en\n#+OPTIONS: toc:nil\n#+AUTHOR:\nLead.\n"
        "* Works  :quay:pier:\n** [#A] East\nA pier.\n* West\nA dock.\n"
    )
    assert (article.title, article.published, article.language) == ("Port", date(2026, 1, 5), "en")
    assert [(passage.text, passage.section) for passage in article.passages] == [
        ("Lead.", ()),
        ("A pier.", ("Works", "East")),
        ("A dock.", ("West",)),
    ]


def test_what_is_not_for_readers_is_left_out() -> None:
    assert said(
        "* Works\nCLOSED: [2026-01-02 Fri]\n:PROPERTIES:\n:ID: 5\n:END:\n# A comment.\n#\nText.\n"
        "#+begin_comment\nHidden.\n#+end_comment\n#+begin_src sh\nsail\n#+end_src\n#+begin_example\n\n"
        "#+end_example\n"
        "#+begin_quote\nSaid.\n#+end_quote\n#+begin_src sh\nNo end.\n* Next\n:LOGBOOK:\nOpen.\n"
    ) == [
        ("Text.", (8, 8)),
        ("sail", (13, 13)),
        ("Said.", (19, 19)),
        ("No end.", (22, 22)),
        (":LOGBOOK:\nOpen.", (24, 25)),
    ]
    assert said("- item\n\n  its text\n") == [("item", (1, 1)), ("its text", (3, 3))]
    assert said("Text\nto the end") == [("Text\nto the end", (1, 2))]
    assert said("Text.\n\n:DRAWER:\nwithout an end\n") == [
        ("Text.", (1, 1)),
        (":DRAWER:\nwithout an end", (3, 4)),
    ]


def test_markup_inside_a_line_is_taken_out_and_words_stay() -> None:
    line = (
        "The *old* /quay/ is [[https://port.example/][closed]][fn:1], see =notes=, ~plan~, _now_ and "
        "[[file:map.org]]; 2*3*4, a/b/c and snake_case_name stay."
    )
    words = "The old quay is closed, see notes, plan, now and map.org; 2*3*4, a/b/c and snake_case_name stay."
    assert said(f"{line}\n\n[fn:1] By the port.\n") == [(words, (1, 1)), ("By the port.", (3, 3))]


def test_items_know_the_sentence_that_introduces_them() -> None:
    found = read(
        "To do:\n- the quay\n  and its rails:\n  + north\n  * south\n    1. [@4] deep\n"
        "- pier :: for boats\n\n"
        "Then:\n\n1. the dock\n\nEnd.\n  - far in\n- out\n"
    )
    assert [(each.kind.value, each.text, each.lines, each.lead_in) for each in found.passages] == [
        ("paragraph", "To do:", (1, 1), ""),
        ("bullet", "the quay\nand its rails:", (2, 3), "To do:"),
        ("bullet", "north", (4, 4), "the quay\nand its rails:"),
        ("bullet", "south", (5, 5), "the quay\nand its rails:"),
        ("bullet", "deep", (6, 6), "south"),
        ("bullet", "pier: for boats", (7, 7), "To do:"),
        ("paragraph", "Then:", (9, 9), ""),
        ("bullet", "the dock", (11, 11), "Then:"),
        ("paragraph", "End.", (13, 13), ""),
        ("bullet", "far in", (14, 14), ""),
        ("bullet", "out", (15, 15), ""),
    ]


def test_tables_are_read_with_or_without_a_header() -> None:
    found = read(
        "They stand so:\n| Work | Status |\n|------+--------|\n| [[quay][Quay]] | Open |\n\n"
        "| one | row |\n\n- item:\n  | Work |\n  | Dock |\n  |---|\n\n|---|\n"
    ).passages
    assert [(each.text, each.lines, each.row, each.lead_in) for each in found] == [
        ("They stand so:", (1, 1), "", ""),
        ("Work: Quay; Status: Open", (4, 4), "| [[quay][Quay]] | Open |", "They stand so:"),
        ("one; row", (6, 6), "| one | row |", ""),
        ("item:", (8, 8), "", ""),
        ("Work: Dock", (10, 10), "| Dock |", "item:"),
    ]
