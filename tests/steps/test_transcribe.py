"""When the transcribe step listens, and when it makes its words anew of what was heard before."""

from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.running import SAMPLE
from tests.speech.hearing import HeardWindows
from vbn_video.codec import from_json, to_json
from vbn_video.events import Event, Heard, Notice
from vbn_video.evidence import Speech, Transcript, Word
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.speech.engines import registry
from vbn_video.speech.engines.engine import DecodingOptions, DecodingResult
from vbn_video.steps import transcribe
from vbn_video.steps.runner import readable_settings
from vbn_video.steps.step import Inputs
from vbn_video.steps.transcribe import STEP

PRESET = Preset.model_validate({"captions": {"model": "base", "quality": "draft"}})


@pytest.fixture
def inputs(tmp_path: Path, heard: Path) -> Inputs:
    """Of the sample, the first sentences."""
    files = {name: heard / name for name in STEP.reads if (heard / name).exists()}
    files |= {name: tmp_path / name for name in STEP.state_files}
    spans = from_json(Speech, files["speech.json"].read_bytes()).speech[:3]
    files["speech.json"] = tmp_path / "speech.json"
    files["speech.json"].write_text(to_json(Speech, Speech(spans)), encoding="utf-8")
    return Inputs(SAMPLE, files, {"words.json": tmp_path / "words.json"}, *readable_settings(STEP, PRESET, Meeting()))


def run(inputs: Inputs) -> tuple[Transcript, dict[str, object], list[Event], bool]:
    told: list[Event] = []
    outcome = STEP.run(inputs, told.append)
    words = from_json(Transcript, inputs.out["words.json"].read_bytes())
    return words, dict(outcome.memory), told, outcome.untouched


@pytest.mark.usefixtures("needs_base")
def test_a_newer_way_to_sift_what_was_heard_listens_to_nothing_again(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    words, memory, told, untouched = run(inputs)
    assert words.words and any(isinstance(event, Heard) for event in told) and not untouched
    again = replace(inputs, memory=memory, previous={"words.json": inputs.out["words.json"]})
    assert run(again)[3]
    monkeypatch.setattr(transcribe, "VERSION", transcribe.VERSION + 1)
    words_again, _memory, told, untouched = run(again)
    assert (words_again, untouched) == (words, False)
    assert not any(isinstance(event, Heard) for event in told)


class EngineThatMishears:
    """Writes a word that does not exist, unless it is given the whole context."""

    name, windows_at_once = "mishearing 1", 2

    def hear(self, windows: Sequence[Any], options: DecodingOptions, skip: Container[int] = ()) -> HeardWindows:
        said = "Velkommen, alle sammen." if options.whole_context else "Velkommen, alasamen."
        for index in set(range(len(windows))) - set(skip):
            step_us = len(windows[index]) * 1_000_000 // 16_000 // 4
            words = [Word(at * step_us, (at + 1) * step_us, " " + word, 0.5) for at, word in enumerate(said.split())]
            yield index, DecodingResult(tuple(words), -0.3)


@pytest.fixture
def misheard(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> Inputs:
    """The first sentence of the sample, and no model."""
    spans = from_json(Speech, inputs.files["speech.json"].read_bytes()).speech[2:]
    inputs.files["speech.json"].write_text(to_json(Speech, Speech(spans)), encoding="utf-8")
    monkeypatch.setattr(registry, "load_engine", lambda engine, model: EngineThatMishears())
    monkeypatch.setattr(transcribe, "model_hash", lambda model, engine: "of no model")
    return inputs


NO_LEXICON = "There is no Danish lexicon on this machine: words outside it are not heard a second time."


def test_a_word_that_is_not_in_the_lexicon_is_heard_a_second_time(misheard: Inputs) -> None:
    words, _memory, told, _untouched = run(misheard)
    assert " ".join(word.text for word in words.words) == "Velkommen, alle sammen."
    assert NO_LEXICON not in [event.text for event in told if isinstance(event, Notice)]


def test_without_a_lexicon_that_is_said_once_and_the_words_are_found_when_it_comes_without_hearing_all_again(
    misheard: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = STEP.external_inputs(misheard)
    with monkeypatch.context() as without:
        without.setattr(transcribe, "danish_lexicon", lambda: None)
        without.setattr(transcribe, "lexicon_fingerprint", lambda: None)
        words, memory, told, _untouched = run(misheard)
        assert STEP.external_inputs(misheard) != known, "so the step is run again when there is a lexicon"
    assert " ".join(word.text for word in words.words) == "Velkommen, alasamen."
    assert [event.text for event in told if isinstance(event, Notice)].count(NO_LEXICON) == 1
    with_lexicon = replace(misheard, memory=memory, previous={"words.json": misheard.out["words.json"]})
    words, _memory, told, untouched = run(with_lexicon)
    assert (" ".join(word.text for word in words.words), untouched) == ("Velkommen, alle sammen.", False)
    assert [event.text for event in told if isinstance(event, Heard)] == ["Velkommen, alle sammen."], "the doubtful one alone"


def test_words_of_zooms_depend_on_no_lexicon(misheard: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    preset = Preset.model_validate({"captions": {"model": "base", "source": "zoom"}})
    settings = readable_settings(STEP, preset, Meeting())
    of_zoom = replace(misheard, preset=settings[0], meeting=settings[1])
    external_inputs = STEP.external_inputs
    assert external_inputs is not None
    known, known_of_zoom = external_inputs(misheard), external_inputs(of_zoom)
    monkeypatch.setattr(transcribe, "lexicon_fingerprint", lambda: "another")
    assert external_inputs(of_zoom) == known_of_zoom
    assert external_inputs(misheard) != known
