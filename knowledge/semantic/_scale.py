"""How much does meaning weigh against words? That depends on the model: some find everything alike."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Weighs a model's meaning, and brings words + meaning to the scale of words alone."""

    weight: float = 1.0
    slope: float = 0.556
    shift: float = -0.078

    def score(self, share: float, meaning: float) -> float:
        """Give the score of a passage by the share that its words could have, and by what it means."""
        return max(0.0, self.slope * (share + self.weight * meaning) + self.shift)
