"""Why is an answer what it is? Each word with what stands for it, the parts of each score, what decided."""

from collections.abc import Sequence

from bot.terminal.style import plain
from bot.wording import explain_doubt, write_scores
from bot.wording.catalogue import choose_catalogue
from knowledge.answering.explanation import Explanation, Match
from knowledge.answers import Hit, Verdict

_GLIMPSE = 60
"""Characters of a passage that say which one is meant."""
_LEAST = 0.005
"""What is less than this is no part of a score that has two digits."""
_CALLED = {
    Verdict.ANSWER: "the answer",
    Verdict.CLOSEST: "the closest",
    Verdict.NONE: "nothing near",
}
_EDITOR = "an editor has chosen this passage for this question: no score counts"
_LEDGER = "the articles' statuses and their dates decided: no score counts"


def why_lines(explanations: Sequence[Explanation]) -> list[str]:
    """Explain in lines why an answer is what it is; of several questions in a message, each."""
    lines: list[str] = []
    for explanation in explanations:
        if len(explanations) > 1:
            lines.append(f"why “{plain(explanation.question)}” is answered so:")
        lines += map(plain, _explain_ledger(explanation) if explanation.ledger else _explain(explanation))
    return lines


def explain_verdict(explanation: Explanation) -> str:
    """Say what the best passage is called, why, and what would have changed that."""
    judgement = explanation.judgement
    if explanation.ledger:
        return _EDITOR if explanation.is_edited else _LEDGER
    if judgement is None:
        return "nothing shown: no passage has a word of the question"
    best, verdict = explanation.hits[0], judgement.verdict
    by_words = _compare_with_words(explanation)
    if verdict is Verdict.NONE:
        score = _compare(judgement.near, judgement.closest)
        return (
            f"nothing shown: score {score} for the closest, {judgement.answer:.2f} for the answer{by_words}"
        )
    said = f"called {_CALLED[verdict]}"
    score = f"score {_compare(best.score, judgement.answer)} for the answer"
    if judgement.doubt:
        return f"{said} because {_explain_doubt(explanation)}; {score}{by_words}"
    also = f", and {_explain_doubt(explanation)}" if explanation.doubt else ""
    return f"{said}: {score}{also}{by_words}"


def _explain(explanation: Explanation) -> list[str]:
    lines = [_explain_match(match) for match in explanation.matches]
    if explanation.missing:
        lines.append(f"in no article: {', '.join(explanation.missing)}")
    for place, hit in enumerate(explanation.hits):
        lines.append(f"{place + 1}. score {hit.score:.2f}: {_glimpse(hit)}")
        lines.append(f"= {_explain_score(explanation, place)}")
    if explanation.unread:
        lines.append(f"no passage was read: {explanation.unread}")
    return [*lines, explain_verdict(explanation), f"margin {explanation.margin:.2f}"]


def _explain_ledger(explanation: Explanation) -> list[str]:
    hits = (f"{place}. {_glimpse(hit)}" for place, hit in enumerate(explanation.hits, 1))
    return [explain_verdict(explanation), *hits]


def _explain_match(match: Match) -> str:
    if match.source is None:
        return f"{match.asked}: not in the best passage"
    return f"{match.asked}: {match.found} ({match.source}), {match.weight:.2f}"


def _explain_score(explanation: Explanation, place: int) -> str:
    """Say what the score of a hit is made of: words, reading, and a place behind what is newer."""
    hit, reading = explanation.hits[place], explanation.readings[place]
    parts = [f"{'words and meaning' if explanation.has_meaning else 'words'} {hit.share:.2f}"]
    if reading is not None:
        parts.append(f"reader {reading:+.2f} (logit {hit.logit:.2f}, weight {explanation.weight:.2f})")
    elif explanation.was_read:
        parts.append("not read: others have more of the words")
    behind = max(0.0, hit.share + (reading or 0.0)) - hit.score
    if place and behind >= _LEAST and hit.score == explanation.hits[place - 1].score:
        parts.append(f"-{behind:.2f} behind the one above")
    return ", ".join(parts)


def _explain_doubt(explanation: Explanation) -> str:
    return (
        choose_catalogue().write(explain_doubt(explanation, explanation.doubt)) if explanation.doubt else ""
    )


def _compare_with_words(explanation: Explanation) -> str:
    """Say what words alone would have made of the question, where passages were read."""
    by_words = explanation.by_words
    if by_words is None or not by_words.hits:
        return ""
    best = by_words.hits[0]
    same = best.passage == explanation.hits[0].passage
    which = "" if same else f", another passage, “{_glimpse(best)}”"
    verdict = "the same" if same and by_words.verdict is explanation.verdict else _CALLED[by_words.verdict]
    because = ""
    if by_words.judgement and by_words.judgement.doubt and by_words.verdict is not explanation.verdict:
        because = f", because {_explain_doubt(by_words)}"
    return f"; by words alone {best.score:.2f}{which}: {verdict}{because}"


def _compare(score: float, needed: float) -> str:
    """Write a score and what is needed with as many digits as tell them apart."""
    return "{}, {} is needed".format(*write_scores(score, needed))


def _glimpse(hit: Hit) -> str:
    return f"{hit.passage.text[:_GLIMPSE]} ({hit.article.title})"
