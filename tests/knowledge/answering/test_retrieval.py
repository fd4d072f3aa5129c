"""Which passage answers? Verdicts, confidence, follow-ups, lists, sentences, dates and why."""

from datetime import date

import pytest

from knowledge.answering.index import PassageIndex
from knowledge.answering.query import Origin
from knowledge.answering.retrieval import Retriever
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Answer, ListAnswer, Nothing, PassageAnswer, Verdict
from knowledge.model import Article, Corpus, Kind, Passage, Term
from tests.asking import RuledReader, read

TEXTS = (
    "The ferry to Holm island begins to sail on Monday.",
    "Tickets for the ferry cost four crowns.",
    "Ingrid Dahl keeps the lighthouse from now on.",
    "The harbour bridge stays closed in winter.",
    "Fishermen complain about the price of fuel.",
)
GLOSSARY = (Term("lighthouse", (("de", "Leuchtturm"), ("", "beacon"))),)
TODAY = date(2026, 11, 20)


def article(*texts: str, title: str = "News", published: date | None = None, language: str = "en") -> Article:
    passages = tuple(Passage(text, Kind.PARAGRAPH, (), (line, line)) for line, text in enumerate(texts, 1))
    return Article(f"{title} {published}.md", title, language, passages, published)


def retriever(*articles: Article, thresholds: Thresholds | None = None) -> Retriever:
    corpus = Corpus(articles or (article(*TEXTS),), GLOSSARY)
    return Retriever(PassageIndex(corpus), thresholds or Thresholds())


def texts(answer: Answer) -> list[str]:
    return [hit.passage.text for hit in answer.hits]


# Verdicts


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When does the ferry begin to sail?", TEXTS[0]),
        ("What do tickets cost?", TEXTS[1]),
        ("who keeps the lighthuose", TEXTS[2]),
        ("Wer ist im Leuchtturm?", TEXTS[2]),
        ("IS THE HARBOUR BRIDGE CLOSED???", TEXTS[3]),
    ],
)
def test_a_question_is_answered_with_the_passage_that_holds_its_words(question: str, text: str) -> None:
    answer = retriever().answer(read(question))
    assert answer.question == question
    assert (answer.verdict, texts(answer)[0]) == (Verdict.ANSWER, text)


def test_hits_come_best_first_and_at_most_three() -> None:
    every = retriever(thresholds=Thresholds(answer=0.0, closest=0.0))
    scores = [hit.score for hit in every.answer(read("ferry lighthouse bridge price of tickets")).hits]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("thresholds", "verdict"),
    [
        (Thresholds(answer=0.0, closest=0.0), Verdict.ANSWER),
        (Thresholds(answer=9.0, closest=0.0), Verdict.CLOSEST),
        (Thresholds(answer=9.0, closest=9.0), Verdict.NONE),
    ],
)
def test_the_thresholds_decide_the_verdict(thresholds: Thresholds, verdict: Verdict) -> None:
    answer = retriever(thresholds=thresholds).answer(read("ferry tickets"))
    assert answer.verdict is verdict
    assert bool(answer.hits) is (verdict is not Verdict.NONE)


def test_words_that_the_articles_lack_lower_the_confidence() -> None:
    sure, unsure = (retriever().search(read(f"ferry tickets{more}"))[0].score for more in ("", " zebra"))
    assert unsure < sure


@pytest.mark.parametrize(
    "small", ["hello, do you guys know", "qué hay sobre", "чи є щось про", "please tell me"]
)
def test_words_of_chat_and_of_other_languages_lower_it_not(small: str) -> None:
    sure, chatty = (retriever().search(read(f"{more} ferry tickets"))[0].score for more in ("", small))
    assert chatty == pytest.approx(sure)


@pytest.mark.parametrize(
    "question", [*TEXTS, "ferry", "ferry tickets", "closed closed closed", "lighthuose keeper", "Leuchtturm"]
)
def test_confidence_is_between_nothing_and_about_one(question: str) -> None:
    assert 0 < retriever().search(read(question), 1)[0].score <= 1.3


@pytest.mark.parametrize(
    "question", ["", "?", "zebra quagga okapi", "🙂", "\x00", "\ud800", "hello", "thanks"]
)
def test_what_the_articles_do_not_speak_of_has_no_answer(question: str) -> None:
    answer = retriever().answer(read(question))
    assert isinstance(answer, Nothing)
    assert answer.unmentioned == (("quagga",) if "quagga" in question else ())


def test_a_corpus_without_articles_answers_nothing() -> None:
    empty = Retriever(PassageIndex(Corpus(())), Thresholds())
    assert empty.answer(read("ferry")) == Nothing("ferry")
    assert empty.search(read("ferry")) == ()


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("what does the ferry to Holm island do", Verdict.ANSWER),
        ("how many ferries sail to Holm island", Verdict.CLOSEST),
        ("how many crowns do tickets for the ferry cost", Verdict.ANSWER),
        ("when do tickets for the ferry cost less", Verdict.CLOSEST),
        ("when does the ferry to Holm island sail", Verdict.ANSWER),
    ],
)
def test_a_passage_without_the_number_or_date_asked_for_is_only_the_closest(
    question: str, verdict: Verdict
) -> None:
    assert retriever().answer(read(question)).verdict is verdict


def test_articles_in_other_languages_than_english_answer_at_a_lower_share() -> None:
    lines = ("Паром ходит на остров каждый день.", "Билеты стоят четыре кроны.", "Мост закрыт зимой.")
    for language, verdict in (("ru", Verdict.ANSWER), ("uk", Verdict.ANSWER), ("en", Verdict.CLOSEST)):
        share = retriever(article(*lines, language=language)).search(read("паром остров зебра"))[0].score
        found = retriever(article(*lines, language=language), thresholds=Thresholds(share / 0.8, share / 2))
        assert found.answer(read("паром остров зебра")).verdict is verdict


# Follow-ups


def test_a_follow_up_is_understood_from_the_question_before() -> None:
    asked = "What do the tickets cost on Monday?"
    assert texts(retriever().answer(read(asked)))[0] == TEXTS[1]
    before = read("When does the ferry begin to sail?")
    assert texts(retriever().answer(read("And on Monday?"), [before]))[0] == TEXTS[0]


@pytest.mark.parametrize("following", ["why?", "and then?", "how so"])
def test_a_question_of_small_words_alone_asks_on(following: str) -> None:
    assert retriever().answer(read(following)).verdict is not Verdict.ANSWER
    assert texts(retriever().answer(read(following), [read("who keeps the lighthouse")]))[0] == TEXTS[2]


@pytest.mark.parametrize(("question", "text"), [("who keeps the lighthouse", 2), ("is the bridge closed", 3)])
@pytest.mark.parametrize("before", ["what do tickets for the ferry cost", "fishermen", "price of fuel"])
def test_a_complete_question_keeps_its_own_first_passage(question: str, text: int, before: str) -> None:
    answer = retriever().answer(read(question), [read(before), read(before)])
    assert (answer.verdict, texts(answer)[0]) == (Verdict.ANSWER, TEXTS[text])


@pytest.mark.parametrize("following", ["", "???", "🙂", "ok thanks", "lol"])
def test_what_asks_for_nothing_is_not_answered_from_before(following: str) -> None:
    assert retriever().answer(read(following), [read("what do tickets cost")]).verdict is Verdict.NONE


# Lists


LEAD = "The boat carries three things:"
ITEMS = ("letters from the mainland", "flour for the bakery", "oil for the lamp")


def cargo(kind: Kind = Kind.BULLET) -> Retriever:
    items = tuple(Passage(text, kind, (), (line, line), LEAD) for line, text in enumerate(ITEMS, 3))
    lead = Passage(LEAD, Kind.PARAGRAPH, (), (1, 1))
    other = Passage("nails for the ship yard", kind, ("Yard",), (9, 9), LEAD)
    return retriever(Article("a.md", "Cargo", "en", (lead, *items, other)), article(*TEXTS))


@pytest.mark.parametrize("kind", [Kind.BULLET, Kind.ROW])
@pytest.mark.parametrize("question", ["what does the boat carry", "which three things are carried?"])
def test_a_question_for_a_whole_list_gets_all_of_its_items(kind: Kind, question: str) -> None:
    answer = cargo(kind).answer(read(question))
    assert isinstance(answer, ListAnswer)
    assert answer.verdict is Verdict.ANSWER
    assert [item.text for item in answer.items] == texts(answer) == list(ITEMS)
    assert {item.lead_in for item in answer.items} == {LEAD}


def test_a_question_for_one_item_gets_that_item() -> None:
    answer = cargo().answer(read("does the boat carry flour"))
    assert isinstance(answer, PassageAnswer)
    assert texts(answer)[0] == answer.sentences[0] == ITEMS[1]


def test_a_list_is_whole_where_its_items_repeat_a_word_of_what_introduces_them() -> None:
    lead = "Reasons to keep the ferry:"
    items = ("The ferry is cheap.", "Nobody minds the noise.")
    passages = tuple(Passage(text, Kind.BULLET, (), (line, line), lead) for line, text in enumerate(items, 2))
    news = retriever(Article("a.md", "News", "en", passages), article("A lamp burns.", "Nets dry."))
    answer = news.answer(read("reasons to keep the ferry"))
    assert isinstance(answer, ListAnswer)
    assert [item.text for item in answer.items] == list(items)


def test_a_paragraph_is_no_list() -> None:
    assert isinstance(retriever().answer(read("what do tickets cost")), PassageAnswer)


# The best sentence


PARAGRAPH = "The mole is long. It was built of stone, says Dr. Dahl.\nNobody paid for the stone! Why not?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how long is the mole", "The mole is long."),
        ("who says that it was built of stone", "It was built of stone, says Dr. Dahl."),
        ("who paid for the stone", "Nobody paid for the stone!"),
    ],
)
def test_the_sentence_that_answers_best_is_marked_as_it_stands(question: str, sentence: str) -> None:
    answer = retriever(article(PARAGRAPH, *TEXTS)).answer(read(question))
    assert isinstance(answer, PassageAnswer)
    assert texts(answer)[0] == PARAGRAPH
    assert answer.sentences[0] == sentence
    assert answer.sentences[0] in PARAGRAPH


def test_the_best_sentence_of_a_passage_of_one_is_all_of_it() -> None:
    answer = retriever().answer(read("what do tickets cost"))
    assert isinstance(answer, PassageAnswer)
    assert answer.sentences[0] == answer.hits[0].passage.text


def test_no_sentence_is_the_best_where_only_the_heading_was_found() -> None:
    answer = retriever(article("It is long. It is old.", title="Mole"), article(*TEXTS)).answer(read("mole?"))
    assert isinstance(answer, PassageAnswer)
    assert answer.sentences[0] == answer.hits[0].passage.text == "It is long. It is old."


def test_a_sentence_is_chosen_by_the_other_names_of_things_too() -> None:
    text = "The mole is long. The lighthouse stands on it."
    answer = retriever(article(text, "Nets dry.")).answer(read("Leuchtturm"))
    assert isinstance(answer, PassageAnswer)
    assert answer.sentences[0] == "The lighthouse stands on it."


# Time


MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)
PRICES = (
    article("Tickets for the ferry cost four crowns.", "Nets dry.", title="Prices", published=MARCH),
    article("Tickets for the ferry cost nine crowns.", "Lamps burn.", title="Prices", published=JUNE),
)


@pytest.mark.parametrize("articles", [PRICES, PRICES[::-1]])
def test_of_passages_that_answer_equally_the_newer_article_s_wins(articles: tuple[Article, ...]) -> None:
    answer = retriever(*articles).answer(read("what do ferry tickets cost"))
    assert [hit.article.published for hit in answer.hits] == [JUNE, MARCH]


def test_an_older_article_that_answers_better_stays_first() -> None:
    better = article("Ferry tickets cost four crowns for children.", title="Prices", published=MARCH)
    answer = retriever(better, PRICES[1]).answer(read("what do ferry tickets cost for children"))
    assert answer.hits[0].article.published == MARCH


def test_articles_without_a_date_go_after_dated_ones_that_answer_equally() -> None:
    undated = article("Tickets for the ferry cost two crowns.", title="Prices")
    answer = retriever(undated, *PRICES).answer(read("what do ferry tickets cost"))
    assert [hit.article.published for hit in answer.hits] == [JUNE, MARCH, None]


@pytest.mark.parametrize(
    "asked", ["in March", "in March 2026", "on 2 March 2026", "before June", "im März", "в марте"]
)
def test_a_question_that_names_a_time_is_answered_from_an_article_of_then(asked: str) -> None:
    answer = retriever(*PRICES).answer(read(f"what do ferry tickets cost {asked}", TODAY))
    assert answer.verdict is Verdict.ANSWER
    assert [hit.article.published for hit in answer.hits] == [MARCH, JUNE]


def test_a_time_without_an_article_changes_nothing() -> None:
    answer = retriever(*PRICES).answer(read("what do ferry tickets cost in May", TODAY))
    assert [hit.article.published for hit in answer.hits] == [JUNE, MARCH]


def test_a_passage_of_then_that_says_little_of_it_does_not_go_first() -> None:
    other = article("Nets and ferry.", "Fishermen and crowns.", title="Other", published=MARCH)
    answer = retriever(other, PRICES[1]).answer(read("what do ferry tickets cost in March", TODAY))
    assert answer.hits[0].article.published == JUNE


@pytest.mark.parametrize(("today", "published"), [(date(2026, 3, 3), MARCH), (date(2026, 6, 2), JUNE)])
def test_what_is_counted_from_today_is_so_from_the_day_on_which_it_is_asked(
    today: date, published: date
) -> None:
    answer = retriever(*PRICES).answer(read("what did ferry tickets cost yesterday", today))
    assert answer.hits[0].article.published == published


@pytest.mark.parametrize(
    ("asked", "published"),
    [
        ("what is the latest ferry ticket price", JUNE),
        ("what do ferry tickets cost now", JUNE),
        ("what did ferry tickets first cost", MARCH),
        ("what did ferry tickets originally cost", MARCH),
        ("ferry tickets cost, ursprünglich", MARCH),
        ("what did ferry tickets first cost, and what now", JUNE),  # both: as if neither was said
    ],
)
def test_a_word_for_the_newest_or_the_oldest_chooses_among_what_answers(asked: str, published: date) -> None:
    assert retriever(*PRICES).answer(read(asked)).hits[0].article.published == published


def test_the_newest_and_the_oldest_are_sought_only_in_what_answers_about_as_well() -> None:
    other = article("Ferry timetables hang on the pier.", title="Piers", published=date(2026, 1, 1))
    late = article("Ferry flags are blue.", title="Flags", published=date(2026, 9, 1))
    asked = retriever(other, *PRICES, late)
    for word, published in (("latest", JUNE), ("first", MARCH)):
        answer = asked.answer(read(f"{word} cost of ferry tickets"))
        assert answer.hits[0].article.published == published


@pytest.mark.parametrize(
    ("word", "answer", "published"),
    [
        ("usual", 0.05, MARCH),
        ("latest", 0.05, JUNE),
        ("latest", 0.13, MARCH),  # the newest would be no answer, and this one is
        ("latest", 0.9, JUNE),
    ],
)
def test_what_answers_somewhat_worse_goes_first_only_where_it_is_asked_for(
    word: str, answer: float, published: date
) -> None:
    better = article("Ferry tickets cost four crowns.", title="Prices", published=MARCH)
    newer = article("Ferry tickets cost nine crowns, and children are free.", title="Prices", published=JUNE)
    asked = retriever(better, newer, thresholds=Thresholds(answer=answer, closest=0.01))
    found = asked.answer(read(f"what is the {word} cost of ferry tickets"))
    assert found.hits[0].article.published == published
    assert found.verdict is (Verdict.CLOSEST if answer == 0.9 else Verdict.ANSWER)


KEEPERS = (
    "Ada Holm was keeper of the old lighthouse from 1911 to 1924, and the keeper whom the island knew.",
    "Bo Lind was keeper of it in the years 1925-31.",
    "Carl Moe was keeper in the 1930s.",
    "Dora Rask was keeper of the lighthouse for long.",
)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("who was keeper of the old lighthouse?", KEEPERS[0]),
        ("who was keeper of the old lighthouse in 1915?", KEEPERS[0]),
        ("who was keeper in 1927?", KEEPERS[1]),
        ("who was keeper from 1926 to 1928?", KEEPERS[1]),
        ("who was keeper in 1938?", KEEPERS[2]),
    ],
)
def test_a_passage_that_speaks_of_the_year_asked_about_goes_first(asked: str, text: str) -> None:
    assert retriever(article(*KEEPERS)).search(read(asked))[0].passage.text == text


def test_a_heading_or_a_title_says_of_which_year_a_passage_speaks() -> None:
    early, late = (
        Passage("Bo Lind was keeper.", Kind.PARAGRAPH, (str(year),), (1, 1)) for year in (1920, 1930)
    )
    one = Article("a.md", "Keepers", "en", (early, late))
    other = Article(
        "b.md", "Keepers of 1940", "en", (Passage("Bo Lind was keeper.", Kind.PARAGRAPH, (), (1, 1)),)
    )
    for passage in (early, late, *other.passages):
        year = 1940 if not passage.section else passage.section[0]
        found = retriever(one, other).search(read(f"who was keeper in early {year}?"))
        assert found[0].passage == passage


def test_a_passage_that_has_nothing_but_the_year_does_not_go_first() -> None:
    asked = retriever(article("The mill burnt down in 1927.", "Bo Lind was keeper of the lighthouse."))
    assert asked.search(read("who was keeper of the lighthouse in 1927?"))[0].passage.text.startswith("Bo")


def test_the_year_changes_the_order_and_no_score() -> None:
    asked = retriever(article(*KEEPERS))
    without, with_year = (asked.search(read(f"who was keeper of it in {year}")) for year in (1888, 1938))
    assert with_year[0].passage.text == KEEPERS[2]
    assert with_year[0].score == with_year[0].share < without[0].score + 0.01
    scores = [hit.score for hit in with_year]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("who was lighthouse keeper from 1911 to 1924?", Verdict.ANSWER),
        ("who was lighthouse keeper in 1915?", Verdict.ANSWER),
        ("who was lighthouse keeper before 1930?", Verdict.ANSWER),
        ("who was lighthouse keeper in 1926?", Verdict.ANSWER),  # when the article is from
        ("who was lighthouse keeper in 1933?", Verdict.CLOSEST),
        ("who was lighthouse keeper in 1815?", Verdict.CLOSEST),
        ("who was lighthouse keeper last year?", Verdict.CLOSEST),
        ("who was lighthouse keeper last week?", Verdict.ANSWER),
    ],
)
def test_a_passage_that_speaks_only_of_other_years_is_no_answer(asked: str, verdict: Verdict) -> None:
    text = "Ada Holm was lighthouse keeper from 1911 to 1924."
    others = article("Tides of 1815, 1915, 1926, 1930 and 1933.", published=date(1926, 5, 1))
    answer = retriever(article(text, published=date(1926, 5, 1)), others).answer(read(asked, TODAY))
    assert (answer.verdict, texts(answer)[0]) == (verdict, text)


# Why


def test_an_explanation_tells_how_each_word_was_found_and_what_is_missing() -> None:
    why = retriever().explain(read("who kepes the Leuchtturm of zebra"), [read("Ingrid's bridge")])
    assert [(match.asked, match.found, match.source) for match in why.matches] == [
        ("kepes", "keeps", Origin.REPAIR),
        ("leuchtturm", "lighthouse", Origin.GLOSSARY),
        ("ingrid", "ingrid", Origin.EARLIER),
        ("bridge", "", None),
    ]
    assert why.missing == ("zebra",)
    assert [match.weight > 0 for match in why.matches] == [True, True, True, False]


def test_an_explanation_has_the_hits_of_the_answer_and_their_margin() -> None:
    question = read("what do ferry tickets cost")
    why, answer = retriever().explain(question), retriever().answer(question)
    assert why.hits == answer.hits
    assert why.margin == pytest.approx(answer.hits[0].score - answer.hits[1].score)
    assert {match.source for match in why.matches} == {Origin.WORD}


def test_an_explanation_of_a_time_has_the_hits_of_then() -> None:
    why = retriever(*PRICES).explain(read("what do ferry tickets cost in March", TODAY))
    assert [hit.article.published for hit in why.hits] == [MARCH, JUNE]


def test_an_explanation_of_nothing_is_empty() -> None:
    why = retriever().explain(read("zebra"))
    assert (why.matches, why.missing, why.hits, why.margin) == ((), ("zebra",), (), 0)


def test_one_hit_is_ahead_by_all_its_score() -> None:
    why = retriever().explain(read("lighthouse"))
    assert why.margin == why.hits[0].score > 0


def test_short_words_that_were_all_repaired_make_no_answer() -> None:
    asked = retriever(article("They make it.", "Other things entirely.")).answer(read("meke?"))
    assert asked.verdict is Verdict.CLOSEST
    assert texts(asked) == ["They make it."]


def test_the_best_passage_comes_first_in_a_whole_list_too() -> None:
    lead = "The talks have three parts:"
    items = [
        Passage(f"{name} part", Kind.BULLET, (), (n, n), lead) for n, name in enumerate(("One", "Two"), 2)
    ]
    article_ = Article("a.md", "News", "en", tuple(items))
    answer = retriever(article_).answer(read("which parts have the talks?"))
    assert isinstance(answer, ListAnswer)
    assert answer.items == tuple(items)
    assert {hit.passage for hit in answer.hits} == set(items)
    assert answer.hits[0].score >= answer.hits[1].score


def test_a_word_that_there_is_is_hardly_taken_for_another_one() -> None:
    known = retriever(article("A present for the harbour.", "Nets dry."))
    mistyped, other = (known.search(read(word))[0].score for word in ("presnet", "president"))
    assert mistyped > 2 * other
    assert known.answer(read("who is the president")).verdict is not Verdict.ANSWER


def test_a_name_that_no_article_mentions_is_said_though_another_word_is_near() -> None:
    answer = retriever(article("They finance the harbour.", "Nets dry.")).answer(read("does france pay"))
    assert not isinstance(answer, ListAnswer)
    assert answer.unmentioned == ("france",)


@pytest.mark.parametrize(
    "question", ["Does Japan own the ferry?", "does kharkiv own the ferry", "does ferry 417 sail"]
)
def test_a_name_or_number_that_the_articles_lack_makes_no_answer(question: str) -> None:
    answer = retriever().answer(read(question))
    assert not isinstance(answer, ListAnswer)
    assert answer.verdict is not Verdict.ANSWER
    assert len(answer.unmentioned) == 1


def test_where_the_reader_denies_every_passage_the_words_order_stands() -> None:
    denied = RuledReader("zebra", logit=9.0)
    older = article("Cod is sold at the northern quay in winter.", published=date(2026, 3, 1))
    newer = article("Herring is sold.", published=date(2026, 3, 9))
    found = Retriever(PassageIndex(Corpus((older, newer))), Thresholds(), reader=denied)
    answer = found.answer(read("is cod sold at the northern quay of Denmark in the winter?"))
    assert (answer.verdict, texts(answer)[0]) == (Verdict.CLOSEST, older.passages[0].text)
