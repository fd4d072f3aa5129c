"""How does it look? What is said, as a card within Discord's limits; the only place that escapes text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from discord import Embed

from bot.render._quotes import day, listed, quoted, source
from bot.render._text import cut, cut_closed, escaped, fitting, more, short, visible
from knowledge.changes import Changes
from knowledge.model import Answer, Coverage, Status, Verdict

__all__ = (
    "Card",
    "answer",
    "board",
    "changes",
    "choice",
    "failure",
    "forgotten",
    "guide",
    "status",
    "unknown_topic",
)

_BLUE, _AMBER, _GREY, _GREEN, _RED = 0x3B6EA5, 0xC98A1B, 0x80848E, 0x3F8F5F, 0xB5473C
"""What is known, what is only near, what is not known, what was done, what failed."""

_TITLE, _BODY, _NOTE, _TEXT = 256, 3050, 1000, 2000
"""Discord allows 4,096 characters for body and note together, and 2,000 for a message without an embed."""


@dataclass(frozen=True, slots=True)
class Card:
    """One message, escaped and within the limits: a title, a body, and a note in small print."""

    title: str
    body: str
    note: str
    colour: int

    @property
    def embed(self) -> Embed:
        """The card as Discord draws it."""
        return Embed(title=self.title, description=_joined(self.body, self.note), colour=self.colour)

    @property
    def text(self) -> str:
        """The same in plain text, for channels where the bot may not embed links."""
        room = _TEXT - len(self.title) - len(self.note) - 7
        return _joined(f"**{self.title}**\n{cut_closed(self.body, room)}", self.note)


def answer(found: Answer, coverage: Coverage, *, repeat_question: bool = False) -> Card:
    """Show the passage or list that answers, or the nearest one, or that there is none.

    `repeat_question` puts the question above, for readers who may not see it otherwise.
    """
    card = _answered(found, coverage)
    if not repeat_question:
        return card
    return replace(card, body=cut_closed(f"-# “{short(found.question, 300)}”\n{card.body}", _BODY))


def status(stands: Status) -> Card:
    """Show where a topic stands, since when, and the words that say so."""
    since = f" · since {day(stands.as_of)} ({day(stands.as_of, 'R')})" if stands.as_of else ""
    lines = [f"**{short(stands.status)}**{since}", f"> {short(stands.passage.quote, 700)}"]
    if stands.disagree:
        lines.append("\n**Sources disagree.** Of the same date:")
    for other in stands.disagree[:3]:
        said = f"**{short(other.status)}** says {short(other.article.title, 150)}"
        lines += [said, f"> {short(other.passage.quote, 250)}"]
    lines += more(len(stands.disagree) - 3)
    return _card(stands.topic, "\n".join(lines), source(stands.article, [stands.passage]), _BLUE)


def unknown_topic(asked: Answer, coverage: Coverage) -> Card:
    """Say that the articles state no status of this topic, and name the nearest ones."""
    body = f"The articles state no status for “{short(asked.question)}”." + _suggested(asked.suggestions)
    return _card("No such topic", body, _covered(coverage), _GREY)


def board(statuses: Sequence[Status], coverage: Coverage) -> Card:
    """Show where all topics stand, one per line."""
    lines = fitting([_line(each) for each in statuses], _BODY - 50)
    body = "\n".join(lines) or "The articles state no statuses."
    note = _covered(replace(coverage, topics=()))  # they stand above
    return _card("Where things stand", body, note, _BLUE if statuses else _GREY)


def changes(made: Changes, *, preview: bool) -> Card:
    """Report what a reload has changed, or would change."""
    statuses = [
        f"**{short(each.topic)}**: {short(each.before or 'new')} → {short(each.after or 'gone')}"
        for each in made.statuses
    ]
    parts = [
        ("Nothing would change." if preview else "Nothing has changed.") if made.nothing else "",
        _part("Added", _escaped_all(made.added), 400),
        _part("Changed", _escaped_all(made.changed), 400),
        _part("Removed", _escaped_all(made.removed), 400),
        _part("Statuses", statuses, 600),
        _part("Not taken up", _escaped_all(str(each) for each in made.problems), 900),
    ]
    title = "What a reload would change" if preview else "Reloaded"
    note = f"-# {_count(made.articles, 'article')}, {_count(made.passages, 'passage')}"
    return _card(title, "\n".join(filter(None, parts)), note, _AMBER if made.problems else _GREEN)


def guide(coverage: Coverage, prefix: str | None) -> Card:
    """Say what can be asked and how; `prefix` is None where text commands do not work."""
    topic = short(coverage.topics[0]) if coverage.topics else "a topic"
    lines = [
        "Mention me with a question, write me a direct message, or reply to an answer of mine.",
        "You get a passage of the articles word for word, with its source and date.",
        "What they do not say, I do not say. Ask on in short: *why?*, *what about …?*",
        "",
        "**/ask** *question*: the passage that answers; with *private* only you see it",
        f"**/status** *{topic}*: where a topic stands; without a topic, all of them",
        "**/forget\\_me**: I forget your last questions, which I keep only for such follow-ups",
        "**/help**: these lines",
    ]
    if prefix:
        names = ", ".join(f"**{escaped(prefix + name)}**" for name in ("ask", "status", "forget_me", "help"))
        lines.append(f"\nIn text channels also {names}.")
    return _card("Ask what the articles say", "\n".join(lines), _covered(coverage), _BLUE)


def forgotten(questions: int) -> Card:
    """Say that somebody's questions are forgotten, and what is kept of them."""
    done = f"Forgotten: {_count(questions, 'question')}." if questions else "There was nothing to forget."
    body = (
        f"{done}\nTo understand follow-ups I keep up to four of your last questions in each channel, "
        "for 15 minutes, in memory only."
    )
    return _card("Your questions", body, "", _GREEN)


def failure(reason: str, cure: str = "") -> Card:
    """Say what did not work, and what helps."""
    return _card("That did not work", f"{short(reason, 900)}\n{short(cure, 900)}".strip(), "", _RED)


def choice(name: str) -> str:
    """Make a name fit for the list under an option, which Discord shows as it is."""
    return cut(visible(name), 100)


def _answered(found: Answer, coverage: Coverage) -> Card:
    if found.verdict is Verdict.NONE or not found.hits:
        suggested = _suggested(found.suggestions)
        body = f"The articles do not answer this, and nothing in them comes near.{suggested}"
        return _card("Not in the articles", body, _covered(coverage), _GREY)
    if found.verdict is Verdict.ANSWER and found.status and not found.items:
        return status(found.status)
    passage, article = found.hits[0].passage, found.hits[0].article
    title = passage.section[-1] if passage.section else article.title
    body = listed(found.items) if found.items else quoted(passage, found.sentence)
    note = source(article, found.items or [passage])
    if found.verdict is Verdict.ANSWER:
        return _card(title, body, note, _BLUE)
    nearest = f"The articles do not answer this. The nearest passage is:\n{body}"
    return _card(title, nearest, note, _AMBER)


def _card(title: str, body: str, note: str, colour: int) -> Card:
    return Card(short(title, _TITLE) or "…", cut_closed(body, _BODY) or "…", cut(note, _NOTE), colour)


def _joined(body: str, note: str) -> str:
    return f"{body}\n\n{note}" if note else body


def _line(stands: Status) -> str:
    parts = [f"**{short(stands.topic)}**: {short(stands.status)}"]
    if stands.as_of:
        parts.append(f"since {day(stands.as_of)}")
    if stands.disagree:
        parts.append("sources disagree")
    return " · ".join(parts)


def _suggested(suggestions: Sequence[str]) -> str:
    names = ", ".join(f"**{short(each)}**" for each in suggestions[:5])
    return f"\nNearest: {names}" if names else ""


def _covered(coverage: Coverage) -> str:
    """Say what there is to ask about, and from when to when."""
    parts = [f"Covered: {_count(coverage.articles, 'article')}"]
    if coverage.first and coverage.last:
        days = dict.fromkeys((day(coverage.first), day(coverage.last)))
        parts.append(" to ".join(days))
    if coverage.topics:
        names = [short(topic, 80) for topic in coverage.topics[:6]] + more(len(coverage.topics) - 6)
        parts.append(f"Topics: {', '.join(names)}")
    return "-# " + " · ".join(parts)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _escaped_all(entries: Iterable[str]) -> list[str]:
    return [short(entry, 300) for entry in entries]


def _part(name: str, lines: Sequence[str], room: int) -> str:
    """List lines under a name, at most twelve; nothing where there are none."""
    shown = fitting([f"- {line}" for line in lines], room, most=12)
    return "\n".join([f"**{name}** ({len(lines)})", *shown]) if lines else ""
