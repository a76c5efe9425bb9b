"""The breaks that are cut out of a meeting without being sure that they are breaks, and the options that decide it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vbn_video.decisions import EditPlan, Side
from vbn_video.evidence import Word
from vbn_video.plan.cut.asked_cut import typed_span
from vbn_video.plan.words.audible_words import is_silenced

WORDS_BEFORE, WORDS_AFTER, WORDS_INSIDE = 5, 5, 12


@dataclass(frozen=True)
class DoubtfulBreak:
    """[start, end) of the recording, cut out between two kept spans, with a card in its place or without."""

    start_us: int
    end_us: int
    side: Side
    """Its less sure side."""
    around: str
    """What is said around it, `|` where it is; empty where nothing is."""
    inside: str
    """What is said first in it."""

    @property
    def cut_option(self) -> str:
        """What cuts it out for sure: `--cut 31:00-43:10`."""
        return f"--cut {typed_span((self.start_us, self.end_us))}"

    @property
    def keep_option(self) -> str:
        """What keeps it: `--keep 31:00-43:10`."""
        return f"--keep {typed_span((self.start_us, self.end_us))}"


def doubtful_breaks(plan: EditPlan, words: Sequence[Word], sure: float) -> tuple[DoubtfulBreak, ...]:
    """Those of which a side is less sure than `sure`, in order; `words` are all that were heard, ascending."""
    found = []
    silent_us = [(span.start_us, span.end_us) for span in plan.silenced]
    heard = [word for word in words if not is_silenced(word.start_us, word.end_us, silent_us)]
    for before, after in pairwise(span for span in plan.kept if not span.card):
        side = min(before.end_side, after.start_side, key=lambda side: side.confidence)
        if before.end_us < after.start_us and side.confidence < sure:
            ahead = [word.text for word in heard if before.start_us <= word.start_us < before.end_us]
            within = [word.text for word in words if before.end_us <= word.start_us < after.start_us]
            behind = [word.text for word in heard if after.start_us <= word.start_us < after.end_us]
            around = [*ahead[-WORDS_BEFORE:], "|", *behind[:WORDS_AFTER]] if ahead or behind else []
            inside = [*within[:WORDS_INSIDE], *(["…"] if len(within) > WORDS_INSIDE else [])]
            found.append(DoubtfulBreak(before.end_us, after.start_us, side, " ".join(around), " ".join(inside)))
    return tuple(found)
