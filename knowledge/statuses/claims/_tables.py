"""Which rows of a table say where a thing stands? Its columns are judged over all rows together."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from knowledge.model import Passage
from knowledge.statuses.claims._fields import read_own_field
from knowledge.statuses.claims._found import Found
from knowledge.statuses.claims._words import (
    Column,
    Head,
    clean_name,
    column,
    has_head,
    head,
    is_legend,
    is_legend_word,
    stage_of_heading,
)
from knowledge.statuses.days import is_date
from knowledge.statuses.sameness import begins_known, identify

_MOST = 0.5
"""The share of a column's cells that make it what it is."""


class _Table(Struct, frozen=True):
    """Rows that stand together under the same headers."""

    rows: Sequence[Passage]
    headers: tuple[str, ...]

    @property
    def lines(self) -> tuple[int, int]:
        return self.rows[0].lines[0], self.rows[-1].lines[1]

    def cell(self, row: Passage, place: int) -> str:
        return row.cells[place][1] if place < len(row.cells) else ""

    def values(self, place: int) -> list[str]:
        """Give what the cells of a column say, as far as they say anything."""
        return [value for row in self.rows if (value := self.cell(row, place).strip())]


def read_table(rows: Sequence[Passage], found: Found) -> None:
    """Read a table by its status column, by its "Status" row, or by the heading that names a status."""
    table = _Table(rows, max((tuple(name for name, _ in row.cells) for row in rows), key=len))
    heads = {place: said for place, header in enumerate(table.headers) if (said := found.head(header))}
    if heads:
        _read_columns(table, heads, found)
    elif not (_read_status_rows(table, found) or _read_below_heading(table, found)):
        for header in table.headers:
            if has_head(header) and column(header) is not Column.WHEN:
                found.ignore(header, table.lines, "The column’s header says more than where a topic stands.")


def is_status_header(header: str) -> bool:
    """Tell whether a column so headed says where the row's topic stands."""
    return head(header) is not None


def _read_columns(table: _Table, heads: dict[int, Head], found: Found) -> None:
    status = max(heads, key=lambda place: (heads[place].is_certain, heads[place].is_current, -place))
    topic, why = _find_topic(table, status, heads)
    why = why or _doubt(table, status, heads[status], topic)
    if why:
        found.ignore(table.headers[status], table.lines, why)
        return
    days = _date_columns(table)
    for row in table.rows:
        day = next((said for place in days if (said := table.cell(row, place).strip())), "")
        found.claim(table.cell(row, topic), table.cell(row, status), row, day)


def _find_topic(table: _Table, status: int, heads: dict[int, Head]) -> tuple[int, str]:
    """Find the column of names, or say why there is none."""
    scores: dict[int, tuple[float, ...]] = {}
    for place, header in enumerate(table.headers):
        values = table.values(place)
        if place in heads or not _are_names(values, len(table.rows)):
            continue
        kind = column(header)
        if kind > Column.WHEN:
            is_repeated = _repeats(table, place)
            worth = kind - (1.5 if is_repeated else 0)
            scores[place] = (not _are_codes(values), worth, -place)
    if not scores:
        return 0, "No column beside it names a topic."
    topic = max(scores, key=lambda place: scores[place])
    if column(table.headers[topic]) is Column.EXPLAINS and (status == 0 or is_legend(table.headers[topic])):
        return topic, "The table explains the words for statuses."
    if _repeats(table, topic) and column(table.headers[topic]) is Column.GROUP:
        return topic, "No column beside it names a topic: rows repeat what the others say."
    return topic, ""


def _are_names(values: Sequence[str], rows: int) -> bool:
    """Tell whether the cells of a column may be names: words, no dates, no addresses."""
    named = [
        value
        for value in values
        if any(map(str.isalpha, clean_name(value))) and not is_date(value) and not value.startswith("http")
    ]
    return len(named) >= max(1, _MOST * rows)


def _are_codes(values: Sequence[str]) -> bool:
    """Tell whether most cells are ids, as "ADR-12" and "v0.3" are."""
    codes = [value for value in values if " " not in value.strip() and any(map(str.isdigit, value))]
    return len(codes) > _MOST * len(values)


def _repeats(table: _Table, place: int) -> bool:
    """Tell whether rows say the same in a column, and no date tells them apart."""
    days = _date_columns(table)
    said = Counter(
        (identify(value), *(table.cell(row, day) for day in days))
        for row in table.rows
        if (value := table.cell(row, place).strip())
    )
    return any(count > 1 for count in said.values())


def _doubt(table: _Table, status: int, said: Head, topic: int) -> str:
    """Say why a status-like column is not taken for one, or nothing."""
    values = table.values(status)
    known = sum(map(begins_known, values)) >= max(1, _MOST * len(values))
    if not known and said.is_place and all(map(_is_proper, values)):
        return "The column lists names, of places perhaps, and no statuses."
    if all(map(is_legend_word, table.values(topic))):
        return "The table explains the words for statuses."
    if said.is_certain or known or column(table.headers[topic]) is Column.THING:
        return ""
    return "The column may hold anything: neither its words nor the column of names show that it is a status."


def _is_proper(value: str) -> bool:
    """Tell whether a text is written as a place is: "New York", "NRW"."""
    return all(word[:1].isupper() for word in value.split() if len(word) > 3 or word == value)


def _date_columns(table: _Table) -> list[int]:
    """Give the columns that date the statuses, the surest first."""
    dated = [place for place, header in enumerate(table.headers) if column(header) is Column.WHEN]
    return sorted(dated, key=lambda place: not has_head(table.headers[place]))


def _read_status_rows(table: _Table, found: Found) -> bool:
    """Read a table whose topics stand above its columns, or one of a document's own data."""
    taken = False
    for row in table.rows:
        label = row.cells[0][1]
        said = found.head(label)
        if said is None or len(row.cells) < 2:
            continue
        if len(row.cells) == 2 and column(row.cells[1][0]) in {Column.EXPLAINS, Column.UNKNOWN, Column.NEVER}:
            is_topic = row.cells[1][0].strip() and column(row.cells[1][0]) is Column.UNKNOWN
            if not is_topic:
                taken |= read_own_field(row, row.cells[1][1], found)
                continue
        for header, value in row.cells[1:]:
            taken |= bool(header) and found.claim(header, value, row)
    return taken


def _read_below_heading(table: _Table, found: Found) -> bool:
    """Read a table of things below a heading that names the status of all, or one so titled."""
    heading = table.rows[0].section[-1] if table.rows[0].section else found.article.title
    status = found.status_of_heading(heading) or stage_of_heading(heading)
    if not status:
        return False
    places = [
        place
        for place, header in enumerate(table.headers)
        if column(header) is Column.THING and _are_names(table.values(place), len(table.rows))
    ]
    if not places:
        return False
    wordy = [place for place in places if not _are_codes(table.values(place))]
    place = next((place for place in wordy or places if not _repeats(table, place)), places[0])
    for row in table.rows:
        found.claim(table.cell(row, place), status, row)
    return True
