"""transcribe: the words of the whole recording, with times. What is kept of it is decided later."""

from __future__ import annotations

from typing import Any

from vbn_video.codec import from_json, to_json
from vbn_video.events import Found, Notice, Tell
from vbn_video.evidence import Recording, Speakers, Speech, Transcript
from vbn_video.messages import _
from vbn_video.steps.step import Inputs, Outcome, Step
from vbn_video.steps.zoom_words import MODEL, texts_known_by, timed_words


def run(inputs: Inputs, tell: Tell) -> Outcome:
    """Reads the evidence, loads the engine, hears all speech, writes the words, tells what was left out."""
    captions = inputs.preset.captions
    speech = from_json(Speech, inputs.files["speech.json"].read_bytes()).speech
    speakers = from_json(Speakers, inputs.files["speakers.json"].read_bytes())
    transcript = Transcript((), captions.model, "")
    if speech:
        from vbn_video.listen.levels import load_levels
        from vbn_video.plan.speakers import with_speakers
        from vbn_video.recording.found_text import text_of_zoom
        from vbn_video.recording.sound import RecordingSound
        from vbn_video.speech.engine import RATE_HZ
        from vbn_video.speech.engines import BEAMS, engine_for
        from vbn_video.speech.transcribe import transcribe

        recording = from_json(Recording, inputs.files["recording.json"].read_bytes())
        levels = load_levels(inputs.files["levels.npz"])
        found = text_of_zoom(recording, inputs.root, tell) if captions.source == "zoom" else None
        engine = engine_for(captions.engine, captions.model, BEAMS[captions.quality])
        with RecordingSound(recording, inputs.root, RATE_HZ) as sound:
            if found:
                words, model = timed_words(found, sound, speech, levels, engine=engine, tell=tell), MODEL
            else:
                heard = transcribe(sound, speech, levels, engine, tell)
                words, model = heard.words, captions.model
                _say(len(heard.invented), len(heard.passed_over), tell)
        transcript = Transcript(with_speakers(words, speakers.turns), model, engine.name)
    inputs.out["words.json"].write_text(to_json(Transcript, transcript), encoding="utf-8")
    tell(Found(_("{count} words, {model}").format(count=len(transcript.words), model=transcript.model)))
    return Outcome({"model": transcript.model, "engine": transcript.engine})


def _say(invented: int, passed_over: int, tell: Tell) -> None:
    if invented:
        tell(Notice(_("{count} words that the model put where nobody speaks were left out.").format(count=invented)))
    if passed_over:
        sentence = _("In {count} places there is speech in which the model heard no word. Look at the captions there.")
        tell(Notice(sentence.format(count=passed_over), "warning"))


def _engine_and_weights(inputs: Inputs) -> Any:
    """What the words depend on outside the project: the engine's version, the model's hash, Zoom's text; nothing in silence."""
    from vbn_video.speech.engines import engine_version
    from vbn_video.speech.models import model_hash

    if not from_json(Speech, inputs.files["speech.json"].read_bytes()).speech:
        return None
    captions = inputs.preset.captions
    known = {"engine": engine_version(captions.engine), "model": model_hash(captions.model, captions.engine)}
    return known | ({"texts": texts_known_by(inputs)} if captions.source == "zoom" else {})


STEP = Step(
    name="transcribe",
    version=3,
    reads=("recording.json", "speech.json", "speakers.json", "levels.npz"),
    writes=("words.json",),
    run=run,
    preset_keys=("captions.source", "captions.engine", "captions.model", "captions.quality"),
    also=_engine_and_weights,
)
