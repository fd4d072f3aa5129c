"""What answers? Statuses asked for in free text, passages, and what is covered."""

from datetime import date

import pytest

from knowledge.model import Article, Corpus, Coverage, Kind, Passage, Term, Verdict
from knowledge.retrieval import Thresholds
from knowledge.snapshot import Snapshot

MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)
LEAD = "Four projects stand so:"


def row(topic: str, status: str, line: int) -> Passage:
    cells = (("Project", topic), ("Status", status))
    text = f"Project: {topic}; Status: {status}"
    return Passage(text, Kind.ROW, ("Projects",), (line, line), LEAD, cells, f"| {topic} | {status} |")


def prose(text: str, line: int) -> Passage:
    return Passage(text, Kind.PARAGRAPH, (), (line, line))


BRIDGE, BOAT, MOLE, TOWER = (
    row("Harbour Bridge", "In Progress", 5),
    row("Night Boat", "Under Discussion", 6),
    row("North Mole", "In Progress", 7),
    row("Clock Tower", "In Progress", 8),
)
FERRY = prose("The ferry to Holm island sails on Monday. Tickets cost four crowns.", 1)
PLANS = prose("The council has proposed a tax on nets.", 2)
NEWS = Article("news.md", "News of Holm", "en", (FERRY, PLANS, BRIDGE, BOAT, MOLE, TOWER), MARCH)
GLOSSARY = (
    Term("Harbour Bridge", (("", "bridge"), ("de", "Hafenbrücke"), ("uk", "міст"))),
    Term("council", (("de", "Stadtrat"),)),
)


def snapshot(*articles: Article, thresholds: Thresholds | None = None) -> Snapshot:
    return Snapshot(Corpus(articles or (NEWS,), GLOSSARY), thresholds or Thresholds())


@pytest.mark.parametrize(
    "question",
    [
        "Has the harbour bridge started?",
        "is the bridge finished yet",
        "status of the bridge",
        "where does the bridge stand?",
        "any news on the bridge please",
        "harbuor brigde",
        "Hafenbrücke?",
        "що з міст?",
        "the bridge?",
    ],
)
def test_a_question_for_a_status_in_free_text_is_answered_with_it(question: str) -> None:
    answer = snapshot().answer(question)
    assert (answer.question, answer.verdict, answer.hits[0].passage) == (question, Verdict.ANSWER, BRIDGE)
    assert answer.status is not None
    assert (answer.status.topic, answer.status.status) == ("Harbour Bridge", "In Progress")
    assert answer.items == ()
    assert snapshot().search(question) == answer.hits


def test_the_status_that_stands_answers_and_not_an_older_one() -> None:
    newer = Article("later.md", "Later", "en", (row("Harbour Bridge", "Completed", 1),), JUNE)
    answer = snapshot(NEWS, newer).answer("is the bridge finished?")
    assert answer.status is not None
    assert (answer.status.status, answer.hits[0].article) == ("Completed", newer)


@pytest.mark.parametrize(
    "question",
    ["What is under discussion?", "which topic is under discussion right now", "list all under discussion"],
)
def test_a_question_for_what_is_at_a_status_is_answered_with_the_row(question: str) -> None:
    answer = snapshot().answer(question)
    assert (answer.verdict, [hit.passage for hit in answer.hits], answer.items) == (
        Verdict.ANSWER,
        [BOAT],
        (),
    )
    assert answer.status is not None
    assert answer.status.topic == "Night Boat"


def test_several_topics_at_a_status_are_all_the_answer() -> None:
    answer = snapshot().answer("which projects are in progress?")
    assert (answer.verdict, answer.status) == (Verdict.ANSWER, None)
    assert answer.items == (TOWER, BRIDGE, MOLE)
    assert [hit.passage for hit in answer.hits] == [TOWER, BRIDGE, MOLE]


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("What has the council proposed?", PLANS),
        ("was hat der Stadtrat vor", PLANS),
        ("when does the ferry to Holm sail", FERRY),
    ],
)
def test_any_other_question_is_answered_from_the_passages(question: str, passage: Passage) -> None:
    answer = snapshot().answer(question)
    assert (answer.verdict, answer.hits[0].passage, answer.status) == (Verdict.ANSWER, passage, None)


def test_a_passage_that_states_a_status_comes_with_the_one_that_stands() -> None:
    newer = Article("later.md", "Later", "en", (row("Night Boat", "Completed", 1),), JUNE)
    question = "which boat was under discussion in March"
    answer = snapshot(NEWS, newer).answer(question, today=JUNE)
    assert answer.hits[0].passage == BOAT
    assert answer.status is not None
    assert answer.status.status == "Completed"
    unsure = snapshot(NEWS, newer, thresholds=Thresholds(answer=9)).answer(question, today=JUNE)
    assert (unsure.verdict, unsure.status) == (Verdict.CLOSEST, None)


def test_a_whole_table_has_no_status_of_its_own() -> None:
    answer = snapshot().answer("what are the four projects")
    assert answer.items == (BRIDGE, BOAT, MOLE, TOWER)
    assert answer.status is None


def test_a_follow_up_is_answered_from_what_was_asked_before() -> None:
    answer = snapshot().answer("why?", ["when does the ferry sail"])
    assert answer.hits[0].passage == FERRY
    assert snapshot().answer("and the bridge?", ["when does the ferry sail"]).hits[0].passage == BRIDGE
    assert snapshot().answer("???", ["status of the bridge"]).verdict is Verdict.NONE


def test_an_answer_can_be_explained() -> None:
    why = snapshot().explain("ferry zebra", ["tickets"], MARCH)
    assert ([match.asked for match in why.matches], why.missing) == (["ferry", "tickets"], ("zebra",))
    assert why.hits[0].passage == FERRY


def test_a_search_gives_what_there_is_whatever_its_score() -> None:
    strict = snapshot(thresholds=Thresholds(9, 9))
    assert strict.answer("ferry zebra").verdict is Verdict.NONE
    assert [hit.passage for hit in strict.search("ferry zebra", 1)] == [FERRY]


def test_a_topic_is_answered_with_its_row_or_with_suggestions() -> None:
    answer = snapshot().status("brigde")
    assert (answer.question, answer.verdict, answer.hits[0].passage) == ("brigde", Verdict.ANSWER, BRIDGE)
    assert answer.status in snapshot().board()
    unknown = snapshot().status("nite")
    assert (unknown.verdict, unknown.hits, unknown.status) == (Verdict.NONE, (), None)
    assert "Night Boat" in unknown.suggestions
    assert snapshot().topics("nig")[0] == "Night Boat"


def test_coverage_says_how_much_is_known_and_from_when() -> None:
    undated = Article("a.md", "A", "en", ())
    topics = ("Clock Tower", "Harbour Bridge", "Night Boat", "North Mole")
    assert snapshot(undated, NEWS).coverage == Coverage(2, 6, MARCH, MARCH, topics)
    assert Snapshot(Corpus(()), Thresholds()).coverage == Coverage(0, 0, None, None, ())


@pytest.mark.parametrize("question", ["what is in progress?", "bridge", "", "ferry"])
def test_an_empty_corpus_answers_nothing(question: str) -> None:
    assert Snapshot(Corpus(()), Thresholds()).answer(question).verdict is Verdict.NONE


def test_a_status_question_that_names_a_period_is_answered_as_things_stood_at_its_end() -> None:
    later = Article("later.md", "Later", "en", (row("Harbour Bridge", "Completed", 1),), JUNE)
    both = snapshot(NEWS, later)
    now = both.answer("status of the bridge").status
    then = both.answer("status of the bridge in march 2026", today=JUNE).status
    assert now is not None
    assert then is not None
    assert (now.status, then.status) == ("Completed", "In Progress")
    before = both.answer("status of the bridge in february 2026", today=JUNE)
    assert before.status is None or before.verdict is not Verdict.ANSWER


def test_a_part_of_a_topics_other_name_is_not_the_topic_where_articles_use_the_word_otherwise() -> None:
    glossary = (Term("Night Boat", (("", "ferry subsidies"),)),)
    told = Snapshot(Corpus((NEWS,), glossary), Thresholds())
    assert told.answer("ferry?").hits[0].passage == FERRY
    assert told.answer("ferry subsidies?").hits[0].passage == BOAT
    assert told.answer("subsidies?").hits[0].passage == BOAT
    assert told.answer("boat?").hits[0].passage == BOAT
