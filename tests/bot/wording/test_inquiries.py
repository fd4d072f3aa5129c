"""Is what people ask listed with what can be done about it, and only for who may do it?"""

from datetime import UTC, date, datetime, timedelta

from bot import wording
from bot.wording import Action, Message
from bot.wording.catalogue import choose_catalogue
from bot.wording.spans import Day
from knowledge.answers import Hit, Verdict
from knowledge.inquiring import Cluster
from knowledge.model import NO_CURATIONS, Alias, Article, CuratedAnswer, Curations, Kind, Passage
from knowledge.notices.inquiries import Inquiry, Insights
from knowledge.statuses.changes import Changes
from tests.asking import TODAY, WHEN
from tests.drawing import body, english, note

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
PASSAGE = Passage("Tickets are four crowns.", Kind.PARAGRAPH, (), (3, 3))
HIT = Hit(PASSAGE, Article("ferry.md", "Ferry", "en", (PASSAGE,), TODAY), 0.5)
FARE = CuratedAnswer("How expensive is it?", "ferry.md", "0123456789abcdef")


def cluster(*questions: str, times: int = 1, alone: bool = True) -> Cluster:
    asked = tuple(
        Inquiry(None, f"{number:016x}", each, (), Verdict.NONE, times, NOON - timedelta(days=3), NOON)
        for number, each in enumerate(questions)
    )
    return Cluster(asked, questions if alone else ())


def page(number: int, clusters: int, said: int = 0) -> wording.ClusterPage:
    every = [cluster(f"Question {each}") for each in range(clusters)]
    shown = tuple(every[number * wording.PER_PAGE : (number + 1) * wording.PER_PAGE])
    return wording.ClusterPage(shown, number, max(1, -(-clusters // wording.PER_PAGE)), clusters, said)


def buttons(message: Message) -> list[tuple[str, Action, str]]:
    return [(str(each.label), each.action, each.key) for each in english(message).buttons]


def actions(message: Message) -> list[Action]:
    return [each.action for each in message.buttons]


def test_open_questions_are_numbered_and_each_can_be_opened() -> None:
    message = wording.list_unanswered(page(1, 12, said=3), WHEN)
    assert body(message).startswith("- 6. **Question 5**: asked once")
    assert note(message) == "-# 12 open questions · page 2 of 3"
    assert buttons(message)[0] == ("6", Action.OPEN, "0" * 16)
    assert buttons(message)[5:] == [
        ("Previous", Action.PAGE, "unanswered-0"),
        ("Next", Action.PAGE, "unanswered-2"),
        ("Said by editors (3)", Action.PAGE, "curations-0"),
    ]


def test_where_nothing_is_open_what_editors_said_can_still_be_seen() -> None:
    assert wording.list_unanswered(page(0, 0), WHEN).buttons == ()
    message = wording.list_unanswered(page(0, 0, said=1), WHEN)
    assert "Nothing is open" in body(message)
    assert len(message.buttons) == 1


def test_an_open_question_is_shown_with_its_other_wordings_and_what_its_reader_may_do() -> None:
    message = wording.show_cluster(cluster("How much?", "What price?", times=2), WHEN, may_curate=True)
    assert "**Asked**: How much?\nasked 4 times" in body(message)
    assert "**Also asked as**\n- What price?" in body(message)
    assert actions(message) == [Action.ANSWER, Action.ALIAS, Action.IGNORE, Action.PAGE]
    leaning = wording.show_cluster(cluster("and why?", alone=False), WHEN, may_curate=True)
    assert actions(leaning) == [Action.ALIAS, Action.IGNORE, Action.PAGE]
    assert actions(wording.show_cluster(cluster("why?"), WHEN, may_curate=False)) == [
        Action.IGNORE,
        Action.PAGE,
    ]


def test_passages_are_offered_by_number_and_none_is_said() -> None:
    message = wording.offer_passages("How much?", "0" * 16, [HIT], WHEN)
    assert "**1.**\n> Tickets are four crowns." in body(message)
    assert buttons(message)[0][:2] == ("1", Action.CHOOSE)
    assert len(buttons(message)[0][2]) == 33
    assert "No passage has" in body(wording.offer_passages("How much?", "0" * 16, [], WHEN))


def test_what_editors_said_is_listed_newest_first_and_can_be_taken_back() -> None:
    aliases = tuple(Alias(f"word {number}", "name") for number in range(6))
    message = wording.list_curations(Curations(aliases, (FARE,)), 0)
    assert body(message).startswith(
        "- 1. “How expensive is it?” is answered by a passage of ferry.md\n- 2. “word 5” stands for “name”"
    )
    assert buttons(message)[0] == ("Take back 1", Action.TAKE_BACK, wording.curation_key(FARE))
    assert actions(message)[5:] == [Action.PAGE, Action.PAGE]
    # The last page may be gone since.
    assert "7. “word 0”" in body(wording.list_curations(Curations(aliases, (FARE,)), 9))
    assert "have said nothing" in body(wording.list_curations(NO_CURATIONS, 0))


def test_what_was_kept_is_confirmed_and_counts_from_the_next_reload_on() -> None:
    alias = wording.confirm_alias(Alias("fee", "Fare"))
    answer = wording.confirm_curated(["How much?"], HIT, WHEN)
    assert "“fee” stands for “Fare”" in body(alias)
    assert "**Answered by this passage**\n- How much?\n\n> Tickets are four crowns." in body(answer)
    for message in alias, answer:
        assert "from the next reload on" in body(message)
        assert buttons(message)[0] == ("Reload now", Action.RELOAD, "now")


def test_a_report_names_what_editors_said() -> None:
    alias = Alias("fee", "Fare")
    changes = Changes(
        (), (), (), (), (), 1, 1,
        aliases=(alias,), lost_aliases=(alias,), curated=(FARE,), uncurated=(FARE,), lapsed=(FARE,),
        settled=("How much?",),
    )  # fmt: skip
    said = body(wording.report_changes(changes, "reload"))
    for heading in (
        "New aliases",
        "Aliases that count no more",
        "Curated answers",
        "Curated answers that count no more",
        "Curated answers without their passage",
    ):
        assert f"**{heading}** (1)\n- “" in said
    assert "**Questions now answered** (1)\n- How much?" in said
    assert "would now be answered" in body(wording.report_changes(changes, "preview"))


def test_insights_say_their_figures_also_to_who_does_not_see_the_chart() -> None:
    days = ((date(2026, 3, 1), 3, 1), (date(2026, 3, 2), 7, 2))
    found = Insights(10, 6, 1, 3, 4, 1, days, (("How much?", 5), ("Why?", 1)))
    message = wording.show_insights(found, 2, Day(date(2026, 2, 1)), Day(TODAY), b"PNG")
    said = body(message)
    for words in (
        "10 questions · from",
        "- Answered: 6 (60 %)",
        "- Not in the articles: 3 (30 %)",
        "4 found the answer helpful, 1 did not",
        "- 2 questions are open",
        "- How much? · 5 times\n- Why? · once",
    ):
        assert words in said
    assert message.attachment
    assert choose_catalogue().write(message.attachment.description) == (
        "A bar for each day from 2026-02-01 to 2026-03-12: 10 questions, 3 of them not in the articles. "
        "Most were asked on 2026-03-02: 7."
    )
    nothing = wording.show_insights(Insights(), 0, Day(TODAY), Day(TODAY), b"")
    assert nothing.attachment is None
    assert "Nothing was asked from" in body(nothing)
