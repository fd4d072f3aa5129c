"""What is an answer? One small type for each kind, each with what it always has.

Each has `question`, `intent`, `verdict` and `hits` (at most three, best first); `match` tells them apart.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import ClassVar, TypeAlias

from msgspec import Struct

from knowledge.model import Article, Claim, NewArticle, Passage, StatusChange, Step

SHOWN = 3
"""Passages that an answer shows at most."""


class Verdict(StrEnum):
    """How sure the bot is that the passage answers the question."""

    ANSWER = "answer"
    CLOSEST = "closest"
    NONE = "none"


class IntentKind(StrEnum):
    """What was asked for."""

    PASSAGE = "passage"
    STATUS = "status"
    """Where one topic stands, stood or began."""
    BOARD = "board"
    """Where several topics stand."""
    CHANGES = "changes"
    SMALLTALK = "smalltalk"
    """Nothing: it was said for the sake of it."""
    ABOUT = "about"
    """What the bot knows of itself."""


class TalkKind(StrEnum):
    """What is said for the sake of it; what counts more where several are said comes first."""

    INSULT = "insult"
    THANKS = "thanks"
    FAREWELL = "farewell"
    GREETING = "greeting"
    REACTION = "reaction"
    """Agreement, praise, laughter."""
    NOISE = "noise"
    """What nobody needs an answer to."""


class Matter(StrEnum):
    """What of the bot itself is asked about."""

    SELF = "self"
    ABILITIES = "abilities"
    ARTICLES = "articles"
    WORKING = "working"
    """How it finds its answers."""
    MAKERS = "makers"
    """Who made it, and who runs it."""


class Hit(Struct, frozen=True):
    """A passage that was found, and how sure it is that it answers."""

    passage: Passage
    article: Article
    score: float
    """About 0 to 1: its share of the score that it could have had, and what reading it adds or takes."""
    share: float = 1.0
    """That share alone."""
    logit: float | None = None
    """How likely it answers, by the reader: above 0 where it does; None where it was not read."""
    timely: float = 0.0
    """What is added to the score where hits are ordered, since it speaks of the years asked about."""


class PassageAnswer(Struct, frozen=True):
    """A passage that answers, or comes closest."""

    question: str
    verdict: Verdict
    hits: tuple[Hit, ...]
    """At least one."""
    sentences: tuple[str, ...]
    """The sentence that answers best of each hit that is shown: of the first alone where that answers.

    A whole text where it is but one sentence.
    """
    unmentioned: tuple[str, ...] = ()
    """Names and numbers of the question that the articles lack, as they were typed."""
    intent: IntentKind = IntentKind.PASSAGE


class ListAnswer(Struct, frozen=True):
    """A whole list or table that answers, or comes closest, and not one item of it."""

    question: str
    verdict: Verdict
    hits: tuple[Hit, ...]
    """The first items; at least one."""
    items: tuple[Passage, ...]
    """All of them, of the article of the hits."""
    intent: IntentKind = IntentKind.PASSAGE


class Standing(Struct, frozen=True):
    """Where one topic stands, stood or began, and the words that say so."""

    question: str
    hits: tuple[Hit, ...]
    """The row or bullet that was found first; an article may say since then that it stands elsewhere."""
    step: Step
    """The step of the topic's course that was asked for."""
    now: Step
    """The step that stands, which may be the same."""
    as_of: date | None = None
    """The day in the past that was asked about; None stands for today."""
    intent = IntentKind.STATUS
    verdict = Verdict.ANSWER


class Board(Struct, frozen=True):
    """Where all topics stand, or stood on a day."""

    question: str
    steps: tuple[Step, ...]
    """Sorted by topic; none where the articles state no status."""
    as_of: date | None = None
    intent = IntentKind.BOARD

    @property
    def verdict(self) -> Verdict:
        """`answer` where there is a topic."""
        return Verdict.ANSWER if self.steps else Verdict.NONE

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The newest words on the first topics."""
        return hits_of(step.claims[-1] for step in self.steps)


class Standings(Struct, frozen=True):
    """Where several topics stand, or stood: those that were named, or those at a status; at least one."""

    question: str
    steps: tuple[Step, ...]
    as_of: date | None = None
    intent = IntentKind.BOARD
    verdict = Verdict.ANSWER

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The newest words on the first topics."""
        return hits_of(step.claims[-1] for step in self.steps)


class Course(Struct, frozen=True):
    """How a topic came to where it stands."""

    question: str
    step: Step
    """The step that stands; those before it are its `course`."""
    intent = IntentKind.STATUS
    verdict = Verdict.ANSWER

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The words that began the last steps, newest first."""
        return hits_of(step.claims[0] for step in reversed(self.step.course))


class News(Struct, frozen=True):
    """What has changed since a day, or since somebody last looked."""

    question: str
    since: date | None
    """The first day; None stands for the last time that somebody looked."""
    until: date | None
    """The last day of a period that is over; None stands for today."""
    changes: tuple[StatusChange, ...]
    """Sorted by topic."""
    articles: tuple[NewArticle, ...]
    hits: tuple[Hit, ...] = ()
    """The words that changed the most recent ones, newest first."""
    intent = IntentKind.CHANGES

    @property
    def verdict(self) -> Verdict:
        """`answer` where a status has changed."""
        return Verdict.ANSWER if self.changes else Verdict.NONE


class NotYet(Struct, frozen=True):
    """A topic that is known, but of which the articles of that day and before state no status."""

    question: str
    step: Step
    """The one that stands now."""
    as_of: date
    intent = IntentKind.STATUS
    verdict = Verdict.NONE
    hits: ClassVar[tuple[Hit, ...]] = ()


class UnknownTopic(Struct, frozen=True):
    """A name of which the articles state no status."""

    question: str
    suggestions: tuple[str, ...]
    """The topics with the nearest names, best first; none where nothing is near."""
    intent = IntentKind.STATUS
    verdict = Verdict.NONE
    hits: ClassVar[tuple[Hit, ...]] = ()


class Nothing(Struct, frozen=True):
    """That the articles do not answer, and nothing in them comes near."""

    question: str
    unmentioned: tuple[str, ...] = ()
    """Names and numbers of the question that the articles lack, as they were typed."""
    intent: IntentKind = IntentKind.PASSAGE
    is_exhausted: bool = False
    """Whether something came near, and all of it was shown before."""
    verdict = Verdict.NONE
    hits: ClassVar[tuple[Hit, ...]] = ()


class SmallTalk(Struct, frozen=True):
    """That nothing was asked."""

    question: str
    kind: TalkKind
    intent = IntentKind.SMALLTALK
    verdict = Verdict.NONE
    hits: ClassVar[tuple[Hit, ...]] = ()


class About(Struct, frozen=True):
    """That the bot was asked about itself."""

    question: str
    matter: Matter
    articles: tuple[NewArticle, ...] = ()
    """The newest ones, newest first, where they are asked about."""
    intent = IntentKind.ABOUT
    verdict = Verdict.NONE
    hits: ClassVar[tuple[Hit, ...]] = ()


class Several(Struct, frozen=True):
    """The answers to several questions in one message, each with its own verdict."""

    question: str
    """The whole message."""
    answers: "tuple[Answer, ...]"
    """At least two, in the order of the questions."""

    @property
    def intent(self) -> IntentKind:
        """What was asked for first."""
        return self.answers[0].intent

    @property
    def verdict(self) -> Verdict:
        """`answer` where each is one, `none` where nothing is shown."""
        verdicts = {answer.verdict for answer in self.answers}
        return verdicts.pop() if len(verdicts) == 1 else Verdict.CLOSEST

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The first hit of each, best first."""
        first = (hit for answer in self.answers for hit in answer.hits[:1])
        return tuple(sorted(first, key=lambda hit: -hit.score))


Answer: TypeAlias = (
    PassageAnswer
    | ListAnswer
    | Standing
    | Board
    | Standings
    | Course
    | News
    | NotYet
    | UnknownTopic
    | Nothing
    | SmallTalk
    | About
    | Several
)


class Coverage(Struct, frozen=True):
    """What the articles are about and from when to when: said where they do not answer."""

    articles: int
    passages: int
    first: date | None
    last: date | None
    topics: tuple[str, ...]


def hits_of(claims: Iterable[Claim]) -> tuple[Hit, ...]:
    """Return the first claims as hits: what the ledger knows, it knows for certain."""
    return tuple(Hit(claim.passage, claim.article, 1.0) for claim in islice(claims, SHOWN))


def find_unanswered(answer: Answer) -> tuple[str, ...]:
    """Give the questions of a message that the articles were asked, and do not answer."""
    answers = answer.answers if isinstance(answer, Several) else (answer,)
    return tuple(each.question for each in answers if _is_missing(each))


def find_shown(answer: Answer) -> tuple[str, ...]:
    """Give the texts of the passages that an answer shows."""
    match answer:
        case Several():
            return tuple(text for each in answer.answers for text in find_shown(each))
        case ListAnswer():
            return tuple(passage.text for passage in answer.items)
        case PassageAnswer(_, Verdict.ANSWER):
            return (answer.hits[0].passage.text,)
        case _:
            return tuple(hit.passage.text for hit in answer.hits)


def _is_missing(answer: Answer) -> bool:
    if isinstance(answer, SmallTalk | About) or (isinstance(answer, Nothing) and answer.is_exhausted):
        return False
    return answer.verdict is not Verdict.ANSWER
