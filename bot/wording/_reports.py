"""What did a reload do? All that it changes, for those who run the bot."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from msgspec.structs import replace

from bot.wording._facts import SIDES, count, more
from bot.wording._news import move
from bot.wording._sources import phrase_failure
from bot.wording.message import Bold, Line, Listing, Message, Name, Phrase, Tone, line, listing, reload_anyway
from knowledge.model import Ignored, Step
from knowledge.sources.kept import SourceRecord
from knowledge.statuses.changes import Changes

Done: TypeAlias = Literal["preview", "reload", "rollback", "publish"]
"""What was done, or in a preview would be."""

_TITLES: dict[Done, str] = {
    "preview": "What a reload would change",
    "reload": "Reloaded",
    "rollback": "Rolled back",
    "publish": "Published",
}


def report_changes(changed: Changes, done: Done, failing: Sequence[SourceRecord] = ()) -> Message:
    """Word what a reload or a rollback has changed, or would change: each part with how much it holds.

    `failing` sources could not be read, and keep what they had.
    """
    title, would = _TITLES[done], done == "preview"
    above = [line(name=Bold(title))]
    if changed.nothing:
        above.append(line("Nothing would change." if would else "Nothing has changed."))
    elif changed.glossary:
        above.append(line("The glossary would change." if would else "The glossary has changed."))
    if would and changed.loss.is_large:
        above.append(line(f"This would take back {changed.loss}, which must be confirmed."))
    parts = (
        _part("Added", map(_name, changed.added)),
        _part("Changed", map(_name, changed.changed)),
        _part("Removed", map(_name, changed.removed)),
        _part("Statuses", (line(move(each), name=Bold(each.topic)) for each in changed.statuses)),
        _part("Sources disagree", map(_dispute, changed.contradictions)),
        _part("Kept as it was", map(_name, changed.kept)),
        _part("Not taken up", map(_name, changed.left_out)),
        _part(
            "Sources that cannot be read",
            (line(phrase_failure(each), name=Bold(each.name)) for each in failing),
        ),
        _part("Taken up, and to be looked at", map(_name, changed.warnings)),
        _part("Passed over", map(_name, changed.passed_over)),
        _part("Not taken for a status", (_ignored(*each) for each in changed.ignored)),
        _part(f"Judged questions that {'would ' * would}break", map(_name, changed.broken)),
        _part(
            f"Waiting questions that {'would be' if would else 'are'} answered{'' if would else ' now'}",
            map(_name, changed.answerable),
        ),
        _told(changed, would=would),
    )
    note = line(f"{count(changed.articles, 'article')}, {count(changed.passages, 'passage')}", small=True)
    is_doubtful = changed.problems or changed.contradictions or changed.broken or failing
    blocks = (*above, *(block for part in parts for block in part))
    return Message(title, blocks, note, Tone.DOUBT if is_doubtful else Tone.DONE)


def report_loss(changed: Changes) -> Message:
    """Word what a reload would do that was not done, because it would take back much; offer to do it."""
    report = report_changes(changed, "preview")
    title = "Nothing is reloaded yet"
    blocks = (line(name=Bold(title)), *report.blocks[1:])
    return replace(
        report, title=title, blocks=blocks, tone=Tone.DOUBT, buttons=reload_anyway(changed.loss.key)
    )


def _part(name: str, lines: Iterable[Line]) -> tuple[Listing, ...]:
    items = list(lines)
    return listing(items, (Bold(name), f" ({len(items):,})"))


def _told(changed: Changes, *, would: bool) -> tuple[Line, ...]:
    """Say how many are told; nothing where nobody is."""
    channels = (count(changed.channels, "channel"),) if changed.channels else ()
    users = (count(changed.users, "person", "people"),) if changed.users else ()
    return (line(channels, users, name="Would be told" if would else "Told"),) if channels or users else ()


def _ignored(path: str, found: Ignored) -> Line:
    """Say what looked like a status, where, and why it is none."""
    first, _ = found.lines
    return line((found.why,), (Name(f"{path}:{first}"),), name=Name(found.text))


def _name(thing: object) -> Line:
    return line(Name(str(thing)))


def _dispute(step: Step) -> Line:
    """Name the newest who says so, and those who say something else."""
    claims = (step.claims[-1], *step.disagree[:SIDES])
    said: list[Phrase] = [(Name(each.status), " (", Name(each.article.title), ")") for each in claims]
    spans = [span for each in said for span in (" or ", *each)]
    rest = [each.facts[0] for each in more(len(step.disagree) - SIDES)]
    return line(tuple(spans[1:]), *rest, name=Bold(step.topic))
