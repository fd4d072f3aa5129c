"""What does a reStructuredText file say?"""

from datetime import date

from knowledge.model import Article
from knowledge.reading.article import read_article
from knowledge.reading.document import Document


def read(text: str) -> Article:
    return read_article(Document("a.rst", text.encode(), date(2026, 2, 3))).article


def said(text: str) -> list[tuple[str, tuple[int, int]]]:
    return [(passage.text, passage.lines) for passage in read(text).passages]


def test_headings_are_told_by_the_signs_below_and_above_them() -> None:
    article = read(
        "====\nPort\n====\n\nLead.\n\nWorks\n=====\nA quay.\n\nEast\n----\nA pier.\n\nWest\n====\n"
        "A dock.\n\n----\n"
        "\n====\nAfter a rule.\n"
    )
    assert article.title == "Port"
    assert [(passage.text, passage.section) for passage in article.passages] == [
        ("Lead.", ()),
        ("A quay.", ("Works",)),
        ("A pier.", ("Works", "East")),
        ("A dock.", ("West",)),
        ("After a rule.", ("West",)),
    ]


def test_markup_inside_a_line_is_taken_out_and_words_stay() -> None:
    line = (
        "The **old** *quay* is `closed <https://port.example/>`_ [1]_, see ``notes``, :ref:`the plan "
        "<plan>`, "
        "`Works`_ and plan_; 2*3*4, snake_case and a\\* stay."
    )
    words = "The old quay is closed, see notes, the plan, Works and plan; 2*3*4, snake_case and a* stay."
    assert said(f"{line}\n\n.. [1] By the `port`_ office.\n.. _plan: plan.html\n.. A comment.\n") == [
        (words, (1, 1)),
        ("By the port office.", (3, 3)),
    ]


def test_fields_say_what_the_document_is_and_the_others_are_lines() -> None:
    article = read(":Title: Port\n:Date: 2026-01-05\n:Status: Final\n:Empty:\n:Note: One\n   two\n\nText.\n")
    assert (article.title, article.published) == ("Port", date(2026, 1, 5))
    assert [passage.text for passage in article.passages] == ["Status: Final", "Note: One\ntwo", "Text."]
    assert said("Number: 7\nStatus: Final\n\nText.\n") == [
        ("Number: 7", (1, 1)),
        ("Status: Final", (2, 2)),
        ("Text.", (4, 4)),
    ]


def test_items_know_the_sentence_that_introduces_them() -> None:
    found = read(
        "To do:\n\n- the quay\n  and its rails:\n\n  * north\n  * south\n\n    A remark.\n\n"
        "#. the pier\n- the dock\n"
    )
    assert [(each.kind.value, each.text, each.lines, each.lead_in) for each in found.passages] == [
        ("paragraph", "To do:", (1, 1), ""),
        ("bullet", "the quay\nand its rails:", (3, 4), "To do:"),
        ("bullet", "north", (6, 6), "the quay\nand its rails:"),
        ("bullet", "south", (7, 7), "the quay\nand its rails:"),
        ("paragraph", "A remark.", (9, 9), ""),
        ("bullet", "the pier", (11, 11), "To do:"),
        ("bullet", "the dock", (12, 12), "To do:"),
    ]


def test_a_term_goes_along_with_its_meaning() -> None:
    assert said("Quay\n  Where ships\n  are moored.\n\n  More.\n\nEnd.\n") == [
        ("Quay: Where ships\nare moored.", (1, 3)),
        ("More.", (5, 5)),
        ("End.", (7, 7)),
    ]


def test_directives_that_hold_text_are_read_and_others_are_not() -> None:
    text = (
        ".. note:: Mind\n   :class: x\n\n   the gap.\n\n.. image:: a.png\n   :alt: A quay\n\n"
        ".. code-block:: sh\n\n   sail\n     east\n\n.. warning::\n\n.. code::\n\n..\n   Hidden.\n\n"
        "End::\n\n    run\n\n"
        "::\n\n  stop\n\nNow. ::\n\n  go\n\n  Quoted no more.\n\nText\n\n  A quotation.\n\n| A verse\n"
        "| of two\n"
    )
    assert said(text) == [
        ("Mind", (1, 1)),
        ("the gap.", (4, 4)),
        ("sail\n  east", (11, 12)),
        ("End:", (21, 21)),
        ("run", (23, 23)),
        ("stop", (27, 27)),
        ("Now.", (29, 29)),
        ("go\n\nQuoted no more.", (31, 33)),
        ("Text", (35, 35)),
        ("A quotation.", (37, 37)),
        ("A verse\nof two", (39, 40)),
    ]


def test_tables_are_read_whether_they_are_drawn_or_ruled() -> None:
    text = (
        "They stand so:\n\n+------+--------+\n| Work | Status |\n+======+========+\n| Quay | Open   |\n"
        "|      | now    |\n+------+--------+\n| Pier | Closed |\n\n"
        "====  ======\nWork  Status\n====  ======\nDock  Begun\n      again\n----  ------\n\n"
        "Yard  *Done*\n====  ======\n\n"
        "====  ====\na     b\n====  ====\n\nMid.\n\n====  ====\n====  ====\nx     y\n====  ====\n"
    )
    found = read(text).passages
    assert [(each.text, each.lines, each.row) for each in found[1:]] == [
        ("Work: Quay; Status: Open now", (6, 7), "| Quay | Open   |\n|      | now    |"),
        ("Work: Pier; Status: Closed", (9, 9), "| Pier | Closed |"),
        ("Work: Dock; Status: Begun again", (14, 15), "Dock  Begun\n      again"),
        ("Work: Yard; Status: Done", (18, 18), "Yard  *Done*"),
        ("a; b", (22, 22), "a     b"),
        ("Mid.", (25, 25), ""),
        ("x; y", (29, 29), "x     y"),
    ]
    assert found[1].lead_in == "They stand so:"
    assert said("+---+---+\n| a | b |\n+---+---+\n- c") == [("a; b", (2, 2)), ("c", (4, 4))]
    assert said("====  ====\na     b\nc     d") == [("a; b", (2, 2)), ("c; d", (3, 3))]
