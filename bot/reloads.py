"""What came of a change to what is known, and who asked for it? One line in the log and a count, for each."""

import logging
from typing import Literal

from bot.config import MAIN_CORPUS
from bot.metrics import Metrics
from knowledge.errors import KnowledgeError
from knowledge.statuses.changes import Changes, TakesBackError

_log = logging.getLogger(__name__)

What = Literal["reload", "rollback", "publish", "watch", "sources"]
"""What changes it; the watch on the folder and what gathers from sources write their own lines."""


def report_change(
    metrics: Metrics, corpus: str, what: What, who: str, made: Changes | KnowledgeError
) -> None:
    """Log and count what came of it; `who` is whoever asked, as `user 42` or `SIGHUP`."""
    outcome = count_change(metrics, what, made)
    about = {"corpus": corpus or MAIN_CORPUS, "what": what, "who": who, "outcome": outcome}
    begin = what.capitalize(), corpus or MAIN_CORPUS, who
    if isinstance(made, KnowledgeError):
        level = logging.WARNING if isinstance(made, TakesBackError) else logging.ERROR
        _log.log(
            level, "%s of the corpus %s, asked for by %s, changed nothing: %s", *begin, made, extra=about
        )
        return
    for remark in made.remarks:
        _log.warning("%s", remark)
    said = "all is as it was" if made.nothing else made.summary
    _log.info("%s of the corpus %s, asked for by %s: %s.", *begin, said, extra=about)


def count_change(metrics: Metrics, what: What, made: Changes | KnowledgeError) -> str:
    """Count what came of it, and name the outcome: changed, nothing, held_back or failed."""
    match made:
        case TakesBackError():
            outcome = "held_back"
        case KnowledgeError():
            outcome = "failed"
        case changes:
            outcome = "nothing" if changes.nothing else "changed"
    metrics.reloads.labels(what, outcome).inc()
    return outcome
