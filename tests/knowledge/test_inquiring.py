"""Do questions that ask the same stand together, counted, and those that ask something else apart?"""

from datetime import UTC, datetime, timedelta

from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Verdict
from knowledge.inquiring import Cluster, find_clusters
from knowledge.model import Article, Corpus, CuratedAnswer, Curations, Kind, Passage, Term
from knowledge.notices.inquiries import Inquiry
from knowledge.snapshot import Snapshot

THEN = datetime(2026, 3, 3, tzinfo=UTC)
WORDS = Passage("The harbour bridge is being repaired.", Kind.PARAGRAPH, (), (1, 1))
TERMS = (
    Term("Harbour Bridge", (("", "overpass"), ("de", "Hafenbrücke"))),
    Term("Hafenamt", (("de", "Amt"),)),
)
SNAPSHOT = Snapshot(Corpus((Article("a.md", "News", "en", (WORDS,)),), TERMS), Thresholds())


def inquire(number: int, question: str, *earlier: str, times: int = 1) -> Inquiry:
    at = THEN - timedelta(hours=number)
    return Inquiry(None, f"{number}", question, earlier, Verdict.NONE, times, at, at)


def clusters(*questions: str) -> list[tuple[str, ...]]:
    asked = [inquire(number, each) for number, each in enumerate(questions)]
    return [each.wordings for each in find_clusters(asked, SNAPSHOT, Curations())]


def test_other_forms_names_and_spellings_ask_the_same() -> None:
    same = (
        "What does the new overpass cost?",
        "how much do the costs of the harbour bridge come to?",
        "cost of new harbour bridge",
        "was kostet die neue Hafenbrücke",
    )
    apart = ("Who is the mayor?", "when was the mayor elected")
    assert clusters(same[0], apart[0], *same[1:3], apart[1]) == [same[:3], (apart[0],), (apart[1],)]
    assert clusters("who elected the mayor", "who electd the mayor") == [
        ("who elected the mayor", "who electd the mayor")
    ]


def test_who_and_when_of_the_same_words_are_two_questions() -> None:
    assert len(clusters("who elected the mayor?", "when elected the mayor?")) == 2
    assert len(clusters("who elected the mayor?", "elected mayor 2026", "elected mayor 2027")) == 2


def test_a_question_without_content_is_like_itself() -> None:
    assert clusters("why?", "why", "Amt") == [("why?", "why"), ("Amt",)]


def test_a_cluster_counts_its_questions_and_is_named_by_the_newest() -> None:
    asked = (
        inquire(0, "who is mayor?", times=2),
        inquire(1, "and the mayor?", "who is mayor?"),
        inquire(2, "who is mayor?", times=3),
    )
    (cluster,) = find_clusters(asked, SNAPSHOT, Curations())
    assert cluster == Cluster(asked, ("who is mayor?",))
    assert (cluster.times, cluster.last_at, cluster.newest) == (6, THEN, asked[0])
    assert cluster.wordings == ("who is mayor?", "and the mayor?")


def test_not_each_question_that_came_after_another_leans_on_it() -> None:
    asked = (
        inquire(0, "where do the talks take place", "who is mayor?"),
        inquire(1, "is there a lighthouse", "where do the talks take place"),
        inquire(2, "and why?", "who is mayor?"),
        inquire(3, "who is mayor?"),
    )
    found = find_clusters(asked, SNAPSHOT, Curations())
    assert [(each.wordings, each.standalone) for each in found] == [
        ((asked[0].question,), (asked[0].question,)),
        # What may stand for something that was said before is not answered for everybody.
        ((asked[1].question,), ()),
        (("and why?", "who is mayor?"), ("who is mayor?",)),
    ]


def test_what_an_editor_has_answered_is_open_no_more() -> None:
    said = Curations((), (CuratedAnswer("Who is the mayor?", "a.md", "0"),))
    asked = inquire(0, "who is the mayor"), inquire(1, "and why is that?", "who is the mayor")
    assert [each.inquiries for each in find_clusters(asked, SNAPSHOT, said)] == [asked[1:]]
