"""How many words are wrong, beside faster-whisper's default call with the same weights on the same sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.heard_meetings import meeting_in
from benchmarks.spoken_language import read_sound
from benchmarks.word_errors import Errors, HeardWord, Utterance, errors
from tests.recording.sound.sounding import part_of, recording_of, write_flac
from tests.running import CORPUS, needs_corpus
from tests.speech.clip import RATE
from tests.speech.hearing import hear
from vbn_video.evidence import Recording
from vbn_video.listen.measure import measure
from vbn_video.recording.find import find_sources
from vbn_video.recording.sound.samples import RecordingSound
from vbn_video.recording.understand import understand
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.models.installed import require_model_folder

pytestmark = pytest.mark.long

SAMPLE = Path(__file__).parents[2] / "sample"
CHANCE = 0.03
"""How sound is cut into windows moves the share of words wrong by so much, either way."""
ORDERS = (1, 2)
LATER_S = (0.0, 0.25, 0.5, 0.75)
"""One recording moves it by a word in ninety: it is heard so often, each time later and with noise of its own."""
NOISE = 1e-3
US = 1_000_000


def both(recording: Recording, root: Path, said: Sequence[Utterance]) -> tuple[Errors, Errors]:
    """Our errors and those of the default call."""
    from faster_whisper import WhisperModel

    measured = measure(recording, root, lambda event: None)
    levels, spans = measured.levels, measured.speech
    with RecordingSound(recording, root, RATE) as sound:
        ours = hear(sound, spans, levels, load_engine("faster-whisper", "base")).words
        samples = sound.samples(0, recording.duration_us)
    model = WhisperModel(str(require_model_folder("base")), device="cpu", compute_type="int8", local_files_only=True)
    segments, _info = model.transcribe(samples, language="da", word_timestamps=True)
    theirs = [word for segment in segments for word in segment.words or ()]
    return (
        errors([HeardWord(word.start_us / US, word.end_us / US, word.text) for word in ours], said),
        errors([HeardWord(word.start, word.end, word.word) for word in theirs], said),
    )


def test_of_a_made_voice_fewer_words_are_wrong_than_by_the_default_call(needs_base: None, tmp_path: Path) -> None:
    meeting = meeting_in(SAMPLE)
    sources = find_sources([meeting.recording])
    recording, _packets = understand(sources, lambda event: None)
    with RecordingSound(recording, sources.root, RATE) as sound:
        samples = sound.samples(0, recording.duration_us)
    ours, theirs = Errors(), Errors()
    for later_s in LATER_S:
        noise = np.random.default_rng(round(100 * later_s)).normal(0, NOISE, round(later_s * RATE) + len(samples))
        noise[-len(samples) :] += samples
        path = write_flac(tmp_path / f"{later_s}.flac", noise.astype(np.float32), RATE)
        said = [replace(one, start_s=one.start_s + later_s, end_s=one.end_s + later_s) for one in meeting.utterances]
        one, other = both(recording_of(part_of(path, len(noise) * US // RATE)), tmp_path, said)
        ours, theirs = ours + one, theirs + other
    assert ours.said > 80 * len(LATER_S)
    assert ours.rate <= theirs.rate, f"{ours.rate:.1%} against {theirs.rate:.1%}"
    assert ours.over_silence <= theirs.over_silence and ours.passed_over <= theirs.passed_over


@needs_corpus
def test_of_people_no_more_words_are_wrong_than_by_the_default_call(needs_base: None, tmp_path: Path) -> None:
    lines = (CORPUS / "speech" / "references.tsv").read_text(encoding="utf-8").splitlines()
    texts = dict(line.split("\t") for line in lines if not line.startswith("#"))
    ours, theirs = Errors(), Errors()
    for order in ORDERS:
        sound, said = meeting_of(texts, np.random.default_rng(order))
        path = write_flac(tmp_path / f"{order}.flac", sound, RATE)
        one, other = both(recording_of(part_of(path, len(sound) * US // RATE)), tmp_path, said)
        ours, theirs = ours + one, theirs + other
    assert ours.rate <= theirs.rate + CHANCE, f"{ours.rate:.1%} against {theirs.rate:.1%} of {ours.said} words"
    assert ours.passed_over == 0


def meeting_of(texts: dict[str, str], random: np.random.Generator) -> tuple[np.ndarray, list[Utterance]]:
    """The clips three times over in a made order, with rests of half a second to two and a half between them."""
    clips = {name: read_sound(CORPUS / "speech" / name) for name in texts}
    sound: list[np.ndarray] = [np.zeros(RATE, np.float32)]
    said: list[Utterance] = []
    for name in random.permutation([*texts] * 3):
        at_s = sum(map(len, sound)) / RATE
        sound += [clips[name], np.zeros(round(random.uniform(0.5, 2.5) * RATE), np.float32)]
        said.append(Utterance(at_s, at_s + len(clips[name]) / RATE, texts[name]))
    return np.concatenate(sound), said
