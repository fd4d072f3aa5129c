"""What has happened? One change of a topic's status, all since a day, and a server's digest."""

from collections.abc import Sequence

from bot.wording._facts import DISAGREE, count, doubt, phrase_date, read_row, sides, state
from bot.wording.message import (
    Block,
    Bold,
    CommandName,
    Day,
    Entry,
    Gap,
    Line,
    Link,
    Listing,
    Message,
    Name,
    Pages,
    Phrase,
    Quote,
    Source,
    Struck,
    Tone,
    follow,
    line,
    listing,
    stop_following,
)
from knowledge.answers import News
from knowledge.model import NewArticle, StatusChange
from knowledge.notices.audience import Correction, Digest
from knowledge.when import When

_GONE = "no longer in the articles"
_MOST_ASKED = 5


def announcement(change: StatusChange, *, stop: int | None = None) -> Message:
    """Word one change, with the words of both sides; the same change always makes the same message.

    `stop` is the number of a follower's subscription, which one click ends; others are offered to follow.
    """
    blocks: list[Block] = [line(move(change), name=Bold(change.topic)), *_both(change)]
    blocks += [Gap(), line(DISAGREE), *sides(change.disagree)] if change.disagree else []
    buttons = follow(change.topic) if stop is None else stop_following(stop)
    tone = Tone.DOUBT if change.disagree else Tone.KNOWN
    return Message("Status changed", tuple(blocks), _explain(change, stop), tone, buttons)


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
        blocks += Gap(), line("The articles do not state where this stands.")
    else:
        blocks += (
            Gap(),
            line(("What stands is ", Bold(stands.status))),
            *state(stands),
        )
    buttons = follow(change.topic) if stop is None else stop_following(stop)
    return Message("Taken back", tuple(blocks), _explain(change, stop), Tone.UNKNOWN, buttons)


def news(found: News, when: When) -> Message:
    """Word what has changed since a day, or since the reader last looked, and which articles came."""
    first, rest = _period(found, when)
    if not found.changes and not found.articles:
        nothing = line((f"Nothing has changed {first}", *rest, "."))
        return Message("What is new", (nothing,), tone=Tone.UNKNOWN)
    above = line((first.capitalize(), *rest), small=True)
    happened = _happenings(found.changes, found.articles, with_words=True)
    days = [day.isoformat() for day in (found.since, found.until) if day]
    # What somebody has not seen is no period that its words would name.
    pages = Pages("new", "-".join(days)) if found.since else None
    return Message("What is new", (above, *happened), pages=pages)


def digest(digest: Digest) -> Message:
    """Word what has happened in a server's time since its last digest, and what was asked about."""
    above = line(("Digest of ", Day(digest.day)), small=True)
    asked = [line(count(often, "time"), name=Name(about)) for about, often in digest.asked[:_MOST_ASKED]]
    foot = listing(asked, Bold("Most asked about"))
    happened = _happenings(digest.changes, digest.articles, with_words=False)
    return Message("What has happened", (above, *happened, *foot))


def move(change: StatusChange) -> Phrase:
    """Say from where to where a topic went."""
    before: Phrase = (Name(change.before.status),) if change.before else ()
    if change.after is None:
        return (*before, " → ", _GONE) if before else (_GONE,)
    after = Bold(change.after.status)
    return (*before, " → ", after) if before else (after, " (new)")


def _explain(change: StatusChange, stop: int | None) -> Line | None:
    """Say to a follower why this comes, and how to end that; nothing to a channel."""
    if stop is None:
        return None
    why = "You follow ", Name(change.topic), ". To end that, press the button, or use "
    return line((*why, CommandName("unfollow", "topic"), "."), small=True)


def _period(found: News, when: When) -> tuple[str, Phrase]:
    """Say of which time it is the news, as a word that may begin a sentence, and the rest."""
    if found.since is None:
        return "since", (" you last looked",)
    day = Day(found.since)
    if found.until:
        return "from", (" ", day, " to ", Day(found.until))
    if found.since == when.recently:
        return "in", (f" the last {count(when.recent_days, 'day')}, since ", day)
    return "since", (" ", day)


def _happenings(
    changes: Sequence[StatusChange], articles: Sequence[NewArticle], *, with_words: bool
) -> tuple[Listing, ...]:
    items = tuple(_tell(each) if with_words else _tell_briefly(each) for each in changes)
    came = listing(map(_name_article, articles), (Bold("New articles"), f" ({len(articles):,})"))
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
    before = state(change.before, "Before") if change.before else ()
    after = state(change.after, "Now") if change.after else ()
    return [*before, *after]


def _name_article(article: NewArticle) -> Line:
    return line(Link(article.title, article.url), name=phrase_date(article.published, article.loaded_on))
