"""What does a DOCX file say?"""

import zipfile
from datetime import date
from io import BytesIO

import pytest

from knowledge.model import Article, Unit
from knowledge.reading.article import read_article
from knowledge.reading.document import Document
from knowledge.reading.source import UnreadableError
from tests.documents import make_archive, make_docx

STYLES = "".join(
    f'<w:style w:styleId="{key}"><w:name w:val="{name}"/>{rest}</w:style>'
    for key, name, rest in (
        ("Titel", "Title", ""),
        ("berschrift1", "heading 1", ""),
        ("berschrift2", "heading 2", ""),
        ("Own", "My part", '<w:basedOn w:val="Level"/>'),
        ("Level", "Level", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        ("Bullet", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        ("Bullet2", "List Bullet 2", '<w:basedOn w:val="Bullet"/><w:rPr><w:b w:val="0"/></w:rPr>'),
        ("TOC1", "toc 1", ""),
        ("Secret", "Secret", "<w:rPr><w:vanish/></w:rPr>"),
        ("Strong", "Strong", "<w:rPr><w:b/></w:rPr>"),
        ("Gone", "Gone", "<w:rPr><w:dstrike/></w:rPr>"),
        ("Circle", "Circle", '<w:basedOn w:val="Round"/>'),
        ("Round", "Round", '<w:basedOn w:val="Circle"/>'),
    )
)


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", rest: str = "") -> str:
    inside = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{rest}</w:pPr>{inside}</w:p>'


def item(text: str, level: int, number: int = 1) -> str:
    return paragraph(text, rest=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*texts: str, rest: str = "") -> str:
    return f"<w:tc><w:tcPr>{rest}</w:tcPr>{''.join(map(paragraph, texts))}</w:tc>"


def read(*blocks: str, footnotes: str = "", core: str = "") -> Article:
    data = make_docx("".join(blocks), styles=STYLES, footnotes=footnotes, core=core)
    return read_article(Document("port.docx", data, date(2026, 2, 3))).article


def said(*blocks: str) -> list[str]:
    return [passage.text for passage in read(*blocks).passages]


def test_headings_are_told_by_their_styles_and_positions_are_paragraphs() -> None:
    article = read(
        paragraph("Minutes", style="Titel"),
        paragraph("Published: 12 March 2026"),
        paragraph("Works", style="berschrift1"),
        paragraph("1 Works . . . 3", style="TOC1"),
        paragraph("The board met."),
        paragraph("Piers", style="berschrift2"),
        paragraph("North", style="Own"),
        paragraph("It is closed."),
        paragraph("Costs", rest='<w:outlineLvl w:val="0"/>'),
        paragraph("Nobody knows."),
        paragraph(run("Remarks", "<w:b/>")),
        paragraph("None.", style="Circle"),
        paragraph(run("All of this is bold.", "<w:b/>")),
    )
    assert (article.title, article.published, article.unit) == ("Minutes", date(2026, 3, 12), Unit.PARAGRAPH)
    assert [(each.text, each.section, each.lines) for each in article.passages] == [
        ("The board met.", ("Works",), (5, 5)),
        ("It is closed.", ("Works", "Piers", "North"), (8, 8)),
        ("Nobody knows.", ("Costs",), (10, 10)),
        ("None.", ("Costs", "Remarks"), (12, 12)),
        ("All of this is bold.", ("Costs", "Remarks"), (13, 13)),
    ]


def test_items_have_their_level_by_number_by_style_or_by_a_typed_mark() -> None:
    article = read(
        paragraph("Still open:"),
        item("the quay:", 0),
        item("north", 1),
        item("south", 1),
        paragraph("the pier", style="Bullet"),
        paragraph("its lamp", style="Bullet2"),
        paragraph("• the dock"),
        item("No item.", 0, 0),
        paragraph(""),
    )
    assert [(each.kind.value, each.text, each.lead_in) for each in article.passages] == [
        ("paragraph", "Still open:", ""),
        ("bullet", "the quay:", "Still open:"),
        ("bullet", "north", "the quay:"),
        ("bullet", "south", "the quay:"),
        ("bullet", "the pier", "Still open:"),
        ("bullet", "its lamp", "the pier"),
        ("bullet", "the dock", "Still open:"),
        ("paragraph", "No item.", ""),
    ]


def test_what_was_deleted_hidden_or_struck_out_is_left_out() -> None:
    assert said(
        paragraph(
            run("The board "),
            f"<w:del>{run('never ')}</w:del>",
            f"<w:ins>{run('has ')}</w:ins>",
            run("secretly ", "<w:vanish/>"),
            run("not ", "<w:strike/>"),
            run("met", '<w:strike w:val="0"/>'),
            run(" nowhere", '<w:rStyle w:val="Secret"/>'),
            "<w:r><w:instrText>PAGE</w:instrText><w:tab/></w:r>",
            f"<w:hyperlink>{run('here')}</w:hyperlink>",
            "<w:r><w:br/><w:t>and</w:t><w:noBreakHyphen/></w:r>",
            f"<mc:AlternateContent><mc:Choice>{run('there')}</mc:Choice><mc:Fallback>{run('x')}</mc:Fallback>"
            "</mc:AlternateContent>",
            "<mc:AlternateContent/>",
        ),
        paragraph("Hidden.", style="Secret"),
        f"<w:moveFrom>{paragraph('Moved.')}</w:moveFrom>",
        paragraph("Old plan", style="Gone"),
    ) == ["The board has met here\nand\N{NON-BREAKING HYPHEN}there", "~~Old plan~~"]


def test_rows_are_read_below_their_header_with_merged_cells() -> None:
    article = read(
        paragraph("They stand so:"),
        table(
            cell("Works") + cell("Status", rest='<w:gridSpan w:val="2"/>'),
            cell("Quay", "old") + cell("Open", rest='<w:vMerge w:val="restart"/>') + cell("2026"),
            cell("Pier") + cell("", rest="<w:vMerge/>") + cell("2027"),
            f"<w:trPr><w:del/></w:trPr>{cell('Gone')}{cell('Gone')}",
        ),
        f"<w:sdt><w:sdtContent>{paragraph('A control.')}</w:sdtContent></w:sdt>",
        table(cell("A frame around this."), cell("And this.")),
        table(cell("one") + cell("row")),
    )
    assert [(each.text, each.lines, each.lead_in) for each in article.passages] == [
        ("They stand so:", (1, 1), ""),
        ("Works: Quay old; Status: Open; Status: 2026", (4, 7), "They stand so:"),
        ("Works: Pier; Status: Open; Status: 2027", (8, 10), "They stand so:"),
        ("A control.", (11, 11), ""),
        ("A frame around this.", (12, 12), ""),
        ("And this.", (13, 13), ""),
        ("one; row", (14, 15), ""),
    ]
    assert article.passages[1].row == "Quay old | Open | 2026"


def test_footnotes_stand_below_the_section_in_which_they_are() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    article = read(
        paragraph("Works", style="berschrift1"),
        paragraph(run("The board met."), note),
        paragraph("It ended."),
        paragraph("Costs", style="berschrift2"),
        paragraph(run("None.", "<w:b w:val='false'/>"), note),
        footnotes='<w:footnote w:id="0" w:type="separator"/>'
        f'<w:footnote w:id="2">{paragraph("On Monday.")}</w:footnote>',
    )
    assert [(each.text, each.section, each.lines) for each in article.passages] == [
        ("The board met.", (), (2, 2)),
        ("It ended.", (), (3, 3)),
        ("On Monday.", (), (2, 2)),
        ("None.", ("Costs",), (5, 5)),
    ]


def test_the_files_own_title_and_language_count_where_the_text_has_none() -> None:
    core = "<dc:title>Minutes of May</dc:title><dc:language>de-AT</dc:language>"
    article = read(paragraph("The board met."), core=core)
    assert (article.title, article.language) == ("Minutes of May", "de")
    assert read(paragraph("June", style="Titel"), paragraph("It met."), core=core).title == "June"
    bare = make_docx(paragraph("The board met."), core="<broken")
    assert read_article(Document("port.docx", bare, date(2026, 2, 3))).article.title == "port"


BOMB = (
    "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    "<document>&b;</document>"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no archive", "is a broken DOCX: it is no archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is encrypted, or no DOCX but an older document"),
        (make_archive({"word/document.xml": "<a/>"})[24:], "word/document.xml cannot be unpacked"),
        (make_archive({"a": "b"}), "is a broken DOCX: word/document.xml is missing in it"),
        (make_archive({"word/document.xml": "<w:p"}), "word/document.xml is no XML that can be read"),
        (make_archive({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}), "is no XML that can be read"),
        (make_archive({"word/document.xml": BOMB}), "declares a document type, which no office does"),
        (make_archive({"word/document.xml": b" " * 20_000_001}), "unpacks to more than 20,000,000 bytes"),
        (make_docx(paragraph("")), "holds no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_cure(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason) as failure:
        read_article(Document("port.docx", data, date(2026, 2, 3)))
    assert failure.value.cure


def test_an_archive_that_lies_or_is_encrypted_is_refused() -> None:
    data = bytearray(make_docx(paragraph("The board met.")))
    flags = data.index(b"PK\x01\x02") + 8
    data[flags] |= 1
    with pytest.raises(UnreadableError, match="is encrypted"):
        read_article(Document("port.docx", bytes(data), date(2026, 2, 3)))
    stored = BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    broken = stored.getvalue().replace(b"<w:document/>", b"<x:document/>")
    with pytest.raises(UnreadableError, match=r"word/document\.xml cannot be unpacked"):
        read_article(Document("port.docx", broken, date(2026, 2, 3)))
