"""What is new? Two states of the knowledge compared: what was added, changed, contradicted and removed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from knowledge.model import Claim, Corpus, Problem, Status, StatusChange
from knowledge.statuses.ledger import Ledger
from knowledge.text import normalised


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reload changes, or would change."""

    added: tuple[str, ...]
    """Paths of articles, as are the next two."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    statuses: tuple[StatusChange, ...]
    problems: tuple[Problem, ...]
    """Files that were not taken up."""
    articles: int
    """How many articles there are now."""
    passages: int
    glossary: bool = False
    """Whether other names go with the articles now."""
    contradictions: tuple[Status, ...] = ()
    """Topics of which sources of one date say different things now, and did not before."""
    broken: tuple[str, ...] = ()
    """Judged questions that were answered rightly and are not any more."""
    answerable: tuple[str, ...] = ()
    """Questions that somebody waits for and that are answered now, by an article that is new since."""

    @property
    def summary(self) -> str:
        """How many articles and statuses are others now, in words for a log."""
        came, went = f"{len(self.added)} articles added", f"{len(self.removed)} removed"
        return f"{came}, {len(self.changed)} changed, {went}; {len(self.statuses)} statuses changed"

    @property
    def nothing(self) -> bool:
        """Whether all is as it was, and nobody has anything to be told."""
        articles = self.added or self.changed or self.removed or self.glossary
        return not (articles or self.statuses or self.contradictions or self.broken or self.answerable)


def compare(
    corpora: tuple[Corpus, Corpus], ledgers: tuple[Ledger, Ledger], problems: Sequence[Problem]
) -> Changes:
    """Compare two corpora and their ledgers, each pair given old first."""
    before, after = corpora
    old = {article.path: article for article in before.articles}
    new = {article.path: article for article in after.articles}
    boards = ledgers[0].board(), ledgers[1].board()
    filed = ledgers[1].filed
    disputed = {_dispute(filed(status.claims[-1].topic), status) for status in boards[0] if status.disagree}
    return Changes(
        added=tuple(path for path in new if path not in old),
        changed=tuple(path for path in new if path in old and new[path] != old[path]),
        removed=tuple(path for path in old if path not in new),
        statuses=between(*boards, filed),
        problems=tuple(problems),
        articles=len(after.articles),
        passages=sum(len(article.passages) for article in after.articles),
        glossary=before.glossary != after.glossary,
        contradictions=tuple(
            status for status in boards[1] if status.disagree and _dispute(status, status) not in disputed
        ),
    )


def between(
    before: Sequence[Status],
    after: Sequence[Status],
    filed: Callable[[str], Status | None] | None = None,
) -> tuple[StatusChange, ...]:
    """Give the topics whose status differs between two boards, sorted by topic.

    `filed` finds a topic of the first board in the second where they may be spelt differently.
    """
    return tuple(move.change for move in _moves(before, after, filed))


def of_fact(ledgers: tuple[Ledger, Ledger]) -> tuple[StatusChange, ...]:
    """Give the changes between two ledgers, old first, that articles have brought about.

    Where only other names or paths make the difference, no article says anything new, or less.
    """
    old, new = ledgers
    return tuple(
        move.change
        for move in _moves(old.board(), new.board(), new.filed)
        if not (_says(old, move.after) and _says(new, move.before))
    )


def change_id(change: StatusChange) -> str:
    """Return what is the same for a change each time it is seen: SHA-256 in hexadecimal.

    It rests on topic, statuses and date, so another wording or another file is not another change.
    """
    after = change.after
    parts = (
        normalised(change.topic),
        normalised(change.before.status) if change.before else "",
        normalised(after.status) if after else "",
        str(after and (after.published or after.loaded_on)),
    )
    return sha256("\n".join(parts).encode()).hexdigest()


def fact_id(change: StatusChange) -> str:
    """Return what is the same for a topic that stands there since then, wherever it stood before."""
    return change_id(replace(change, before=None))


@dataclass(frozen=True, slots=True)
class _Move:
    """A change of status, and the claims on which it rests."""

    topic: str
    before: Claim | None
    after: Claim | None
    disagree: tuple[Claim, ...] = ()

    @property
    def change(self) -> StatusChange:
        return StatusChange(
            self.topic,
            self.before and self.before.statement,
            self.after and self.after.statement,
            tuple(claim.statement for claim in self.disagree),
        )


def _moves(
    before: Sequence[Status], after: Sequence[Status], filed: Callable[[str], Status | None] | None
) -> list[_Move]:
    new = {status.topic: status for status in after}
    old: dict[str, list[Status]] = {}
    moves: list[_Move] = []
    for status in before:
        # Where a topic has been split, it goes on where the row does that says how it stands.
        found = filed(status.claims[-1].topic) if filed else new.get(status.topic)
        if found:
            old.setdefault(found.topic, []).append(status)
        else:
            moves.append(_Move(status.topic, status.claims[-1], None))
    moves += filter(None, (_move(old.get(topic, ()), status) for topic, status in new.items()))
    return sorted(moves, key=lambda move: move.topic.casefold())


def _move(were: Sequence[Status], now: Status) -> _Move | None:
    """Compare where a topic stood and stands; more than one stood where topics have become one."""
    if any(normalised(was.status) == normalised(now.status) for was in were):
        return None
    newest = max((was.claims[-1] for was in were), key=lambda claim: claim.on, default=None)
    return _Move(now.topic, newest, now.claims[0], now.disagree)


def _dispute(topic: Status | None, status: Status) -> tuple[str, ...]:
    """Name what is said of a topic by sources that differ, whatever stands first."""
    said = (status.status, *(claim.status for claim in status.disagree))
    return normalised((topic or status).topic), *sorted(set(map(normalised, said)))


def _says(ledger: Ledger, claim: Claim | None) -> bool:
    return claim is None or ledger.states(claim.topic, claim.statement)
