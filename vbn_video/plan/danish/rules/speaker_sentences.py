"""Where another takes over, a sentence ends: the model, which hears no change of voice, often writes a comma there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vbn_video.evidence import Word
from vbn_video.plan.danish.rules.text_edits import Edit
from vbn_video.plan.danish.tokens import token


def turns(words: Sequence[Word]) -> Iterator[Edit]:
    """A comma before another speaker's word is a full stop; `capitals` sees to the word after it."""
    for index, (before, word) in enumerate(pairwise(words), 1):
        known = before.speaker is not None and word.speaker is not None
        if known and before.speaker != word.speaker and token(before.text).closing == ",":
            yield Edit(index - 1, index, (before.text[:-1] + ".",), "turn")
