"""What follows from another corpus? What changes and breaks, which questions are answered, who is told."""

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from knowledge.answering.curated import CuratedQuestions
from knowledge.answering.question import Question
from knowledge.answers import Verdict
from knowledge.curating import stands_in
from knowledge.errors import KnowledgeError
from knowledge.model import Article, CuratedAnswer, Problem, StatusChange
from knowledge.notices.audience import Bulletin, Listeners, Notice, WaitingQuestion
from knowledge.notices.inquiries import Inquiry
from knowledge.notices.notices import (
    make_answer_notice,
    make_article_notices,
    make_bulletin,
    make_change_notices,
)
from knowledge.snapshot import Snapshot
from knowledge.statuses.changes import Changes, compare, find_fact_changes
from knowledge.when import When

_PLACE = re.compile(r"^(?::(\d+))?:? ?(.*?)\.?$", re.DOTALL)
"""What stands behind the path where judged questions cannot be read."""
_MOST_ASKED = 50
"""Unanswered questions that are asked anew where editors have said something: each takes up to 0.3 s."""


class Consequences(Struct, frozen=True):
    """What one state that takes another's place changes, and what is to be kept with it."""

    changes: Changes
    bulletin: Bulletin
    notices: tuple[Notice, ...] = ()
    answered: tuple[int, ...] = ()
    """The numbers of the waiting questions that are answered."""


def consequences(
    old: Snapshot,
    new: Snapshot,
    when: When,
    problems: Sequence[Problem] = (),
    listeners: Listeners | None = None,
    judged: Path | None = None,
    *,
    stale: Sequence[str] = (),
    lapsed: Sequence[CuratedAnswer] = (),
) -> Consequences:
    """See what follows where `new` takes the place of `old`; asks questions, so not on the event loop.

    `problems` are those with the new state's files, and `stale` files are kept in their last good version. A
    file of `judged` questions that cannot be read is one more of the problems. `lapsed` are what editors have
    answered with passages that the new state lacks.
    """
    corpora, ledgers = (old.corpus, new.corpus), (old.ledger, new.ledger)
    changes = compare(corpora, ledgers, problems, stale, lapsed)
    if not old.corpus.articles:
        # Nothing is news to somebody who knows nothing yet.
        return Consequences(changes, Bulletin())
    listeners = listeners or Listeners()
    facts = find_fact_changes(ledgers)
    bulletin = make_bulletin(changes, facts, corpora)
    known = find_answered(listeners.waiting, new, when, listeners.came, bulletin)
    changes = replace(changes, answerable=tuple(dict.fromkeys(each.question for each in known)))
    changes = replace(changes, settled=find_settled(listeners.unanswered, changes, new, when))
    if judged:
        try:
            changes = replace(changes, broken=find_broken(judged, old, new, when))
        except KnowledgeError as error:
            changes = replace(changes, problems=(*changes.problems, _unreadable(judged, error)))
    fresh = [change for change in facts if not _is_old_news(change, new, when)]
    told = make_change_notices(fresh, listeners.subscriptions, new.ledger.find_exactly)
    came = _find_new_articles(changes, bulletin, new, when)
    notices = (
        *told,
        *make_article_notices(came, listeners.article_channels),
        *map(make_answer_notice, known),
    )
    changes = replace(
        changes,
        channels=len({each.channel for each in notices if each.channel}),
        users=len({each.user for each in notices if each.user}),
    )
    return Consequences(changes, bulletin, notices, tuple(each.number for each in known))


def _is_old_news(change: StatusChange, new: Snapshot, when: When) -> bool:
    """Tell whether a change only came to light now, in what a live source had published long before."""
    step = new.ledger.find_exactly(change.topic)
    return step is not None and bool(step.article.source) and step.claims[-1].on < when.recently


def _find_new_articles(
    changes: Changes, bulletin: Bulletin, new: Snapshot, when: When
) -> tuple[Article, ...]:
    """Give the articles that came, oldest first, but those that were old then or only got another path."""
    added = {each.path for each in bulletin.articles}.intersection(changes.added)
    came = [each for each in new.corpus.articles if each.path in added and each.dated >= when.recently]
    return tuple(sorted(came, key=lambda each: each.dated))


def find_broken(judged: Path, old: Snapshot, new: Snapshot, when: When) -> tuple[str, ...]:
    """Give the judged questions of a file that the old state answers rightly and the new one does not.

    Raises QuestionsError for a file that cannot be read.
    """
    # Only a reload asks judged questions, and every command would wait for the import.
    from knowledge.evaluation import evaluate, read_questions

    questions = read_questions(judged)
    if new is old:
        return ()
    wrong = evaluate(questions, new, when).wrong
    # Only these are put to the old state, which has people to answer meanwhile.
    before = evaluate((outcome.question for outcome in wrong), old, when).outcomes
    return tuple(dict.fromkeys(outcome.question.turns for outcome in before if outcome.fault is None))


def find_answered(
    waiting: Sequence[WaitingQuestion],
    new: Snapshot,
    when: When,
    came: Mapping[str, int],
    now: Bulletin,
) -> tuple[WaitingQuestion, ...]:
    """Give the waiting questions that an article answers which is new since they were asked.

    `came` holds the articles that came since the oldest of them, each with the number of its bulletin, and
    `now` what comes with the new state.
    """
    known: dict[str, float] = {**came, **dict.fromkeys((article.path for article in now.articles), math.inf)}
    if not known:
        return ()
    sources = {question: new.find_source(question, when) for question in {each.question for each in waiting}}
    return tuple(each for each in waiting if known.get(sources[each.question], 0) > each.after)


def find_settled(
    unanswered: Sequence[Inquiry], changes: Changes, new: Snapshot, when: When
) -> tuple[str, ...]:
    """Give the questions that were not answered and are now, through what editors have said since.

    Of those with a word that has become an alias, only the newest are asked.
    """
    curated = CuratedQuestions(each.question for each in changes.curated)
    touched = [
        each
        for each in unanswered
        if curated.find(each.question) is not None
        or any(stands_in(alias.word, each.question) for alias in changes.aliases)
    ]
    answered = (each.question for each in touched[:_MOST_ASKED] if _is_answered(each, new, when))
    return tuple(dict.fromkeys(answered))


def _is_answered(asked: Inquiry, new: Snapshot, when: When) -> bool:
    question, *earlier = (Question.read(each, when.today) for each in (asked.question, *asked.earlier))
    return new.answer(question, when, earlier).verdict is Verdict.ANSWER


def _unreadable(judged: Path, error: KnowledgeError) -> Problem:
    """Say of a file of judged questions what any other file's problem says, with its name for its path."""
    ((line, reason),) = _PLACE.findall(error.reason.removeprefix(str(judged)))
    return Problem(judged.name, reason, error.cure, int(line) if line else None)
