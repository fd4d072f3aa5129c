"""What did a reload do? All that it changes, for those who run the bot."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from msgspec.structs import replace

from bot.wording._facts import SIDES, counted, more
from bot.wording._news import move
from bot.wording._sources import phrase_failure
from bot.wording.controls import reload_anyway
from bot.wording.message import Line, Listing, Message, Tone, line, listing
from bot.wording.spans import Bold, Name, Text, bold, text
from knowledge.model import Alias, CuratedAnswer, Ignored, Step
from knowledge.sources.kept import SourceRecord
from knowledge.statuses.changes import Changes
from knowledge.statuses.loss import Loss

Done: TypeAlias = Literal["preview", "reload", "rollback", "publish"]
"""What was done, or in a preview would be."""

_TITLES: dict[Done, str] = {
    "preview": "reports.preview",
    "reload": "reports.reloaded",
    "rollback": "reports.rolled_back",
    "publish": "reports.published",
}


def report_changes(changed: Changes, done: Done, failing: Sequence[SourceRecord] = ()) -> Message:
    """Word what a reload or a rollback has changed, or would change: each part with how much it holds.

    `failing` sources could not be read, and keep what they had.
    """
    key, would = _TITLES[done], done == "preview"
    above = [line(name=Text(key, is_bold=True))]
    if changed.nothing:
        above.append(line(text("reports.nothing_would_change" if would else "reports.nothing_changed")))
    elif changed.glossary:
        above.append(line(text("reports.glossary_would_change" if would else "reports.glossary_changed")))
    if would and changed.loss.is_large:
        above.append(line(text("reports.takes_back", loss=_phrase_loss(changed.loss))))
    parts = (
        _part(bold("reports.added"), map(_name, changed.added)),
        _part(bold("reports.changed"), map(_name, changed.changed)),
        _part(bold("reports.removed"), map(_name, changed.removed)),
        _part(
            bold("reports.statuses"), (line(move(each), name=Bold(each.topic)) for each in changed.statuses)
        ),
        _part(bold("reports.disagree"), map(_dispute, changed.contradictions)),
        _part(bold("reports.kept"), map(_name, changed.kept)),
        _part(bold("reports.left_out"), map(_name, changed.left_out)),
        _part(
            bold("reports.failing"),
            (line(phrase_failure(each), name=Bold(each.name)) for each in failing),
        ),
        _part(bold("reports.warnings"), map(_name, changed.warnings)),
        _part(bold("reports.passed_over"), map(_name, changed.passed_over)),
        _part(bold("reports.ignored"), (_ignored(*each) for each in changed.ignored)),
        _part(bold("reports.would_break" if would else "reports.broken"), map(_name, changed.broken)),
        _part(
            bold("reports.would_be_answered" if would else "reports.answered"),
            map(_name, changed.answerable),
        ),
        _part(bold("reports.aliases"), map(_alias, changed.aliases)),
        _part(bold("reports.lost_aliases"), map(_alias, changed.lost_aliases)),
        _part(bold("reports.curated"), map(_curated, changed.curated)),
        _part(bold("reports.uncurated"), map(_curated, changed.uncurated)),
        _part(bold("reports.lapsed"), map(_curated, changed.lapsed)),
        _part(bold("reports.would_be_settled" if would else "reports.settled"), map(_name, changed.settled)),
        _told(changed, would=would),
    )
    articles = text("facts.articles", count=changed.articles)
    note = line((articles, ", ", text("reading.passages", count=changed.passages)), small=True)
    is_doubtful = changed.problems or changed.lapsed or changed.contradictions or changed.broken or failing
    blocks = (*above, *(block for part in parts for block in part))
    return Message(Text(key), blocks, note, Tone.DOUBT if is_doubtful else Tone.DONE)


def report_loss(changed: Changes) -> Message:
    """Word what a reload would do that was not done, because it would take back much; offer to do it."""
    report = report_changes(changed, "preview")
    blocks = (line(name=bold("reports.not_yet")), *report.blocks[1:])
    return replace(
        report,
        title=text("reports.not_yet"),
        blocks=blocks,
        tone=Tone.DOUBT,
        buttons=reload_anyway(changed.loss.key),
    )


def _part(name: Text, lines: Iterable[Line]) -> tuple[Listing, ...]:
    items = list(lines)
    return listing(items, counted(name, len(items)))


def _phrase_loss(loss: Loss) -> Text:
    articles = text("reports.lost_articles", number=len(loss.articles), count=loss.of_articles)
    statuses = text("reports.lost_statuses", number=len(loss.topics), count=loss.of_topics)
    return text("reports.loss", articles=articles, statuses=statuses)


def _told(changed: Changes, *, would: bool) -> tuple[Line, ...]:
    """Say how many are told; nothing where nobody is."""
    channels = (text("reports.channels", count=changed.channels),) if changed.channels else ()
    users = (text("reports.people", count=changed.users),) if changed.users else ()
    name = text("reports.would_be_told" if would else "reports.told")
    return (line(channels, users, name=name),) if channels or users else ()


def _ignored(path: str, found: Ignored) -> Line:
    """Say what looked like a status, where, and why it is none."""
    first, _ = found.lines
    return line((found.why,), (Name(f"{path}:{first}"),), name=Name(found.text))


def _alias(alias: Alias) -> Line:
    return line(text("inquiries.stands_for", word=Name(alias.word), name=Name(alias.name)))


def _curated(answer: CuratedAnswer) -> Line:
    return line(text("inquiries.answered_in", question=Name(answer.question), path=Name(answer.path)))


def _name(thing: object) -> Line:
    return line(Name(str(thing)))


def _dispute(step: Step) -> Line:
    """Name the newest who says so, and those who say something else."""
    claims = (step.claims[-1], *step.disagree[:SIDES])
    first, *others = (
        text("reports.said", status=Name(each.status), article=Name(each.article.title)) for each in claims
    )
    for each in others:
        first = text("reports.either", first=first, other=each)
    rest = [each.facts[0] for each in more(len(step.disagree) - SIDES)]
    return line(first, *rest, name=Bold(step.topic))
