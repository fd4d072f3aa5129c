"""Where do the topics of a corpus stand, how did they come there, and what is new?"""

from datetime import date, timedelta
from operator import attrgetter

from msgspec.structs import replace

from knowledge.answering.intent import IntentChooser, ShowBoard, ShowStep, ShowSteps
from knowledge.answering.lexicon import Lexicon
from knowledge.answering.naming import TopicFinder
from knowledge.answering.question import Question
from knowledge.answers import (
    Board,
    Course,
    Hit,
    News,
    NotYet,
    Standing,
    Standings,
    UnknownTopic,
    hits_of,
)
from knowledge.model import Corpus, NewArticle, StatusChange, Step
from knowledge.statuses.changes import between
from knowledge.statuses.ledger import Ledger, step_on
from knowledge.when import When


class Overview:
    """What the statuses of one corpus tell, at its end and on any day before."""

    def __init__(self, corpus: Corpus, ledger: Ledger, lexicon: Lexicon) -> None:
        """Look at the `ledger` that was made of a corpus, whose words the `lexicon` knows."""
        self.corpus = corpus
        self.ledger = ledger
        """The topics of the corpus, with their whole courses."""
        self._topics = TopicFinder(ledger, lexicon)
        self._intents = IntentChooser(ledger, self._topics)

    def status(self, topic: str, as_of: date | None = None) -> Standing | NotYet | UnknownTopic:
        """Answer where a topic stands, or stood on a day that is over, named as people name things."""
        step, near = self.ledger.find(topic)
        if step is None:
            return UnknownTopic(topic, near)
        then = step_on(step, as_of) if as_of else step
        if then is None:
            return NotYet(topic, step, as_of or date.min)
        return self._show(then, topic, as_of)

    def stand(
        self, asked: Question, when: When, as_of: date | None = None
    ) -> Board | Standing | Standings | NotYet | UnknownTopic:
        """Answer where the topics stand that a command names among other words, or stood on a day.

        So "sanctions and energy, please"; and what a question would say: "all that is open".
        """
        steps, name = self._topics.find_named(asked)
        if not (steps or name):
            return self.board(as_of, asked.text)
        if not steps:
            match self._intents.choose(replace(asked, period=None), (), when):
                case ShowStep(step):
                    steps = (step,)
                case ShowSteps(found) | ShowBoard(found):
                    steps = found
                case _:
                    return UnknownTopic(name, self.ledger.find(name)[1])
        then = tuple(step for each in steps if (step := step_on(each, as_of) if as_of else each))
        if not then:
            return NotYet(asked.text, steps[0], as_of or date.min)
        return (
            self._show(then[0], asked.text, as_of) if len(then) == 1 else Standings(asked.text, then, as_of)
        )

    def find_topics(self, asked: Question) -> tuple[str, ...]:
        """Give the topics that a command names among other words; none where one of them is not known."""
        steps, _ = self._topics.find_named(asked)
        return tuple(step.topic for step in steps)

    def course(self, topic: str) -> Course | UnknownTopic:
        """Answer how a topic came to where it stands."""
        step, near = self.ledger.find(topic)
        return Course(topic, step) if step else UnknownTopic(topic, near)

    def board(self, as_of: date | None = None, question: str = "") -> Board:
        """Answer where each topic stands, or stood on a day that is over."""
        return Board(question, self.steps(as_of), as_of)

    def news(self, since: date, until: date | None = None, question: str = "") -> News:
        """Answer with what changed since a day, the rows that changed it, and the articles that came."""
        changes = self.changes_since(since, until)
        stood = {step.topic: step for step in self.steps(until)}
        began = (stood[change.topic].claims[0] for change in changes if change.after)
        newest = sorted(began, key=lambda claim: claim.on, reverse=True)
        return News(question, since, until, changes, self._articles_since(since, until), hits_of(newest))

    def steps(self, as_of: date | None = None) -> tuple[Step, ...]:
        """Give the step at which each topic stands, or stood on a day, sorted by topic."""
        board = self.ledger.board()
        if as_of is None:
            return board
        return tuple(then for step in board if (then := step_on(step, as_of)))

    def changes_since(self, day: date, until: date | None = None) -> tuple[StatusChange, ...]:
        """Give the topics whose status is, or was on the day `until`, another than before a day; sorted."""
        before = self.steps(day - timedelta(days=1)) if day > date.min else ()
        after = self.steps(until)
        # Of a topic that came in this time and moved on, where it began.
        known = {step.topic for step in before}
        begun = [first for step in after if step.topic not in known and (first := step.course[0]) != step]
        return between((*before, *begun), after)

    def has_topic(self, spelling: str) -> bool:
        """Tell whether a topic is called so, in some spelling; no guessing."""
        return self.ledger.find_exactly(spelling) is not None

    def _show(self, step: Step, question: str, as_of: date | None) -> Standing:
        hits = (Hit(step.passage, step.article, 1.0),)
        return Standing(question, hits, step, self.ledger.find_exactly(step.topic) or step, as_of)

    def _articles_since(self, day: date, until: date | None) -> tuple[NewArticle, ...]:
        """Give the articles of a day and after it, newest first; those without a date by that of loading."""
        last = until or date.max
        new = (article for article in self.corpus.articles if day <= article.dated <= last)
        return tuple(map(NewArticle.of, sorted(new, key=attrgetter("dated"), reverse=True)))
