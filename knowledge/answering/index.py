"""Where is it? All passages of a corpus in an inverted index, immutable and in memory."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import cast

import tantivy

from knowledge.answering.glossary import Glossary
from knowledge.answering.period import calendar_words
from knowledge.answering.query import Query, Source, Want, Way
from knowledge.answering.vocabulary import Vocabulary
from knowledge.model import Article, Corpus, Passage
from knowledge.text import Analyzer, small_words, words

K1 = 1.2
"""Of BM25, as tantivy has it (with b = .75)."""
_PAIR = 0.3
"""Weight of two stems that stand next to each other in the question and in the passage."""
_SLOP = 2
"""Words that may stand between the two in the passage: as a rule stop words."""
_DOUBTFUL = 0.5
"""The share of a missing word's weight that a repaired one has at least in what could have been scored."""
_SHOULD = tantivy.Occur.Should
_WRITER_BYTES = 15_000_000  # the least that tantivy takes; more buys nothing at these sizes


class PassageIndex:
    """BM25 over the stems of each passage, its headings and its article's title.

    Built once, in whatever thread; asked from one thread at a time.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.entries = entries_of(corpus)
        languages = {article.language for article in corpus.articles}
        self._analyzer = Analyzer(languages)
        self.glossary = Glossary(corpus.glossary, languages)
        self.small = small_words(languages) | calendar_words()
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", fast=True)
        builder.add_text_field("stems", tokenizer_name="whitespace")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        counts: Counter[str] = Counter()
        writer = index.writer(_WRITER_BYTES, 1)
        for number, (article, passage) in enumerate(self.entries):
            found = words(indexed_text(article, passage))
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
        clauses = [(_SHOULD, self._want(want)) for want in query.wants]
        for pair in query.pairs:
            phrase = tantivy.Query.phrase_query(self._schema, "stems", list(pair), _SLOP)
            clauses.append((_SHOULD, tantivy.Query.boost_query(phrase, _PAIR)))
        if not clauses:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), most, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in found])
        scores = [score for score, _ in found]
        return cast("list[tuple[int, float]]", list(zip(numbers, scores, strict=True)))

    def ceiling(self, query: Query) -> float:
        """Give the most that any passage could score, words that the corpus lacks counted in full."""
        known = sum(self._worth(want) for want in query.wants)
        return (K1 + 1) * (known + len(query.missing) * self._idf(0))

    def _worth(self, want: Want) -> float:
        """Give the most that a want can add; a word that was repaired may not be what was meant."""
        most = max(self._boost(want, way) * self._rarity(way.stems) for way in want.ways)
        doubtful = want.ways[0].source is Source.REPAIR and not want.earlier
        return max(most, _DOUBTFUL * self._idf(0)) if doubtful else most

    def matched(self, query: Query, text: str, language: str) -> dict[Want, tuple[Way, float]]:
        """Give, for each want that a text satisfies, its best way and how much that weighs."""
        held = frozenset(self._analyzer.stems(words(text), language))
        best = {want: max(self._held(want, held), key=itemgetter(1), default=None) for want in query.wants}
        return {want: way for want, way in best.items() if way}

    def _held(self, want: Want, held: frozenset[str]) -> Iterator[tuple[Way, float]]:
        for way in want.ways:
            stems = held.intersection(way.stems)
            if len(stems) == len(way.stems) or (stems and way.source is Source.WORD):
                yield way, self._boost(want, way) * self._rarity(stems)

    def _want(self, want: Want) -> tantivy.Query:
        """Give the query of one want: the best way counts, not their sum."""
        ways = [self._way(way, self._boost(want, way)) for way in want.ways]
        return ways[0] if len(ways) == 1 else tantivy.Query.disjunction_max_query(ways)

    def _way(self, way: Way, boost: float) -> tantivy.Query:
        terms = [tantivy.Query.term_query(self._schema, "stems", stem) for stem in way.stems]
        # Another name is found only whole; of the question's own words each counts by itself.
        occur = tantivy.Occur.Must if way.source is Source.GLOSSARY else _SHOULD
        query = (
            terms[0] if len(terms) == 1 else tantivy.Query.boolean_query([(occur, term) for term in terms])
        )
        return query if boost == 1 else tantivy.Query.boost_query(query, boost)

    def _boost(self, want: Want, way: Way) -> float:
        """Give a way's weight; for another name, such that a long one does not outweigh what it stands for.

        The geometric mean of its own rarity and of that of the words asked: whole names go before single
        words of theirs, and yet the score's share stays one of what was asked.
        """
        if way.source is not Source.GLOSSARY:
            return way.weight
        own = want.ways[0]
        worth = max(self._rarity([stem]) for stem in way.stems)
        if own.source is Source.WORD:
            worth = self._rarity(own.stems)
        return way.weight * (worth / self._rarity(way.stems)) ** 0.5

    def _rarity(self, stems: Iterable[str]) -> float:
        return sum(self._idf(self.frequency(stem)) for stem in stems)

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (len(self.entries) - frequency + 0.5) / (frequency + 0.5))


def indexed_text(article: Article, passage: Passage) -> str:
    """Give all that a passage is found by."""
    return "\n".join((article.title, *passage.section, passage.lead_in, passage.text))


def entries_of(corpus: Corpus) -> tuple[tuple[Article, Passage], ...]:
    """Give all passages that can be found, each with its article, in the order of an index."""
    return tuple((article, passage) for article in corpus.articles for passage in _answering(article))


def _answering(article: Article) -> list[Passage]:
    """Leave out paragraphs that only say that a list follows: they are found with each of its items."""
    introductions = {passage.lead_in for passage in article.passages}
    return [passage for passage in article.passages if passage.text not in introductions]
