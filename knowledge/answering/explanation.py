"""Why is an answer what it is? What was found and read, what decided, and what speaks against it; pure."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from knowledge.answering.doubts import Doubt
from knowledge.answering.query import Origin
from knowledge.answers import Answer, Hit, Verdict


class Decider(StrEnum):
    """What decided the verdict."""

    EDITOR = "editor"
    """Somebody who runs the bot has chosen the passage for this very question."""
    LEDGER = "ledger"
    """What it knows, it knows for certain: no score counts."""
    WORDS = "words"
    READER = "reader"
    """Words alone would have decided otherwise."""
    BOTH = "words and reader"
    """Words alone would have decided the same."""
    DOUBT = "doubt"
    """The score is that of an answer, but something speaks against it."""


class Unread(StrEnum):
    """Why no passage was read."""

    READERLESS = "there is no reader"
    SHORT = "the question has too few words"
    LATE = "there was no time"
    UNUSABLE = "the reader cannot be used"


class Match(Struct, frozen=True):
    """A word of the question, and how the best passage has it."""

    asked: str
    found: str
    """The word or name that stands for it; nothing where the passage has none."""
    source: Origin | None
    """How it came into the query: as asked, repaired, from the glossary, from an earlier turn."""
    weight: float


class Judgement(Struct, frozen=True):
    """What is made of the best passage: the verdict, and what decided it."""

    verdict: Verdict
    answer: float
    """The score from which on it would be called the answer."""
    closest: float
    """The score from which on it would be shown as the closest."""
    near: float
    """What is compared with that: its score or share, and less where the question is about another thing."""
    doubt: Doubt | None = None
    """What made it no answer though its score would do."""
    factor: float = 1.0
    """What the thresholds were multiplied by for it."""


class Explanation(Struct, frozen=True):
    """Why passages were found, best first, how far the best is ahead, and why it is called what it is."""

    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    """Words of the question that the articles lack in any spelling."""
    hits: tuple[Hit, ...]
    judgement: Judgement | None = None
    """None where nothing was found, and where the ledger answers."""
    question: str = ""
    ledger: Verdict | None = None
    """The verdict where the ledger answers, or an editor."""
    doubt: Doubt | None = None
    """What speaks against the best passage, whatever its score."""
    unmentioned: tuple[str, ...] = ()
    """Names and numbers of the question that the articles lack, as they were typed."""
    unread: Unread | None = None
    """Why no passage was read; None where some were, or nothing was found."""
    weight: float = 0.0
    """What a logit was multiplied by for this question."""
    readings: tuple[float | None, ...] = ()
    """What reading added to the score of each hit; None where it was not read."""
    by_words: "Explanation | None" = None
    """What words alone would have made of the question, where passages were read."""

    is_edited: bool = False
    """Whether an editor has chosen the passage."""
    has_meaning: bool = False
    """Whether a sentence model takes part in the share of each hit."""

    @classmethod
    def of_ledger(cls, answer: Answer) -> "Explanation":
        """Say of an answer that it is the ledger's."""
        return cls((), (), answer.hits, question=answer.question, ledger=answer.verdict)

    @classmethod
    def of_editor(cls, question: str, chosen: Hit) -> "Explanation":
        """Say of an answer that an editor has chosen its passage: that is as certain as the ledger."""
        return cls((), (), (chosen,), question=question, ledger=Verdict.ANSWER, is_edited=True)

    @property
    def margin(self) -> float:
        """How much higher the best scores than the runner-up."""
        scores = [hit.score for hit in self.hits] + [0.0, 0.0]
        return scores[0] - scores[1]

    @property
    def verdict(self) -> Verdict:
        """The verdict that is explained."""
        if self.ledger is not None:
            return self.ledger
        return self.judgement.verdict if self.judgement else Verdict.NONE

    @property
    def decided_by(self) -> Decider:
        """What decided the verdict."""
        if self.ledger is not None:
            return Decider.EDITOR if self.is_edited else Decider.LEDGER
        if self.judgement and self.judgement.doubt:
            return Decider.DOUBT
        if self.by_words is None:
            return Decider.WORDS
        return Decider.BOTH if self.by_words.verdict is self.verdict else Decider.READER

    @property
    def was_read(self) -> bool:
        """Whether the reader read passages for this question."""
        return self.by_words is not None

    @property
    def sure(self) -> float:
        """Up to which threshold the best passage is called the answer; 1 for the ledger's, 0 where never."""
        if self.ledger is not None:
            return float(self.ledger is Verdict.ANSWER)
        return 0.0 if self.judgement is None or self.doubt else self.hits[0].score / self.judgement.factor

    @property
    def near(self) -> float:
        """Up to which threshold the best passage is shown at least as the closest."""
        if self.judgement is None:
            return self.sure
        return self.judgement.near / self.judgement.factor

    def lower(self, doubt: Doubt) -> "Explanation":
        """Say that a doubt speaks against the best passage, which is therefore no answer."""
        if self.judgement is None:
            return self
        judgement = self.judgement
        if judgement.verdict is Verdict.ANSWER:
            judgement = replace(judgement, verdict=Verdict.CLOSEST, doubt=doubt)
        by_words = self.by_words and self.by_words.lower(doubt)
        return replace(self, judgement=judgement, doubt=doubt, by_words=by_words)
