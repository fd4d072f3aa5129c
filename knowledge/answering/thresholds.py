"""How sure must an answer be? What `[answers]` in the configuration sets; `calibrate` finds it."""

from msgspec import Struct


class Thresholds(Struct, frozen=True):
    """From which score on a passage is called the answer or the closest, and how much reading it adds."""

    answer: float = 0.33
    closest: float = 0.12
    reading: float = 0.1
    """What the reader's logit is multiplied by before it is added to the share of the words' score.

    At 0 nothing is read: words alone decide.
    """
