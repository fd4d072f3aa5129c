"""Where do things stand in one corpus after the other? What did not change is not read, or sorted, again."""

from collections.abc import Sequence
from operator import is_

from knowledge.answering.aliases import find_terms
from knowledge.each_article import EachArticle
from knowledge.model import Article, Claim, Corpus, Term
from knowledge.statuses.claims import NO_OWN_WORDS, read_claims
from knowledge.statuses.ledger import Ledger
from knowledge.statuses.own import OwnWords


class Ledgers:
    """Makes the ledger of one corpus after the other; `own` words are known beside those of the languages."""

    def __init__(self, own: OwnWords = NO_OWN_WORDS) -> None:
        self._own = own
        self._claims = EachArticle(self._read)
        self._made: tuple[Sequence[Claim], tuple[Term, ...], Ledger] | None = None

    def make(self, corpus: Corpus) -> Ledger:
        """Make the ledger of a corpus: the one that was made last, where nothing is claimed otherwise."""
        claims = [claim for found in self._claims.of(corpus.articles) for claim in found]
        terms = find_terms(corpus)
        if self._made:
            before, names, ledger = self._made
            same = len(before) == len(claims) and all(map(is_, before, claims))
            if same and names == terms:
                return ledger
        ledger = Ledger(corpus, self._own, claims)
        self._made = claims, terms, ledger
        return ledger

    def _read(self, article: Article) -> tuple[Claim, ...]:
        versions = (*article.earlier, article)
        return tuple(claim for each in versions for claim in read_claims(each, self._own).claims)
