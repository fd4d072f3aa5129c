"""What was asked, and who waits for an answer?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from knowledge.answers import Verdict
from knowledge.notices.audience import WaitingQuestion
from knowledge.notices.inquiries import Asked, Inquiry, Insights


class WaitingQuestions(Protocol):
    """Keeps who is told when a question can be answered."""

    async def add(self, user: int, question: str) -> bool:
        """Keep that a user waits for a question to be answered; False where they wait for it already.

        300 characters of it are kept. Raises KnowledgeError where a user would wait for more than 25.
        """
        ...

    async def find(self, user: int | None = None) -> tuple[WaitingQuestion, ...]:
        """Return the questions that are waited for, by all or by a user, oldest first."""
        ...


class Inquiries(Protocol):
    """Keeps the last 10,000 questions for 90 days, or as long as is set, and nothing of who asked them.

    How many were asked on each day, and with which verdict, is kept for a year. Wherever a server is named,
    None stands for all private and foreign places where something is kept, and for everything where it is
    looked for.
    """

    async def add(
        self, guild: int | None, key: str, question: str, verdict: Verdict, earlier: Sequence[str] = ()
    ) -> None:
        """Keep 300 characters of a question that was asked now, and count it.

        One that was asked before in the same place is counted on, with the words and the verdict of now.
        """
        ...

    async def count(self, guild: int | None, verdict: Verdict) -> None:
        """Count that something was asked now whose words are not kept."""
        ...

    def note(self, asked: Asked) -> None:
        """Remember a question, to be kept or counted with others.

        `write` does that, and whatever reads here does it first. Where writing fails for long, the last
        10,000 are remembered.
        """
        ...

    async def write(self) -> None:
        """Keep and count in one transaction, in order, all that is noted; where it fails, that stays so."""
        ...

    async def get(self, key: str) -> Inquiry | None:
        """Return a question from where it was asked last; None where it is not kept any more."""
        ...

    async def find_open(self, guild: int | None = None, most: int = 500) -> tuple[Inquiry, ...]:
        """Return the questions that were not answered the last time and are not ignored, newest first."""
        ...

    async def ignore(self, guild: int | None, key: str) -> bool:
        """Set a question aside, however often it is asked again; False where it is not kept any more."""
        ...

    async def rate(self, key: str, user: int, helpful: bool, guild: int | None = None) -> bool:
        """Keep whether the answer helped a user; their last vote counts, until the question is forgotten.

        It counts for `guild`, or else for where the question was asked last. False where the question is
        not kept any more.
        """
        ...

    async def summarise(self, guild: int | None, since: datetime) -> Insights:
        """Return what was asked since a day, in UTC, and at most ten questions that were asked most.

        Those are asked at least once since then and not ignored.
        """
        ...
