"""Where do topics stand, and where did they? As lines, each fact with its date and its words."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.freshness import Freshness
from bot.terminal._words import dated, plain, since, source, written
from bot.terminal.style import Style
from knowledge.model import Claim, Status


def stands(status: Status, style: Style) -> str:
    """Say where a topic stands, since when."""
    return f"{style.bold(plain(status.topic))}: {style.bold(plain(status.status))}, {since(status)}"


def status_lines(status: Status, freshness: Freshness, style: Style) -> list[str]:
    """Say where a topic stands and stood before, and quote the newest article that says so."""
    before = status.previous
    lines = [stands(status, style)]
    if before:
        lines.append(f"before: {plain(before.status)}, {since(before)}")
    dispute = dispute_lines(status, style)
    lines += dispute or quoted(status.claims[-1], style)
    return lines + warning_lines(status, freshness, style)


def history_lines(status: Status, freshness: Freshness, style: Style) -> list[str]:
    """Give a topic's course as a timeline, oldest first; a contradiction is part of its step."""
    lines = [style.bold(plain(status.topic))]
    for step in status.course:
        began = step.claims[0]
        lines.append(f"{_capital(_on(began))}: {style.bold(plain(began.status))}")
        disputed = {claim.on for claim in step.against}
        if began.on not in disputed:
            lines += quoted(began, style)
        lines += _disputed((*step.claims, *step.against), disputed, style)
    return lines + warning_lines(status, freshness, style)


def board_lines(board: Sequence[Status], freshness: Freshness, style: Style) -> list[str]:
    """Give a line for each topic, with an arrow where it came to where it stands in the last days."""
    topics = [plain(status.topic) for status in board]
    moves = [_moved(status, freshness) for status in board]
    topic, move = max(map(len, topics), default=0), max(map(len, moves), default=0)
    lines: list[str] = []
    for name, moved, status in zip(topics, moves, board, strict=True):
        disagree = "  (sources disagree)" if status.disagree else ""
        lines.append(f"{name:<{topic}}  {moved:<{move}}  {style.dim(since(status) + disagree)}")
    return lines


def quoted_board_lines(board: Sequence[Status], style: Style) -> list[str]:
    """Give each topic with the words that say where it stands."""
    return [line for each in board for line in (stands(each, style), *quoted(each.claims[-1], style))]


def unknown_then(status: Status, day: date) -> str:
    """Say that a topic had no status on a day, and since when it has one."""
    first = status.course[0]
    return (
        f"{plain(status.topic)} had no status on {written(day)}. "
        f"The first one is {plain(first.status)}, {since(first)}."
    )


def dispute_lines(status: Status, style: Style) -> list[str]:
    """Set side by side what the newest sources say where they differ; nothing where they do not."""
    return _disputed((*status.claims, *status.against), {claim.on for claim in status.disagree}, style)


def warning_lines(status: Status, freshness: Freshness, style: Style) -> list[str]:
    """Warn where the newest source of a status is old."""
    age = freshness.days_old(status)
    if age is None:
        return []
    if status.article.published:
        said = f"The newest article on this is {age:,} days old."
    else:
        said = f"The newest article on this has no date and was loaded {age:,} days ago."
    return [style.wrapped(said)]


def quoted(claim: Claim, style: Style, label: str = "") -> list[str]:
    """Quote a claim with its source."""
    quote = f"{label}{plain(claim.passage.quote)}"
    return [style.quoted(quote), style.small(source(claim.article, claim.passage))]


def _disputed(claims: Iterable[Claim], days: set[date], style: Style) -> list[str]:
    """Quote all claims of some days, oldest first, each under its status."""
    lines = ["Sources disagree:"] if days else []
    for claim in sorted((claim for claim in claims if claim.on in days), key=lambda claim: claim.on):
        lines += quoted(claim, style, f"{plain(claim.status)}: ")
    return lines


def _moved(status: Status, freshness: Freshness) -> str:
    if status.previous and freshness.is_recent(status):
        return f"{plain(status.previous.status)} → {plain(status.status)}"
    return plain(status.status)


def _on(claim: Claim) -> str:
    article = claim.article
    return dated(article.published, article.loaded_on)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
