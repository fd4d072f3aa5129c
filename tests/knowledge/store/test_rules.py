"""Which rules hold in every store? Asked of the rules themselves, without any store."""

from datetime import UTC, date, datetime, timedelta

import pytest

from knowledge.answers import Verdict
from knowledge.errors import KnowledgeError, StoreError
from knowledge.model import StatusChange
from knowledge.notices.audience import Bulletin, Correction, Digest, Known, NewArticle, Notice
from knowledge.notices.inquiries import Insights
from knowledge.store import Head, rules
from knowledge.store.rules import Admission, Records, Tally, Votes, admit

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GAS, OIL = StatusChange("Gas", None, None), StatusChange("Oil", None, None)
ANNA, CHANNEL = 7, 11


def heads(*names: str) -> tuple[Head, ...]:
    return tuple(Head(name, NOW - timedelta(days=age), f"of {name}") for age, name in enumerate(names, 1))


def told(nonce: str, fact: str = "", *, subscription: int = 1, change: StatusChange = GAS) -> Notice:
    return Notice(nonce, change, CHANNEL, None, subscription, fact)


LISTENING = Records(listening={1, 2})


def admitted(*notices: Notice, records: Records = LISTENING) -> list[str]:
    return [notice.nonce for notice in admit(notices, records).notices]


def test_the_first_publication_is_the_head() -> None:
    (new,) = heads("a")
    assert rules.place_head((), new) == (new,)


def test_a_publication_goes_before_those_that_were_kept_and_the_oldest_goes() -> None:
    new, *kept = heads("d", "c", "b", "a")
    assert rules.place_head(kept, new) == (new, *kept[:2])


def test_the_head_that_is_published_again_keeps_its_date_and_its_place() -> None:
    kept = heads("b", "a")
    renewed = Head("b", kept[0].published_at, "other")
    assert rules.place_head(kept, Head("b", NOW, "other")) == (renewed, kept[1])


def test_an_older_corpus_that_is_published_again_is_the_head_as_of_now() -> None:
    kept = heads("c", "b", "a")
    again = Head("a", NOW, "other")
    assert rules.place_head(kept, again) == (again, *kept[:2])


def test_the_corpus_before_the_head_is_served_after_a_withdrawal() -> None:
    kept = heads("c", "b", "a")
    assert rules.withdraw_head(kept, "c") == kept[1:]


@pytest.mark.parametrize("kept", [(), heads("a", "b")])
def test_only_the_head_can_be_withdrawn(kept: tuple[Head, ...]) -> None:
    with pytest.raises(StoreError, match="not the one that is served"):
        rules.withdraw_head(kept, "b")


def test_the_only_corpus_cannot_be_withdrawn() -> None:
    with pytest.raises(StoreError, match="no earlier state"):
        rules.withdraw_head(heads("a"), "a")


def test_what_was_withdrawn_first_is_remembered() -> None:
    assert rules.remember_withdrawn(None, "second") == "second"
    assert rules.remember_withdrawn("third", "second") == "third"
    # The folder may have had no file, and so no print, then.
    assert rules.remember_withdrawn("", "second") == ""


@pytest.mark.parametrize(
    ("bulletin", "tells"),
    [
        (None, False),
        (Bulletin(), False),
        (Bulletin((GAS,)), True),
        (Bulletin(articles=(NewArticle("a.md", "A"),)), True),
    ],
)
def test_a_bulletin_that_says_nothing_tells_nothing(bulletin: Bulletin | None, tells: bool) -> None:
    assert rules.tells_anything(bulletin) is tells


def test_a_subscription_has_one_receiver() -> None:
    rules.check_receiver(CHANNEL, None)
    rules.check_receiver(None, ANNA)
    for channel, user in ((None, None), (CHANNEL, ANNA)):
        with pytest.raises(ValueError, match="a channel or to a user"):
            rules.check_receiver(channel, user)


def test_fifty_subscriptions_are_not_too_many() -> None:
    rules.check_subscriptions(50)
    with pytest.raises(KnowledgeError, match="More than 50 topics"):
        rules.check_subscriptions(51)


def test_twenty_five_questions_are_not_too_many_to_wait_for() -> None:
    rules.check_waiting(25)
    with pytest.raises(KnowledgeError, match="More than 25 questions"):
        rules.check_waiting(26)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("", ""), ("x" * 301, "x" * 300), ("half \ud83d a dove", "half ? a dove"), ("Ї\0🕊", "Ї?🕊")],
)
def test_a_question_is_cut_to_what_can_be_kept(asked: str, kept: str) -> None:
    assert rules.shorten(asked) == kept


def test_a_notice_for_nobody_in_particular_is_admitted() -> None:
    notice = Notice("digest", Digest(date(2026, 3, 1), (), (), ()), channel=CHANNEL)
    assert admit([notice], Records()) == Admission((notice,), {})


def test_a_notice_for_a_subscription_that_does_not_listen_is_left_out() -> None:
    assert admit([told("a", "agreed")], Records(listening={2})) == Admission((), {})


def test_an_answer_is_admitted_only_for_who_waits_for_it() -> None:
    waits = Notice("waits", Known("Who?"), user=ANNA)
    other = Notice("other", Known("Whom?"), user=ANNA)
    stranger = Notice("stranger", Known("Who?"), user=ANNA + 1)
    assert admitted(waits, other, stranger, records=Records(waiting={(ANNA, "Who?")})) == ["waits"]


def test_what_is_admitted_is_told_and_what_was_told_last_is_not_told_again() -> None:
    first = admit([told("a", "agreed")], LISTENING)
    assert first == Admission((told("a", "agreed"),), {(1, "gas"): "agreed"})
    after = Records(LISTENING.listening, told=first.told)
    assert admit([told("b", "agreed")], after) == Admission((), {})
    assert admitted(told("b", "proposed"), records=after) == ["b"]
    assert admitted(told("b", "agreed", change=OIL), records=after) == ["b"]
    assert admitted(told("b", "agreed", subscription=2), records=after) == ["b"]


def test_another_spelling_of_a_topic_is_the_same_topic() -> None:
    after = Records(LISTENING.listening, told={(1, "gas"): "agreed"})
    assert admitted(told("b", "agreed", change=StatusChange("GAS!", None, None)), records=after) == []


def test_of_one_publication_the_same_is_told_once() -> None:
    assert admitted(told("a", "agreed"), told("b", "agreed"), told("a", "agreed")) == ["a"]
    assert admitted(told("a"), told("a")) == ["a"]


def test_a_notice_without_a_fact_is_never_made_again() -> None:
    assert admitted(told("a"), records=Records({1}, made={"a"})) == []


def test_a_fact_that_has_come_back_is_told_again_by_a_name_of_its_own() -> None:
    records = Records({1}, made={"a"}, told={(1, "gas"): "proposed"})
    names = [name for _ in range(2) for name in admitted(told("a", "agreed"), records=records)]
    assert len({"a", *names}) == 3
    # Discord tells messages apart by at most 25 characters.
    assert all(len(name) == 24 for name in names)
    assert admit([told("a", "agreed")], records).told == {(1, "gas"): "agreed"}


def test_only_a_change_for_a_subscription_has_a_subject() -> None:
    assert rules.find_subject(told("a", change=StatusChange("Gas  Transit", None, None))) == (
        1,
        "gas transit",
    )
    correction = Notice("a", Correction(OIL, None, "b"), subscription=1)
    assert rules.find_subject(correction) == (1, "oil")
    assert rules.find_subject(Notice("a", GAS, channel=CHANNEL)) is None
    assert rules.find_subject(Notice("a", Known("Who?"), user=ANNA, subscription=1)) is None


def test_what_was_asked_is_summed_up_by_verdict_and_by_day() -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 4)
    tallies = [
        Tally(first, Verdict.NONE, 2),
        Tally(first, Verdict.ANSWER, 5),
        Tally(last, Verdict.CLOSEST, 1),
    ]
    assert rules.sum_up(tallies, Votes(3, 1), [("Who?", 4)]) == Insights(
        asked=8,
        answered=5,
        closest=1,
        refused=2,
        helpful=3,
        unhelpful=1,
        by_day=((first, 7, 2), (last, 1, 0)),
        most_asked=(("Who?", 4),),
    )
    assert rules.sum_up([], Votes()) == Insights()


def test_of_what_a_question_follows_up_the_last_are_kept_and_cut() -> None:
    assert rules.shorten_earlier(["a", "b", "c", "d", "e" * 999]) == ("b", "c", "d", "e" * 300)
