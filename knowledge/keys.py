"""How is a passage named where its words have no room? The same wherever it is named."""

from hashlib import sha256

from knowledge.model import Article, Passage

HALF = 8
"""Hexadecimal digits of each half of a key: of the path, and of the words."""


def digest(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in hexadecimal."""
    return sha256(text.encode(errors="replace")).hexdigest()


def key_passage(article: Article, passage: Passage) -> str:
    """Name a passage in 16 hexadecimal digits: the same until its article moves or its words change."""
    return digest(article.path)[:HALF] + digest(passage.text)[:HALF]
