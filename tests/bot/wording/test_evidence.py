"""What is offered below answers, and what the buttons show, in words."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from bot import wording
from bot.wording import Action, Message
from bot.wording.catalogue import choose_catalogue, translate
from knowledge.answering.doubts import Doubt
from knowledge.answering.explanation import Explanation, Judgement, Match
from knowledge.answering.query import Origin
from knowledge.answers import (
    Answer,
    Coverage,
    Hit,
    ListAnswer,
    Nothing,
    PassageAnswer,
    Several,
    Standing,
    Verdict,
)
from knowledge.evidence import More, Surroundings
from knowledge.model import Article, Claim, Kind, Passage, Step
from knowledge.notices.inquiries import Inquiry
from tests.asking import WHEN
from tests.drawing import body, note

KEY = "0123456789abcdef"
FERRY, LAMP, ROW = (
    Passage("The ferry sails on Monday.", Kind.PARAGRAPH, ("Boats",), (3, 3)),
    Passage("The lamp burns.", Kind.BULLET, ("Boats",), (5, 5)),
    Passage("Point: Pier; Status: Open", Kind.ROW, (), (7, 7), cells=(("Point", "Pier"), ("Status", "Open"))),
)
NEWS = Article("boats/news.md", "News", "en", (FERRY, LAMP, ROW), published=date(2026, 3, 1))
HITS = tuple(Hit(each, NEWS, score) for each, score in ((FERRY, 0.6), (LAMP, 0.4), (ROW, 0.2)))
SURE = PassageAnswer("When?", Verdict.ANSWER, HITS, ("The ferry sails on Monday.",))
UNSURE = PassageAnswer("When?", Verdict.CLOSEST, HITS, tuple(hit.passage.text for hit in HITS))
STEP = Step("Pier", (Claim("Pier", "Open", NEWS, ROW),))
STANDS = Standing("pier?", HITS[2:], STEP, STEP)
NONE = Nothing("When?")
INQUIRY = Inquiry(
    None,
    KEY,
    "When?",
    (),
    Verdict.ANSWER,
    1,
    datetime(2026, 3, 1, tzinfo=UTC),
    datetime(2026, 3, 1, tzinfo=UTC),
)
COVERED = Coverage(1, 3, None, None, ())


def offered(found: Answer, key: str = KEY) -> list[Action]:
    return [each.action for each in offer(found, key).buttons]


def offer(found: Answer, key: str = KEY) -> Message:
    return wording.offer_evidence(wording.answer(found, COVERED, WHEN), found, key)


def said(message: Message) -> str:
    """Give all that a message says, in English."""
    title = choose_catalogue().write(message.title)
    return f"{title}\n{body(message)}\n{note(message)}".replace("\\", "")


VOTES = [Action.HELPFUL, Action.UNHELPFUL]


class TestOffers:
    @pytest.mark.parametrize(
        ("found", "actions"),
        [
            (SURE, [Action.SOURCE, Action.MORE, Action.WHY, *VOTES]),
            (replace(SURE, hits=HITS[:1]), [Action.SOURCE, Action.WHY, *VOTES]),
            (UNSURE, [Action.TELL, Action.SOURCE, Action.MORE, Action.WHY, *VOTES]),
            (
                ListAnswer("When?", Verdict.ANSWER, HITS[:2], (FERRY, LAMP)),
                [Action.SOURCE, Action.WHY, *VOTES],
            ),
            (STANDS, [Action.FOLLOW, Action.HISTORY, Action.SOURCE, *VOTES]),
            (NONE, [Action.TELL, Action.WHY]),
            (replace(NONE, is_exhausted=True), []),
            (
                Several("Both?", (SURE, NONE, STANDS)),
                [Action.TELL, Action.FOLLOW, Action.SOURCE, Action.SOURCE],
            ),
        ],
    )
    def test_below_each_answer_stands_what_is_of_use(self, found: Answer, actions: list[Action]) -> None:
        assert offered(found) == actions

    @pytest.mark.parametrize(
        ("found", "actions"),
        [
            (SURE, [Action.SOURCE]),
            (STANDS, [Action.FOLLOW, Action.HISTORY, Action.SOURCE]),
        ],
    )
    def test_a_question_that_is_not_kept_is_not_asked_again(
        self, found: Answer, actions: list[Action]
    ) -> None:
        assert offered(found, "") == actions

    @pytest.mark.parametrize("found", [SURE, UNSURE, STANDS, NONE])
    def test_one_button_stands_out_and_it_is_the_first(self, found: Answer) -> None:
        message = wording.let_delete(offer(found), 7)
        assert [each.is_primary for each in message.buttons] == [True, *[False] * (len(message.buttons) - 1)]

    def test_the_sources_of_several_answers_are_counted_as_the_questions_are(self) -> None:
        message = offer(Several("?", (SURE, NONE, STANDS)))
        labels = [choose_catalogue().write(each.label) for each in message.buttons]
        assert labels[-2:] == ["Source 1", "Source 3"]

    def test_what_is_told_later_is_named_as_it_is_kept(self) -> None:
        assert offer(NONE).buttons[0].key == KEY

    def test_a_bin_alone_does_not_stand_out(self) -> None:
        (button,) = wording.let_delete(Message("A", ()), 7).buttons
        assert (button.label, button.key, button.is_primary) == ("", "7", False)

    def test_a_follow_up_has_another_key_than_the_same_words_alone(self) -> None:
        assert wording.question_key("and why?") != wording.question_key("and why?", ("Who?",))
        assert wording.question_key("and why?") == wording.question_key("and why?", ())


class TestSource:
    def test_the_passage_stands_out_between_its_neighbours_with_its_file_and_hash(self) -> None:
        message = wording.show_source(Surroundings(NEWS, LAMP, FERRY, ROW), WHEN)
        text = said(message)
        assert text.startswith("News\n> The ferry sails on Monday.\n> - **The lamp burns.**\n> - Pier: Open")
        assert "File: boats/news.md" in text
        assert f"SHA-256 of the passage: {Surroundings(NEWS, LAMP, None, None).sha256}" in text
        assert "Boats" in text
        assert "line 5" in text

    def test_the_row_of_a_table_is_read_by_its_cells(self) -> None:
        assert "> - **Pier: Open**" in said(wording.show_source(Surroundings(NEWS, ROW, None, None), WHEN))

    def test_what_is_gone_is_said_so(self) -> None:
        assert "not in the articles any more" in said(wording.report_no_passage())
        assert "do not remember" in said(wording.report_no_question())
        assert "any more" in said(wording.report_no_topic())


class TestMore:
    def test_each_passage_has_its_source_and_the_next_ones_are_offered(self) -> None:
        message = wording.show_more(More(HITS[1:], 3), "When?", KEY, WHEN)
        assert "“When?”" in said(message)
        assert said(message).count("Source: News") == 2
        assert [(each.action, each.key) for each in message.buttons] == [(Action.MORE, f"{KEY}-3")]

    def test_at_the_end_nothing_more_is_offered(self) -> None:
        assert not wording.show_more(More(HITS[1:], None), "When?", KEY, WHEN).buttons
        none = wording.show_more(More((), None), "When?", KEY, WHEN)
        assert "no further passages" in said(none)
        assert not none.buttons


class TestVotes:
    def test_who_was_helped_is_thanked(self) -> None:
        message = wording.thank(INQUIRY, helpful=True)
        assert "Thank you" in said(message)
        assert "change your vote" in said(message)
        assert not message.buttons

    @pytest.mark.parametrize(
        ("inquiry", "action"),
        [
            (INQUIRY, Action.MORE),
            (replace(INQUIRY, verdict=Verdict.CLOSEST), Action.TELL),
            (replace(INQUIRY, verdict=Verdict.CLOSEST, earlier=("Who?",)), Action.MORE),
        ],
    )
    def test_who_was_not_helped_is_offered_what_else_can_be_done(
        self, inquiry: Inquiry, action: Action
    ) -> None:
        message = wording.thank(inquiry, helpful=False)
        assert "other words" in said(message)
        assert [each.action for each in message.buttons] == [action]


def why(
    verdict: Verdict, score: float, doubt: Doubt | None = None, hits: tuple[Hit, ...] = HITS
) -> Explanation:
    best = replace(hits[0], score=score, share=score)
    return Explanation(
        (
            Match("ferry", "ferry", Origin.WORD, 0.4),
            Match("mondy", "monday", Origin.REPAIR, 0.3),
            Match("boat", "ferry", Origin.GLOSSARY, 0.2),
            Match("pier", "pier", Origin.EARLIER, 0.1),
            Match("price", "", None, 0.0),
        ),
        ("zymurgy",),
        (best, *hits[1:]),
        Judgement(verdict, 0.33, 0.12, score, doubt),
        "When?",
        doubt=doubt,
        unmentioned=("Geneva", "2031"),
    )


class TestWhy:
    def test_each_word_is_told_with_what_stands_for_it(self) -> None:
        text = said(wording.explain([why(Verdict.ANSWER, 0.6)]))
        assert "I call this the answer: it scores 0.60, and 0.33 is enough." in text
        for line in (
            "- “ferry”: in the passage",
            "- “mondy”: read as “monday”",
            "- “boat”: the articles call it “ferry”",
            "- “pier”: from your earlier question",
            "- “price”: not in this passage",
            "- “zymurgy”: in no article",
        ):
            assert line in text
        assert "Next comes “The lamp burns.” (News) with 0.40: 0.20 less." in text

    @pytest.mark.parametrize(
        ("explanation", "says"),
        [
            (why(Verdict.CLOSEST, 0.3297), "the best passage scores 0.3297, and an answer needs 0.3300"),
            (
                why(Verdict.CLOSEST, 0.6, Doubt.DATE),
                "because it holds no date. The best passage scores 0.60.",
            ),
            (why(Verdict.CLOSEST, 0.6, Doubt.NAME), "the articles do not mention “Geneva”, “2031”"),
            (why(Verdict.NONE, 0.05), "scores 0.05, and at least 0.12 is needed"),
            (why(Verdict.ANSWER, 0.6, hits=HITS[:1]), "No other passage comes near."),
            (Explanation((), ("zymurgy",), ()), "no passage has a word of the question"),
            (Explanation((), (), (), ledger=Verdict.ANSWER), "The newest statement counts"),
        ],
    )
    def test_what_decided_is_told(self, explanation: Explanation, says: str) -> None:
        assert says in said(wording.explain([explanation]))

    @pytest.mark.parametrize(
        ("by_words", "says"),
        [(Verdict.ANSWER, "be called the same"), (Verdict.CLOSEST, "called something else")],
    )
    def test_what_reading_made_of_it_is_told(self, by_words: Verdict, says: str) -> None:
        read = replace(why(Verdict.ANSWER, 0.6), readings=(0.26, None, None), by_words=why(by_words, 0.3))
        text = said(wording.explain([read]))
        assert "changed its score by +0.26" in text
        assert says in text

    def test_of_a_long_passage_whole_words_are_shown(self) -> None:
        long = replace(HITS[1], passage=replace(LAMP, text="The lamp in the old mill " * 4))
        text = said(wording.explain([why(Verdict.ANSWER, 0.6, hits=(HITS[0], long))]))
        assert "“The lamp in the old mill The lamp in the old mill The lamp …” (News)" in text

    def test_of_several_questions_each_is_explained_below_its_words(self) -> None:
        two = [why(Verdict.ANSWER, 0.6), replace(why(Verdict.NONE, 0.05), question="Who?")]
        text = said(wording.explain(two))
        assert text.index("**When?**") < text.index("I call this") < text.index("**Who?**")

    @pytest.mark.parametrize("doubt", [each for each in Doubt if each is not Doubt.NAME])
    def test_each_doubt_is_said_as_in_the_terminal(self, doubt: Doubt) -> None:
        explanation = why(Verdict.CLOSEST, 0.6, doubt)
        assert choose_catalogue().write(wording.explain_doubt(explanation, doubt)) == str(doubt)


def test_who_shares_is_named_and_who_may_not_is_told() -> None:
    words = choose_catalogue()
    assert words.write(wording.name_sharer("Anna")) == "Shared by Anna"
    assert "may not write" in said(wording.report_not_shared())
    assert "whoever asked" in said(wording.deny_deleting())
    assert "Text(" not in repr(translate(wording.deny_deleting(), words))
