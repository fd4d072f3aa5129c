"""How is it tried? `python -m soak [NAME ...]` makes all faults of the trials, and prints a row for each."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from soak.table import DOCUMENT, HEAD, make_row, renew
from soak.trial import Outcome, Trial
from soak.trials import TRIALS


def main() -> int:
    """Run the trials that are named, else all; fail where one of them lost something."""
    parser = argparse.ArgumentParser(
        prog="python -m soak", description="Make faults, and count what is lost."
    )
    parser.add_argument("--short", action="store_true", help="as few of each as `make test` makes")
    parser.add_argument(
        "--write", action="store_true", help="put what came of them into the table of docs/reliability.md"
    )
    parser.add_argument("--times", type=int, metavar="N", help="so many of each, in place of its own number")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a trial, as docs/reliability.md calls it")
    arguments = parser.parse_args()
    known = {trial.name: trial for trial in TRIALS}
    if unknown := [name for name in arguments.names if name not in known]:
        parser.error(f"unknown: {', '.join(unknown)}; known are {', '.join(known)}")
    print(HEAD, end="", flush=True)
    outcomes: dict[str, Outcome] = {}
    for name in arguments.names or [each for each in known if known[each].short or not arguments.short]:
        trial = known[name]
        outcomes[name] = _run(trial, arguments.times or (trial.short if arguments.short else trial.full))
        if arguments.write:  # after each: a night may end early
            DOCUMENT.write_text(renew(DOCUMENT.read_text("utf-8"), TRIALS, outcomes), "utf-8")
    return 0 if all(outcome.is_good for outcome in outcomes.values()) else 1


def _run(trial: Trial, times: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(_await(trial, times, Path(folder)))
    print(make_row(trial, outcome), flush=True)
    return outcome


async def _await(trial: Trial, times: int, folder: Path) -> Outcome:
    return await trial.run(times, folder)


if __name__ == "__main__":
    sys.exit(main())
