"""Does what editors have said count, as long as the articles bear it?"""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from knowledge.answering.aliases import find_terms
from knowledge.answering.explanation import Decider
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Hit, Nothing, PassageAnswer, Standing, Verdict
from knowledge.curating import find_chosen, is_known
from knowledge.curation import take_up_curations
from knowledge.keys import key_passage
from knowledge.model import Alias, Article, Corpus, CuratedAnswer, Curations, Kind, Passage, Term
from knowledge.notices.audience import Listeners
from knowledge.notices.consequences import consequences
from knowledge.notices.inquiries import Inquiry
from knowledge.snapshot import Snapshot
from knowledge.store import identify
from knowledge.store._canonical import read_lines, write_lines
from tests.asking import WHEN, ask, read

CELLS = (("Project", "Night Boat"), ("Status", "Agreed"))
ROW = Passage(
    "Project: Night Boat; Status: Agreed", Kind.ROW, (), (5, 5), "", CELLS, "| Night Boat | Agreed |"
)
TICKETS = Passage("Tickets cost four crowns. Children travel free.", Kind.PARAGRAPH, (), (1, 1))
MOLE = Passage("The mole is closed to everybody.", Kind.PARAGRAPH, (), (2, 2))
NEWS = Article("news.md", "News of Holm", "en", (TICKETS, MOLE, ROW), date(2026, 3, 2))
MOVED = Article("moved.md", "News of Holm", "en", (TICKETS, MOLE, ROW), date(2026, 3, 2))
PLAIN = Corpus((NEWS,), (Term("mole", (("", "breakwater"),)),))
THEN = datetime(2026, 3, 3, tzinfo=UTC)
FARE, BOAT = "How expensive is a passage?", "Does the nocturnal vessel exist?"
FARE_CHOSEN = CuratedAnswer(FARE, NEWS.path, key_passage(NEWS, TICKETS))
BOAT_CHOSEN = CuratedAnswer(BOAT, NEWS.path, key_passage(NEWS, ROW))
SAID = Curations(
    (Alias("jetty", "breakwater"), Alias("quay", "jetty"), Alias("lift", "crane")), (FARE_CHOSEN,)
)


def edit(said: Curations, corpus: Corpus = PLAIN) -> Snapshot:
    return Snapshot(take_up_curations(corpus, said)[0], Thresholds())


def inquire(question: str, *earlier: str) -> Inquiry:
    return Inquiry(None, question, question, earlier, Verdict.NONE, 1, THEN, THEN)


def test_an_alias_is_one_more_name_of_its_term_or_begins_one() -> None:
    assert find_terms(take_up_curations(PLAIN, SAID)[0]) == (
        Term("mole", (("", "breakwater"), ("", "jetty"), ("", "quay"))),
        Term("crane", (("", "lift"),)),
    )
    assert isinstance(ask(edit(Curations()), "is the jetty closed?"), Nothing | PassageAnswer)
    answer = ask(edit(SAID), "is the quay closed to everybody?")
    assert (answer.verdict, answer.hits[0].passage) == (Verdict.ANSWER, MOLE)


@pytest.mark.parametrize("question", [FARE, "how expensive is a pasage", f"{FARE} And is the mole closed?"])
def test_the_passage_that_an_editor_chose_answers_word_for_word(question: str) -> None:
    assert ask(edit(Curations()), FARE).verdict is not Verdict.ANSWER
    edited = edit(SAID)
    answer = ask(edited, question)
    assert (answer.verdict, answer.hits[0].passage, answer.hits[0].article) == (Verdict.ANSWER, TICKETS, NEWS)
    why = edited.explain(read(question), WHEN)[0]
    assert (why.decided_by, why.verdict, why.hits[0].passage) == (Decider.EDITOR, Verdict.ANSWER, TICKETS)
    assert edited.explain(read("is the mole closed?"), WHEN)[0].decided_by is not Decider.EDITOR


def test_where_it_is_the_row_of_a_status_the_topic_answers() -> None:
    answer = ask(edit(Curations((), (BOAT_CHOSEN,))), BOAT)
    assert isinstance(answer, Standing)
    assert answer.step.topic == "Night Boat"


def test_an_answer_whose_passage_is_gone_lapses_and_stands_again_once_that_is_back() -> None:
    without, lapsed = take_up_curations(Corpus((MOVED,)), SAID)
    assert (without.curations, lapsed) == (Curations(SAID.aliases), (FARE_CHOSEN,))
    assert take_up_curations(PLAIN, SAID)[1] == ()
    assert edit(SAID, PLAIN.as_of(date(2026, 3, 1))).corpus.curations.answers == ()


def test_a_passage_can_be_chosen_as_long_as_the_articles_say_it_today() -> None:
    now = replace(NEWS, passages=(MOLE,), earlier=(NEWS,))
    assert find_chosen(PLAIN, FARE_CHOSEN.passage) == Hit(TICKETS, NEWS, 1.0)
    assert find_chosen(Corpus((now,)), FARE_CHOSEN.passage) is None
    assert find_chosen(PLAIN, "0" * 16) is None


@pytest.mark.parametrize(
    ("name", "known"), [("the moles", True), ("Breakwater", True), ("mole of iron", False), ("", False)]
)
def test_a_name_is_known_where_the_articles_or_their_glossary_have_it(name: str, known: bool) -> None:
    assert is_known(name, edit(Curations())) is known


def test_the_canonical_bytes_hold_what_editors_said_and_are_those_of_before_where_that_is_nothing() -> None:
    edited, _ = take_up_curations(PLAIN, SAID)
    assert read_lines(write_lines(edited)) == edited
    assert read_lines(write_lines(PLAIN)) == PLAIN
    assert identify(edited) != identify(PLAIN) == identify(take_up_curations(PLAIN, Curations())[0])


def test_a_report_names_what_editors_said_and_what_that_answers() -> None:
    plain, edited = edit(Curations()), edit(SAID)
    unanswered = tuple(
        map(inquire, (FARE, "Is the quay closed to everybody?", "Who won the match?", "the lift?"))
    )
    changes = consequences(plain, edited, WHEN, listeners=Listeners(unanswered=unanswered)).changes
    assert (changes.aliases, changes.curated) == (SAID.aliases, (FARE_CHOSEN,))
    assert changes.settled == (FARE, "Is the quay closed to everybody?")
    assert not changes.nothing
    back = consequences(edited, plain, WHEN, lapsed=(FARE_CHOSEN,)).changes
    assert (back.lost_aliases, back.uncurated, back.lapsed) == (SAID.aliases, (), (FARE_CHOSEN,))
    assert consequences(edited, plain, WHEN).changes.uncurated == (FARE_CHOSEN,)
    assert consequences(plain, plain, WHEN).changes.nothing
