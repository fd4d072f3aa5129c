"""Is it the answer? A score above a threshold, and no doubt against it."""

from collections.abc import Sequence

from knowledge.answering.doubts import (
    Doubt,
    asks_for_kind,
    asks_for_opposite,
    asks_who_where_or_why,
    find_lacking,
    find_unmentioned,
    is_status_row,
)
from knowledge.answering.excerpts import find_sentence
from knowledge.answering.explanation import Judgement
from knowledge.answering.index import PassageIndex, match_hit
from knowledge.answering.query import Origin, Query, QueryTerm
from knowledge.answering.question import Question
from knowledge.answering.thresholds import Thresholds
from knowledge.answering.timeliness import speaks_of_other_years
from knowledge.answers import Hit, Verdict
from knowledge.text import pronouns

_SURELY = 2.5
"""The logit from which on a passage surely holds what is asked for."""
_DENIED = -3.4
"""The logit up to which a passage surely holds nothing of what is asked for."""
_ASIDE = 1.5
"""How many times as near a passage must be, by words alone, that has none of its subject in common."""
_SURE = 6
"""Letters from which on a repaired word may by itself be the reason for an answer."""
_MANY_FORMS = 0.77
"""What a threshold is multiplied by where words alone decide and a language has many forms of a word.

They match a smaller share then: Russian at .27 as English at .35.
"""
_FEW_FORMS = frozenset({"en", "es", "vi"})


def judge_hits(
    index: PassageIndex, thresholds: Thresholds, question: Question, query: Query, hits: Sequence[Hit]
) -> Judgement:
    """Judge the best of the passages that were found for a question."""
    best = hits[0]
    by_words = best.logit is None and best.article.language not in _FEW_FORMS
    factor = _MANY_FORMS if by_words else 1
    answer, closest = factor * thresholds.answer, factor * thresholds.closest
    if best.score >= answer:
        doubt = find_doubt(index, question, query, best)
        verdict = Verdict.CLOSEST if doubt else Verdict.ANSWER
        return Judgement(verdict, answer, closest, max(best.score, best.share), doubt, factor)
    near = _find_nearness(index, question, query, hits, answer)
    verdict = Verdict.NONE if near < closest else Verdict.CLOSEST
    return Judgement(verdict, answer, closest, near, factor=factor)


def _find_nearness(
    index: PassageIndex, question: Question, query: Query, hits: Sequence[Hit], answer: float
) -> float:
    """Say how near the best passage is: what is compared with the threshold of the closest.

    "Who won the world cup?" has a word in common with a passage on politics, and is about another thing.
    """
    best, logits = hits[0], [hit.logit for hit in hits if hit.logit is not None]
    near = max(best.score, best.share)
    if logits:  # what words alone would call the answer is near, whatever a reader says
        may_be_aside, less = max(logits) <= _DENIED and best.share < answer, best.score
    else:  # "they" and "it" are what the articles are about, where nothing else was said
        may_be_aside, less = pronouns().isdisjoint(question.words), near / _ASIDE
    return less if may_be_aside and not _is_on_subject(index, query, best) else near


def _is_on_subject(index: PassageIndex, query: Query, best: Hit) -> bool:
    """Tell whether a question has a name of the glossary, or a word of the title or headings of a passage.

    What has neither title nor headings does not say what its subject is.
    """
    meant = [term for term in query.terms if not term.means_itself]
    if any(each.origin is Origin.GLOSSARY for term in meant for each in term.expansions):
        return True
    heads = index.stems("\n".join((best.article.title, *best.passage.section)), best.article.language)
    return not heads or any(not heads.isdisjoint(each.stems) for term in meant for each in term.expansions)


def find_doubt(index: PassageIndex, question: Question, query: Query, best: Hit) -> Doubt | None:
    """Find what speaks against a passage that scores like an answer."""
    if find_unmentioned(question, query):
        return Doubt.NAME
    kind = _find_missing_kind(question, best)
    if kind:
        return kind
    if asks_for_opposite(question, find_sentence(index, query, best), best.logit):
        return Doubt.NEGATION
    return Doubt.GUESS if _is_guess(index, query, best) else None


def _find_missing_kind(question: Question, best: Hit) -> Doubt | None:
    """Find the kind of thing that is asked for and not in a passage; the reader knows best."""
    if best.logit is not None and best.logit >= _SURELY:
        return None
    if lacking := find_lacking(question, best.passage.text, best.article.language):
        return lacking
    if speaks_of_other_years(question, best):
        return Doubt.YEAR
    if asks_who_where_or_why(question) and is_status_row(best.passage):
        return Doubt.ROW
    is_denied = best.logit is not None and best.logit < 0
    return Doubt.KIND if is_denied and asks_for_kind(question) else None


def _is_guess(index: PassageIndex, query: Query, best: Hit) -> bool:
    """Tell whether all that a passage has of a question are short words that were repaired.

    Too many short words are one letter apart: "bake" became "make".
    """
    if not any(map(_may_be_guess, query.terms)):
        return False
    found = match_hit(index, query, best)
    return bool(found) and all(
        expansion.origin is Origin.REPAIR and len(term.asked) < _SURE
        for term, (expansion, _) in found.items()
    )


def _may_be_guess(term: QueryTerm) -> bool:
    return len(term.asked) < _SURE and any(each.origin is Origin.REPAIR for each in term.expansions)
