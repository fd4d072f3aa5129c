"""Where does it stand, and how did it come there? One topic, all of them, and a topic's course."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.freshness import Freshness
from bot.replies.card import AMBER, BLUE, GREY, Card, follow, made, with_quotes
from bot.replies.escape import bold, count, fitting, more, short
from bot.wording._quotes import covered, day, said, source, suggested
from knowledge.model import Answer, Coverage, Status

_SIDES = 3
"""How many sources that say something else are quoted beside one that stands."""


def status(
    stands: Status,
    fresh: Freshness,
    as_of: date | None = None,
    *,
    now: Status | None = None,
    above: str = "",
) -> Card:
    """Show where a topic stands, or stood on a day, since when, and the words that say so.

    For a day, what is old is judged as on that day, and there is no button. `now` is the step that stands,
    where this is an earlier one. `above` is a line to put above it, escaped already.
    """
    head = [f"-# Where it stood, as of {day(as_of)}"] if as_of else []
    tail = [_other("Now", now)] if now else _warning(stands, fresh, as_of)
    before = [_other("Before", stands.previous)] if stands.previous else []

    def alone(most: int) -> str:
        quote = f"> {short(stands.passage.quote, most)}"
        return "\n".join([*head, _stands(stands), *before, quote, *tail])

    def disputed(most: int) -> str:
        first = "\n".join([*head, "⚠ **Sources disagree.** Of the same date:"])
        last = "\n".join([*before, *tail])
        return "\n\n".join(filter(None, [first, *_sides(stands, most), last]))

    pressed = () if as_of else follow(stands.topic)
    if stands.disagree:
        return made(stands.topic, with_quotes(disputed), "", AMBER, pressed, above=above)
    note = source(stands.article, [stands.passage])
    return made(stands.topic, with_quotes(alone), note, BLUE, pressed, above=above)


def no_status_then(topic: str, by: date, first: date | None) -> Card:
    """Say that a topic is known, but that the articles of that day and before state no status of it."""
    body = f"By {day(by)} the articles stated no status of it."
    if first:
        body += f"\nThe first that they state is of {day(first)}."
    return made(topic, body, colour=GREY)


def unknown_topic(asked: Answer, coverage: Coverage) -> Card:
    """Say that the articles state no status of this topic, and name the nearest ones."""
    body = f"The articles state no status for “{short(asked.question)}”.{suggested(asked.suggestions)}"
    return made("No such topic", body, covered(coverage), GREY)


def board(
    statuses: Sequence[Status], coverage: Coverage, fresh: Freshness, as_of: date | None = None
) -> Card:
    """Show where all topics stand, or stood on a day, one per line, and what changed of late."""
    head = [f"-# Where they stood, as of {day(as_of)}"] if as_of else []
    then = fresh.on(as_of)
    old = any(_days_old(each, then) for each in statuses)
    foot = [f"-# ⚠ nothing newer for over {count(then.stale_days, 'day')}"] if old else []

    def fit(room: int) -> str:
        room -= sum(map(len, head + foot)) + 2
        lines = fitting((_line(each, then) for each in statuses), len(statuses), room)
        return "\n".join([*head, *(lines or ["The articles state no statuses."]), *foot])

    note = covered(replace(coverage, topics=()))  # they stand above
    return made("Where things stand", fit, note, BLUE if statuses else GREY)


def quoted_board(statuses: Sequence[Status], above: str) -> Card:
    """Show several topics, each with the words that say where it stands."""

    def fit(room: int) -> str:
        # An empty line above each sets it off from the one before.
        blocks = (
            f"\n{bold(each.topic)}: {_stands(each)}{' · sources disagree' if each.disagree else ''}\n"
            + said(each.claims[-1].statement, 200)
            for each in statuses
        )
        return "\n".join(fitting(blocks, len(statuses), room)).lstrip()

    return made("Where things stand", fit, above=above)


def history(stands: Status, fresh: Freshness) -> Card:
    """Show a topic's course, oldest step first; what does not fit is left out from its beginning."""
    course = stands.course
    tail = _warning(stands, fresh)

    def fit(room: int) -> str:
        room -= sum(map(len, tail)) + len("… 999,999 earlier steps") + 4
        steps: list[str] = []
        for step in reversed(course):
            block = _step(step, room)
            if steps and len(block) + 2 > room:
                break
            room -= len(block) + 2
            steps.append(block)
        left = len(course) - len(steps)
        earlier = [f"… {count(left, 'earlier step')}"] if left else []
        return "\n\n".join([*earlier, *reversed(steps), *tail])

    note = f"-# {count(len(course), 'step')}, oldest first"
    return made(f"History of {stands.topic}", fit, note, BLUE, follow(stands.topic))


def _stands(stands: Status) -> str:
    parts = [bold(stands.status), _since(stands, with_age=True)]
    return " · ".join(filter(None, parts))


def _since(step: Status, *, with_age: bool = False) -> str:
    """Say since when a step stands; of an undated fact no more is known than when it was loaded."""
    if step.as_of:
        return f"since {day(step.as_of)}" + (f" ({day(step.as_of, 'R')})" if with_age else "")
    return f"as loaded on {day(step.since)}" if step.since != date.min else ""


def _other(when: str, step: Status) -> str:
    """Name another step in small print."""
    parts = [f"-# {when}: {bold(step.status)}", _since(step)]
    return ", ".join(filter(None, parts))


def _days_old(stands: Status, fresh: Freshness) -> int | None:
    """Give the age of the newest source where that is too much; what has no date at all has no age."""
    return fresh.days_old(stands) if stands.claims[-1].on != date.min else None


def _warning(stands: Status, fresh: Freshness, as_of: date | None = None) -> list[str]:
    days = _days_old(stands, fresh.on(as_of))
    if days is None:
        return []
    was, then = ("was", " then") if as_of else ("is", "")
    said = (
        f"{was} {count(days, 'day')} old"
        if stands.article.published
        else f"was loaded {count(days, 'day')} ago"
    )
    return [f"⚠ The newest source{then} {said}."]


def _sides(stands: Status, most: int) -> list[str]:
    """Put what sources of one date say beside each other, each with its words, at most so many characters."""
    others = stands.disagree
    return [
        f"{_stands(stands)}\n{said(stands.claims[-1].statement, most)}",
        *(f"{bold(claim.status)}\n{said(claim.statement, most)}" for claim in others[:_SIDES]),
        *more(len(others) - _SIDES),
    ]


def _line(stands: Status, fresh: Freshness) -> str:
    now = short(stands.status)
    if stands.previous and fresh.is_recent(stands):
        now = f"{short(stands.previous.status)} → {bold(stands.status)}"
    parts = [
        f"{bold(stands.topic)}: {now}",
        _since(stands),
        "sources disagree" if stands.disagree else "",
        "⚠" if _days_old(stands, fresh) else "",
    ]
    return " · ".join(filter(None, parts))


def _step(step: Status, room: int) -> str:
    """Show one step of a course: since when, what, in whose words, and who said something else meanwhile."""
    first, last = step.claims[0], step.claims[-1]
    when = day(step.as_of) if step.as_of else _since(step)
    head = " · ".join(filter(None, [when, bold(first.status, 150)]))
    if last.article.published and last.on > first.on:
        head += f" · said again on {day(last.on)}"
    words = said(replace(first.statement, published=None, loaded_on=None), 200)  # its date stands above
    block = f"{head}\n{words}"
    others = (
        f"⚠ Sources disagree: {bold(each.status, 150)}\n{said(each.statement, 200)}" for each in step.against
    )
    return "\n".join([block, *fitting(others, len(step.against), room - len(block) - 1, _SIDES)])
