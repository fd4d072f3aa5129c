"""How much does meaning weigh against words? That depends on the model, and on what it is asked about.

To some models everything is alike, and to all of them everything on one topic is. The first is weighed by
what was measured of the model; the second shows in how like the question the nearest tenth of all passages
is: what that is beyond the usual says nothing for any one passage.
"""

from dataclasses import dataclass

_FEW = 20
"""Passages that count as much as what is usual."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Weighs a model's meaning, and brings words + meaning to the scale of words alone."""

    weight: float = 1.0
    slope: float = 0.556
    shift: float = -0.078
    usual: float = 1.0
    """How like a question the nearest tenth of all passages is where they are on many topics."""
    across: float = 0.0
    """How much less alike texts are that mean the same, where their letters are of another script."""

    def score(self, share: float, meaning: float) -> float:
        """Give the score of a passage by the share that its words could have, and by what it means."""
        return max(0.0, self.slope * (share + self.weight * meaning) + self.shift)

    def excess(self, tenth: float, passages: int) -> float:
        """Say how much more alike than usual all is; a few passages are no measure of that."""
        return max(0.0, tenth - self.usual) * passages / (passages + _FEW)
