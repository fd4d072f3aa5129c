"""Where is it? All passages of a corpus in an inverted index, immutable and in memory."""

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from operator import itemgetter
from typing import cast

import tantivy

from knowledge.answering.aliases import find_terms
from knowledge.answering.glossary import open_glossary
from knowledge.answering.period import calendar_words
from knowledge.answering.postings import Postings, build_postings, build_schema
from knowledge.answering.query import Expansion, Origin, Query, QueryTerm
from knowledge.answers import Hit
from knowledge.model import Article, Corpus, Passage
from knowledge.text import Analyzer, small_words, words, words_by_line

K1 = 1.2
"""Of BM25, as tantivy has it (with b = .75)."""
_PAIR = 0.3
"""Weight of two stems that stand next to each other in the question and in the passage."""
_SLOP = 2
"""Words that may stand between the two in the passage: as a rule stop words."""
_DOUBTFUL = 0.5
"""The share of a missing word's weight that a repaired one has at least in what could have been scored."""
_REMEMBERED = 5_000
"""Stems whose frequency is remembered: each is needed several times in one question."""
_SHOULD = tantivy.Occur.Should


class PassageIndex:
    """BM25 over the stems of each passage, its headings and its article's title.

    Built once, in whatever thread; asked from one thread at a time.
    """

    def __init__(self, corpus: Corpus, postings: Postings | None = None) -> None:
        """Take the postings that were built of this corpus, or build them now."""
        self.entries = corpus.entries
        languages = frozenset(article.language for article in corpus.articles)
        self._analyzer = Analyzer(languages)
        self.glossary = open_glossary(find_terms(corpus), languages)
        self.small = small_words(languages) | calendar_words()
        self._schema = build_schema()
        postings = postings or index_corpus(corpus)
        self._searcher = postings.passages
        self._vocabulary = postings.vocabulary
        self._firsts = postings.firsts
        self._frequency = lru_cache(_REMEMBERED)(partial(self._searcher.doc_freq, "stems"))

    def variants(self, word: str) -> list[str]:
        """Give the stems that a word has in the corpus's languages."""
        return self._analyzer.variants(word)

    def frequency(self, stem: str) -> int:
        """Give the number of passages that hold a stem."""
        return self._frequency(stem)

    def nearest(self, word: str) -> list[tuple[str, int]]:
        """Give the corpus words that a mistyped one may mean, likeliest first, with their distance."""
        return self._vocabulary.nearest(word)

    def search(self, query: Query, most: int) -> list[tuple[int, float]]:
        """Give the numbers of the best passages with their BM25 scores, best first."""
        clauses = [(_SHOULD, self._term_query(term)) for term in query.terms]
        for pair in query.pairs:
            phrase = tantivy.Query.phrase_query(self._schema, "stems", list(pair), _SLOP)
            clauses.append((_SHOULD, tantivy.Query.boost_query(phrase, _PAIR)))
        if not clauses:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), most, count=False).hits
        addresses = [address for _, address in found]
        numbers = cast("list[int]", self._searcher.fast_field_values("number", addresses))
        return [
            (self._firsts[address.segment_ord] + number, score)
            for number, (score, address) in zip(numbers, found, strict=True)
        ]

    def highest_score(self, query: Query) -> float:
        """Give the most that any passage could score, words that the corpus lacks counted in full."""
        known = sum(self._highest_idf(term) for term in query.terms)
        return (K1 + 1) * (known + len(query.missing) * self._idf(0))

    def stems(self, text: str, language: str) -> frozenset[str]:
        """Give the stems of a text."""
        return frozenset(self._analyzer.stems(words(text), language))

    def stems_by_line(self, text: str, language: str) -> list[frozenset[str]]:
        """Give the stems of each line of a text, which is analysed once."""
        return [frozenset(self._analyzer.stems(line, language)) for line in words_by_line(text)]

    def match(self, query: Query, stems: frozenset[str]) -> dict[QueryTerm, tuple[Expansion, float]]:
        """Give, for each term that a text with these stems has, its best expansion and what that weighs."""
        best = (
            (term, max(self._weigh(term, stems), key=itemgetter(1), default=None)) for term in query.terms
        )
        return {term: found for term, found in best if found}

    def _highest_idf(self, term: QueryTerm) -> float:
        """Give the most that a term can add; a word that was repaired may not be what was meant."""
        most = max(self._boost(term, each) * self._sum_idf(each.stems) for each in term.expansions)
        is_doubtful = term.expansions[0].origin is Origin.REPAIR and not term.is_earlier
        doubt = 1.0 if term.means_itself else _DOUBTFUL
        return max(most, doubt * self._idf(0)) if is_doubtful else most

    def _weigh(self, term: QueryTerm, held: frozenset[str]) -> Iterator[tuple[Expansion, float]]:
        for expansion in term.expansions:
            if held.isdisjoint(expansion.stems):  # most are, and this says so at once
                continue
            stems = held.intersection(expansion.stems)
            if len(stems) == len(expansion.stems) or expansion.origin is Origin.WORD:
                yield expansion, self._boost(term, expansion) * self._sum_idf(stems)

    def _term_query(self, term: QueryTerm) -> tantivy.Query:
        """Give the query of one term: the best expansion counts, not their sum."""
        queries = [self._expansion_query(each, self._boost(term, each)) for each in term.expansions]
        return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries)

    def _expansion_query(self, expansion: Expansion, boost: float) -> tantivy.Query:
        stems = [tantivy.Query.term_query(self._schema, "stems", stem) for stem in expansion.stems]
        # Another name is found only whole; of the question's own words each counts by itself.
        occur = tantivy.Occur.Must if expansion.origin is Origin.GLOSSARY else _SHOULD
        query = (
            stems[0] if len(stems) == 1 else tantivy.Query.boolean_query([(occur, stem) for stem in stems])
        )
        return query if boost == 1 else tantivy.Query.boost_query(query, boost)

    def _boost(self, term: QueryTerm, expansion: Expansion) -> float:
        """Give an expansion's boost; a name's such that a long one does not outweigh what it stands for.

        The geometric mean of its own rarity and of that of the words asked: whole names go before single
        words of theirs, and yet the score's share stays one of what was asked.
        """
        if expansion.origin is not Origin.GLOSSARY:
            return expansion.boost
        own = term.expansions[0]
        rarity = max(self._sum_idf([stem]) for stem in expansion.stems)
        if own.origin is Origin.WORD:
            rarity = self._sum_idf(own.stems)
        return expansion.boost * (rarity / self._sum_idf(expansion.stems)) ** 0.5

    def _sum_idf(self, stems: Iterable[str]) -> float:
        return sum(self._idf(self._frequency(stem)) for stem in stems)

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (len(self.entries) - frequency + 0.5) / (frequency + 0.5))


def text_to_index(article: Article, passage: Passage) -> str:
    """Give all that a passage is found by."""
    return "\n".join((article.title, *passage.section, passage.lead_in, passage.text))


def get_texts(article: Article) -> list[str]:
    """Give all that each passage of an article is found by."""
    return [text_to_index(article, passage) for passage in article.findable]


def index_corpus(corpus: Corpus) -> Postings:
    """Build the postings of a corpus in memory."""
    texts = ((text_to_index(article, passage), article.language) for article, passage in corpus.entries)
    letters = sum(len(article.title) + len(passage.text) for article, passage in corpus.entries)
    return build_postings(texts, letters)


def match_hit(index: PassageIndex, query: Query, hit: Hit) -> dict[QueryTerm, tuple[Expansion, float]]:
    """Give, for each term that a passage has, its best expansion and what that weighs."""
    stems = index.stems(text_to_index(hit.article, hit.passage), hit.article.language)
    return index.match(query, stems)
