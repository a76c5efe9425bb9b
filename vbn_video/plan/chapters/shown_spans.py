"""What of the recording is seen and heard in the programme: nothing that a card covers, no word in a silence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from vbn_video.decisions import KeptSpan
from vbn_video.evidence import Word
from vbn_video.plan.danish.breaks import ends_sentence
from vbn_video.timeline import Timeline

BREATH_US = 600_000
"""A rest this long is taken between sentences."""


@dataclass(frozen=True)
class HeardWord:
    """A word that is heard whole in the programme, on its clock."""

    start_us: int
    end_us: int
    text: str
    probability: float


def sentence_starts_us(words: Sequence[HeardWord]) -> list[int]:
    """Where a sentence begins, ascending."""
    return [
        word.start_us
        for index, word in enumerate(words)
        if index == 0 or word.start_us - words[index - 1].end_us >= BREATH_US or ends_sentence(words[index - 1].text, word.text)
    ]


@dataclass(frozen=True)
class ShownSpans:
    """Carries what was recorded into the programme, where it is shown there as it was recorded."""

    timeline: Timeline

    @cached_property
    def _kept(self) -> list[KeptSpan]:
        return list(self.timeline.plan.kept)

    @cached_property
    def _starts_us(self) -> list[int]:
        return [span.start_us for span in self._kept]

    def place(self, recording_us: int) -> int | None:
        """The programme time of a moment of the recording; None where it is not shown."""
        span = self._span(recording_us)
        return self.timeline.programme_from_recording(recording_us) if span else None

    def spans(self, start_us: int, end_us: int) -> tuple[tuple[int, int], ...]:
        """What of the recording's [start, end) is shown, as spans of the programme, in order."""
        shown = (
            self.timeline.programme_spans(max(start_us, span.start_us), min(end_us, span.end_us))
            for span in self._kept
            if not span.card and start_us < span.end_us and span.start_us < end_us
        )
        return tuple(piece for pieces in shown for piece in pieces)

    def heard(self, words: Sequence[Word]) -> tuple[HeardWord, ...]:
        """The words that are heard whole, ascending: what a cut or a silence takes a piece of could give away what was taken."""
        heard = []
        for word in sorted(words, key=lambda word: word.start_us):
            end_us = max(word.end_us, word.start_us + 1)
            span = self._span(word.start_us)
            start_us = self.timeline.programme_from_recording(word.start_us) if span else None
            if start_us is None or span is None or end_us > span.end_us or not word.text.strip() or self._is_silenced(word):
                continue
            heard.append(HeardWord(start_us, start_us + end_us - word.start_us, word.text.strip(), word.probability))
        return tuple(heard)

    def _span(self, recording_us: int) -> KeptSpan | None:
        """The kept span that shows a moment."""
        index = bisect_right(self._starts_us, recording_us) - 1
        span = self._kept[index] if index >= 0 else None
        return span if span and recording_us < span.end_us and not span.card else None

    def _is_silenced(self, word: Word) -> bool:
        return any(span.start_us < word.end_us and word.start_us < span.end_us for span in self.timeline.plan.silenced)
