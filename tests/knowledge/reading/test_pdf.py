"""What does a PDF say?"""

from datetime import date

import pytest

from knowledge.model import Kind, Unit
from knowledge.reading.article import ReadArticle, read_article
from knowledge.reading.document import Document
from knowledge.reading.source import UnreadableError
from tests.documents import Put, make_pdf, put_lines

PROSE = put_lines(
    72,
    300,
    "The board of the port met on Monday and talked about the bridge for more",
    "than three hours. It found no way to pay for the repair of the old piers.",
)

ENCRYPTED = (
    "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 "
    f"/O <{'00' * 32}> /U <{'00' * 32}> >>"
)


def read(*pages: list[Put], title: str = "") -> ReadArticle:
    return read_article(Document("port.pdf", make_pdf(*pages, title=title), date(2026, 2, 3)))


def said(*pages: list[Put]) -> list[str]:
    return [passage.text for passage in read(*pages).article.passages]


def test_headings_are_told_by_their_size_and_paragraphs_by_their_gaps() -> None:
    found = read(
        [
            Put(72, 60, "Minutes of the harbour", 20),
            Put(72, 84, "board", 20),
            Put(72, 120, "Decisions", 14),
            *put_lines(
                72, 150, "The board met. It talked about the bridge, and found no way to pay for", "it all."
            ),
            *put_lines(
                72, 190, "Another paragraph is here, below a gap, and is as wide as the one above it."
            ),
            Put(72, 230, "Remarks", bold=True),
            *put_lines(72, 250, "Nothing was said."),
            Put(72, 280, "Next", 14),
            *put_lines(72, 310, "They meet in May."),
            Put(72, 340, "The end", 14),
        ]
    )
    assert (found.format, found.article.title, found.article.published) == (
        "pdf",
        "Minutes of the harbour board",
        None,
    )
    assert [(each.text, each.section, each.lines) for each in found.article.passages] == [
        (
            "The board met. It talked about the bridge, and found no way to pay for it all.",
            ("Decisions",),
            (1, 1),
        ),
        (
            "Another paragraph is here, below a gap, and is as wide as the one above it.",
            ("Decisions",),
            (1, 1),
        ),
        ("Nothing was said.", ("Decisions", "Remarks"), (1, 1)),
        ("They meet in May.", ("Next",), (1, 1)),
    ]


def test_an_indent_or_a_short_line_before_it_begins_a_paragraph() -> None:
    assert said(
        [
            *put_lines(
                72, 300, "The board of the port met on Monday and talked about the bridge.", "It agreed."
            ),
            *put_lines(72, 324, "The mayor of the city came as well, and spoke about what it costs."),
            *put_lines(86, 336, "A first line that is indented is the first of a paragraph as well."),
        ]
    ) == [
        "The board of the port met on Monday and talked about the bridge. It agreed.",
        "The mayor of the city came as well, and spoke about what it costs.",
        "A first line that is indented is the first of a paragraph as well.",
    ]


def test_a_word_that_was_cut_at_a_lines_end_becomes_whole_again() -> None:
    assert said(
        put_lines(
            72, 300,
            "The board talked about infra-", "structure, a well-known matter, and about the well-",
            "known bridge, the Anglo-", "French one, \xad and 3-", "lane roads, and the ferr\xad", "ies "
            "of the port\xad",
        )
    ) == [
        ("The board talked about infrastructure, a well-known matter, and about the well-known bridge, "
        "the Anglo-French one, - and 3-lane roads, and the ferries of the port-")
    ]  # fmt: skip


def test_ligatures_become_letters_and_stamps_across_the_page_are_left_out() -> None:
    page = [*PROSE, Put(30, 400, "DRAFT COPY", 30, turned=True)]
    assert said(page) == [
        (
            "The board of the port met on Monday and talked about the bridge for more than three hours. "
            "It found no way to pay for the repair of the old piers."
        )
    ]


def test_what_stands_on_each_page_is_left_out_and_text_goes_on_across_pages() -> None:
    def page(number: int, *lines: str) -> list[Put]:
        return [
            Put(72, 40, "Port board, minutes"),
            *put_lines(72, 100, *lines),
            Put(290, 770, f"Page {number} of 3"),
        ]

    found = read(
        page(1, "The board met and talked about the bridge for more than", "three hours, and saw no way"),
        page(2, "to pay."),
        [Put(72, 40, "7"), *put_lines(72, 100, "A page has its number above."), Put(300, 770, "iv")],
    )
    assert [(each.text, each.lines) for each in found.article.passages] == [
        (
            "The board met and talked about the bridge for more than three hours, and saw no way to pay.",
            (1, 2),
        ),
        ("A page has its number above.", (3, 3)),
    ]


def test_items_have_their_introduction_and_their_marks_may_be_drawn_apart() -> None:
    found = read(
        [
            *put_lines(72, 300, "Still open:"),
            *put_lines(84, 320, "• the piers, which were inspected in January and again in", "  February"),
            *put_lines(84, 344, "• the lamps"),
            *put_lines(96, 356, "first do this"),
            *put_lines(72, 390, "A paragraph."),
            Put(80, 356, "1."),
            Put(400, 700, "*"),
        ]
    )
    assert [(each.kind, each.text, each.lead_in) for each in found.article.passages] == [
        (Kind.PARAGRAPH, "Still open:", ""),
        (Kind.BULLET, "the piers, which were inspected in January and again in February", "Still open:"),
        (Kind.BULLET, "the lamps", "Still open:"),
        (Kind.BULLET, "first do this", "Still open:"),
        (Kind.PARAGRAPH, "A paragraph.", ""),
    ]


def test_rows_are_read_below_their_header_and_cells_of_several_lines_are_joined() -> None:
    found = read(
        [
            *put_lines(72, 300, "They stand so:"),
            *(
                Put(left, 320, text, bold=True)
                for left, text in ((72, "Works"), (200, "Status"), (300, "Cost"))
            ),
            *(Put(left, 340, text) for left, text in ((72, "Harbour"), (200, "Under re-"), (300, "5"))),
            *(Put(left, 352, text) for left, text in ((72, "bridge"), (200, "view"))),
            *(
                Put(left, 372, text)
                for left, text in ((72, "A very long name of a work"), (200, "Done"), (300, "17"))
            ),
            *(Put(left, 392, text) for left, text in ((72, "Ferry"), (200, "Running"))),
            *put_lines(200, 404, "well"),
        ],
        [
            *(
                Put(left, 100, text, bold=True)
                for left, text in ((72, "Works"), (200, "Status"), (300, "Cost"))
            ),
            *(Put(left, 120, text) for left, text in ((72, "Quay"), (200, "Open"), (300, "2"))),
        ],
    )
    assert [
        (each.text, each.lines, each.lead_in) for each in found.article.passages if each.kind is Kind.ROW
    ] == [
        ("Works: Harbour bridge; Status: Under review; Cost: 5", (1, 1), "They stand so:"),
        ("Works: A very long name of a work; Status: Done; Cost: 17", (1, 1), "They stand so:"),
        ("Works: Ferry; Status: Running well", (1, 1), "They stand so:"),
        ("Works: Quay; Status: Open; Cost: 2", (2, 2), "They stand so:"),
    ]
    assert found.article.passages[1].row == "Harbour bridge | Under review | 5"


def test_columns_are_read_one_after_the_other_also_where_they_are_drawn_line_by_line() -> None:
    left = [f"Line {word} of the left column here" for word in ("one", "two", "three", "four", "five")]
    right = [f"Line {word} of the right column here" for word in ("one", "two", "three", "four", "five")]
    drawn = [
        Put(x, 300 + 12 * number, text)
        for number, pair in enumerate(zip(left, right, strict=True))
        for x, text in zip((72, 320), pair, strict=True)
    ]
    assert said(drawn) == [" ".join((*left, *right))]
    assert said([*put_lines(72, 300, *left), *put_lines(320, 300, *right)]) == [" ".join((*left, *right))]


def test_a_table_of_contents_is_left_out() -> None:
    assert said(
        [*put_lines(72, 100, "1 Works . . . . . . . . . 3", "2 Costs ............ 7"), *PROSE]
    ) == said(PROSE)


def test_the_number_of_a_section_belongs_to_its_heading() -> None:
    article = read(
        [Put(72, 100, "Port", 20), Put(72, 140, "1.2", 14), Put(110, 140, "Works", 14), *PROSE]
    ).article
    assert article.passages[0].section == ("1.2 Works",)


@pytest.mark.parametrize(
    ("named", "title"),
    [
        ("The report of the port", "The report of the port"),
        ("Microsoft Word - report.docx", "port"),
        ("report final.doc", "port"),
        ("untitled document", "port"),
        ("scan0001", "port"),
        ("", "port"),
    ],
)
def test_the_files_own_title_counts_where_the_text_has_none_and_it_is_one(named: str, title: str) -> None:
    assert read(PROSE, title=named).article.title == title
    assert read([Put(72, 60, "Minutes", 20), *PROSE], title=named).article.title == "Minutes"


def test_a_line_on_the_publication_is_taken_from_the_text() -> None:
    found = read([*put_lines(72, 100, "Published: 12 March 2026"), *PROSE])
    assert found.article.published == date(2026, 3, 12)
    assert len(found.article.passages) == 1


def test_pages_without_text_are_named_and_a_file_of_such_is_refused() -> None:
    found = read([], PROSE, *([Put(0, 0, "")] for _ in range(6)))
    assert [str(each) for each in found.warnings] == [
        "port.pdf: holds no text on 7 of 8 pages: 1, 3, 4, 5, 6, … (Pictures of text need OCR.)"
    ]
    with pytest.raises(UnreadableError, match="its pages are pictures, or empty"):
        read([])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no PDF", "is broken"),
        (b"%PDF-1.7\n" + b"\xff" * 99, "is broken"),
        (
            make_pdf(PROSE, trailer=ENCRYPTED),
            "is encrypted",
        ),
        (make_pdf([Put(72, 100, "ABCDE ABCDE ABCDE")], to_unicode=False), "does not say which letters"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason_and_cure(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason) as failure:
        read_article(Document("port.pdf", data, date(2026, 2, 3)))
    assert failure.value.cure


def test_a_broken_page_leaves_the_others_alone() -> None:
    data = make_pdf(PROSE).replace(b"/Count 1", b"/Count 2")
    found = read_article(Document("port.pdf", data, date(2026, 2, 3)))
    assert len(found.article.passages) == 1
    assert [each.reason for each in found.warnings] == ["holds no text on 1 of 2 pages: 2"]


def test_positions_are_pages() -> None:
    assert read(PROSE).article.unit is Unit.PAGE
