"""transcribe: the words of the whole recording, with times. What is kept of it is decided later."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vbn_video.codec import to_json
from vbn_video.events import Emit, Found, Notice
from vbn_video.evidence import Levels, Recording, Speakers, Speech, SpeechSpan, Transcript
from vbn_video.messages import _, ngettext
from vbn_video.plan.words.speakers import assign_speakers
from vbn_video.project import read_value, sha256_of
from vbn_video.recording.identity import sidecar_fingerprints
from vbn_video.recording.zoom.sidecar_texts import read_zoom_text
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon, lexicon_fingerprint
from vbn_video.settings.lists.glossary_files import load_glossary
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.speech.checkpoint import Checkpoint
from vbn_video.speech.models.hearing_time import hearing_time_s
from vbn_video.speech.models.installed import model_hash
from vbn_video.speech.models.machine import graphics_cards
from vbn_video.speech.prompt import compose_prompt
from vbn_video.speech.transcription_notices import report
from vbn_video.speech.zoom_words import MODEL, TEXT_KINDS, time_zoom_words
from vbn_video.steps.record import fingerprint
from vbn_video.steps.step import Inputs, Outcome, Step, read_mix

if TYPE_CHECKING:
    from vbn_video.recording.sound.samples import RecordingSound
    from vbn_video.speech.engines.engine import Engine
    from vbn_video.speech.transcription import HeardRecording

HEARD = "heard.jsonl"
VERSION = 11
CHECKPOINT_VERSION = 7
"""Raised when a window would be heard otherwise. `VERSION` alone: the words are made anew from the windows heard before."""

MEETING_KEYS = ("title", "theme", "speakers", "host", "agenda", "links")
TOLD = ("captions.glossary", *(f"meeting.{key}" for key in MEETING_KEYS))
"""What the model is told beforehand, where it is told anything."""


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Finds the words of all speech, puts the speakers on them and writes them; nothing where only the meeting's words changed.

    A new title is no reason to hear everything again: the names that the model was told beforehand are those of the first time.
    """
    files = ("recording.json", "speech.json", "speakers.json", "levels.npz", "mix.json")
    made_from = _hash_of(VERSION, inputs, files, _outside(inputs))
    if "words.json" in inputs.previous and inputs.memory.get("made_from") == made_from:
        return Outcome(inputs.memory, kept=("words.json",), untouched=True)
    speech = read_value(inputs.files["speech.json"], Speech).speech
    transcript = _transcript(speech, inputs, emit) if speech else Transcript((), inputs.preset.captions.model)
    inputs.out["words.json"].write_text(to_json(Transcript, transcript), encoding="utf-8")
    emit(
        Found(
            ngettext("{count} word, {model}", "{count} words, {model}", len(transcript.words)).format(
                count=len(transcript.words), model=transcript.model
            )
        )
    )
    return Outcome({"model": transcript.model, "engine": transcript.engine, "made_from": made_from})


def _transcript(speech: Sequence[SpeechSpan], inputs: Inputs, emit: Emit) -> Transcript:
    from vbn_video.listen.levels import load_levels
    from vbn_video.recording.sound.samples import RecordingSound
    from vbn_video.speech.engines.engine import RATE_HZ
    from vbn_video.speech.engines.registry import engine_version, load_engine

    captions = inputs.preset.captions
    recording = read_value(inputs.files["recording.json"], Recording)
    speakers = read_value(inputs.files["speakers.json"], Speakers)
    levels = load_levels(inputs.files["levels.npz"])
    found = read_zoom_text(recording, inputs.root, emit) if captions.source == "zoom" else None

    def load() -> Engine:
        return load_engine(captions.engine, captions.model)

    with RecordingSound(recording, inputs.root, RATE_HZ, mix=read_mix(inputs)) as sound:
        if found:
            words = time_zoom_words(found, sound, speech, levels, engine=load(), emit=emit)
            transcript = Transcript(words, MODEL)
        else:
            names = {turn.name for turn in speakers.turns}
            heard = _heard(sound, speech, levels, inputs, names, load=load, emit=emit)
            report(heard, emit)
            transcript = Transcript(
                heard.words,
                captions.model,
                dropped=heard.dropped,
                languages=heard.languages,
                alternatives=heard.alternatives,
            )
    named = assign_speakers(transcript.words, speakers.turns)
    return replace(transcript, words=named, engine=engine_version(captions.engine))


def _heard(
    sound: RecordingSound,
    speech: Sequence[SpeechSpan],
    levels: Levels,
    inputs: Inputs,
    names: Collection[str],
    *,
    load: Callable[[], Engine],
    emit: Emit,
) -> HeardRecording:
    """What a model hears; what an earlier run heard of the same sound at the same settings is not heard again."""
    from vbn_video.speech.engines.engine import QUALITIES
    from vbn_video.speech.hearing import Listener
    from vbn_video.speech.transcription import transcribe, transcription_gain

    knows = danish_lexicon()
    if knows is None:
        emit(Notice(_("There is no Danish lexicon on this machine: words outside it are not heard a second time.")))
    files = ("recording.json", "speech.json", "levels.npz", "mix.json")
    of = _hash_of(CHECKPOINT_VERSION, inputs, files, _engine_and_weights(inputs))
    checkpoint = Checkpoint(inputs.files[HEARD], of, _prompt(inputs))
    quality = QUALITIES[inputs.preset.captions.quality].with_prompt(checkpoint.prompt)
    gain, captions = transcription_gain(levels), inputs.preset.captions
    expected_s = None if graphics_cards() else lambda speech_s: hearing_time_s(captions, speech_s, os.cpu_count() or 1)
    return transcribe(Listener(sound, gain, speech, load, quality, checkpoint, emit, expected_s), levels, knows, names)


def _prompt(inputs: Inputs) -> str:
    captions = inputs.preset.captions
    return compose_prompt(inputs.meeting, load_glossary(captions.glossary)) if captions.prompt else ""


def _hash_of(version: int, inputs: Inputs, files: Sequence[str], outside: Any) -> str:
    """A hash of all that the words depend on, but for the names that the model was told beforehand."""
    digests = {name: sha256_of(inputs.files[name]) for name in files if name in inputs.files}
    known = [version, digests, inputs.settings.get("preset"), outside]
    return fingerprint(known)


def _outside(inputs: Inputs) -> Any:
    """What the words depend on outside the project: what the model hears by, and for its words the lexicon."""
    heard_by = _engine_and_weights(inputs)
    if not heard_by or inputs.preset.captions.source == "zoom":
        return heard_by
    return heard_by | {"lexicon": lexicon_fingerprint()}


def _engine_and_weights(inputs: Inputs) -> Any:
    """What is heard depends on outside the project: engine, weights, word lists or Zoom's text; nothing in silence."""
    from vbn_video.speech.engines.registry import engine_version

    if not read_value(inputs.files["speech.json"], Speech).speech:
        return None
    captions = inputs.preset.captions
    known = {"engine": engine_version(captions.engine), "model": model_hash(captions.model, captions.engine)}
    if captions.source != "zoom":
        return known | ({"told": compose_prompt(Meeting(), load_glossary(captions.glossary))} if captions.prompt else {})
    recording = read_value(inputs.files["recording.json"], Recording)
    return known | {"texts": sidecar_fingerprints(recording, inputs.root, TEXT_KINDS)}


def _idle_keys(preset: Preset) -> Collection[str]:
    """The model is told names and word lists only with `prompt`; of Zoom's words it finds no more than the times."""
    captions = preset.captions
    if captions.source == "zoom":
        return ("captions.quality", "captions.prompt", *TOLD)
    return () if captions.prompt else TOLD


STEP = Step(
    name="transcribe",
    version=VERSION,
    reads=("recording.json", "speech.json", "speakers.json", "levels.npz", "mix.json"),
    writes=("words.json",),
    state_files=(HEARD,),
    run=run,
    preset_keys=(
        "captions.source",
        "captions.engine",
        "captions.model",
        "captions.quality",
        "captions.prompt",
        "captions.glossary",
    ),
    meeting_keys=MEETING_KEYS,
    idle_keys=_idle_keys,
    external_inputs=_outside,
)
