"""transcribe: the words of the whole recording, with times. What is kept of it is decided later."""

from __future__ import annotations

from typing import Any

from vbn_video.codec import from_json, to_json
from vbn_video.events import Found, Notice, Tell
from vbn_video.evidence import Recording, Speakers, Speech, Transcript
from vbn_video.messages import _
from vbn_video.steps.step import Inputs, Outcome, Step


def run(inputs: Inputs, tell: Tell) -> Outcome:
    """Reads the evidence, loads the engine, hears all speech, writes the words, tells what was left out."""
    captions = inputs.preset.captions
    speech = from_json(Speech, inputs.files["speech.json"].read_bytes()).speech
    speakers = from_json(Speakers, inputs.files["speakers.json"].read_bytes())
    transcript = Transcript((), captions.model, "")
    if speech:
        from vbn_video.listen.levels import load_levels
        from vbn_video.plan.speakers import with_speakers
        from vbn_video.recording.sound import RecordingSound
        from vbn_video.speech.engine import RATE_HZ
        from vbn_video.speech.engines import BEAMS, engine_for
        from vbn_video.speech.transcribe import transcribe

        recording = from_json(Recording, inputs.files["recording.json"].read_bytes())
        engine = engine_for(captions.engine, captions.model, BEAMS[captions.quality])
        with RecordingSound(recording, inputs.root, RATE_HZ) as sound:
            heard = transcribe(sound, speech, load_levels(inputs.files["levels.npz"]), engine, tell)
        transcript = Transcript(with_speakers(heard.words, speakers.turns), captions.model, engine.name)
        _say(len(heard.invented), len(heard.passed_over), tell)
    inputs.out["words.json"].write_text(to_json(Transcript, transcript), encoding="utf-8")
    tell(Found(_("{count} words, {model}").format(count=len(transcript.words), model=captions.model)))
    return Outcome({"model": captions.model, "engine": transcript.engine})


def _say(invented: int, passed_over: int, tell: Tell) -> None:
    if invented:
        tell(Notice(_("{count} words that the model put where nobody speaks were left out.").format(count=invented)))
    if passed_over:
        sentence = _("In {count} places there is speech in which the model heard no word. Look at the captions there.")
        tell(Notice(sentence.format(count=passed_over), "warning"))


def _engine_and_weights(inputs: Inputs) -> Any:
    """What the words depend on outside the project: the engine's version and the model's hash; nothing where nobody speaks."""
    from vbn_video.speech.engines import engine_version
    from vbn_video.speech.models import model_hash

    if not from_json(Speech, inputs.files["speech.json"].read_bytes()).speech:
        return None
    captions = inputs.preset.captions
    return {"engine": engine_version(captions.engine), "model": model_hash(captions.model, captions.engine)}


STEP = Step(
    name="transcribe",
    version=2,
    reads=("recording.json", "speech.json", "speakers.json", "levels.npz"),
    writes=("words.json",),
    run=run,
    preset_keys=("captions.engine", "captions.model", "captions.quality"),
    also=_engine_and_weights,
)
