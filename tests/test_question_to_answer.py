"""How does a question become an answer? A guided tour: read this first.

An articles folder is read into a corpus, the corpus is kept in a store, and one snapshot of it answers.
What a new corpus changes is kept with it, for those who want to know.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from knowledge.answering.question import Question
from knowledge.answers import Nothing, PassageAnswer, Standing, Verdict
from knowledge.notices.audience import Bulletin
from knowledge.notices.notices import net
from knowledge.opening import open_base
from knowledge.when import When

pytestmark = pytest.mark.process

OPENING = """\
Published: 2 March 2026
The harbour of Holm
The town of Holm wants a new harbour, and fishermen have waited for it for ten years.
What it costs
The new harbour costs nine million crowns. Half of the money comes from the state.
| Project | Status |
|---|---|
| Harbour Wall | Under Discussion |
"""
A_WEEK_LATER = """\
Published: 9 March 2026
News from the harbour of Holm
The council of Holm has voted for the harbour wall.
| Project | Status |
|---|---|
| Harbour Wall | Approved |
"""


def today() -> When:
    """Say which day it is, and thereby what is recent or old: an answer is given both, and asks no clock."""
    return When(date(2026, 3, 10), recent_days=7, stale_days=30)


async def test_a_question_s_way_to_its_answer(tmp_path: Path) -> None:
    # An operator puts a text file into a folder: plain text, headings without any markup.
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "harbour.txt").write_text(OPENING)

    # Opening reads the folder, because nothing is stored yet. A bot does this once, when it starts.
    async with open_base(tmp_path / "data", articles, when=today, write=True) as base:
        # Somebody asks, with a typing error. The question is read once: its words, and what days it names.
        when = today()
        question = Question.read("What does the new harbuor cost?", when.today)
        assert (question.content, question.period) == (("new", "harbuor", "cost"), None)

        # The answer is a passage, word for word, and where it stands. Each kind of answer has its own type.
        answer = base.snapshot.answer(question, when)
        assert isinstance(answer, PassageAnswer)
        assert answer.verdict is Verdict.ANSWER
        best = answer.hits[0]
        assert (
            best.passage.text
            == "The new harbour costs nine million crowns. Half of the money comes from the state."
        )
        assert (best.article.path, best.passage.section) == ("harbour.txt", ("What it costs",))
        assert (best.article.published, best.passage.lines) == (date(2026, 3, 2), (5, 5))

        # Where does a topic stand? A table row says so; it is quoted as it was written.
        standing = base.snapshot.status("wall")
        assert isinstance(standing, Standing)
        step = standing.step
        assert (step.topic, step.status, step.as_of) == (
            "Harbour Wall",
            "Under Discussion",
            date(2026, 3, 2),
        )
        assert step.passage.quote == "| Harbour Wall | Under Discussion |"

        # What the articles do not say is said to be missing: no passage is shown.
        football = Question.read("Who won the football match?", when.today)
        assert base.snapshot.answer(football, when) == Nothing("Who won the football match?")

        # A week later there is a second article. Until somebody reloads, the old state answers.
        (articles / "vote.txt").write_text(A_WEEK_LATER)
        assert await base.intake.is_behind()
        preview = await base.preview()
        assert preview.added == ("vote.txt",)
        (change,) = preview.statuses
        assert change.before
        assert change.after
        assert (change.topic, change.before.status, change.after.status) == (
            "Harbour Wall",
            "Under Discussion",
            "Approved",
        )
        assert base.snapshot.status("wall") == standing

        # Somebody follows the wall by now, with a button under the answer.
        await base.store.subscriptions.add("Harbour Wall", user=7)

        # The reload swaps one reference: a question sees the old state or the new one, whole.
        assert await base.reload() == replace(preview, users=1)
        newer = base.snapshot.status("harbor wall")
        assert isinstance(newer, Standing)
        now = newer.step
        assert (now.status, now.as_of, now.previous) == ("Approved", date(2026, 3, 9), step)

        # The old status is history now: each step of the topic's course has its date and its quote.
        assert [(str(each.as_of), each.passage.quote) for each in now.course] == [
            ("2026-03-02", "| Harbour Wall | Under Discussion |"),
            ("2026-03-09", "| Harbour Wall | Approved |"),
        ]
        then = base.snapshot.status("wall", as_of=date(2026, 3, 5))
        assert isinstance(then, Standing)
        assert (then.step.status, then.now.status) == ("Under Discussion", "Approved")

        # What changed is kept with the new state: in the feed, for whoever asks what is new ...
        (bulletin,) = await base.store.feed.read()
        assert bulletin.changes == (change,)
        assert [article.title for article in bulletin.articles] == ["News from the harbour of Holm"]
        # ... and in the outbox, for whoever follows the topic. The bot sends each notice once.
        (due,) = await base.store.outbox.find_due(datetime.now(UTC))
        assert (due.notice.user, due.notice.matter) == (7, change)

    # The store keeps it: after a restart the same is served, and the folder is not read again.
    async with open_base(tmp_path / "data", articles, when=today, write=True) as restarted:
        assert restarted.snapshot.status("harbor wall") == newer

        # Was the new article a mistake? A rollback serves the state before, and tells nobody.
        undone = await restarted.rollback()
        assert undone.removed == ("vote.txt",)
        assert restarted.snapshot.status("wall") == standing
        assert net(await restarted.store.feed.read(), restarted.snapshot) == Bulletin()
