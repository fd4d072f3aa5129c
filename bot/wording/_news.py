"""What has happened? One change of a topic's status, all since a day, and a server's digest."""

from collections.abc import Sequence

from bot.wording._facts import DISAGREE, counted, doubt, phrase_date, read_row, sides, state
from bot.wording.controls import Pages, follow, stop_following
from bot.wording.message import Block, Entry, Gap, Line, Listing, Message, Quote, Source, Tone, line, listing
from bot.wording.spans import Bold, CommandName, Day, Link, Name, Phrase, Struck, Text, bold, text
from knowledge.answers import News
from knowledge.model import NewArticle, StatusChange
from knowledge.notices.audience import Correction, Digest
from knowledge.when import When

_GONE = text("news.gone")
_MOST_ASKED = 5


def announcement(change: StatusChange, *, stop: int | None = None) -> Message:
    """Word one change, with the words of both sides; the same change always makes the same message.

    `stop` is the number of a follower's subscription, which one click ends; others are offered to follow.
    """
    blocks: list[Block] = [line(move(change), name=Bold(change.topic)), *_both(change)]
    blocks += [Gap(), line(DISAGREE), *sides(change.disagree)] if change.disagree else []
    buttons = follow(change.topic) if stop is None else stop_following(stop)
    tone = Tone.DOUBT if change.disagree else Tone.KNOWN
    return Message(text("news.changed"), tuple(blocks), _explain(change, stop), tone, buttons)


def correction(correction: Correction, *, stop: int | None = None) -> Message:
    """Word that a change which was announced is taken back, and where its topic stands.

    `stop` is as in the announcement of that change, all of whose words are struck through.
    """
    change, stands = correction.change, correction.stands
    said = [each.status for each in (change.before, change.after) if each]
    blocks: list[Block] = [line(Struck(" → ".join(said)), name=Bold(change.topic))]
    if change.after:
        blocks.append(line(Struck(read_row(change.after))))
    if stands is None:
        blocks += Gap(), line(text("news.stands_nowhere"))
    else:
        blocks += (
            Gap(),
            line(text("news.stands", status=Bold(stands.status))),
            *state(stands),
        )
    buttons = follow(change.topic) if stop is None else stop_following(stop)
    return Message(text("news.taken_back"), tuple(blocks), _explain(change, stop), Tone.UNKNOWN, buttons)


def news(found: News, when: When) -> Message:
    """Word what has changed since a day, or since the reader last looked, and which articles came."""
    title, is_nothing = text("news.new"), not found.changes and not found.articles
    period = line(_period(found, when, is_nothing=is_nothing), small=not is_nothing)
    if is_nothing:
        return Message(title, (period,), tone=Tone.UNKNOWN)
    days = [day.isoformat() for day in (found.since, found.until) if day]
    # What somebody has not seen is no period that its words would name.
    pages = Pages("new", "-".join(days)) if found.since else None
    happened = _happenings(found.changes, found.articles, with_words=True)
    return Message(title, (period, *happened), pages=pages)


def digest(digest: Digest) -> Message:
    """Word what has happened in a server's time since its last digest, and what was asked about."""
    above = line(text("news.digest", day=Day(digest.day)), small=True)
    asked = [
        line(text("news.times", count=often), name=Name(about)) for about, often in digest.asked[:_MOST_ASKED]
    ]
    foot = listing(asked, bold("news.most_asked"))
    happened = _happenings(digest.changes, digest.articles, with_words=False)
    return Message(text("news.happened"), (above, *happened, *foot))


def move(change: StatusChange) -> Phrase:
    """Say from where to where a topic went."""
    before: Phrase = (Name(change.before.status),) if change.before else ()
    if change.after is None:
        return (*before, " → ", _GONE) if before else (_GONE,)
    after = Bold(change.after.status)
    return (*before, " → ", after) if before else (text("news.newly", status=after),)


def _explain(change: StatusChange, stop: int | None) -> Line | None:
    """Say to a follower why this comes, and how to end that; nothing to a channel."""
    if stop is None:
        return None
    command = CommandName("unfollow", "topic")
    return line(text("news.why", topic=Name(change.topic), command=command), small=True)


def _period(found: News, when: When, *, is_nothing: bool) -> Text:
    """Say of which time it is the news, or that nothing has changed in it."""
    if found.since is None:
        return text("news.nothing_since_you_looked" if is_nothing else "news.since_you_looked")
    first = Day(found.since)
    if found.until:
        key = "news.nothing_between" if is_nothing else "news.between"
        return text(key, first=first, last=Day(found.until))
    if found.since == when.recently:
        key = "news.nothing_of_late" if is_nothing else "news.of_late"
        return text(key, count=when.recent_days, day=first)
    return text("news.nothing_since" if is_nothing else "news.since", day=first)


def _happenings(
    changes: Sequence[StatusChange], articles: Sequence[NewArticle], *, with_words: bool
) -> tuple[Listing, ...]:
    items = tuple(_tell(each) if with_words else _tell_briefly(each) for each in changes)
    came = listing(map(_name_article, articles), counted(bold("news.articles"), len(articles)))
    return (*([Listing(items)] if items else []), *came)


def _tell(change: StatusChange) -> Entry:
    head = line(move(change), doubt(change.disagree), name=Bold(change.topic))
    return Entry((head, *_both(change)), _tell_briefly(change))


def _tell_briefly(change: StatusChange) -> Line:
    """Leave out the words, but not who says since when what is so now."""
    after = change.after
    source = [phrase_date(after.published, after.loaded_on), Link(after.article, after.url)] if after else []
    return line(move(change), doubt(change.disagree), *source, name=Bold(change.topic))


def _both(change: StatusChange) -> list[Quote | Source]:
    before = state(change.before, text("facts.before")) if change.before else ()
    after = state(change.after, text("facts.now")) if change.after else ()
    return [*before, *after]


def _name_article(article: NewArticle) -> Line:
    return line(Link(article.title, article.url), name=phrase_date(article.published, article.loaded_on))
