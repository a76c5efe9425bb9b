"""openai-whisper itself, on the weights of the embedded model; run by `make test-openai` in an environment of its own."""

import os

import pytest

pytest.importorskip("whisper", reason="the extra openai is not installed: make test-openai")

from tests.openai.checkpoint import checkpoint, named_arrays
from tests.recording.sound.sounding import part_of, recording_of
from tests.speech.clip import CLIP, RATE, WORDS, tale
from tests.speech.hearing import in_order
from vbn_video.codec import from_json, to_json
from vbn_video.errors import InputError, MissingError
from vbn_video.evidence import Recording, Speakers, Speech, Transcript
from vbn_video.listen.levels import save_levels
from vbn_video.listen.measure import measure
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.speech.engines.engine import DecodingOptions
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.models.installed import model_hash, require_model_folder
from vbn_video.steps.step import Inputs
from vbn_video.steps.transcribe import STEP

SECOND = 1_000_000


@pytest.fixture(scope="session")
def weights(tmp_path_factory):
    """The embedded base model as OpenAI's .pt."""
    import torch

    path = tmp_path_factory.mktemp("openai") / "base af vores.pt"
    torch.save(checkpoint(named_arrays(require_model_folder("base") / "model.bin")), path)
    return path


@pytest.fixture(scope="session")
def engine(weights):
    return load_engine("openai-whisper", str(weights))


def test_every_word_is_heard_with_its_time_and_no_program_is_called(engine, monkeypatch):
    monkeypatch.setenv("PATH", "")
    (window,) = in_order(engine.hear([tale()], DecodingOptions()))
    words = window.words
    assert " ".join(word.text.strip() for word in words) == WORDS
    assert words[-1].end_us / SECOND == pytest.approx(5.67, abs=0.4)
    assert all(0 <= word.probability <= 1 and word.start_us <= word.end_us for word in words)


def test_each_window_has_its_own_words(engine):
    heard = in_order(engine.hear([tale()[: int(3.4 * RATE)], tale()[int(3.4 * RATE) :]], DecodingOptions()))
    assert [window.text for window in heard] == [WORDS[:38], WORDS[39:]]


def test_known_words_are_found_where_they_are_said(engine):
    found = engine.align([tale(), tale()], [WORDS, ""])
    assert [word.text for word in found[0]] == WORDS.split() and found[1] == ()
    assert found[0][0].start_us / SECOND == pytest.approx(0.5, abs=0.5)
    assert found[0][-1].end_us / SECOND == pytest.approx(5.67, abs=0.6)
    assert all(0 <= word.probability <= 1 and word.start_us <= word.end_us for word in found[0])


def test_the_step_runs_with_it(weights, tmp_path):
    recording = recording_of(part_of(CLIP, 6_170_000))
    measured = measure(recording, CLIP.parent, lambda event: None)
    levels, spans = measured.levels, measured.speech
    (tmp_path / "recording.json").write_text(to_json(Recording, recording), encoding="utf-8")
    (tmp_path / "speech.json").write_text(to_json(Speech, Speech(spans)), encoding="utf-8")
    (tmp_path / "speakers.json").write_text(to_json(Speakers, Speakers()), encoding="utf-8")
    save_levels(tmp_path / "levels.npz", levels)
    captions = Preset().captions.model_copy(update={"engine": "openai-whisper", "model": str(weights)})
    preset = Preset().model_copy(update={"captions": captions})
    files = {name: tmp_path / name for name in (*STEP.reads, *STEP.state_files) if name != "mix.json"}
    inputs = Inputs(CLIP.parent, files, {"words.json": tmp_path / "words.json"}, preset, Meeting())
    STEP.run(inputs, lambda event: None)
    transcript = from_json(Transcript, (tmp_path / "words.json").read_bytes())
    said = " ".join(word.text for word in transcript.words)
    assert said.replace("håller", "holder") == WORDS  # with the window's edges these weights hear that vowel
    assert transcript.engine.startswith("openai-whisper 20")
    assert STEP.external_inputs(inputs) == {"engine": transcript.engine, "model": model_hash(str(weights), "openai-whisper")}


def test_a_file_that_is_no_model_is_a_sentence(tmp_path):
    (tmp_path / "x.pt").write_bytes(os.urandom(1000))
    with pytest.raises(MissingError, match="can't be loaded"):
        load_engine("openai-whisper", str(tmp_path / "x.pt"))


def test_a_size_that_is_not_there_names_its_command(tmp_path, monkeypatch):
    monkeypatch.setenv("VBN_VIDEO_MODELS", str(tmp_path))
    with pytest.raises(MissingError, match="vbn-video models download openai/base"):
        load_engine("openai-whisper", "base")
    with pytest.raises(InputError, match="There is no model grundlag"):
        load_engine("openai-whisper", "grundlag")
