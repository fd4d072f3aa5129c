"""What is new? Two states of the knowledge compared: what was added, changed, contradicted and removed."""

from collections.abc import Callable, Hashable, Sequence
from hashlib import sha256
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from knowledge.counting import count
from knowledge.errors import KnowledgeError
from knowledge.model import (
    Alias,
    Article,
    Claim,
    Corpus,
    CuratedAnswer,
    Ignored,
    PassedOver,
    Problem,
    StatusChange,
    Step,
)
from knowledge.statuses.ledger import Ledger
from knowledge.statuses.loss import Loss
from knowledge.statuses.sameness import identify
from knowledge.text import normalise

_Said = TypeVar("_Said")


class Changes(Struct, frozen=True):
    """What a reload changes, or would change."""

    added: tuple[str, ...]
    """Paths of articles, as are the next two."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    statuses: tuple[StatusChange, ...]
    problems: tuple[Problem, ...]
    """Files that could not be read, or are not to be taken up."""
    articles: int
    """How many articles there are now."""
    passages: int
    glossary: bool = False
    """Whether other names go with the articles now."""
    contradictions: tuple[Step, ...] = ()
    """Topics of which sources of one date say different things now, and did not before."""
    broken: tuple[str, ...] = ()
    """Judged questions that were answered rightly and are not any more."""
    answerable: tuple[str, ...] = ()
    """Questions that somebody waits for and that are answered now, by an article that is new since."""
    stale: tuple[str, ...] = ()
    """Paths of files that are there, could not be read, and are kept in their last good version."""
    aliases: tuple[Alias, ...] = ()
    """Other names that editors have added since."""
    lost_aliases: tuple[Alias, ...] = ()
    """Those that count no more."""
    curated: tuple[CuratedAnswer, ...] = ()
    """Questions that editors have answered since, each with a passage that is there."""
    uncurated: tuple[CuratedAnswer, ...] = ()
    """Those for which their passage stands no more, and an editor has taken them back."""
    lapsed: tuple[CuratedAnswer, ...] = ()
    """Questions whose passages are not in the articles any more, each time anew."""
    settled: tuple[str, ...] = ()
    """Questions that were asked and not answered, and are now, through what editors have said."""
    loss: Loss = field(default_factory=Loss)
    """What is taken back."""
    warnings: tuple[Problem, ...] = ()
    """What is odd about files that are taken up all the same."""
    passed_over: tuple[PassedOver, ...] = ()
    """Files of kinds that are not read."""
    ignored: tuple[tuple[str, Ignored], ...] = ()
    """What of new articles looks like a status and is not taken, each with the path; in a preview alone."""
    channels: int = 0
    """How many channels are told of it, or would be."""
    users: int = 0
    """How many people are told of it by direct message, or would be."""

    @property
    def kept(self) -> tuple[Problem | str, ...]:
        """The files that are kept as they were: each with what is wrong with it, else by its path alone.

        By its path alone where the folder around it cannot be listed: that is a problem of its own.
        """
        reasons = {problem.path: problem for problem in self.problems}
        return tuple(reasons.get(path, path) for path in self.stale)

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """The problems of all other files, of which nothing is known."""
        return tuple(problem for problem in self.problems if problem.path not in self.stale)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What came of the files that could not be read, each in words for a log."""
        kept = (f"Kept as it was: {each}" for each in self.kept)
        odd = (f"Taken up, and to be looked at: {warning}" for warning in self.warnings)
        others = [f"Passed over: {'; '.join(map(str, self.passed_over))}"] if self.passed_over else []
        return (*kept, *(f"Not taken up: {problem}" for problem in self.left_out), *odd, *others)

    @property
    def summary(self) -> str:
        """How many articles and statuses are others now, in words for a log."""
        came, went = f"{count(len(self.added), 'article')} added", f"{len(self.removed)} removed"
        moved = f"{count(len(self.statuses), 'status', 'statuses')} changed"
        return f"{came}, {len(self.changed)} changed, {went}; {moved}"

    @property
    def nothing(self) -> bool:
        """Whether all is as it was, and nobody has anything to be told."""
        articles = self.added or self.changed or self.removed or self.glossary
        curations = self.aliases or self.lost_aliases or self.curated or self.uncurated
        return not (
            curations or articles or self.statuses or self.contradictions or self.broken or self.answerable
        )


class TakesBackError(KnowledgeError):
    """A reload would take back much of what is known, and nobody has said that this is meant."""

    def __init__(self, changes: Changes) -> None:
        """Keep what the reload would change, for whoever is to confirm it."""
        super().__init__(
            f"The reload would take back {changes.loss}.",
            "A preview says what would go. If that is meant, confirm it: `talksbot reload --yes`, "
            "`!reload yes` or the button below the answer to /reload.",
        )
        self.changes = changes


def compare(
    corpora: tuple[Corpus, Corpus],
    ledgers: tuple[Ledger, Ledger],
    problems: Sequence[Problem],
    stale: Sequence[str] = (),
    lapsed: Sequence[CuratedAnswer] = (),
) -> Changes:
    """Compare two corpora and their ledgers, each pair given old first.

    Of the new one, `stale` files are in their last good version, `problems` are those with its files, and
    `lapsed` is what editors have answered with passages that it lacks.
    """
    before, after = corpora
    old = {article.path: article for article in before.articles}
    new = {article.path: article for article in after.articles}
    boards = ledgers[0].board(), ledgers[1].board()
    filed = ledgers[1].find_exactly
    statuses = between(*boards, filed)
    disputed = {_dispute(filed(status.claims[-1].topic), status) for status in boards[0] if status.disagree}
    return Changes(
        added=tuple(path for path in new if path not in old),
        changed=tuple(path for path in new if path in old and _differ(new[path], old[path])),
        removed=tuple(path for path in old if path not in new),
        statuses=statuses,
        problems=tuple(problems),
        articles=len(after.articles),
        passages=sum(len(article.passages) for article in after.articles),
        glossary=before.glossary != after.glossary,
        aliases=_without(after.curations.aliases, before.curations.aliases),
        lost_aliases=_without(before.curations.aliases, after.curations.aliases),
        curated=_without(after.curations.answers, before.curations.answers),
        uncurated=_without(before.curations.answers, (*after.curations.answers, *lapsed)),
        lapsed=tuple(lapsed),
        contradictions=tuple(
            status for status in boards[1] if status.disagree and _dispute(status, status) not in disputed
        ),
        stale=tuple(stale),
        loss=_loss(corpora, len(boards[0]), statuses),
    )


def between(
    before: Sequence[Step],
    after: Sequence[Step],
    filed: Callable[[str], Step | None] | None = None,
) -> tuple[StatusChange, ...]:
    """Give the topics whose status differs between two boards, sorted by topic.

    `filed` finds a topic of the first board in the second where they may be spelt differently.
    """
    return tuple(move.change for move in _moves(before, after, filed))


def find_fact_changes(ledgers: tuple[Ledger, Ledger]) -> tuple[StatusChange, ...]:
    """Give the changes between two ledgers, old first, that articles have brought about.

    Where only other names or paths make the difference, no article says anything new, or less.
    """
    old, new = ledgers
    return tuple(
        move.change
        for move in _moves(old.board(), new.board(), new.find_exactly)
        if not (_says(old, move.after) and _says(new, move.before))
    )


def change_id(change: StatusChange) -> str:
    """Return what is the same for a change each time it is seen: SHA-256 in hexadecimal.

    It rests on topic, statuses and date, so another wording or another file is not another change.
    """
    after = change.after
    parts = (
        normalise(change.topic),
        identify(change.before.status) if change.before else "",
        identify(after.status) if after else "",
        str(after and (after.published or after.loaded_on)),
    )
    return sha256("\n".join(parts).encode()).hexdigest()


def fact_id(change: StatusChange) -> str:
    """Return what is the same for a topic that stands there since then, wherever it stood before."""
    return change_id(replace(change, before=None))


def words_of(article: Article) -> Hashable:
    """Give all that an article says, wherever it stands and whenever it was written."""
    return article.title, tuple((passage.section, passage.quote) for passage in article.passages)


def _without(some: Sequence[_Said], others: Sequence[_Said]) -> tuple[_Said, ...]:
    return tuple(each for each in some if each not in others)


def _differ(article: Article, other: Article) -> bool:
    """Tell whether two versions differ; what was not read again is the very same."""
    return article is not other and article != other


def _loss(corpora: tuple[Corpus, Corpus], topics: int, statuses: Sequence[StatusChange]) -> Loss:
    """Give what is taken back; an article that was only moved says all that it said."""
    old, new = corpora
    paths = {article.path for article in new.articles}
    gone = [article for article in old.articles if article.path not in paths]
    # Of ten thousand articles, few have the title of one that is gone.
    titles = {article.title for article in gone}
    said = {words_of(article) for article in new.articles if article.title in titles}
    gone = [article for article in gone if words_of(article) not in said]
    return Loss(
        tuple(article.path for article in gone),
        len(old.articles),
        tuple(change.topic for change in statuses if change.after is None),
        topics,
    )


class _Move(Struct, frozen=True):
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
    before: Sequence[Step], after: Sequence[Step], filed: Callable[[str], Step | None] | None
) -> list[_Move]:
    new = {status.topic: status for status in after}
    old: dict[str, list[Step]] = {}
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


def _move(were: Sequence[Step], now: Step) -> _Move | None:
    """Compare where a topic stood and stands; more than one stood where topics have become one."""
    if any(identify(was.status) == identify(now.status) for was in were):
        return None
    newest = max((was.claims[-1] for was in were), key=lambda claim: claim.on, default=None)
    return _Move(now.topic, newest, now.claims[0], now.disagree)


def _dispute(topic: Step | None, status: Step) -> tuple[str, ...]:
    """Name what is said of a topic by sources that differ, whatever stands first."""
    said = (status.status, *(claim.status for claim in status.disagree))
    return normalise((topic or status).topic), *sorted(set(map(identify, said)))


def _says(ledger: Ledger, claim: Claim | None) -> bool:
    return claim is None or ledger.states(claim.topic, claim.statement)
