"""What do people ask that the articles do not answer? Open questions that ask the same, together; pure."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from knowledge.answering.clusters import group_questions
from knowledge.answering.curated import CuratedQuestions
from knowledge.languages import questions
from knowledge.model import Curations
from knowledge.notices.inquiries import Inquiry
from knowledge.snapshot import Snapshot
from knowledge.text import pronouns, stop_words, words


class Cluster(Struct, frozen=True):
    """Questions that ask the same, newest first; one may have been asked in several places."""

    inquiries: tuple[Inquiry, ...]
    standalone: tuple[str, ...]
    """The wordings that mean something by themselves, without a question before them."""

    @property
    def newest(self) -> Inquiry:
        """The one that was asked last, which stands for all."""
        return self.inquiries[0]

    @property
    def times(self) -> int:
        """How often they were asked."""
        return sum(each.times for each in self.inquiries)

    @property
    def last_at(self) -> datetime:
        """When one was asked last."""
        return self.newest.last_at

    @property
    def wordings(self) -> tuple[str, ...]:
        """Their words, each once, newest first."""
        return tuple(dict.fromkeys(each.question for each in self.inquiries))


def find_clusters(
    inquiries: Sequence[Inquiry], snapshot: Snapshot, curations: Curations
) -> tuple[Cluster, ...]:
    """Give the open questions, newest first, in clusters; not those for which an editor has chosen a passage.

    Not on the event loop: five hundred take about a third of a second.
    """
    curated = CuratedQuestions(each.question for each in curations.answers)
    known = [(each, _leans(each)) for each in inquiries]
    still = [(each, leans) for each, leans in known if leans or curated.find(each.question) is None]
    # What has no words of its own means what the question before it does.
    asked = [f"{each.earlier[-1]} {each.question}" if _goes_on(each) else each.question for each, _ in still]
    groups = group_questions(asked, snapshot.lexicon)
    return tuple(_make_cluster([still[number] for number in group]) for group in groups)


def _leans(inquiry: Inquiry) -> bool:
    """Tell by its form whether a question may mean another thing after another question: "who signed it?"."""
    return _goes_on(inquiry) or (bool(inquiry.earlier) and not pronouns().isdisjoint(words(inquiry.question)))


def _goes_on(inquiry: Inquiry) -> bool:
    """Tell whether a question means nothing without the one before it: "why?", "and the price?"."""
    said = words(inquiry.question)
    if not inquiry.earlier:
        return False
    return not questions().also.isdisjoint(said[:1]) or stop_words().issuperset(said)


def _make_cluster(asked: Sequence[tuple[Inquiry, bool]]) -> Cluster:
    alone = (each.question for each, leans in asked if not leans)
    return Cluster(tuple(each for each, _ in asked), tuple(dict.fromkeys(alone)))
