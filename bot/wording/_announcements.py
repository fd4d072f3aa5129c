"""What is told unasked? Several changes in one message, the words behind them, and articles that came."""

from collections.abc import Collection, Mapping, Sequence

from bot.wording._facts import doubt, join, phrase_date, state
from bot.wording._news import move
from bot.wording.controls import Action, Button, stop_following
from bot.wording.message import Entry, Line, Listing, Message, Tone, line
from bot.wording.spans import Bold, CommandName, Link, Name, Phrase, Struck, text
from knowledge.model import NewArticle, Statement, StatusChange
from knowledge.text import normalise

_STOPS, _NAMED = 4, 8
"""How many topics get a button of their own, and how many are named."""
_PER_PAGE = 4
"""Changes on one page of the details."""


def announcements(
    changes: Sequence[StatusChange],
    name: str,
    stops: Sequence[tuple[str, int]] = (),
    taken_back: Mapping[str, Statement | None] | None = None,
) -> Message:
    """Word several changes, a line each; `name` is that of the message, by which its details are found.

    `stops` are a follower's topics with the numbers of the subscriptions. `taken_back` says of topics whose
    change does not hold any more what stands instead.
    """
    taken_back = taken_back or {}
    lines = tuple(
        _strike(each, taken_back[normalise(each.topic)])
        if normalise(each.topic) in taken_back
        else _tell(each)
        for each in changes
    )
    left = len(changes) - len(taken_back)
    title = text("announcements.title", count=left) if left else text("news.taken_back")
    tone = Tone.KNOWN if left else Tone.UNKNOWN
    more = (Button(text("announcements.details"), Action.DETAILS, name),)
    return Message(title, (Listing(lines),), _explain(stops), tone, more + _offer_to_stop(stops))


def details(
    changes: Sequence[StatusChange], name: str, first: int = 0, withdrawn: Collection[str] = ()
) -> Message:
    """Word some of the changes of one message, from the `first` on, with the words of both sides.

    `withdrawn` are the topics, normalised, whose change does not hold any more.
    """
    first = min(first, max(0, len(changes) - 1)) // _PER_PAGE * _PER_PAGE
    shown = changes[first : first + _PER_PAGE]
    last = first + len(shown)
    entries = tuple(_tell_in_full(each, is_past=normalise(each.topic) in withdrawn) for each in shown)
    position = line(text("announcements.page", first=first + 1, last=last, count=len(changes)), small=True)
    turns: list[Button] = []
    if first:
        turns.append(Button(text("pages.previous"), Action.DETAILS, f"{name}-{first - _PER_PAGE}"))
    if last < len(changes):
        turns.append(Button(text("pages.next"), Action.DETAILS, f"{name}-{last}"))
    note = position if turns else None
    return Message(text("announcements.details_title"), (Listing(entries),), note, buttons=tuple(turns))


def report_no_details() -> Message:
    """Say that it is forgotten what a message told."""
    new = line(text("announcements.see_new", command=CommandName("new")))
    return Message(
        text("announcements.details"), (line(text("announcements.no_details")), new), tone=Tone.FAILED
    )


def new_articles(articles: Sequence[NewArticle]) -> Message:
    """Word that articles came: title, source and date of each."""
    lines = tuple(
        line((Link(each.title, each.url),), phrase_date(each.published, each.loaded_on)) for each in articles
    )
    title = text("announcements.articles", count=len(articles))
    return Message(title, lines if len(lines) == 1 else (Listing(lines),))


def _tell(change: StatusChange) -> Line:
    words = _find_context(change.after, change.topic) if change.after else ()
    return line(move(change), doubt(change.disagree), words, name=Bold(change.topic))


def _find_context(said: Statement, topic: str) -> Phrase:
    """Give the words around a status, or a row's other cells, where they say more than its line does."""
    known = normalise(topic), normalise(said.status)
    if said.cells:
        others = [(header, value) for header, value in said.cells if normalise(value) not in ("", *known)]
        cells = (f"{header}: {value}" if header.strip() else value for header, value in others)
        return (Name(" · ".join(cells)),) if others else ()
    words = said.quote.strip()
    if set(normalise(words).split()) <= set(" ".join(known).split()):
        return ()
    return (text("facts.quoted", words=Name(words)),)


def _strike(change: StatusChange, stands: Statement | None) -> Line:
    said = " → ".join(each.status for each in (change.before, change.after) if each)
    now = text("announcements.stands_nowhere")
    if stands:
        now = text("announcements.stands", status=Bold(stands.status))
    return line(Struck(said), now, name=Bold(change.topic))


def _tell_in_full(change: StatusChange, *, is_past: bool) -> Entry:
    past: Phrase = (text("announcements.was_taken_back"),) if is_past else ()
    head = line(move(change), doubt(change.disagree), past, name=Bold(change.topic))
    before = state(change.before, text("facts.before")) if change.before else ()
    after = state(change.after, text("facts.now")) if change.after else ()
    return Entry((head, *before, *after), head)


def _explain(stops: Sequence[tuple[str, int]]) -> Line | None:
    """Say to a follower why this comes, and how to end it; nothing to a channel."""
    if not stops:
        return None
    left = len(stops) - _NAMED
    names = [Name(topic) for topic, _ in stops[:_NAMED]]
    more = [text("announcements.more_topics", count=left)] if left > 0 else []
    key = "announcements.why" if len(stops) <= _STOPS else "announcements.why_many"
    command = CommandName("unfollow", "topic")
    return line(text(key, topics=join([*names, *more]), command=command), small=True)


def _offer_to_stop(stops: Sequence[tuple[str, int]]) -> tuple[Button, ...]:
    if len(stops) == 1:
        return stop_following(stops[0][1])
    if len(stops) > _STOPS:
        return ()
    return tuple(
        Button(text("announcements.stop", topic=Name(topic)), Action.STOP, str(number))
        for topic, number in stops
    )
