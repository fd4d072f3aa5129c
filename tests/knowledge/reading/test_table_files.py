"""What do the rows of a CSV or TSV file say?"""

from datetime import date

import pytest

from knowledge.model import Kind
from knowledge.reading.article import ReadArticle, read_article
from knowledge.reading.document import Document
from knowledge.reading.source import UnreadableError


def read(text: str, path: str = "works.csv") -> ReadArticle:
    return read_article(Document(path, text.encode(), date(2026, 2, 3)))


def rows(text: str, path: str = "works.csv") -> list[tuple[str, tuple[int, int]]]:
    return [(passage.text, passage.lines) for passage in read(text, path).article.passages]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_row_is_a_passage_below_the_names_of_its_columns(delimiter: str) -> None:
    table = [("Works", "Status", "Since"), ("Quay", "Agreed", "2026-01-02"), ("Pier", "", "2026-02-03")]
    found = read("\n".join(map(delimiter.join, table)))
    assert found.format == "table"
    assert found.article.title == "works"
    first, second = found.article.passages
    assert (first.kind, first.text) == (Kind.ROW, "Works: Quay; Status: Agreed; Since: 2026-01-02")
    assert first.cells == (("Works", "Quay"), ("Status", "Agreed"), ("Since", "2026-01-02"))
    assert first.row == delimiter.join(table[1])
    assert (second.text, second.lines) == ("Works: Pier; Since: 2026-02-03", (3, 3))


def test_a_quoted_cell_may_hold_delimiters_quotes_and_lines() -> None:
    text = 'Works,Note\n"Quay, old","Said ""no""\nand meant it"\nPier,None\n'
    assert rows(text) == [
        ('Works: Quay, old; Note: Said "no" and meant it', (2, 3)),
        ("Works: Pier; Note: None", (4, 4)),
    ]
    assert read(text).article.passages[0].row == '"Quay, old","Said ""no""\nand meant it"'


def test_quotes_that_do_not_match_are_none_and_that_is_said() -> None:
    found = read('Works\tSize\nPipe\t6" wide\nRail\t"long\n', "works.tsv")
    assert [each.text for each in found.article.passages] == [
        'Works: Pipe; Size: 6" wide',
        'Works: Rail; Size: "long',
    ]
    assert [each.cure for each in found.warnings] == ["Double each quote inside a quoted cell."]


def test_what_stands_above_the_table_is_its_title_its_date_and_its_introduction() -> None:
    found = read("# Works of the port;\nPublished: 2026-01-05\nThey stand so:\n\nWorks;Status\nQuay;Open\n")
    assert (found.article.title, found.article.published) == ("Works of the port", date(2026, 1, 5))
    paragraph, row = found.article.passages
    assert (paragraph.text, paragraph.lines) == ("They stand so:", (3, 3))
    assert (row.text, row.lead_in, row.lines) == ("Works: Quay; Status: Open", "They stand so:", (6, 6))


def test_a_spreadsheet_may_name_its_delimiter() -> None:
    assert rows("sep=;\nWorks;Cost, in euros\nQuay;1,5\n") == [("Works: Quay; Cost, in euros: 1,5", (3, 3))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quay,2026-01-02\nPier,2026-02-03\n", "Quay; 2026-01-02"),  # a number names no column
        ("Quay,Quay\nPier,Port\n", "Quay; Quay"),
        ("Quay,Pier\n", "Quay; Pier"),
        ("Works\nThe old quay\nThe pier\n", "Works: The old quay"),
    ],
)
def test_a_first_row_that_names_no_columns_is_a_row(text: str, found: str) -> None:
    assert rows(text)[0][0] == found


def test_a_file_that_is_no_table_is_refused_with_the_reason() -> None:
    with pytest.raises(UnreadableError, match="is no table: field larger than field limit"):
        read("a" * 200_000)
    with pytest.raises(UnreadableError, match="no text that could be quoted"):
        read(",,,\n;;;\n")
