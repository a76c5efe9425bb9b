"""Speech in which a word was heard that the lexicon does not know is heard again, and that speech alone."""

from pathlib import Path

import pytest

from tests.speech.hearing import hear
from tests.speech.test_hearing import RampSound, Scripted, levels, said, spans
from vbn_video.events import Notice
from vbn_video.evidence import Word
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon
from vbn_video.speech.checkpoint import Checkpoint
from vbn_video.speech.engines.engine import DecodingOptions, DecodingResult
from vbn_video.speech.transcription import HeardRecording
from vbn_video.speech.transcription_notices import report

KNOWS = danish_lexicon()
pytestmark = pytest.mark.skipif(KNOWS is None, reason="there is no lexicon on this machine")
SPEECH = spans((5, 7), (25, 28), (45, 49), (70, 72.5))
FIRST = {2: "Velkommen, alasamen.", 3: "Nu skal vi tala om det.", 4: "Mange taler ikke om det.", 2.5: "Vi besøger Xandria Kvist."}
AGAIN = {2: "Velkommen, alle sammen.", 3: "Nu skal vi tala om sig.", 4: "Noget helt andet her.", 2.5: "Vi besøger Xandria Qvist."}


def answer(seconds: float, options: DecodingOptions) -> DecodingResult:
    """What is said in a window, by its length and how the engine is asked; each stretch of speech is 0.8 s longer there."""
    texts = AGAIN if options.whole_context else FIRST
    inside = {15: (2, 3, 4, 2.5), 7: (2, 3), 3: (2,)}[round(seconds)]
    words: list[Word] = []
    at_us = 0
    for length in inside:
        words += [
            Word(word.start_us + at_us, word.end_us + at_us, word.text, word.probability)
            for word in said(texts[length], length + 0.8).words
        ]
        at_us += round((length + 0.8) * 1e6)
    return DecodingResult(tuple(words), -0.3)


def text_of(heard: HeardRecording) -> str:
    return " ".join(word.text for word in heard.words)


def test_a_word_that_no_lexicon_knows_is_heard_a_second_time_and_what_is_better_is_taken() -> None:
    engine = Scripted(answer)
    heard = hear(RampSound(100), SPEECH, levels(-18), engine, knows=KNOWS)
    assert text_of(heard) == "Velkommen, alle sammen. Nu skal vi tala om det. Mange taler ikke om det. Vi besøger Xandria Kvist."
    assert [start for start, again in engine.asked if again] == pytest.approx([4.6], abs=0.06)
    assert heard.doubtful == SPEECH[:2]


def test_without_a_lexicon_nothing_is_heard_for_its_words() -> None:
    engine = Scripted(answer)
    heard = hear(RampSound(100), SPEECH, levels(-18), engine)
    assert text_of(heard) == " ".join(FIRST.values()) and not heard.doubtful
    assert not any(again for _start, again in engine.asked)


def test_where_every_word_is_known_nothing_is_heard_again() -> None:
    engine = Scripted(answer)
    hear(RampSound(100), SPEECH, levels(-18), engine, knows=lambda word: True)
    assert not any(again for _start, again in engine.asked)


@pytest.mark.parametrize("stop_after", range(2))
def test_a_run_that_was_stopped_goes_on_to_the_same_words(stop_after: int, tmp_path: Path) -> None:
    undisturbed, going_on = Scripted(answer), Scripted(answer)
    whole = hear(RampSound(100), SPEECH, levels(-18), undisturbed, knows=KNOWS)
    assert len(undisturbed.asked) == 2
    path = tmp_path / "heard.jsonl"
    with pytest.raises(KeyboardInterrupt):
        hear(RampSound(100), SPEECH, levels(-18), Scripted(answer, stop_after), checkpoint=Checkpoint(path, "a"), knows=KNOWS)
    assert hear(RampSound(100), SPEECH, levels(-18), going_on, checkpoint=Checkpoint(path, "a"), knows=KNOWS) == whole
    assert going_on.asked == undisturbed.asked[stop_after:]


def test_a_second_hearing_of_a_whole_window_is_not_taken_for_its_first(tmp_path: Path) -> None:
    path = tmp_path / "heard.jsonl"
    for _run in range(2):
        engine = Scripted(answer)
        heard = hear(RampSound(20), spans((5, 7)), levels(-18), engine, checkpoint=Checkpoint(path, "a"), knows=KNOWS)
        assert text_of(heard) == "Velkommen, alle sammen."
    assert engine.asked == []


def test_it_is_told_how_often() -> None:
    told: list[object] = []
    report(hear(RampSound(100), SPEECH, levels(-18), Scripted(answer), knows=KNOWS), told.append)
    assert [event.text for event in told if isinstance(event, Notice)] == [
        "In 2 places a word was written that is not in the Danish lexicon; they were heard a second time."
    ]


@pytest.mark.parametrize(("names", "prompt", "again"), [((), "", 1), (("Ib alasamen",), "", 0), ((), "Alasamen, Grenaa.", 0)])
def test_a_name_of_the_meeting_and_what_the_model_was_told_is_not_doubted(
    names: tuple[str, ...], prompt: str, again: int, tmp_path: Path
) -> None:
    engine = Scripted(answer)
    heard = hear(
        RampSound(20),
        spans((5, 7)),
        levels(-18),
        engine,
        checkpoint=Checkpoint(tmp_path / "h", "a", prompt),
        knows=KNOWS,
        names=names,
    )
    assert sum(whole for _start, whole in engine.asked) == again == len(heard.doubtful)


def test_what_was_heard_the_other_time_is_kept_beside_the_words() -> None:
    heard = hear(RampSound(100), SPEECH, levels(-18), Scripted(answer), knows=KNOWS)
    kept = {(one.instead, one.text, one.source) for one in heard.alternatives}
    assert kept == {("alle sammen.", "alasamen.", "second hearing"), ("det.", "sig.", "second hearing")}
    times = [(word.start_us, word.end_us) for word in heard.words]
    assert all(any(start == one.start_us for start, _end in times) for one in heard.alternatives)
