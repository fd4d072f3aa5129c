"""What does an ODT file say?"""

from datetime import date

import pytest

from knowledge.model import Article, Unit
from knowledge.reading.article import read_article
from knowledge.reading.document import Document
from knowledge.reading.source import UnreadableError
from tests.documents import make_archive, make_odt

OWN = "".join(
    f'<style:style style:name="{name}"{rest}><style:text-properties {look}/></style:style>'
    for name, rest, look in (
        ("P1", ' style:parent-style-name="Title"', ""),
        ("Bold", "", 'fo:font-weight="bold"'),
        ("Thin", "", 'fo:font-weight="normal"'),
        ("Gone", "", 'style:text-line-through-style="solid"'),
        ("Kept", ' style:default-outline-level="2"', 'style:text-line-through-style="none"'),
        ("Secret", ' style:default-outline-level=""', 'text:display="none"'),
    )
)


def p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: str = "1") -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def table(*rows: str) -> str:
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f"<table:table>{inside}</table:table>"


def cell(*texts: str, rest: str = "") -> str:
    return f"<table:table-cell {rest}>{''.join(map(p, texts))}</table:table-cell>"


def read(*blocks: str, meta: str = "") -> Article:
    data = make_odt("".join(blocks), own=OWN, styles='<style:style style:name="Title"/>', meta=meta)
    return read_article(Document("port.odt", data, date(2026, 2, 3))).article


def said(*blocks: str) -> list[str]:
    return [passage.text for passage in read(*blocks).passages]


def test_headings_are_told_by_their_level_and_positions_are_paragraphs() -> None:
    article = read(
        p("Minutes", "P1"),
        p("Published: 12 March 2026"),
        h("Works"),
        f"<text:section>{p('The board met.')}</text:section>",
        h("Piers", "2"),
        p("It is closed."),
        h("Costs", ""),
        p("Nobody knows."),
        p("Remarks", "Bold"),
        p("None."),
        f"<text:table-of-content>{p('Works 3')}</text:table-of-content>",
    )
    assert (article.title, article.published, article.unit) == ("Minutes", date(2026, 3, 12), Unit.PARAGRAPH)
    assert [(each.text, each.section, each.lines) for each in article.passages] == [
        ("The board met.", ("Works",), (4, 4)),
        ("It is closed.", ("Works", "Piers"), (6, 6)),
        ("Nobody knows.", ("Costs",), (8, 8)),
        ("None.", ("Costs", "Remarks"), (10, 10)),
    ]


def test_items_have_the_level_of_their_list_and_what_follows_in_one_is_a_paragraph() -> None:
    inner = f"<text:list><text:list-item>{p('north')}</text:list-item></text:list>"
    article = read(
        p("Still open:"),
        f"<text:list><text:list-header>{p('first')}</text:list-header>"
        f"<text:list-item>{p('the quay:')}{inner}</text:list-item>"
        f"<text:list-item>{h('the pier')}{p('A remark.')}</text:list-item></text:list>",
    )
    assert [(each.kind.value, each.text, each.lead_in) for each in article.passages] == [
        ("paragraph", "Still open:", ""),
        ("bullet", "first", "Still open:"),
        ("bullet", "the quay:", "Still open:"),
        ("bullet", "north", "the quay:"),
        ("bullet", "the pier", "Still open:"),
        ("paragraph", "A remark.", ""),
    ]


def test_what_was_deleted_hidden_or_struck_out_is_left_out() -> None:
    assert said(
        f"<text:tracked-changes><text:changed-region>{p('Deleted.')}</text:changed-region></text:tracked-changes>",
        p(
            "The <text:span text:style-name='Gone'>old <text:span text:style-name='Kept'>big "
            "</text:span></text:span>"
            "board\n  has<text:s/><text:s "
            "text:c='2'/>met<office:annotation><text:p>Hm.</text:p></office:annotation>"
            "<text:tab/><text:a>here</text:a><text:span text:style-name='Secret'> in secret</text:span>"
            "<text:line-break/>and there"
        ),
        p("Hidden.", "Secret"),
        p("Old plan", "Gone"),
        p("Thin", "Thin"),
    ) == ["The big board has   met here\nand there", "~~Old plan~~", "Thin"]


def test_rows_are_read_below_their_header_with_covered_and_repeated_cells() -> None:
    article = read(
        p("They stand so:"),
        table(
            cell("Works") + cell("Status", rest='table:number-columns-repeated="2"'),
            cell("Quay", "old") + cell("Open", rest='table:number-rows-spanned="2"') + cell("2026"),
            cell("Pier")
            + "<table:covered-table-cell/>"
            + cell("2027", rest='table:number-columns-repeated="x"'),
            cell("Dock") + cell("", rest='table:number-columns-repeated="999999999"'),
        ),
        table(cell("A frame around this."), cell("And this.")),
    )
    assert [(each.text, each.lines, each.lead_in) for each in article.passages] == [
        ("They stand so:", (1, 1), ""),
        ("Works: Quay old; Status: Open; Status: 2026", (4, 7), "They stand so:"),
        ("Works: Pier; Status: Open; Status: 2027", (8, 9), "They stand so:"),
        ("Works: Dock", (10, 11), "They stand so:"),
        ("A frame around this.", (12, 12), ""),
        ("And this.", (13, 13), ""),
    ]


def test_footnotes_stand_below_the_section_in_which_they_are() -> None:
    body = f"<text:note-body>{p('On Monday.')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    article = read(h("Works"), p(f"The board{note} met."), h("Costs", "2"), p("None."))
    assert [(each.text, each.section, each.lines) for each in article.passages] == [
        ("The board met.", (), (2, 2)),
        ("On Monday.", (), (2, 2)),
        ("None.", ("Costs",), (4, 4)),
    ]


def test_the_files_own_title_and_language_count_where_the_text_has_none() -> None:
    article = read(
        p("The board met."), meta="<dc:title>Minutes of May</dc:title><dc:language>fr-FR</dc:language>"
    )
    assert (article.title, article.language) == ("Minutes of May", "fr")
    bare = make_odt(p("The board met."))
    assert read_article(Document("port.odt", bare, date(2026, 2, 3))).article.title == "port"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no archive", "is a broken ODT: it is no archive"),
        (
            make_archive({"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": b"\0"}),
            "is encrypted",
        ),
        (make_archive({"META-INF/manifest.xml": "<m/>"}), "content.xml is missing in it"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_cure(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason) as failure:
        read_article(Document("port.odt", data, date(2026, 2, 3)))
    assert failure.value.cure
