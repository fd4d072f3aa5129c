"""What has happened? One change of a topic's status, all since a day, and a server's digest."""

from collections.abc import Sequence
from datetime import date

from bot.freshness import Freshness
from bot.replies.card import AMBER, BLUE, GREY, Card, follow, made, stop_following, with_quotes
from bot.replies.escape import bold, count, fitting, more, short
from bot.wording._quotes import dated, day, linked, said
from knowledge.model import StatusChange
from knowledge.notices.audience import Bulletin, Correction, Digest, NewArticle

_SIDES = 3
"""How many sources that say something else are quoted beside one that stands."""
_MOST = 100
"""More changes than fit, in whatever form."""
_GONE = "no longer in the articles"


def announcement(change: StatusChange, *, stop: int | None = None) -> Card:
    """Tell of one changed fact, with the words of both sides.

    `stop` is the number of a follower's subscription, which one click ends; others are offered to follow.
    The same change always makes the same card.
    """

    def body(most: int) -> str:
        lines = [_arrow(change), *_both(change, most)]
        if change.disagree:
            lines.append("\n⚠ **Sources disagree.** Of the same date:")
        lines += (f"\n{bold(each.status)}\n{said(each, most)}" for each in change.disagree[:_SIDES])
        return "\n".join(lines + more(len(change.disagree) - _SIDES))

    buttons = follow(change.topic) if stop is None else stop_following(stop)
    colour = AMBER if change.disagree else BLUE
    return made(change.topic, with_quotes(body), colour=colour, buttons=buttons)


def correction(correction: Correction, *, stop: int | None = None) -> Card:
    """Put what a message told of a change that has been taken back, struck through, and what stands.

    `stop` is as in the announcement of that change.
    """
    change, stands = correction.change, correction.stands

    def body(most: int) -> str:
        told = [_struck(_arrow(change))]
        if change.after:
            told.append(f"> {_struck(short(change.after.quote, most) or '…')}")
        if stands is None:
            return "\n".join([*told, "\n**Taken back.** The articles do not state where this stands."])
        now = f"{bold(stands.status)}\n{said(stands, most)}"
        return "\n".join([*told, "\n**Taken back.** Where it stands:", now])

    buttons = follow(change.topic) if stop is None else stop_following(stop)
    return made(change.topic, with_quotes(body), colour=GREY, buttons=buttons)


def news(
    bulletin: Bulletin, since: date | None, fresh: Freshness, until: date | None = None, *, above: str = ""
) -> Card:
    """Tell what has changed since a day, or where it is None since the reader last looked.

    `until` is the last day of a period that is over; `above` is a line to put above it, escaped already.
    """
    when = f"since {day(since)}" if since else "since you last looked"
    if since and until:
        when = f"from {day(since)} to {day(until)}"
    elif since == fresh.recently:
        when = f"in the last {count(fresh.recent_days, 'day')}, {when}"
    if not bulletin.changes and not bulletin.articles:
        return made("What is new", f"Nothing has changed {when}.", colour=GREY, above=above)

    def fit(room: int) -> str:
        head = f"-# {when[0].upper()}{when[1:]}"
        return "\n".join([head, *_happened(bulletin, room - len(head) - 1, quotes=True)])

    return made("What is new", fit, above=above)


def digest(digest: Digest) -> Card:
    """Tell a server what has happened since its last digest, and what was asked about."""

    def fit(room: int) -> str:
        head = f"-# Digest of {day(digest.day)}"
        asked = [f"- {short(about, 80)}: {count(often, 'time')}" for about, often in digest.asked[:5]]
        foot = ["\n**Most asked about**", *asked] if asked else []
        room -= sum(len(line) + 1 for line in (head, *foot))
        news = Bulletin(digest.changes, digest.articles)
        return "\n".join([head, *_happened(news, room, quotes=False), *foot])

    return made("What has happened", fit)


def _happened(news: Bulletin, room: int, *, quotes: bool) -> list[str]:
    """Show changes and new articles in the room there is; the articles have a third of it to themselves."""
    articles = news.articles
    shown = _told(news.changes, room - min(room // 3, 150 * len(articles)), quotes=quotes)
    if not articles:
        return shown
    heading = f"\n**New articles** ({len(articles):,})"
    room -= sum(len(block) + 1 for block in (*shown, heading))
    lines = (f"- {_article(each)}" for each in articles)
    return [*shown, heading, *fitting(lines, len(articles), room)]


def _told(changes: Sequence[StatusChange], room: int, *, quotes: bool) -> list[str]:
    """Give each change its line, and the first of them both quotes where that leaves room for the others."""
    lines = [_line(each) for each in changes[:_MOST]]
    left = room - sum(len(line) + 1 for line in lines) - 1
    if not quotes or left < 0 or len(changes) > _MOST:
        return fitting(lines, len(changes), room)
    blocks: list[str] = []
    for each, line in zip(changes, lines, strict=True):
        # An empty line above each sets it off from the one before.
        block = "\n".join(["", _change(each), *_both(each, 200)])
        left -= len(block) - len(line)
        if left < 0:
            break
        blocks.append(block)
    rest = lines[len(blocks) :]
    return [*blocks, *[""] * bool(blocks and rest), *rest]


def _line(change: StatusChange) -> str:
    return f"- {' · '.join(filter(None, [_change(change), _newest(change)]))}"


def _change(change: StatusChange) -> str:
    return f"{bold(change.topic)}: {_arrow(change)}{' · sources disagree' if change.disagree else ''}"


def _arrow(change: StatusChange) -> str:
    """Say from what to what a status went."""
    before = short(change.before.status) if change.before else ""
    if change.after is None:
        return f"{before} → {_GONE}" if before else _GONE
    after = bold(change.after.status)
    return f"{before} → {after}" if before else f"{after} (new)"


def _struck(escaped: str) -> str:
    """Strike escaped text through; a tilde at its end would be taken for the mark."""
    return f"~~{escaped[:-1]}\\~~~" if escaped.endswith("~") else f"~~{escaped}~~"


def _both(change: StatusChange, most: int) -> list[str]:
    before = [said(change.before, most, "Before: ")] if change.before else []
    return before + ([said(change.after, most, "Now: ")] if change.after else [])


def _newest(change: StatusChange) -> str:
    """Name the source of what is so now, and its date."""
    after = change.after
    if after is None:
        return ""
    parts = [dated(after.published, after.loaded_on), linked(after.article, after.url, 100, 200)]
    return " · ".join(filter(None, parts))


def _article(article: NewArticle) -> str:
    parts = [linked(article.title, article.url, 100, 200), dated(article.published, None)]
    return " · ".join(filter(None, parts))
