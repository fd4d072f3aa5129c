"""What does the reader bring? The same questions, answered with it and by words alone."""

from dataclasses import dataclass

from knowledge.answers import Verdict
from knowledge.evaluation._outcomes import Evaluation, Outcome


@dataclass(frozen=True, slots=True)
class Contribution:
    """How many questions the reader decided otherwise than words alone would."""

    asked: int
    read: int
    """Questions in which it took part."""
    called: int
    """Those where a passage is called the answer, and by words alone would not be."""
    rightly: int
    """Those of them where it is."""
    withheld: int
    """Those where none is called the answer, and by words alone one would be."""
    justly: int
    """Those of them where that would be wrong."""
    moved: int
    """Those with the same verdict, but another first passage."""


def compare(evaluation: Evaluation, by_words: Evaluation) -> Contribution:
    """Compare what came of questions with what came of the same ones by words alone."""
    pairs = list(zip(evaluation.outcomes, by_words.outcomes, strict=True))
    called = [read for read, words in pairs if _is_answer(read) and not _is_answer(words)]
    withheld = [words for read, words in pairs if _is_answer(words) and not _is_answer(read)]
    alike = [(read, words) for read, words in pairs if _is_answer(read) is _is_answer(words)]
    return Contribution(
        asked=len(pairs),
        read=sum(read.was_read for read, _ in pairs),
        called=len(called),
        rightly=sum(outcome.fault is None for outcome in called),
        withheld=len(withheld),
        justly=sum(outcome.fault is not None for outcome in withheld),
        moved=sum(_first(read) != _first(words) for read, words in alike),
    )


def _is_answer(outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.ANSWER


def _first(outcome: Outcome) -> object:
    return next(((hit.article.path, hit.passage) for hit in outcome.found), None)
