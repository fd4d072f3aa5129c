"""How is an article quoted? Its own words set off from the bot's, and where they stand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from bot.replies.escape import bold, count, fitting, marked, more, safe_link, short
from knowledge.model import Article, Coverage, Passage, Statement

_ROOM = 1600
"""A passage is at most 160 words long, which fits; so does the card then in a message without an embed."""


def quoted(passage: Passage, sentence: str) -> str:
    """Quote a passage with the sentence that answers best in bold; a row by its cells."""
    lines = [f"> {marked(passage.text, sentence, _ROOM)}"]
    if passage.cells:
        cells = [f"> {_cell(header, value)}" for header, value in passage.cells]
        lines = fitting(cells, len(cells), _ROOM)
    lead_in = [f"-# {short(passage.lead_in, 300)}"] if passage.lead_in else []
    return "\n".join(lead_in + lines)


def listed(items: Sequence[Passage]) -> str:
    """Quote a whole list or table, an item or row a line, below the sentence that introduces it."""
    lead_in = items[0].lead_in
    lines = (f"> - {_row(item) if item.cells else short(item.text, 600)}" for item in items)
    return "\n".join([f"> {short(lead_in, 300)}"] * bool(lead_in) + fitting(lines, len(items), _ROOM))


def source(article: Article, passages: Sequence[Passage]) -> str:
    """Name article, section, date and lines: from what is known of the file, never from its text."""
    first = min(passage.lines[0] for passage in passages)
    last = max(passage.lines[1] for passage in passages)
    parts = [
        f"Source: {linked(article.title, article.url)}",
        short(" › ".join(passages[0].section)),
        dated(article.published, article.loaded_on),
        _lines(first, last),
    ]
    return "-# " + " · ".join(filter(None, parts))


def said(statement: Statement, most: int, when: str = "") -> str:
    """Quote a statement, at most so many characters of it, and name its source in a line below."""
    parts = [
        linked(statement.article, statement.url, 100, 200),
        dated(statement.published, statement.loaded_on),
        _lines(*statement.lines),
    ]
    return f"> {short(statement.quote, most) or '…'}\n-# {when}{' · '.join(filter(None, parts))}"


def linked(title: str, url: str | None, most: int = 150, longest: int = 400) -> str:
    """Give an article's title, linked where its own address is safe; the host is shown then."""
    link = safe_link(url)
    if link is None or len(link[0]) > longest:
        return short(title, most) or "…"
    # Brackets in the title could end the link's text early.
    text = short(title.replace("[", "(").replace("]", ")"), most)
    return f"[{text or link[1]}](<{link[0]}>) ({link[1]})"


def dated(published: date | None, loaded_on: date | None) -> str:
    """Say when something was published, or else loaded; nothing where neither is known."""
    if published:
        return day(published)
    return f"loaded on {day(loaded_on)}" if loaded_on else ""


def day(of: date, style: str = "D") -> str:
    """Let Discord write a date for each reader; noon in UTC is on the same day nearly everywhere."""
    noon = datetime(of.year, of.month, of.day, 12, tzinfo=UTC)
    return f"<t:{int(noon.timestamp())}:{style}>"


def _lines(first: int, last: int) -> str:
    return f"lines {first}–{last}" if last > first else f"line {first}"


def _cell(header: str, value: str) -> str:
    name = short(header)
    return f"**{name}**: {short(value, 600)}" if name else short(value, 600)


def _row(row: Passage) -> str:
    """Put a row on one line: what it is about, then the rest, named where that is more than one thing."""
    (_, first), *rest = row.cells
    values = [short(value if len(rest) == 1 else f"{header}: {value}", 400) for header, value in rest]
    return f"{bold(first)}: {' · '.join(values)}" if values else short(first)


def suggested(suggestions: Sequence[str]) -> str:
    """Name what may have been meant, in a line of its own; nothing where there is nothing near."""
    names = ", ".join(map(bold, suggestions[:5]))
    return f"\nNearest: {names}" if names else ""


def covered(coverage: Coverage) -> str:
    """Say what there is to ask about, and from when to when."""
    parts = [f"Covered: {count(coverage.articles, 'article')}"]
    if coverage.first and coverage.last:
        days = dict.fromkeys((day(coverage.first), day(coverage.last)))
        parts.append(" to ".join(days))
    if coverage.topics:
        names = [short(topic, 80) for topic in coverage.topics[:6]] + more(len(coverage.topics) - 6)
        parts.append(f"Topics: {', '.join(names)}")
    return "-# " + " · ".join(parts)
