"""What is shown of a passage? The sentence that answers best, or the whole list that it is an item of."""

from operator import itemgetter

from knowledge.answering.index import PassageIndex
from knowledge.answering.query import Query
from knowledge.answers import Hit
from knowledge.model import Kind, Passage
from knowledge.reading.sentences import spans


def find_items(index: PassageIndex, query: Query, best: Hit) -> tuple[Passage, ...]:
    """Give the whole list where the item has nothing of what is asked but what introduces them all."""
    passage = best.passage
    if not passage.lead_in:
        return ()
    own, introduction = index.stems_by_line(_join_lines(passage.text, passage.lead_in), best.article.language)
    if not index.match(query, own).keys() <= index.match(query, introduction).keys():
        return ()
    return tuple(
        other
        for other in best.article.passages
        if other.lead_in == passage.lead_in and other.section == passage.section
    )


def find_sentence(index: PassageIndex, query: Query, best: Hit) -> str:
    """Give the sentence of a paragraph that has most of what is looked for, by how rare that is."""
    text = best.passage.text
    sentences = [text[first:end] for first, end in spans(text)]
    if best.passage.kind is not Kind.PARAGRAPH or len(sentences) < 2:
        return text
    stems = index.stems_by_line(_join_lines(*sentences), best.article.language)
    gains = [sum(weight for _, weight in index.match(query, each).values()) for each in stems]
    gain, sentence = max(zip(gains, sentences, strict=True), key=itemgetter(0))
    return sentence if gain else text


def _join_lines(*texts: str) -> str:
    """Put each text on a line of its own."""
    return "\n".join(" ".join(text.split("\n")) for text in texts)
