"""How is an article quoted? Its own words set off from the bot's, and where they stand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from bot.render._text import fitting, marked, safe_link, short
from knowledge.model import Article, Passage

_ROOM = 1600
"""A passage is at most 160 words long, which fits; so does the card then in a message without an embed."""


def quoted(passage: Passage, sentence: str) -> str:
    """Quote a passage with the sentence that answers best in bold; a row by its cells."""
    lines = [marked(passage.text, sentence, _ROOM)]
    if passage.cells:
        lines = fitting([_cell(header, value) for header, value in passage.cells], _ROOM)
    lead_in = f"-# {short(passage.lead_in, 300)}\n" if passage.lead_in else ""
    return lead_in + "\n".join(f"> {line}" for line in lines)


def listed(items: Sequence[Passage]) -> str:
    """Quote a whole list or table, an item or row a line, below the sentence that introduces it."""
    lead_in = items[0].lead_in
    lines = [f"> - {_row(item) if item.cells else short(item.text, 600)}" for item in items]
    return "\n".join([f"> {short(lead_in, 300)}"] * bool(lead_in) + fitting(lines, _ROOM))


def source(article: Article, passages: Sequence[Passage]) -> str:
    """Name article, section, date and lines: from what is known of the file, never from its text."""
    parts = [f"Source: {_linked(article)}", short(" › ".join(passages[0].section))]
    if article.published:
        parts.append(day(article.published))
    elif article.loaded_on:
        parts.append(f"loaded on {day(article.loaded_on)}")
    first = min(passage.lines[0] for passage in passages)
    last = max(passage.lines[1] for passage in passages)
    parts.append(f"lines {first}–{last}" if last > first else f"line {first}")
    return "-# " + " · ".join(filter(None, parts))


def day(of: date, style: str = "D") -> str:
    """Let Discord write a date for each reader; noon in UTC is on the same day nearly everywhere."""
    noon = datetime(of.year, of.month, of.day, 12, tzinfo=UTC)
    return f"<t:{int(noon.timestamp())}:{style}>"


def _cell(header: str, value: str) -> str:
    name = short(header)
    return f"**{name}**: {short(value, 600)}" if name else short(value, 600)


def _row(row: Passage) -> str:
    """Put a row on one line: what it is about, then the rest, named where that is more than one thing."""
    (_, first), *rest = row.cells
    values = [short(value if len(rest) == 1 else f"{header}: {value}", 400) for header, value in rest]
    return f"**{short(first) or '…'}**: {' · '.join(values)}" if values else short(first)


def _linked(article: Article) -> str:
    """Give an article's title, linked where its own address is safe; the host is shown then."""
    link = safe_link(article.url)
    if link is None:
        return short(article.title, 150)
    # Brackets in the title could end the link's text early.
    title = short(article.title.replace("[", "(").replace("]", ")"), 150)
    return f"[{title or link[1]}](<{link[0]}>) ({link[1]})"
