"""look: find when another slide, screen or scene comes up, take a still of each, and read what stands there."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import Any

from vbn_video.clock import US_PER_S
from vbn_video.codec import to_json
from vbn_video.events import Emit, Found, Notice, Progress
from vbn_video.evidence import Packets, Recording, Slide, Speakers, Speech
from vbn_video.look.slide_pictures import slide_ends_us, slide_picture, still_picture
from vbn_video.look.slide_stills import FOLDER, write_stills
from vbn_video.look.slide_text import ReadSlides, is_long_enough, read_slides
from vbn_video.look.slides import find_slides
from vbn_video.look.text_reader import load_reader, reader_version
from vbn_video.messages import _, ngettext
from vbn_video.project import read_value
from vbn_video.recording.packets import load_packets
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon, lexicon_fingerprint
from vbn_video.settings.preset import Preset
from vbn_video.speech.models.hearing_time import hearing_time_s
from vbn_video.steps.step import Inputs, Outcome, Step

SHARE_OF_HEARING = 0.2
"""Of the time that the model is thought to listen, what reading the slides may take."""
LEAST_BUDGET_S = 2.0
"""In less the reader is not even loaded."""


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Reads the recording, finds its slide changes, takes stills, reads what stands on the slides, writes and counts them."""
    recording = read_value(inputs.files["recording.json"], Recording)
    packets = load_packets(inputs.files["packets.npz"])
    found = find_slides(recording, packets, inputs.root, emit)
    slides = write_stills(recording, packets, inputs.root, found, inputs.out[FOLDER])
    slides = _with_text(slides, recording, packets, inputs, emit)
    inputs.out["slides.json"].write_text(to_json(tuple[Slide, ...], slides), encoding="utf-8")
    emit(Found(ngettext("{count} slide", "{count} slides", len(slides)).format(count=len(slides))))
    return Outcome()


def _with_text(slides: Sequence[Slide], recording: Recording, packets: Packets, inputs: Inputs, emit: Emit) -> tuple[Slide, ...]:
    """The slides with their text, as far as the time goes; a notice says what is missing."""
    if not slides:
        return ()
    if reader_version() is None:
        emit(Notice(_('The text of the slides is not read: pip install "vbn-video[slides]" adds that.')))
        return tuple(slides)
    budget_s, ends_us = _budget_s(inputs), slide_ends_us(slides, recording.duration_us)
    if budget_s < LEAST_BUDGET_S:
        unread = sum(is_long_enough(slide, end_us) for slide, end_us in zip(slides, ends_us, strict=True))
        _report(ReadSlides(tuple(slides), 0, 0, unread), emit)
        return tuple(slides)
    read = load_reader()
    if read is None:
        emit(Notice(_("The text of the slides is not read: rapidocr is here, but can't be used on this machine."), "warning"))
        return tuple(slides)
    speakers = read_value(inputs.files["speakers.json"], Speakers)

    def picture(number: int) -> Any:
        return slide_picture(recording, packets, inputs.root, slides[number].start_us, ends_us[number])

    def still(number: int) -> Any:
        return still_picture(recording, slides[number], inputs.out[FOLDER])

    found = read_slides(
        slides,
        ends_us,
        picture,
        still,
        read,
        budget_s=budget_s,
        participants={turn.name for turn in speakers.turns},
        knows=danish_lexicon(),
        progress=lambda share: emit(Progress(share, 1.0)),
    )
    _report(found, emit)
    return found.slides


def _budget_s(inputs: Inputs) -> float:
    """A fifth of the time that the model is thought to listen; none where no speech was looked for."""
    if "speech.json" not in inputs.files:
        return 0.0
    spoken_us = sum(span.end_us - span.start_us for span in read_value(inputs.files["speech.json"], Speech).speech)
    return SHARE_OF_HEARING * hearing_time_s(inputs.preset.captions, spoken_us / US_PER_S, os.cpu_count() or 1)


def _report(found: ReadSlides, emit: Emit) -> None:
    """Says how much of the slides there was no time for."""
    if found.titles or found.unread:
        sentence = _(
            "Reading the slides may take a fifth of the transcription's time: {whole} were read whole, of {titles} the title,"
            " {unread} were not read."
        )
        emit(Notice(sentence.format(whole=found.whole, titles=found.titles, unread=found.unread)))


def _outside(_inputs: Inputs) -> dict[str, Any]:
    """What the text depends on outside the project: what reads it, and the words that there are."""
    reader = reader_version()
    return {"reader": reader, "lexicon": lexicon_fingerprint()} if reader else {}


def _idle_keys(_preset: Preset) -> Collection[str]:
    """How long the model listens matters only where slides are read."""
    return () if reader_version() else HEARING_KEYS


HEARING_KEYS = ("captions.engine", "captions.model", "captions.quality")
STEP = Step(
    name="look",
    version=7,
    reads=("recording.json", "packets.npz", "speech.json", "speakers.json"),
    writes=("slides.json",),
    folders=(FOLDER,),
    run=run,
    preset_keys=HEARING_KEYS,
    idle_keys=_idle_keys,
    external_inputs=_outside,
)
