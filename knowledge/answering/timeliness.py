"""Which time is asked about? Passages that are from then or speak of it, and the newest or the oldest."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate, takewhile

from msgspec.structs import replace

from knowledge.answering.period import Period, Years, find_years
from knowledge.answering.question import Question
from knowledge.answers import Hit
from knowledge.languages import questions
from knowledge.model import Article, Passage
from knowledge.text import unveil

_THROUGH, _WITHIN = 0.4, 0.6
"""What a passage is preferred by that speaks of years which last through those asked about, or of such as
begin or end in them: this share of the score that it has by all other words. Found on TimeQA's training
questions: of 920, .183 have the right passage first without it and .266 with it; among three .467 and .575.
"""
_FROM_THEN = 0.5
"""The share of the best score that a passage of the period that was asked about needs to go first."""
_EQUAL, _ABOUT_EQUAL = 0.95, 0.8
"""The share of the best score from which on a passage answers about as well: the newest is shown.

It is the second where a word such as "latest" or "first" asks for the newest or the oldest.
"""
_NEW_YEAR, _NEW_YEARS_EVE = (1, 1), (12, 31)


def weigh_years(asked: Years, article: Article, passage: Passage) -> float:
    """Say how well a passage speaks of the years asked about: 0 where it speaks of none of them."""
    said = _find_said_years(article, passage)
    if any(years.is_in(asked) for years in said):
        return _WITHIN
    return _THROUGH if any(years.overlaps(asked) for years in said) else 0.0


def speaks_of_other_years(question: Question, hit: Hit) -> bool:
    """Tell whether a question names a year, and a passage only others; so does the date of its article."""
    asked = find_asked_years(question)
    said = _find_said_years(hit.article, hit.passage) if asked else []
    if asked is None or not said:
        return False
    if question.period:  # "before 2014" asks for other years than that one
        first, last = question.period.first.year, question.period.last.year
        asked = Years(min(asked.first, first), max(asked.last, last))
    dated = hit.article.dated.year
    return not any(years.overlaps(asked) for years in (*said, Years(dated, dated)))


def sort_hits(hits: Iterable[Hit]) -> list[Hit]:
    """Put the best first; equals stay as they were."""
    return sorted(hits, key=lambda hit: -_worth(hit))


def order_by_time(question: Question, hits: Sequence[Hit], thresholds: Sequence[float] = ()) -> list[Hit]:
    """Put first what is from the period asked about; else of what answers equally well the newest.

    Where the question asks for the oldest, that. None of these goes before one that reaches a higher one of
    the `thresholds`. What was put behind another one is worth no more than it.
    """
    best = _worth(hits[0]) if hits else 0.0
    if best <= 0:  # the reader denies them all: none is as good as another, and the words' order stands
        return list(hits)
    if question.period:
        from_then = [
            hit
            for hit in hits
            if _is_within(hit.article.published, question.period) and _worth(hit) >= _FROM_THEN * best
        ]
        if from_then:
            return _level_scores(from_then + [hit for hit in hits if hit not in from_then])
    newest, oldest = (
        not words.isdisjoint(question.words) for words in (questions().newest, questions().oldest)
    )
    share = _EQUAL if newest == oldest else _ABOUT_EQUAL
    least = max((each for each in thresholds if each <= hits[0].score), default=0.0)
    equal = list(takewhile(lambda hit: _worth(hit) >= share * best and hit.score >= least, hits))
    # A stable sort: of one day's articles the better passage stays first.
    sorted_by_day = sorted(equal, key=lambda hit: hit.article.dated, reverse=newest or not oldest)
    return _level_scores([*sorted_by_day, *hits[len(equal) :]])


def find_asked_years(question: Question) -> Years | None:
    """Find the years that a question names, from the first to the last; None where it names none."""
    named = find_years(question.start)
    if named:
        return Years(min(each.first for each in named), max(each.last for each in named))
    # "Last year" names one, and "last week" none.
    return _find_whole_years(question.period) if question.period else None


def _find_whole_years(period: Period) -> Years | None:
    first, last = period.first, period.last
    is_whole = ((first.month, first.day), (last.month, last.day)) == (_NEW_YEAR, _NEW_YEARS_EVE)
    return Years(first.year, last.year) if is_whole else None


def _find_said_years(article: Article, passage: Passage) -> list[Years]:
    """Find the years that a passage names, or the title and the headings above it."""
    return find_years(unveil("\n".join((article.title, *passage.section, passage.text))))


def _worth(hit: Hit) -> float:
    return hit.score + hit.timely


def _level_scores(hits: Sequence[Hit]) -> list[Hit]:
    """Let no score rise: a passage that was put behind another one is worth no more than that."""
    lowest = accumulate((hit.score for hit in hits), min)
    pairs = zip(hits, lowest, strict=True)
    return [hit if hit.score == score else replace(hit, score=score) for hit, score in pairs]


def _is_within(day: date | None, period: Period) -> bool:
    return bool(day and period.first <= day <= period.last)
