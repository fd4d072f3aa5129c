"""What is the reader? An encoder that sees question and passage together, and makes one number of them."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.base import POSITIONS, read_weights
from training.e5 import Shape

DROPOUT = 0.1
WORDS = "word.weight"
"""Not trained: it stays in 4 bits, as the base has it."""


class Layer(nn.Module):
    """A layer of the encoder, as BERT has it: attention, then a wider step; each added and normalised."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.attend = nn.Linear(shape.width, 3 * shape.width)
        """To queries, keys and values, in this order."""
        self.join = nn.Linear(shape.width, shape.width)
        self.norm_attended = nn.LayerNorm(shape.width, shape.epsilon)
        self.widen = nn.Linear(shape.width, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.width)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Go through the layer: (batch, length, width) in and out; `mask` is true where a piece is."""
        batch, length, width = states.shape
        split = self.attend(states).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        dropout = DROPOUT if self.training else 0.0
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=dropout)
        joined = self.join(seen.transpose(1, 2).reshape(batch, length, width))
        states = self.norm_attended(states + self.dropout(joined))
        return self.norm(states + self.dropout(self.narrow(functional.gelu(self.widen(states)))))


class Network(nn.Module):
    """From rows of pieces to one logit each: above 0 where the passage answers the question."""

    def __init__(self, shape: Shape, words: int) -> None:
        super().__init__()
        self.word = nn.Embedding(words, shape.width)
        self.position = nn.Embedding(POSITIONS, shape.width)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.pool = nn.Linear(2 * shape.width, shape.width)
        self.logit = nn.Linear(shape.width, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, rows: Tensor, real: Tensor) -> Tensor:
        """Judge a batch: (batch, length) pieces, and which of them are no padding; (batch,) logits."""
        places = torch.arange(rows.shape[1], device=rows.device)
        states = self.dropout(self.norm(self.word(rows) + self.position(places)))
        mask = real[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask)
        weight = real[..., None].to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        pooled = torch.tanh(self.pool(torch.cat([states[:, 0], mean], -1)))
        return self.logit(self.dropout(pooled)).squeeze(-1)

    def trained(self) -> dict[str, np.ndarray]:
        """Give what training changes, in half precision."""
        state = self.state_dict()
        return {name: state[name].float().cpu().numpy().astype(np.float16) for name in state if name != WORDS}


def open_base(file: Path) -> Network:
    """Build the network with the base's weights; pool and logit start from chance."""
    shape, words, weights = read_weights(file)
    network = Network(shape, len(words.nibbles))
    state = network.state_dict()
    for name, array in {WORDS: words.floats(), **weights}.items():
        state[name].copy_(torch.from_numpy(np.array(array, np.float32)))
    network.word.weight.requires_grad = False
    return network
