"""Why is an answer what it is? Each word with what stands for it, what is missing, scores and margin."""

from bot.terminal.style import plain
from knowledge.answering.retrieval import Explanation, Match

_GLIMPSE = 60
"""Characters of a passage that say which one is meant."""


def why_lines(explanation: Explanation) -> list[str]:
    """Explain in lines why passages were found."""
    lines = [_explain(match) for match in explanation.matches]
    if explanation.missing:
        lines.append(f"in no article: {', '.join(explanation.missing)}")
    for place, hit in enumerate(explanation.hits, 1):
        lines.append(f"{place}. score {hit.score:.2f}: {hit.passage.text[:_GLIMPSE]} ({hit.article.title})")
    return [*map(plain, lines), f"margin {explanation.margin:.2f}"]


def _explain(match: Match) -> str:
    if match.source is None:
        return f"{match.asked}: not in the best passage"
    return f"{match.asked}: {match.found} ({match.source}), {match.weight:.2f}"
