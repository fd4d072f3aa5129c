"""Does a passage answer a question? Models that read both together: slow, and nothing can be kept."""

from collections.abc import Mapping, Sequence

from knowledge.model import Article, Passage
from knowledge.semantic._languages import Languages, script_of
from knowledge.semantic._network import Network
from knowledge.semantic._scale import Scale


class CrossEncoder:
    """Has nothing to encode before a question is asked."""

    def __init__(self, network: Network, languages: tuple[str, ...]) -> None:
        self.id = network.id
        self.size = 0
        self.languages = languages
        self._network = network

    def texts_to_encode(self, entries: Sequence[tuple[Article, Passage]]) -> dict[str, tuple[str, ...]]:  # noqa: ARG002 -- as each model is asked
        """Give nothing."""
        return {}

    def encode(self, texts: Sequence[str]) -> bytes:  # noqa: ARG002 -- as each model is asked
        """Give nothing."""
        return b""

    def reranker(
        self,
        entries: Sequence[tuple[Article, Passage]],
        vectors: Mapping[str, bytes],  # noqa: ARG002 -- as each model is asked
    ) -> "Judgement":
        """Make ready to judge these passages."""
        return Judgement(self._network, Languages(self.languages), entries)


class Judgement:
    """Judges by what the network says of a question and a passage under its heading."""

    def __init__(
        self, network: Network, languages: Languages, entries: Sequence[tuple[Article, Passage]]
    ) -> None:
        self.scale = Scale()
        self._network = network
        self._languages = languages
        self._entries = entries

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:  # noqa: ARG002 -- no such model was trained on several turns
        """Give each pair's score, as a share of 1."""
        script = script_of(question)
        found: list[float | None] = []
        for article, passage in (self._entries[number] for number in numbers):
            heading = passage.section[-1] if passage.section else article.title
            if self._languages.reads(article) and self._languages.compares(script, script_of(passage.text)):
                found.append(self._network.judgement(question, f"{heading}\n{passage.text}"))
            else:
                found.append(None)
        return found

    def nearest(self, question: str, history: Sequence[str], most: int) -> list[int]:  # noqa: ARG002 -- as each model is asked
        """Give nothing: it would have to read every passage."""
        return []
