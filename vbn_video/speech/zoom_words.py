"""`[captions] source = "zoom"`: the words that Zoom wrote down, timed by the sound, in place of what a model hears."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vbn_video.events import Emit, Notice
from vbn_video.evidence import Levels, SidecarKind, SpeechSpan, Word
from vbn_video.messages import ngettext
from vbn_video.plan.words.utterances import find_utterances
from vbn_video.recording.zoom.sidecar_texts import ZoomText
from vbn_video.speech.transcription_notices import list_places
from vbn_video.speech.window_words import find_unheard

if TYPE_CHECKING:
    from vbn_video.speech.engines.engine import Engine, SoundSource

MODEL = "zoom"
"""Whose words these are, where a transcript names its model."""
TEXT_KINDS: tuple[SidecarKind, ...] = ("transcript", "captions")
"""The sidecars in which Zoom's words stand."""


def time_zoom_words(
    found: ZoomText, sound: SoundSource, speech: Sequence[SpeechSpan], levels: Levels, *, engine: Engine, emit: Emit
) -> tuple[Word, ...]:
    """Every word of Zoom's text with its time; notices tell what has rough times, and what Zoom passed over."""
    from vbn_video.speech.forced_alignment import align_text

    aligned = align_text(sound, found, speech, levels, engine=engine, emit=emit)
    if aligned.interpolated:
        sentence = ngettext(
            "{count} caption of Zoom's does not fit what is heard there: it has Zoom's own, rough times.",
            "{count} captions of Zoom's don't fit what is heard there: they have Zoom's own, rough times.",
            aligned.interpolated,
        )
        emit(Notice(sentence.format(count=aligned.interpolated), "warning"))
    if passed_over := find_unheard(find_utterances(speech, levels), aligned.words):
        sentence = ngettext(
            "In {count} place there is speech of which Zoom's text has no word: at {places} of the recording.",
            "In {count} places there is speech of which Zoom's text has no word: at {places} of the recording.",
            len(passed_over),
        )
        emit(Notice(sentence.format(count=len(passed_over), places=list_places(passed_over)), "warning"))
    return aligned.words
