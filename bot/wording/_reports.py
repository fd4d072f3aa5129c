"""What did a reload do? All that it changes, for those who run the bot."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.replies.card import AMBER, GREEN, Button, Card, made
from bot.replies.escape import MORE, bold, count, fitting, shared, short
from knowledge.model import Status, StatusChange
from knowledge.statuses.changes import Changes, TakesBackError

Done = Literal["preview", "reload", "rollback"]
"""What was done, or in a preview would be."""

_MOST = 100
"""More lines of a part than fit; so a report of very many changes is made as quickly."""

_TITLES: dict[Done, str] = {
    "preview": "What a reload would change",
    "reload": "Reloaded",
    "rollback": "Rolled back",
}


def changes(changed: Changes, done: Done) -> Card:
    """Report what a reload or a rollback has changed, or would change: each part with how much it holds."""
    head = _head(changed, would=done == "preview")
    parts = [part for part in _parts(changed, done) if part[2]]
    headings = [f"**{name}** ({number:,})" for name, number, _ in parts]

    def fit(room: int) -> str:
        needs = [sum(len(line) + 1 for line in lines) + MORE * (number > _MOST) for _, number, lines in parts]
        rooms = shared(needs, room - sum(len(line) + 1 for line in (*head, *headings)))
        shown = list(head)
        for heading, (_, number, lines), own in zip(headings, parts, rooms, strict=True):
            shown += [heading, *fitting(lines, number, own)]
        return "\n".join(shown)

    note = f"-# {count(changed.articles, 'article')}, {count(changed.passages, 'passage')}"
    doubtful = changed.problems or changed.contradictions or changed.broken
    return made(_TITLES[done], fit, note, AMBER if doubtful else GREEN)


def taking_back(refused: TakesBackError) -> Card:
    """Say what a reload would take back that has changed nothing yet, and offer to do it all the same."""
    shown = changes(refused.changes, "preview")
    confirm = Button("Reload all the same", f"reload:{refused.changes.loss.key}")
    return replace(shown, title="Nothing is reloaded yet", colour=AMBER, buttons=(confirm,))


def _head(changed: Changes, *, would: bool) -> list[str]:
    if changed.nothing:
        return ["Nothing would change." if would else "Nothing has changed."]
    head: list[str] = []
    if would and changed.loss.is_large:
        head.append(f"**This would take back {changed.loss}.** A reload asks whether that is meant.")
    if changed.glossary:
        head.append("The glossary would change." if would else "The glossary has changed.")
    return head


def _parts(changed: Changes, done: Done) -> list[tuple[str, int, list[str]]]:
    """Name the parts of the report, and give how much each holds and the first lines of that."""
    breaking, answered = "Judged questions that break", "Waiting questions that are answered now"
    if done == "preview":
        breaking, answered = "Judged questions that would break", "Waiting questions that would be answered"
    changes = [f"- {_change(each)}" for each in changed.statuses[:_MOST]]
    disputes = [f"- {_dispute(each)}" for each in changed.contradictions[:_MOST]]
    return [
        _listed("Added", changed.added),
        _listed("Changed", changed.changed),
        _listed("Removed", changed.removed),
        ("Statuses", len(changed.statuses), changes),
        ("Sources disagree", len(changed.contradictions), disputes),
        _listed("Kept as it was", changed.kept),
        _listed("Not taken up", changed.left_out),
        _listed(breaking, changed.broken),
        _listed(answered, changed.answerable),
    ]


def _listed(name: str, entries: Sequence[object]) -> tuple[str, int, list[str]]:
    return name, len(entries), [f"- {short(str(entry), 300)}" for entry in entries[:_MOST]]


def _change(change: StatusChange) -> str:
    before = short(change.before.status) if change.before else "new"
    after = short(change.after.status) if change.after else "gone"
    return f"{bold(change.topic)}: {before} → {after}"


def _dispute(stands: Status) -> str:
    claims = (stands.claims[-1], *stands.disagree[:2])
    sides = (f"{short(claim.status, 100)} ({short(claim.article.title, 80)})" for claim in claims)
    return f"{bold(stands.topic)}: {' or '.join(sides)}"
