"""What is new? The report of a reload, and what has changed since a day, as lines."""

from collections.abc import Sequence
from datetime import date

from bot.terminal._statuses import dispute_lines
from bot.terminal._words import counted, dated, plain, source_of, written
from bot.terminal.style import Style
from knowledge.model import Article, Statement, StatusChange
from knowledge.statuses.changes import Changes


def report_lines(changes: Changes, style: Style, *, preview: bool) -> list[str]:
    """Say what a reload or a rollback changed, or would change."""
    verb = "would be " if preview else ""
    named = (("added", changes.added), ("changed", changes.changed), ("removed", changes.removed))
    lines = [f"{verb}{what}: {plain(path)}" for what, paths in named for path in paths]
    lines += [_change(change) for change in changes.statuses]
    if changes.glossary:
        lines.append(f"{verb}changed: the glossary")
    if changes.nothing:
        lines.append("Nothing would change." if preview else "Nothing has changed.")
    for status in changes.contradictions:
        lines += [f"{plain(status.topic)}:", *dispute_lines(status, style)]
    lines += [f"{verb}kept as it was: {plain(str(each))}" for each in changes.kept]
    lines += [f"not taken up: {plain(str(problem))}" for problem in changes.left_out]
    lines += [f"{verb}answered wrongly: {plain(question)}" for question in changes.broken]
    lines += [f"{verb}answered for who waits: {plain(question)}" for question in changes.answerable]
    if preview and changes.loss.is_large:
        lines.append(f"This would take back {changes.loss}: a reload needs --yes.")
    return [*lines, f"{counted(changes.articles, 'article')}, {counted(changes.passages, 'passage')}."]


def news_lines(
    since: date,
    changes: Sequence[StatusChange],
    articles: Sequence[Article],
    style: Style,
    until: date | None = None,
) -> list[str]:
    """Say what has changed since a day, old and new with their words, and which articles came."""
    if not changes and not articles:
        return [f"Nothing has changed since {written(since)}."]
    lines = [f"From {written(since)} to {written(until)}:" if until else f"Since {written(since)}:"]
    for change in changes:
        lines.append(style.bold(_change(change)))
        before, after = (_quoted(said, style) for said in (change.before, change.after))
        disagree = ["Sources disagree:"] if change.disagree else []
        lines += [*before, *disagree, *after]
        for other in change.disagree:
            lines += _quoted(other, style)
    came = [style.quoted(_named(article)) for article in articles]
    return [*lines, "New articles:", *came] if came else lines


def _change(change: StatusChange) -> str:
    before, after = (plain(said.status if said else "unknown") for said in (change.before, change.after))
    return f"{plain(change.topic)}: {before} → {after}"


def _named(article: Article) -> str:
    url = f" {plain(article.url)}" if article.url else ""
    return f"{dated(article.published, article.loaded_on)}: {plain(article.title)}{url}"


def _quoted(said: Statement | None, style: Style) -> list[str]:
    if said is None:
        return []
    quote = f"{plain(said.status)}: {plain(said.quote)}"
    return [style.quoted(quote), style.small(source_of(said))]
