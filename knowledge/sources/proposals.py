"""What does somebody want to change of what is read? It is shown what would follow, and then confirmed."""

from typing import TypeAlias

from msgspec import Struct

from knowledge.sources.kept import Kept, SourceSpec

ADDED = "added"
"""Stands for a source: the articles that people hand in one by one."""


class AddArticle(Struct, frozen=True, tag=True):
    """Take up an article that somebody handed in."""

    kept: Kept
    data: bytes


class RemoveArticle(Struct, frozen=True, tag=True):
    """Serve an article no more; its source is not asked for it again."""

    source: str
    identity: str
    path: str
    """What it is called where articles are listed."""


class AddSource(Struct, frozen=True, tag=True):
    """Look at one more source from now on."""

    spec: SourceSpec


class RemoveSource(Struct, frozen=True, tag=True):
    """Look at a source no more, and serve none of its articles."""

    name: str


Proposal: TypeAlias = AddArticle | RemoveArticle | AddSource | RemoveSource
