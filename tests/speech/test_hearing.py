import os
import signal
import subprocess
import sys
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.speech.hearing import HeardWindows, hear
from tests.speech.test_transcription import RampSound, levels, spans
from vbn_video.events import Event, Heard, Progress
from vbn_video.evidence import Word
from vbn_video.speech.checkpoint import Checkpoint
from vbn_video.speech.engines.engine import DecodingOptions, DecodingResult, Hypothesis

SECOND = 1_000_000
SPEECH = spans(*[(at, at + 16) for at in range(5, 185, 20)])


class Scripted:
    """An engine whose answer to a window depends on how long it is and how it is asked; notes what it was asked."""

    name, windows_at_once = "scripted 1", 2

    def __init__(self, answer: Callable[[float, DecodingOptions], DecodingResult], stop_after: int | None = None) -> None:
        self.asked: list[tuple[float, bool]] = []
        self._answer, self._stop_after = answer, stop_after

    def hear(self, windows: Sequence[NDArray[np.float32]], options: DecodingOptions, skip: Container[int] = ()) -> HeardWindows:
        for index, window in enumerate(windows):
            if index not in skip:
                if self._stop_after is not None and len(self.asked) >= self._stop_after:
                    raise KeyboardInterrupt
                self.asked.append((round(float(window[0]) * 3600, 1), options.whole_context))
                yield index, self._answer(len(window) / 16_000, options)


def said(text: str, seconds: float, mean: float = -0.3) -> DecodingResult:
    words = text.split()
    step_us = round(seconds * SECOND) // (len(words) + 1)
    return DecodingResult(
        tuple(Word((at + 1) * step_us, (at + 2) * step_us, " " + one, 0.5) for at, one in enumerate(words)), mean
    )


def ordinary(seconds: float, options: DecodingOptions) -> DecodingResult:
    """A number a second, none like the one before."""
    return said(" ".join(str(at * at * 7919 % 9973) for at in range(round(seconds))), seconds)


def test_what_is_doubted_is_heard_again_at_other_settings_and_the_better_one_is_taken():
    engine = Scripted(lambda seconds, options: said("bedre", seconds) if options.whole_context else said("værre", seconds, -2))
    heard = hear(RampSound(20), spans((6, 8)), levels(-18), engine)
    assert [word.text for word in heard.words] == ["bedre"]
    assert ([again for _start, again in engine.asked], heard.stretches[0].doubts) == ([False, True], ("unsure",))


def test_a_second_try_that_is_no_better_changes_nothing():
    engine = Scripted(lambda seconds, options: said("som", seconds, -2) if options.whole_context else said("før", seconds, -1))
    assert [word.text for word in hear(RampSound(20), spans((5, 7)), levels(-18), engine).words] == ["før"]


def test_the_second_try_parts_the_window_at_its_rest():
    def answer(seconds: float, options: DecodingOptions) -> DecodingResult:
        return said("del", seconds) if seconds < 4 else said("det er det " * 20, seconds)

    engine = Scripted(answer)
    heard = hear(RampSound(20), spans((5, 7), (8, 10)), levels(-18), engine)
    assert [word.text for word in heard.words] == ["del", "del"]
    assert [start for start, again in engine.asked if again] == pytest.approx([4.6, 7.5], abs=0.06)


NORWEGIAN, DANISH, ENGLISH = (
    "hva gjør vi når det ikke er noe jobb til noen av oss",
    "hvad gør vi når der ikke er noget arbejde til nogen af os",
    "and then what do we do when there is no work for any of us",
)


def test_where_the_model_drifts_into_another_language_it_is_heard_again():
    engine = Scripted(lambda seconds, options: said(DANISH if options.whole_context else NORWEGIAN, seconds))
    heard = hear(RampSound(20), spans((5, 10)), levels(-18), engine)
    assert " ".join(word.text for word in heard.words) == DANISH
    assert heard.stretches[0].doubts == ("Norwegian",)


def test_what_is_said_in_another_language_is_kept_as_it_was_heard():
    def answer(seconds: float, options: DecodingOptions) -> DecodingResult:
        return said(DANISH if seconds > 10 else ENGLISH, seconds, -0.3 if not options.whole_context else -0.5)

    heard = hear(RampSound(100), spans((5, 30), (80, 88)), levels(-18), Scripted(answer))
    assert [word.text for word in heard.words] == [*DANISH.split(), *ENGLISH.split()]
    assert (heard.dropped, heard.passed_over) == ((), ())


def test_the_language_of_a_window_is_that_of_its_first_hearing_and_outlives_the_run(tmp_path):
    def answer(seconds: float, options: DecodingOptions) -> DecodingResult:
        unsure = replace(said(DANISH, seconds, -2), languages={"en": 0.98})
        return replace(unsure, mean_log_probability=-0.1, languages={"la": 0.5}) if options.whole_context else unsure

    path = tmp_path / "heard.jsonl"
    heard = hear(RampSound(100), spans((5, 30), (80, 88)), levels(-18), Scripted(answer), checkpoint=Checkpoint(path, "a"))
    assert [window.probabilities for window in heard.languages] == [{"en": 0.98}] * 2
    assert [(window.start_us, window.end_us) for window in heard.languages] == [
        (stretch.start_us, stretch.end_us) for stretch in heard.stretches
    ]
    again = hear(RampSound(100), spans((5, 30), (80, 88)), levels(-18), Scripted(ordinary), checkpoint=Checkpoint(path, "a"))
    assert again.languages == heard.languages


def test_what_is_not_doubted_is_heard_once():
    engine = Scripted(ordinary)
    hear(RampSound(200), SPEECH, levels(-18), engine)
    assert len(engine.asked) == len(SPEECH) and not any(again for _start, again in engine.asked)


UNEVEN = spans(*[(start, start + 15 + start % 14) for start in range(5, 365, 40)])
"""Each a window of its own: no two of them are heard at once."""


def half_doubted(seconds: float, options: DecodingOptions) -> DecodingResult:
    return replace(ordinary(seconds, options), mean_log_probability=-2 if seconds > 21 and not options.whole_context else -0.3)


def test_progress_is_told_window_by_window_second_hearings_too() -> None:
    """The pace of a window that is heard twice is that of one that is heard once: half of it is done in between."""
    told: list[Event] = []
    whole_s = 0.0

    def answer(seconds: float, options: DecodingOptions) -> DecodingResult:
        nonlocal whole_s
        whole_s += 0 if options.whole_context else seconds
        return half_doubted(seconds, options)

    engine = Scripted(answer)
    hear(RampSound(400), UNEVEN, levels(-18), engine, told.append)
    progress = [event for event in told if isinstance(event, Progress)]
    assert len(progress) == 1 + len(engine.asked), "one at the start, one each time that something was heard"
    assert [event.done for event in progress] == sorted(event.done for event in progress)
    assert progress[-1].done == progress[-1].total == pytest.approx(whole_s)
    steps_s = {round(after.done - before.done, 3) for before, after in pairwise(progress)}
    assert max(steps_s) <= 29


def test_the_bar_stands_before_the_model_is_loaded() -> None:
    told: list[Event] = []

    class Heavy(Scripted):
        @property
        def windows_at_once(self) -> int:  # type: ignore[override]
            assert [event.done for event in told if isinstance(event, Progress)] == [0]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hear(RampSound(200), SPEECH, levels(-18), Heavy(ordinary), told.append)


def test_windows_that_an_earlier_run_heard_are_done_at_the_start(tmp_path: Path) -> None:
    path, told = tmp_path / "heard.jsonl", []
    with pytest.raises(KeyboardInterrupt):
        hear(RampSound(200), SPEECH, levels(-18), Scripted(ordinary, 5), checkpoint=Checkpoint(path, "a"))
    hear(RampSound(200), SPEECH, levels(-18), Scripted(ordinary), told.append, checkpoint=Checkpoint(path, "a"))
    progress = [event for event in told if isinstance(event, Progress)]
    assert progress[0].done == pytest.approx(progress[0].total * 5 / 9, rel=0.02)
    assert len(progress) == 1 + 4


def test_what_a_second_look_hears_is_added_and_nothing_that_was_heard_counts_as_undone() -> None:
    def passes_over(seconds: float, options: DecodingOptions) -> DecodingResult:
        return said("et to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten", 6)

    told: list[Event] = []
    hear(RampSound(100), spans((5, 12), (40, 47)), levels(-18), Scripted(passes_over), told.append)
    progress = [event for event in told if isinstance(event, Progress)]
    assert [event.done for event in progress] == sorted(event.done for event in progress)
    assert progress[-1].total > progress[0].total and progress[-1].done == progress[-1].total


@pytest.mark.parametrize("stop_after", range(13))
def test_a_run_that_was_stopped_hears_only_what_is_missing_and_ends_with_the_same_words(stop_after: int, tmp_path: Path) -> None:
    undisturbed, stopped, going_on = Scripted(half_doubted), Scripted(half_doubted, stop_after), Scripted(half_doubted)
    whole = hear(RampSound(400), UNEVEN, levels(-18), undisturbed)
    assert {again for _start, again in undisturbed.asked} == {True, False} and len(undisturbed.asked) == 13
    path, told = tmp_path / "heard.jsonl", []
    with pytest.raises(KeyboardInterrupt):
        hear(RampSound(400), UNEVEN, levels(-18), stopped, checkpoint=Checkpoint(path, "a"))
    again = hear(RampSound(400), UNEVEN, levels(-18), going_on, told.append, checkpoint=Checkpoint(path, "a"))
    assert again == whole
    twice = {start_s for start_s, again in undisturbed.asked if again}
    finished = {start_s for start_s, again in stopped.asked if again or start_s not in twice}
    assert going_on.asked == [asked for asked in undisturbed.asked if asked[0] not in finished]
    assert len([event for event in told if isinstance(event, Heard)]) == len(UNEVEN) - len(finished)


def test_where_all_was_heard_before_no_engine_is_loaded(tmp_path):
    class Unloaded:
        @property
        def windows_at_once(self) -> int:
            raise AssertionError("the engine was asked for")

    path = tmp_path / "heard.jsonl"
    first = hear(RampSound(200), SPEECH, levels(-18), Scripted(ordinary), checkpoint=Checkpoint(path, "a"))
    assert hear(RampSound(200), SPEECH, levels(-18), Unloaded(), checkpoint=Checkpoint(path, "a")) == first


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.speech.hearing import HeardWindows, hear
from tests.speech.test_hearing import SPEECH, RampSound, Scripted, levels, ordinary
from vbn_video.speech.checkpoint import Checkpoint

def answer(seconds, options):
    if len(engine.asked) > 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return ordinary(seconds, options)

engine = Scripted(answer)
hear(RampSound(200), SPEECH, levels(-18), engine, checkpoint=Checkpoint(Path(sys.argv[1]), "a"))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_killed_run_goes_on_at_the_window_where_it_stood(tmp_path: Path) -> None:
    path, going_on = tmp_path / "heard.jsonl", Scripted(ordinary)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    path.write_bytes(path.read_bytes() + b'{"start": 45')  # the line that it was writing
    again = hear(RampSound(200), SPEECH, levels(-18), going_on, checkpoint=Checkpoint(path, "a"))
    assert len(going_on.asked) == len(SPEECH) - 5
    assert again == hear(RampSound(200), SPEECH, levels(-18), Scripted(ordinary))


def test_the_hearing_that_was_not_taken_and_the_beams_next_texts_are_kept_where_they_differ():
    def answer(seconds: float, options: DecodingOptions) -> DecodingResult:
        if options.whole_context:
            return replace(said("vi sælger biler", seconds, -0.1), others=(Hypothesis("vi stiller biler", 0.25),))
        return said("vi sælge biler", seconds, -2)

    heard = hear(RampSound(20), spans((5, 7)), levels(-18), Scripted(answer))
    assert " ".join(word.text for word in heard.words) == "vi sælger biler"
    assert [(one.instead, one.text, one.source, one.probability) for one in heard.alternatives] == [
        ("sælger", "stiller", "beam", 0.25),
        ("sælger", "sælge", "second hearing", heard.words[1].probability),
    ]
    assert {(one.start_us, one.end_us) for one in heard.alternatives} == {(heard.words[1].start_us, heard.words[1].end_us)}
