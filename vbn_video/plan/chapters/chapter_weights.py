"""What speaks for a chapter, and how much; what lengths and number of chapters cost: all numbers of the choice.

| sign | weight | |
|---|---|---|
| `agenda time` | 4.0 | a point of the agenda by its time alone, where nothing is said or shown of it |
| `agenda` | 5.0 | a point of the agenda that is shown or said there, times its likeness |
| `slide title` | 1.6 | a slide of another title than the one before; up to a fourth more the longer it is shown |
| `slide` | 0.3 | a slide that could not be read |
| `transition` | 2.4 | "så går vi videre til …" |
| `questions` | 2.0 | "er der spørgsmål?" |
| `return` | 1.6 | "velkommen tilbage" |
| `agenda read` | 0.8 | "dagens program er …" |
| `goodbye` | 0.8 | the thanks at the end |
| `speaker` | 1.8 | another main speaker |
| `cut` | 0.9 | a piece was cut out there: a break |
| `pause` | 0.3 | a rest of `[chapters] pause_s`, up to three times as much for a long one |
| `unnamed` | -1.0 | nothing names it but "Del 2" |
| `chapter` | -1.7 | what every chapter costs: with less than this for it none is made, but to divide what is too long |

The signs of one moment count together, each kind once.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "agenda time": 4.0,
        "agenda": 5.0,
        "slide title": 1.6,
        "slide": 0.3,
        "transition": 2.4,
        "questions": 2.0,
        "return": 1.6,
        "agenda read": 0.8,
        "goodbye": 0.8,
        "speaker": 1.8,
        "cut": 0.9,
        "pause": 0.3,
    }
)
UNNAMED = -1.0
LEAST_UNNAMED = 2.0
"""A moment that nothing names becomes a chapter only where this much speaks for it: "Del 2" at every rest helps nobody."""
LEAST_IN_ALL = 1.7
"""With less than this for all chapters but the first there are none: nothing tells where anything begins."""
CHAPTER = -1.7
UNEVEN = 0.5
"""Cost of a chapter that is e times as long, or a e-th as long, as the usual one; four times that for e² …"""
MOST_UNEVEN = 2.5
"""… but never more than this, so that what speaks for a short chapter can outweigh it."""
NUMBER = 0.15
"""Cost of one chapter more or fewer than usual; four times that for two."""
US_PER_HOUR = 3_600 * US_PER_S


def usual_number(duration_us: int) -> float:
    """How many chapters a programme of that length has: 4 for 10 minutes, 8 for an hour, 12 for two."""
    return float(2 + 6 * (duration_us / US_PER_HOUR) ** 0.7)


def length_cost(lengths_us: NDArray[np.int64], duration_us: int) -> NDArray[np.floating]:
    """What chapters of these lengths cost in a programme of that length: 0 where they are as long as usual."""
    usual_us = duration_us / usual_number(duration_us)
    return np.minimum(UNEVEN * np.log(lengths_us / usual_us) ** 2, MOST_UNEVEN)


def number_cost(numbers: NDArray[np.int64], usual: float) -> NDArray[np.floating]:
    """What so many chapters cost where that many are usual."""
    return NUMBER * (numbers.astype(np.float64) - usual) ** 2
