"""The measurement of transcription: what counts as an error, and that it runs and says what it promises to say."""

import math
import re
from pathlib import Path

import av
import pytest

from benchmarks import transcribe
from benchmarks.heard_meetings import meeting_in, shortened, write_sound
from benchmarks.transcribe_peers import Way
from benchmarks.word_errors import Errors, HeardWord, Utterance, errors, normalised

SAMPLE = Path(__file__).parent.parent / "sample"
GREETING, QUESTION = Utterance(1, 3, "Godmorgen, og velkommen."), Utterance(3.2, 5, "Kan I høre mig?")
CHAT = Utterance(10, 12, "")


def said(text: str, start_s: float, each_s: float = 0.4) -> list[HeardWord]:
    return [HeardWord(start_s + n * each_s, start_s + (n + 1) * each_s, word) for n, word in enumerate(text.split())]


def test_what_is_heard_as_it_was_said_has_no_errors() -> None:
    words = said("godmorgen og velkommen", 1.5) + said("Kan i høre mig", 3.3) + said("goddag", 11)
    assert errors(words, [GREETING, QUESTION, CHAT]) == Errors(said=7, heard_utterances=3)


def test_a_word_that_moves_into_the_next_utterance_is_no_error() -> None:
    words = said("Godmorgen og", 1.5) + said("velkommen Kan I høre mig", 3.3, 0.3)
    assert errors(words, [GREETING, QUESTION]).wrong == 0


def test_words_of_unknown_text_are_neither_right_nor_wrong() -> None:
    found = errors(said("hvad som helst", 10.2), [CHAT])
    assert (found.said, found.wrong, found.passed_over) == (0, 0, 0)
    assert math.isnan(found.rate)


def test_a_word_over_silence_is_an_added_word_and_is_counted_by_itself() -> None:
    words = said("Godmorgen og velkommen", 1.5) + said("Kan I høre mig", 3.3) + said("tak", 6)
    assert errors(words, [GREETING, QUESTION]) == Errors(said=7, wrong=1, over_silence=1, heard_utterances=2)


def test_an_utterance_without_words_is_passed_over_if_it_lasts_a_second() -> None:
    found = errors(said("Kan I høre mig", 3.3), [GREETING, QUESTION, Utterance(20, 20.6, "Ja.")])
    assert (found.passed_over, found.heard_utterances) == (1, 1)
    assert found.wrong == 4, "what was not heard is wrong too"


def test_errors_of_several_recordings_add_up() -> None:
    both = Errors(said=10, wrong=2, over_silence=1) + Errors(said=30, wrong=8, passed_over=1)
    assert both == Errors(said=40, wrong=10, over_silence=1, passed_over=1)
    assert both.rate == 0.25


def test_texts_are_compared_by_letters_and_figures() -> None:
    assert normalised("– Kl. 8.30: »Øh, ja«!") == "kl 8 30 øh ja"


def test_a_recording_is_shortened_at_a_rest(tmp_path: Path) -> None:
    whole = meeting_in(SAMPLE)
    short = shortened(whole, 20, tmp_path / "kort.mp4")
    assert short.utterances == whole.utterances[: len(short.utterances)]
    assert short.utterances[-1].end_s < short.seconds < whole.utterances[len(short.utterances)].start_s
    with av.open(str(short.recording)) as file:
        assert (file.duration or 0) / av.time_base == pytest.approx(short.seconds, abs=0.5)
    assert shortened(short, 20, tmp_path / "ikke.mp4") is short


def test_others_are_handed_the_sound_that_we_hear(tmp_path: Path) -> None:
    import numpy as np

    write_sound(meeting_in(SAMPLE), tmp_path / "sound.npy")
    samples = np.load(tmp_path / "sound.npy")
    assert samples.dtype == np.float32
    assert len(samples) / 16_000 == pytest.approx(120, abs=1)


def test_a_folder_without_a_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"must hold a truth\.json"):
        meeting_in(tmp_path)


def test_every_way_of_the_table_means_something() -> None:
    ways = transcribe.every_way(with_openai=True)
    assert len(set(ways)) == len(ways)
    assert {(way.beam, way.vad, way.context) for way in ways if way.engine == "faster-whisper"} == {
        (beam, vad, context) for beam in (1, 5) for vad in (False, True) for context in (False, True)
    }
    assert {way.batch for way in ways if way.engine == "faster-whisper batched"} == {1, 4, 8}
    assert not any(way.engine == "openai-whisper" for way in transcribe.every_way(with_openai=False))


@pytest.mark.long
def test_the_step_is_measured_against_others(needs_base: None, capsys: pytest.CaptureFixture[str]) -> None:
    transcribe.main(["--minutes", "0.4"])
    told = capsys.readouterr().out
    assert re.search(r"transcribe: sample, 0:2\d min, \d+ utterances, \d+ words of known text", told)
    for name in ("vbn-video run --until transcribe", "faster-whisper, default call"):
        assert re.search(rf"{name} +[\d.]+ s +[\d.]+ s +\d+ MB +[\d.]+% +\d+ +\d+ of +\d+", told)
    assert re.search(r"[\d.]+ times as fast, [\d.]+ by the processors' time, [+-][\d.]+ points of WER against faster", told)
    assert "listen, which went before" in told and "model base; " in told


@pytest.mark.long
def test_the_table_has_a_row_for_each_way(
    needs_base: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [Way("faster-whisper", 1, 1, vad=True, context=False), Way("faster-whisper batched", 1, 4, vad=False, context=False)]
    monkeypatch.setattr(transcribe, "every_way", lambda with_openai: few)
    monkeypatch.setattr(transcribe, "QUALITIES", ("draft",))
    transcribe.main(["--table", "--minutes", "0.4"])
    told = capsys.readouterr().out
    assert re.search(r"vbn-video +draft", told)
    assert re.search(r"faster-whisper +1 +1 +yes +no +[\d.]+ s", told)
    assert re.search(r"faster-whisper batched +1 +4 +no +no +[\d.]+ s", told)
