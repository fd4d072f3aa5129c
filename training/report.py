"""How well are pairs told apart? By source and by kind: which sorts of wrong passage pass for an answer."""

from collections.abc import Sequence

from bench.measures import auroc
from bench.report import markdown
from training.pairs import Pair


def describe(pairs: Sequence[Pair], logits: Sequence[float]) -> str:
    """Give the AUROC of all pairs and of each source; each kind of wrong pair against all right ones."""
    judged = list(zip(pairs, logits, strict=True))
    rows = [("all", *_measure(judged))]
    rows += [
        (source, *_measure([each for each in judged if each[0].source == source]))
        for source in sorted({pair.source for pair in pairs})
    ]
    right = [each for each in judged if each[0].answers]
    for kind in sorted({pair.kind for pair in pairs if not pair.answers}):
        wrong = [each for each in judged if each[0].kind == kind and not each[0].answers]
        rows.append((f"wrong: {kind}", *_measure([*right, *wrong])))
    return markdown(("pairs", "number", "AUROC", "right at 0"), rows)


def _measure(judged: Sequence[tuple[Pair, float]]) -> tuple[str, str, str]:
    trusted = [(logit, bool(pair.answers)) for pair, logit in judged]
    right = sum((logit > 0) is answers for logit, answers in trusted)
    return str(len(trusted)), f"{auroc(trusted):.3f}", f"{right / len(trusted):.3f}" if trusted else ""
