"""How does the reader learn? From pairs, on a GPU in minutes; a few steps on a CPU show that all fits."""

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.base import TRAINED, WEIGHTS
from training.inputs import TOKENIZER, Marks, open_tokenizer, pair_row, pieces
from training.network import Network, open_base
from training.pairs import Pair, PairFile, read_pairs
from training.report import describe

_SCORED_AT_ONCE = 512
_SORTED_TOGETHER = 50
"""Batches' worth of rows that are put in order of their length, so that few pieces are padding."""
_TOLD_EVERY = 100


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the shipped reader was trained."""

    epochs: float = 2.3
    batch: int = 128
    rate: float = 1.2e-4
    warm_up: float = 0.06
    """The share of the steps in which the rate grows; then it falls along a cosine."""
    last_rate: float = 0.03
    """To this share."""
    decay: float = 0.01
    smoothing: float = 0.02
    """How far from 0 and 1 the answers to learn are: some pairs are wrong."""
    seed: int = 1
    most_steps: int | None = None
    sample: int | None = None
    """Only so many pairs, to try things out."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair, cut to pieces."""

    pieces: tuple[int, ...]
    answers: int


def train(pairs: Path, base: Path, out: Path, recipe: Recipe) -> None:
    """Train, write `trained.npz`, and print how well the development pairs are told apart."""
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    torch.set_float32_matmul_precision("high")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = open_tokenizer(base / TOKENIZER)
    marks = Marks.of(tokenizer)
    content = read_pairs(pairs)
    learnt = _sample(content.part(development=False), recipe.sample)
    measured = _sample(content.part(development=True), recipe.sample)
    rows = _rows(tokenizer, content, [*learnt, *measured], marks)
    network = open_base(base / WEIGHTS).to(device)
    print(f"{len(learnt)} pairs to learn, {len(measured)} to measure, on {device}", flush=True)
    _learn(network, rows[: len(learnt)], marks, recipe)
    logits = judge(network, rows[len(learnt) :], marks)
    print(describe(measured, logits))
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / TRAINED, **network.trained())


def judge(network: Network, rows: Sequence[Row], marks: Marks) -> list[float]:
    """Give the logit of each row."""
    device = next(network.parameters()).device
    order = sorted(range(len(rows)), key=lambda number: len(rows[number].pieces))
    logits = [0.0] * len(rows)
    network.eval()
    with torch.no_grad(), _half_precision(device):
        for start in range(0, len(order), _SCORED_AT_ONCE):
            numbers = order[start : start + _SCORED_AT_ONCE]
            ids, real, _ = _batch([rows[number] for number in numbers], marks, device)
            for number, logit in zip(numbers, network(ids, real).float().tolist(), strict=True):
                logits[number] = logit
    network.train()
    return logits


def rate_at(step: int, steps: int, recipe: Recipe) -> float:
    """Give the learning rate of a step, counted from 0."""
    begun = min(1.0, (step + 1) / (recipe.warm_up * steps))
    gone = min(1.0, max(0.0, step / steps - recipe.warm_up) / (1 - recipe.warm_up))
    fallen = (1 + math.cos(math.pi * gone)) / 2
    return recipe.rate * begun * (fallen * (1 - recipe.last_rate) + recipe.last_rate)


def _learn(network: Network, rows: Sequence[Row], marks: Marks, recipe: Recipe) -> None:
    device = next(network.parameters()).device
    steps = int(math.ceil(len(rows) / recipe.batch) * recipe.epochs)
    steps = max(1, min(steps, recipe.most_steps or steps))
    optimizer = _optimizer(network, recipe, fused=device.type == "cuda")
    losses = torch.zeros((), device=device)  # looked at rarely: each look waits for the GPU
    start = time.monotonic()
    network.train()
    for step, chosen in zip(range(steps), _batches(rows, recipe.batch), strict=False):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, steps, recipe)
        ids, real, answers = _batch(chosen, marks, device)
        with _half_precision(device):
            logits = network(ids, real)
        smoothed = answers * (1 - 2 * recipe.smoothing) + recipe.smoothing
        loss = functional.binary_cross_entropy_with_logits(logits.float(), smoothed)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        losses += loss.detach()
        if (step + 1) % _TOLD_EVERY == 0 or step + 1 == steps:
            loss_now, seconds = losses.item() / (step % _TOLD_EVERY + 1), time.monotonic() - start
            print(f"step {step + 1} of {steps}, loss {loss_now:.4f}, {seconds:.0f} s", flush=True)
            losses.zero_()


def _optimizer(network: Network, recipe: Recipe, *, fused: bool) -> torch.optim.Optimizer:
    """Let matrices decay, but no bias and no norm."""
    parameters = [each for each in network.parameters() if each.requires_grad]
    groups = [
        {"params": [each for each in parameters if each.ndim > 1], "weight_decay": recipe.decay},
        {"params": [each for each in parameters if each.ndim == 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98), fused=fused)


def _batches(rows: Sequence[Row], size: int) -> Iterator[list[Row]]:
    """Give batches of rows of about one length, epoch after epoch, without end."""
    together = size * _SORTED_TOGETHER
    while True:
        shuffled = random.sample(rows, len(rows))
        chunks = (shuffled[start : start + together] for start in range(0, len(rows), together))
        batches: list[list[Row]] = []
        for chunk in chunks:
            chunk.sort(key=lambda row: len(row.pieces))
            batches += [chunk[start : start + size] for start in range(0, len(chunk), size)]
        random.shuffle(batches)
        yield from batches


def _batch(rows: Sequence[Row], marks: Marks, device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Fill rows up to one length, a multiple of 8; gives pieces, which of them are real, and the answers."""
    length = -(-max(len(row.pieces) for row in rows) // 8) * 8
    ids = np.full((len(rows), length), marks.padding, np.int64)
    real = np.zeros((len(rows), length), np.bool_)
    for number, row in enumerate(rows):
        ids[number, : len(row.pieces)] = row.pieces
        real[number, : len(row.pieces)] = True
    answers = np.array([row.answers for row in rows], np.float32)
    tensors = [torch.from_numpy(array) for array in (ids, real, answers)]
    if device.type == "cuda":
        tensors = [tensor.pin_memory().to(device, non_blocking=True) for tensor in tensors]
    return tensors[0], tensors[1], tensors[2]


def _half_precision(device: torch.device) -> torch.autocast:
    return torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda")


def _sample(pairs: list[Pair], most: int | None) -> list[Pair]:
    return pairs if most is None or most >= len(pairs) else random.sample(pairs, most)


def _rows(tokenizer: Tokenizer, content: PairFile, pairs: Sequence[Pair], marks: Marks) -> list[Row]:
    questions = pieces(tokenizer, [pair.question for pair in pairs])
    used = sorted({pair.passage for pair in pairs})
    passages = dict(zip(used, pieces(tokenizer, [content.passages[number] for number in used]), strict=True))
    return [
        Row(tuple(pair_row(question, passages[pair.passage], marks)), pair.answers)
        for pair, question in zip(pairs, questions, strict=True)
    ]
