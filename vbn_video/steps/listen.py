"""listen: how the channels are mixed; loudness, true peaks, speech; who speaks, from what Zoom left or by voice; the chat."""

from math import isfinite
from typing import Any

from vbn_video.clock import seconds
from vbn_video.codec import to_json
from vbn_video.decisions import ChannelMix
from vbn_video.events import Emit, Found, Notice
from vbn_video.evidence import Levels, MeetingMarks, Recording, SoundScene, Speakers, Speech, Voices
from vbn_video.messages import _, number
from vbn_video.project import read_value
from vbn_video.recording.identity import sidecar_fingerprints
from vbn_video.steps.step import Inputs, Outcome, Step

NO_MARKS = MeetingMarks()


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Reads the recording, plans how its channels are mixed, measures the mix, finds who speaks, reads the chat, tells it all."""
    from vbn_video.listen.diarization import find_speakers
    from vbn_video.listen.levels import save_levels
    from vbn_video.listen.measure import measure
    from vbn_video.listen.single_channels import find_mix
    from vbn_video.listen.sound_scene import find_sounds
    from vbn_video.listen.voices import find_voices
    from vbn_video.plan.sound.channel_mix import join_speech
    from vbn_video.plan.sound.mix_notices import describe_mix
    from vbn_video.recording.zoom.meeting_marks import read_marks

    recording = read_value(inputs.files["recording.json"], Recording)
    mix, in_channels = find_mix(recording, inputs.root, emit)
    if mix.spans:
        inputs.out["mix.json"].write_text(to_json(ChannelMix, mix), encoding="utf-8")
    heard = measure(recording, inputs.root, emit, mix)
    save_levels(inputs.out["levels.npz"], heard.levels)
    speech = Speech(join_speech(heard.speech, in_channels))
    inputs.out["speech.json"].write_text(to_json(Speech, speech), encoding="utf-8")
    speakers = find_speakers(recording, inputs.root, emit)
    inputs.out["speakers.json"].write_text(to_json(Speakers, speakers), encoding="utf-8")
    voices = find_voices(heard.frames, heard.probabilities, speakers, recording.duration_us)
    inputs.out["voices.json"].write_text(to_json(Voices, voices), encoding="utf-8")
    sounds = find_sounds(heard.frames, heard.probabilities, heard.levels)
    inputs.out["sounds.json"].write_text(to_json(SoundScene, sounds), encoding="utf-8")
    marks = read_marks(recording, inputs.root, emit)
    if marks != NO_MARKS:
        inputs.out["marks.json"].write_text(to_json(MeetingMarks, marks), encoding="utf-8")
    for sentence in describe_mix(mix):
        emit(Notice(sentence))
    _report(heard.levels, speech, emit)
    return Outcome()


def _report(levels: Levels, speech: Speech, emit: Emit) -> None:
    spoken_us = sum(span.end_us - span.start_us for span in speech.speech)
    if not speech.speech:
        emit(Notice(_("No speech was heard in the recording: there will be no captions."), "warning"))
    if isfinite(levels.integrated_lufs):
        sentence = _("{minutes} min of speech, {lufs} LUFS")
        emit(Found(sentence.format(minutes=number(seconds(spoken_us) / 60, 1), lufs=number(levels.integrated_lufs, 1))))
    else:
        emit(Found(_("silence")))


def _fingerprint_sidecars(inputs: Inputs) -> Any:
    """The fingerprints of the files that say who speaks and what was written: they may be replaced while the recording stays."""
    from vbn_video.listen.diarization import SPEAKER_KINDS
    from vbn_video.recording.zoom.meeting_marks import MARK_KINDS

    recording = read_value(inputs.files["recording.json"], Recording)
    return sidecar_fingerprints(recording, inputs.root, (*SPEAKER_KINDS, *MARK_KINDS))


STEP = Step(
    name="listen",
    version=8,
    reads=("recording.json",),
    writes=("levels.npz", "speech.json", "speakers.json", "voices.json", "sounds.json", "mix.json", "marks.json"),
    optional=("mix.json", "marks.json"),
    run=run,
    external_inputs=_fingerprint_sidecars,
)
