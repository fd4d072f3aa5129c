"""What is to be set, so that the owner's questions are answered rightly? Only `calibrate` needs it."""

from pathlib import Path

from bot.terminal.evaluating import COMPARED, read_judged
from knowledge.evaluation import FEW, Calibration, Tuning, tune
from knowledge.snapshot import Snapshot
from knowledge.when import When


def calibration_report(
    snapshot: Snapshot, when: When, file: Path, of_set: str | None, false_share: float
) -> list[str]:
    """Suggest what to set so that at most this share is answered of what must be refused."""
    judged = read_judged(file, of_set)
    return calibration_lines(tune(judged, snapshot, when, false_share, COMPARED))


def calibration_lines(tuning: Tuning) -> list[str]:
    """Word a calibration: what to write into the configuration, what it rests on, what each part brings."""
    calibration = tuning.best.calibration
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
        *_set_reader(tuning),
        "",
        f"Answerable questions answered rightly: {rightly}; with another passage: {calibration.wrongly}.",
        f"Questions to be refused, but answered: {false}, {allowed}.",
        f"Right passages not even shown as the closest: {lost}.",
        "",
        *_word_parts(tuning),
        *_caution(calibration),
    ]


def _set_reader(tuning: Tuning) -> list[str]:
    """Give the line of the configuration for the reader; none where it took no part."""
    if tuning.with_reader is None:
        return []
    return [f"reader_weight = {tuning.best.weight:.6g}"] if tuning.best.weight else ["reader = false"]


def _word_parts(tuning: Tuning) -> list[str]:
    """Say what is reached now, by words alone, and with the reader."""
    now, read = tuning.now, tuning.with_reader
    reached = _word_reached(now.rightly, now.answerable, now.false_answers, now.unanswerable)
    lines = [f"As it is set now: {reached}.", f"By words alone: {_reached(tuning.by_words.calibration)}."]
    if read is None:
        return [*lines, "No reader took part."]
    return [*lines, f"With the reader, at the weight {read.weight:.6g}: {_reached(read.calibration)}."]


def _reached(calibration: Calibration) -> str:
    if calibration.answer is None:
        return "that cannot be told"
    given = calibration
    return _word_reached(given.rightly, given.answerable, given.false_answers, given.unanswerable)


def _word_reached(rightly: int, answerable: int, false: int, unanswerable: int) -> str:
    return f"{rightly} of {answerable} rightly, {false} of {unanswerable} false"


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


def _part(count: int, total: int) -> str:
    return f"{count} of {total}" + (f" ({count / total:.0%})" if total else "")
