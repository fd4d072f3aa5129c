"""How right are the answers? Asks judged questions, and reports; only `eval` and `calibrate` need it."""

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from bot.terminal.jsonlines import SECTION
from bot.terminal.style import plain
from bot.terminal.why import why_lines
from knowledge.answers import Hit, Verdict
from knowledge.errors import KnowledgeError
from knowledge.evaluation import (
    FEW,
    Calibration,
    Contribution,
    Evaluation,
    Fault,
    JudgedQuestion,
    Outcome,
    Tally,
    calibrate,
    compare,
    evaluate,
    read_questions,
)
from knowledge.snapshot import Snapshot
from knowledge.when import When

_COMPARED = 10
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
    judged = _read(file, of_set)
    evaluation = evaluate(judged, snapshot, when, _COMPARED)
    unread = snapshot.with_thresholds(replace(snapshot.thresholds, reading=0.0))
    by_words = evaluate(judged, unread, when, _COMPARED) if evaluation.was_read else evaluation
    return evaluation_lines(evaluation, compare(evaluation, by_words))


def calibration_report(
    snapshot: Snapshot, when: When, file: Path, of_set: str | None, false_share: float
) -> list[str]:
    """Suggest thresholds that answer at most this share of what must be refused."""
    evaluation = evaluate(_read(file, of_set), snapshot, when, _COMPARED)
    return calibration_lines(calibrate(evaluation, false_share))


def _read(file: Path, of_set: str | None) -> Sequence[JudgedQuestion]:
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
    return [
        f"The reader took part in {part.read} of {part.asked} questions. Otherwise than by words alone:",
        f"{called}; {withheld}; another passage first {part.moved}.",
    ]


def calibration_lines(calibration: Calibration) -> list[str]:
    """Word a calibration: what to write into the configuration, and what it rests on."""
    if calibration.answer is None or calibration.closest is None:
        return [f"No thresholds can be suggested: {_untold(calibration)}.", *_caution(calibration)]
    rightly = _part(calibration.rightly, calibration.answerable)
    false = _part(calibration.false_answers, calibration.unanswerable)
    lost = _part(calibration.lost, calibration.found)
    allowed = f"{calibration.false_share:.0%} allowed"
    return [
        "[answers]",
        f"answer = {calibration.answer:.6g}",
        f"closest = {calibration.closest:.6g}",
        "",
        f"Answerable questions answered rightly: {rightly}.",
        f"Questions to be refused, but answered: {false}, {allowed}.",
        f"Right passages not even shown as the closest: {lost}.",
        *_caution(calibration),
    ]


def _untold(calibration: Calibration) -> str:
    if not calibration.unanswerable:
        return "no question must be refused"
    if not calibration.found:
        return "no right passage was found"
    if calibration.answer is None:
        return "the passages of questions that must be refused score as high as the right ones"
    return "right passages score next to nothing"


def _caution(calibration: Calibration) -> list[str]:
    if not calibration.too_few:
        return []
    counts = f"{calibration.answerable} answerable questions and {calibration.unanswerable} to be refused"
    return [f"Too few to rely on: {counts}. Judge at least {FEW} of each."]


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


def _part(count: int, total: int) -> str:
    return f"{count} of {total}" + (f" ({count / total:.0%})" if total else "")


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
