"""How right are the answers? Asks judged questions, and reports; only `eval` needs it."""

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from bot.terminal.jsonlines import SECTION
from bot.terminal.style import plain
from bot.terminal.why import why_lines
from knowledge.answers import Hit, Verdict
from knowledge.counting import count
from knowledge.errors import KnowledgeError
from knowledge.evaluation import (
    Contribution,
    Evaluation,
    Fault,
    JudgedQuestion,
    Outcome,
    Tally,
    compare,
    evaluate,
    read_questions,
)
from knowledge.snapshot import Snapshot
from knowledge.when import When

COMPARED = 10
"""Passages among which the right one is looked for."""
_QUOTED = 80
"""Characters that are shown of a passage."""
_NOTHING = "–"
_HEADERS = (
    "kind",
    "answerable",
    "s@1",
    "s@3",
    "MRR",
    "answered",
    "rightly",
    "must refuse",
    "false",
    "refused",
)
_LEGEND = (
    "s@1, s@3: share whose first passage, or one of the first three, is right. MRR: mean of 1/rank, to 3.",
    "answered, rightly: called the answer, and it is. false: called the answer, but must be refused.",
)
_FAULTS = {
    Fault.FALSE_ANSWER: "answered, but the articles do not answer it",
    Fault.MISSED: "no right passage among the {found} found",
    Fault.MISRANKED: "the right passage is number {rank}",
    Fault.UNSURE: "the first passage is right, but not called the answer",
}
_FAULTS_OF_SEVERAL = _FAULTS | {
    Fault.MISSED: "not all right passages are among the {found} found",
    Fault.MISRANKED: "the last of the right passages is number {rank}",
    Fault.UNSURE: "the right passages were found, but are not called the answer",
}
_VERDICTS = {
    Verdict.ANSWER: "called the answer",
    Verdict.CLOSEST: "shown as the closest",
    Verdict.NONE: "nothing shown",
}


def evaluation_report(snapshot: Snapshot, when: When, file: Path, of_set: str | None) -> list[str]:
    """Say how right the answers are, and of each wrong one why; raises KnowledgeError for a bad file."""
    judged = read_judged(file, of_set)
    evaluation = evaluate(judged, snapshot, when, COMPARED)
    unread = snapshot.with_thresholds(replace(snapshot.thresholds, reading=0.0))
    by_words = evaluate(judged, unread, when, COMPARED) if evaluation.was_read else evaluation
    return evaluation_lines(evaluation, compare(evaluation, by_words))


def read_judged(file: Path, of_set: str | None) -> Sequence[JudgedQuestion]:
    """Read the judged questions of a set, or all; raises KnowledgeError where there is none."""
    judged = [question for question in read_questions(file) if of_set in (None, question.set)]
    if not judged:
        raise KnowledgeError(f"{file} has no question of the set {of_set}.", "Name another set.")
    return judged


def evaluation_lines(evaluation: Evaluation, contribution: Contribution | None = None) -> list[str]:
    """Word an evaluation: a table by kind and in all, what the reader did, each wrong answer with why."""
    lines = [*_table(evaluation), "", *_LEGEND]
    lines += ["", *_word_contribution(contribution)] if contribution else []
    wrong = evaluation.wrong
    if not wrong:
        return [*lines, "", "No answer is wrong."]
    lines += ["", f"Wrong: {len(wrong)} of {len(evaluation.outcomes)}"]
    for outcome in wrong:
        lines += ["", *_explain(outcome)]
        lines += [f"    {line}" for line in why_lines(outcome.explained)]
    return lines


def _word_contribution(part: Contribution) -> list[str]:
    """Say whether a reader took part, and what it decided otherwise than words alone would."""
    if not part.read:
        return ["No reader took part: words decided."]
    called = f"called the answer {part.called}, rightly {part.rightly}"
    withheld = f"not called so {part.withheld}, rightly {part.justly}"
    asked = count(part.asked, "question")
    return [
        f"The reader took part in {part.read} of {asked}. Otherwise than by words alone:",
        f"{called}; {withheld}; another passage first {part.moved}.",
    ]


def _table(evaluation: Evaluation) -> list[str]:
    """Align the figures, a kind a line; a single kind needs no line beside the sum."""
    kinds = evaluation.by_kind if len(evaluation.by_kind) > 1 else ()
    rows = [_HEADERS, *(_row(kind or "(no kind)", tally) for kind, tally in kinds)]
    rows.append(_row("all", evaluation.total))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            f"{cell:<{width}}" if place == 0 else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _row(kind: str, tally: Tally) -> tuple[str, ...]:
    counts = (tally.answered, tally.rightly) if tally.answerable else (None, None)
    refused = (tally.false_answers, tally.refusals) if tally.unanswerable else (None, None)
    return (
        plain(kind),
        str(tally.answerable),
        *(_share(share) for share in (tally.success_at_1, tally.success_at_3, tally.mrr)),
        *(_count(count) for count in counts),
        str(tally.unanswerable),
        *(_count(count) for count in refused),
    )


def _share(share: float | None) -> str:
    return _NOTHING if share is None else f"{share:.3f}".replace("0.", ".", 1)


def _count(count: int | None) -> str:
    return _NOTHING if count is None else str(count)


def _explain(outcome: Outcome) -> list[str]:
    """Say what is wrong with one answer, what was found instead, and how far ahead it was."""
    kind = f" [{plain(outcome.question.kind)}]" if outcome.question.kind else ""
    lines = [f"{plain(outcome.question.turns)}{kind}"]
    if outcome.fault:
        faults = _FAULTS_OF_SEVERAL if outcome.question.expect_each else _FAULTS
        fault = faults[outcome.fault].format(found=len(outcome.found), rank=outcome.rank)
        lines.append(f"    {fault} ({_VERDICTS[outcome.verdict]})")
    for number, pieces in enumerate(outcome.question.sought):
        label = "and:     " if number else "expected:"
        lines.append(f"    {label}  {' | '.join(map(_quote, pieces))}")
    if outcome.found:
        lines.append(f"    found:     {_hit(outcome.found[0])}")
    if outcome.margin is not None:
        lines.append(f"    runner-up: {_hit(outcome.found[1])}, {outcome.margin:.3f} behind")
    if outcome.rank is not None and outcome.rank > 2:
        lines.append(f"    right one: {_hit(outcome.found[outcome.rank - 1])}")
    return lines


def _hit(hit: Hit) -> str:
    place = SECTION.join((hit.article.title, *hit.passage.section))
    return f"{hit.score:.3f} {_quote(hit.passage.text)} — {plain(place)}"


def _quote(text: str) -> str:
    line = plain(text)
    return f"“{line}”" if len(line) <= _QUOTED else f"“{line[:_QUOTED].rstrip()}…”"
