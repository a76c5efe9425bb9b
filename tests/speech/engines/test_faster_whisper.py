import socket
from pathlib import Path

import numpy as np
import pytest

from tests.recording.sound.sounding import part_of, recording_of
from tests.sampling import sampled
from tests.speech.clip import CLIP, RATE, WORDS, tale
from tests.speech.hearing import in_order
from vbn_video.codec import from_json, to_json
from vbn_video.errors import MissingError
from vbn_video.events import Found, Notice
from vbn_video.evidence import Recording, Speakers, SpeakerTurn, Speech, SpeechSpan, Transcript, Word
from vbn_video.listen.levels import save_levels
from vbn_video.listen.measure import measure
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.speech import windows
from vbn_video.speech.doubts import find_doubts
from vbn_video.speech.engines import registry as engines
from vbn_video.speech.engines.engine import DecodingOptions, DecodingResult
from vbn_video.speech.engines.faster_whisper import FasterWhisper
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.models.installed import require_model_folder
from vbn_video.steps.step import Inputs
from vbn_video.steps.transcribe import STEP

SECOND = 1_000_000
pytestmark = pytest.mark.usefixtures("needs_base")


@pytest.fixture(scope="module")
def engine():
    return load_engine("faster-whisper", "base")


def text(words) -> str:
    return " ".join(word.text.strip() for word in words)


def test_every_word_is_heard_with_its_time(engine):
    (window,) = in_order(engine.hear([tale()], DecodingOptions()))
    words = window.words
    assert text(words) == WORDS
    pause = next(word for word in words if "fem" in word.text)
    assert 1.6 < pause.start_us / SECOND < 2.4
    assert all(0 <= word.probability <= 1 and word.start_us <= word.end_us for word in words)


@pytest.mark.parametrize(
    ("name", "data"),
    sampled(
        [
            ("tokenizer.json", b"{}"),
            ("tokenizer.json", b"[" * 5000),
            ("config.json", b"[" * 5000),
            ("preprocessor_config.json", b"[]"),
            ("preprocessor_config.json", b'{"feature_size": ' + b"9" * 5000 + b"}"),
            ("preprocessor_config.json", b'{"n_fft": 0}'),
        ],
        quick=(0,),
    ),
)
def test_a_model_one_of_whose_files_is_broken_is_said(tmp_path: Path, name: str, data: bytes) -> None:
    for file in require_model_folder("base").glob("[!.]*"):
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(MissingError, match="can't be loaded: ") as raised:
        FasterWhisper(tmp_path)
    assert raised.value.path == str(tmp_path)


def test_windows_of_different_lengths_keep_their_own_words_and_times(engine):
    first, second = tale()[: int(3.4 * RATE) + 7], tale()[int(3.4 * RATE) :]
    heard = [window.words for window in in_order(engine.hear([first, second, first], DecodingOptions()))]
    assert [text(words) for words in heard] == [WORDS[:38], WORDS[39:], WORDS[:38]]
    assert heard[0][-1].end_us / SECOND == pytest.approx(2.9, abs=0.3)
    assert heard[1][-1].end_us / SECOND == pytest.approx(5.67 - 3.4, abs=0.3)
    assert heard[2][-1].end_us == pytest.approx(heard[0][-1].end_us, abs=20_000)


@pytest.mark.long
def test_windows_are_heard_the_same_by_one_hand_as_by_two(engine, monkeypatch):
    first, second = tale()[: int(3.4 * RATE)], tale()[int(3.4 * RATE) :]
    handed = [first, second, first]
    by_two = in_order(engine.hear(handed, DecodingOptions(whole_context=True)))
    timed = engine.align(handed, [WORDS[:38], WORDS[39:], ""])
    monkeypatch.setattr(engine, "_workers", 1)
    assert [window.text for window in by_two] == [
        window.text for window in in_order(engine.hear(handed, DecodingOptions(whole_context=True)))
    ]
    assert [text(words) for words in timed] == [WORDS[:38], WORDS[39:], ""]
    assert in_order(engine.hear([], DecodingOptions())) == []


@pytest.mark.long
def test_what_is_left_out_changes_nothing_for_the_others(engine):
    """A run that was stopped goes on with what is missing of a group."""
    handed = [tale(), tale()[int(3.4 * RATE) :], np.concatenate([tale(), tale(), tale()]), tale()[: int(3.4 * RATE)]]
    for options in (DecodingOptions(), DecodingOptions(whole_context=True)):
        whole = dict(engine.hear(handed, options))
        some = dict(engine.hear(handed, options, skip={2, 3}))
        assert some == {0: whole[0], 1: whole[1]}


def test_silence_has_no_words_worth_keeping_time_for(engine):
    (window,) = in_order(engine.hear([np.zeros(2 * RATE, np.float32)], DecodingOptions()))
    assert find_doubts(window, 0, -0.7) or not window.words


@pytest.fixture
def evidence(tmp_path):
    """The project files that the step reads, for the clip as a recording of its own."""
    recording = recording_of(part_of(CLIP, 6_170_000))
    measured = measure(recording, CLIP.parent, lambda event: None)
    levels, spans = measured.levels, measured.speech
    (tmp_path / "recording.json").write_text(to_json(Recording, recording), encoding="utf-8")
    (tmp_path / "speech.json").write_text(to_json(Speech, Speech(spans)), encoding="utf-8")
    (tmp_path / "speakers.json").write_text(to_json(Speakers, Speakers()), encoding="utf-8")
    save_levels(tmp_path / "levels.npz", levels)
    return tmp_path


def inputs(folder, preset: Preset | None = None) -> Inputs:
    files = {name: folder / name for name in (*STEP.reads, *STEP.state_files) if name != "mix.json"}
    return Inputs(CLIP.parent, files, {"words.json": folder / "words.json"}, preset or Preset(), Meeting())


def test_the_step_writes_words_inside_the_speech_and_says_how_many(evidence):
    told = []
    outcome = STEP.run(inputs(evidence), told.append)
    transcript = from_json(Transcript, (evidence / "words.json").read_bytes())
    assert text(transcript.words) == WORDS
    assert transcript.words[0].start_us / SECOND == pytest.approx(0.5, abs=0.15)
    assert all(word.end_us <= 2_910_000 + 150_000 or word.start_us >= 3_910_000 - 150_000 for word in transcript.words)
    assert (transcript.model, outcome.memory["model"]) == ("base", "base")
    assert [event.text for event in told if isinstance(event, Found)] == ["13 words, base"]


def test_the_step_puts_a_speaker_on_each_word(evidence):
    turns = (SpeakerTurn(0, 3 * SECOND, "Anne Holm"), SpeakerTurn(3_800_000, 6 * SECOND, "Bo"))
    (evidence / "speakers.json").write_text(to_json(Speakers, Speakers(turns, "transcript")), encoding="utf-8")
    STEP.run(inputs(evidence), lambda event: None)
    words = from_json(Transcript, (evidence / "words.json").read_bytes()).words
    assert [word.speaker for word in words] == ["Anne Holm"] * 8 + ["Bo"] * 5


def test_the_step_goes_to_no_network(evidence, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a network was asked for")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    STEP.run(inputs(evidence), lambda event: None)


def test_the_step_loads_no_model_where_nobody_speaks(evidence, empty_store):
    (evidence / "speech.json").write_text(to_json(Speech, Speech(())), encoding="utf-8")
    STEP.run(inputs(evidence), lambda event: None)
    assert from_json(Transcript, (evidence / "words.json").read_bytes()).words == ()
    assert STEP.external_inputs(inputs(evidence)) is None
    assert not empty_store.exists()


def test_the_step_says_where_speech_stayed_without_words_and_what_was_invented(evidence, monkeypatch):
    class Absent:
        name, windows_at_once = "absent 1", 8

        def hear(self, windows, options, skip=()):
            return enumerate([DecodingResult((Word(0, 100_000, " Undertekster", 0.1),)) for _ in windows])

    (evidence / "speech.json").write_text(to_json(Speech, Speech((SpeechSpan(2_000_000, 2_900_000),))), encoding="utf-8")
    monkeypatch.setattr(engines, "load_engine", lambda engine, model: Absent())
    monkeypatch.setattr(windows, "PAD_US", 900_000)  # so that the word lies where nobody speaks
    told = []
    STEP.run(inputs(evidence), told.append)
    left_out, passed_over = (event for event in told if isinstance(event, Notice))
    assert (left_out.level, left_out.text[:21]) == ("info", "Left out at 00:00:01:")
    assert (passed_over.level, passed_over.text[:12]) == ("warning", "In 1 place t")
    assert passed_over.text.endswith(": at 00:00:01 of the recording.")


def test_the_step_says_that_another_language_is_spoken_and_writes_what_it_sounds_like(evidence, monkeypatch):
    class English:
        name, windows_at_once = "english 1", 8

        def hear(self, windows, options, skip=()):
            words = tuple(Word(at, at + 400_000, f" ord{at}", 0.9) for at in range(500_000, 12_000_000, 500_000))
            return enumerate([DecodingResult(words, -0.1, languages={"en": 0.98, "da": 0.01}) for _ in windows])

    (evidence / "speech.json").write_text(to_json(Speech, Speech((SpeechSpan(500_000, 15_000_000),))), encoding="utf-8")
    monkeypatch.setattr(engines, "load_engine", lambda engine, model: English())
    told = []
    STEP.run(inputs(evidence), told.append)
    (notice,) = (event for event in told if isinstance(event, Notice) and "held in" in event.text)
    assert notice.level == "warning"
    assert notice.text.startswith("The recording seems to be held in English (100 % of the words).")
    (window,) = from_json(Transcript, (evidence / "words.json").read_bytes()).languages
    assert window.probabilities == {"en": 0.98, "da": 0.01}


def test_another_model_or_engine_makes_other_words(evidence):
    also = STEP.external_inputs(inputs(evidence))
    assert also["engine"].startswith("faster-whisper 1.")
    assert also["model"] == "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"


def test_the_beams_other_hypotheses_come_with_their_shares_and_the_best_is_the_same_without_them(engine):
    (window,) = in_order(engine.hear([tale()], DecodingOptions(beam=5)))
    texts = [other.text for other in window.others]
    assert texts and window.text not in texts[:1] and all(texts)
    assert all(0 < other.probability < 1 for other in window.others)
    assert sum(other.probability for other in window.others) < 1
    (greedy,) = in_order(engine.hear([tale()], DecodingOptions(beam=1)))
    assert greedy.others == ()
