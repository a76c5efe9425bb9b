"""Captions as nobody has edited them: what was heard, by the names that may be shown, written in Danish, divided into cues."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vbn_video.codec import from_json
from vbn_video.decisions import Captions
from vbn_video.evidence import Slide, Transcript, Word
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.plan.words.speakers import shown_names
from vbn_video.settings.profile_files import load_profile, profile_text
from vbn_video.steps.captioning import danish_words as writing
from vbn_video.steps.captioning.danish_words import word_lists, written_words
from vbn_video.steps.step import Inputs
from vbn_video.timeline import Timeline

READS = ("words.json", "slides.json")
PRESET_KEYS = (
    "captions.keep_inventions",
    *writing.PRESET_KEYS,
    "captions.speakers",
    "captions.profile",
    "privacy.names",
    "website.language",
)
MEETING_KEYS = writing.MEETING_KEYS


def compiled(inputs: Inputs, timeline: Timeline) -> Captions:
    """The captions of the programme, with everything that was changed to make them.

    Raises:
        InputError: a word list or a profile is not there, or something in it is wrong.
    """

    settings = inputs.preset.captions
    words = [word for word in _said(inputs) if timeline.programme_spans(word.start_us, word.end_us)]
    named = shown_names(words, inputs.meeting, inputs.preset.privacy.names, inputs.preset.website.language)
    text = written_words(inputs, named)
    profile, slides_us = load_profile(settings.profile), _slides_us(inputs, timeline)
    captions = compile_captions(text.words, timeline, profile, settings.speakers, slides_us)
    changes = sorted((*text.changes, *captions.changes), key=lambda change: (change.start_us, change.end_us))
    return replace(captions, changes=tuple(changes))


def depends_on(inputs: Inputs) -> Any:
    """What the captions depend on outside the project: word lists, and a profile of the person's own."""
    return {"profile": profile_text(inputs.preset.captions.profile), "glossary": word_lists(inputs)}


def _said(inputs: Inputs) -> tuple[Word, ...]:
    """The words of the recording; with those that nobody said, if the preset keeps them."""
    transcript = from_json(Transcript, inputs.files["words.json"].read_bytes())
    if not inputs.preset.captions.keep_inventions:
        return transcript.words
    invented = (word for dropped in transcript.dropped for word in dropped.words)
    return tuple(sorted((*transcript.words, *invented), key=lambda word: (word.start_us, word.end_us)))


def _slides_us(inputs: Inputs, timeline: Timeline) -> tuple[int, ...]:
    """When another slide comes up, on the programme's clock."""
    slides = from_json(tuple[Slide, ...], inputs.files["slides.json"].read_bytes())
    times_us = (timeline.programme_from_recording(slide.start_us) for slide in slides)
    return tuple(at_us for at_us in times_us if at_us is not None)
