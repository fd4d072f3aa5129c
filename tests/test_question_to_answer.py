"""How does a question become an answer? A guided tour: read this first.

An articles folder is read into a corpus, the corpus is kept in a store, and one snapshot of it answers.
"""

from datetime import date
from pathlib import Path

from knowledge.base import open_base
from knowledge.model import Verdict

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


async def test_a_question_s_way_to_its_answer(tmp_path: Path) -> None:
    # An operator puts a text file into a folder: plain text, headings without any markup.
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "harbour.txt").write_text(OPENING)

    # Opening reads the folder, because nothing is stored yet. A bot does this once, when it starts.
    async with open_base(tmp_path / "data", articles, write=True) as base:
        # Somebody asks, with a typing error. The answer is a passage, word for word, and where it stands.
        answer = base.snapshot.answer("What does the new harbuor cost?")
        assert answer.verdict is Verdict.ANSWER
        best = answer.hits[0]
        assert (
            best.passage.text
            == "The new harbour costs nine million crowns. Half of the money comes from the state."
        )
        assert (best.article.path, best.passage.section) == ("harbour.txt", ("What it costs",))
        assert (best.article.published, best.passage.lines) == (date(2026, 3, 2), (5, 5))

        # Where does a topic stand? A table row says so; it is quoted as it was written.
        status = base.snapshot.status("wall").status
        assert status is not None
        assert (status.topic, status.status, status.as_of) == (
            "Harbour Wall",
            "Under Discussion",
            date(2026, 3, 2),
        )
        assert status.passage.quote == "| Harbour Wall | Under Discussion |"

        # What the articles do not say is said to be missing: no passage is shown.
        unknown = base.snapshot.answer("Who won the football match?")
        assert (unknown.verdict, unknown.hits) == (Verdict.NONE, ())

        # A week later there is a second article. Until somebody reloads, the old state answers.
        (articles / "vote.txt").write_text(A_WEEK_LATER)
        assert await base.is_behind()
        preview = await base.preview()
        assert preview.added == ("vote.txt",)
        (change,) = preview.statuses
        assert (change.topic, change.before, change.after) == ("Harbour Wall", "Under Discussion", "Approved")
        assert base.snapshot.status("wall").status == status

        # The reload swaps one reference: a question sees the old state or the new one, whole.
        assert await base.reload() == preview
        newer = base.snapshot.status("harbor wall").status
        assert newer is not None
        assert (newer.status, newer.as_of, newer.previous) == ("Approved", date(2026, 3, 9), status)

    # The store keeps it: after a restart the same is served, and the folder is not read again.
    async with open_base(tmp_path / "data", articles) as restarted:
        assert restarted.snapshot.status("wall").status == newer
