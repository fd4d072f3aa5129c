"""Which names go with a corpus? Those of its glossary, and the aliases that editors have added; pure."""

from msgspec.structs import replace

from knowledge.model import Alias, Corpus, Term
from knowledge.text import normalise


def find_terms(corpus: Corpus) -> tuple[Term, ...]:
    """Give the glossary, with each alias among the names of the term that it belongs to, or of a new one."""
    terms = list(corpus.glossary)
    places = {normalise(name): place for place, term in enumerate(terms) for name in _names(term)}
    for alias in corpus.curations.aliases:
        place = places.setdefault(normalise(alias.name), len(terms))
        if place == len(terms):
            terms.append(Term(alias.name, ()))
        terms[place] = _add(terms[place], alias)
        places.setdefault(normalise(alias.word), place)
    return tuple(terms)


def _names(term: Term) -> list[str]:
    return [*(name for _, name in reversed(term.others)), term.name]


def _add(term: Term, alias: Alias) -> Term:
    return replace(term, others=(*term.others, ("", alias.word)))
