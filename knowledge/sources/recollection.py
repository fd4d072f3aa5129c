"""Which files need not be read again? What came of each is remembered by the SHA-256 of its bytes.

The articles themselves are not kept twice: those that are served are the ones that were read.
"""

from collections.abc import Iterable
from typing import Self

import msgspec
from msgspec import Struct, field

from knowledge.model import Article, Corpus, Problem
from knowledge.reading.glossary import NAME as GLOSSARY
from knowledge.reading.protocol import Answer
from knowledge.sources.folder import Found


class Remembered(Struct, frozen=True, array_like=True):
    """What came of a file, beside its article."""

    sha256: str
    problem: Problem | None = None
    """Why there is no article."""
    warnings: tuple[Problem, ...] = ()
    format: str = ""


class Recollection(Struct, frozen=True):
    """What came of all files of a folder when it was read last."""

    reading: str = ""
    """Names the code that read them: what another version would make of the same bytes, nobody knows."""
    files: dict[str, Remembered] = field(default_factory=dict[str, Remembered])
    """By path."""
    documents: dict[str, Remembered] = field(default_factory=dict[str, Remembered])
    """What came of the articles that are kept beside those of the folder, by path."""

    @classmethod
    def of(cls, reading: str, answers: Iterable[tuple[Found, Answer]]) -> Self:
        """Remember what came of files, but for what may end otherwise when it is tried again."""
        return cls(reading, remember(answers))

    @classmethod
    def decode(cls, kept: bytes) -> Self:
        """Read what a store keeps; what cannot be read is not remembered."""
        try:
            return msgspec.json.decode(kept, type=cls)
        except msgspec.DecodeError:
            return cls()

    def encode(self) -> bytes:
        """Write it for a store."""
        # In one order, whichever of the files were read anew.
        return msgspec.json.encode(self, order="deterministic")


class Past(Struct, frozen=True):
    """What is known of files from the last time: what came of them, and the corpus that was made then."""

    recollection: Recollection
    corpus: Corpus

    def knows(self, reading: str, file: Found) -> bool:
        """Tell whether this code has read a file already, as far as is remembered."""
        known = self.recollection.files.get(file.path)
        return self.recollection.reading == reading and known is not None and known.sha256 == file.sha256

    def recall(self, reading: str, files: Iterable[Found]) -> dict[Found, Answer]:
        """Give the answers for the files that this code has read already, byte for byte."""
        articles = (article for article in self.corpus.articles if not article.source)
        return self._recall_all(reading, files, self.recollection.files, articles)

    def recall_documents(self, reading: str, documents: Iterable[Found]) -> dict[Found, Answer]:
        """Give the same for articles that are kept beside those of the folder."""
        articles = (article for article in self.corpus.articles if article.source)
        return self._recall_all(reading, documents, self.recollection.documents, articles)

    def _recall_all(
        self, reading: str, files: Iterable[Found], known: dict[str, Remembered], served: Iterable[Article]
    ) -> dict[Found, Answer]:
        if self.recollection.reading != reading:
            return {}
        articles = {article.path: article for article in served}
        answers = ((file, self._recall(file, known.get(file.path), articles)) for file in files)
        return {file: answer for file, answer in answers if answer}

    def _recall(self, file: Found, known: Remembered | None, articles: dict[str, Article]) -> Answer | None:
        if known is None or known.sha256 != file.sha256:
            return None
        if known.problem:
            return Answer(problem=known.problem)
        if file.path == GLOSSARY:
            return Answer(terms=self.corpus.glossary, warnings=known.warnings, format=known.format)
        article = articles.get(file.path)
        return article and Answer(article=article, warnings=known.warnings, format=known.format)


def remember(answers: Iterable[tuple[Found, Answer]]) -> dict[str, Remembered]:
    """Remember what came of files, but for what may end otherwise when it is tried again."""
    return {
        file.path: Remembered(file.sha256, answer.problem, answer.warnings, answer.format)
        for file, answer in answers
        if not answer.is_passing
    }


NO_PAST = Past(Recollection(), Corpus(()))
"""Nothing is known."""
