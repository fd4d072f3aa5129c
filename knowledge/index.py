"""Where is it? All passages of a corpus in an inverted index, immutable and in memory."""

import math
from collections import Counter
from typing import cast

import tantivy

from knowledge.model import Article, Corpus, Passage
from knowledge.query import Query
from knowledge.text import Analyzer, words
from knowledge.vocabulary import Vocabulary

K1 = 1.2
"""Of BM25, as tantivy has it (with b = .75)."""
_PAIR = 0.3
"""Weight of two stems that stand next to each other in the question and in the passage."""
_SLOP = 2
"""Words that may stand between the two in the passage: as a rule stop words."""
_WRITER_BYTES = 15_000_000  # the least that tantivy takes; more buys nothing at these sizes


class PassageIndex:
    """BM25 over the stems of each passage, its headings and its article's title.

    Built once, in whatever thread; asked from one thread at a time.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.entries: tuple[tuple[Article, Passage], ...] = tuple(
            (article, passage) for article in corpus.articles for passage in article.passages
        )
        self._analyzer = Analyzer(article.language for article in corpus.articles)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", fast=True)
        builder.add_text_field("stems", tokenizer_name="whitespace")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        counts: Counter[str] = Counter()
        writer = index.writer(_WRITER_BYTES, 1)
        for number, (article, passage) in enumerate(self.entries):
            found = words("\n".join((article.title, *passage.section, passage.lead_in, passage.text)))
            counts.update(set(found))
            stems = " ".join(self._analyzer.stems(found, article.language))
            writer.add_document(tantivy.Document(number=number, stems=stems))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        self._vocabulary = Vocabulary(counts)

    def variants(self, word: str) -> list[str]:
        """Give the stems that a word has in the corpus's languages."""
        return self._analyzer.variants(word)

    def frequency(self, stem: str) -> int:
        """Give the number of passages that hold a stem."""
        return self._searcher.doc_freq("stems", stem)

    def nearest(self, word: str) -> list[tuple[str, int]]:
        """Give the corpus words that a mistyped one may mean, likeliest first, with their distance."""
        return self._vocabulary.nearest(word)

    def search(self, query: Query, most: int) -> list[tuple[int, float]]:
        """Give the numbers of the best passages with their BM25 scores, best first."""
        clauses = [(tantivy.Occur.Should, self._term(stem, weight)) for stem, weight in query.weights.items()]
        for pair in query.pairs:
            phrase = tantivy.Query.phrase_query(self._schema, "stems", list(pair), _SLOP)
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(phrase, _PAIR)))
        if not clauses:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), most, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in found])
        scores = [score for score, _ in found]
        return cast("list[tuple[int, float]]", list(zip(numbers, scores, strict=True)))

    def ceiling(self, query: Query) -> float:
        """Give the most that any passage could score, words that the corpus lacks counted in full."""
        known = sum(weight * self._idf(self.frequency(stem)) for stem, weight in query.weights.items())
        return (K1 + 1) * (known + query.missing * self._idf(0))

    def _term(self, stem: str, weight: float) -> tantivy.Query:
        term = tantivy.Query.term_query(self._schema, "stems", stem)
        return term if weight == 1 else tantivy.Query.boost_query(term, weight)

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (len(self.entries) - frequency + 0.5) / (frequency + 0.5))
