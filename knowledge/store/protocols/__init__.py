"""What can any store do with each of the things that it keeps?

`KnowledgeStore` has them all, and does what changes several of them in one transaction. Who listens is kept
by Discord's ids: no names, and no words but questions, without who asked them.
"""

from knowledge.store.protocols._articles import Documents, Proposals, Sources
from knowledge.store.protocols._audience import Digests, Outbox, Subscriptions
from knowledge.store.protocols._curations import Curations
from knowledge.store.protocols._leases import Leases
from knowledge.store.protocols._publications import Corpora, Facts, Feed, Vectors
from knowledge.store.protocols._questions import Inquiries, WaitingQuestions
from knowledge.store.protocols._servers import Boards, Servers

__all__ = [
    "Boards",
    "Corpora",
    "Curations",
    "Digests",
    "Documents",
    "Facts",
    "Feed",
    "Inquiries",
    "Leases",
    "Outbox",
    "Proposals",
    "Servers",
    "Sources",
    "Subscriptions",
    "Vectors",
    "WaitingQuestions",
]
