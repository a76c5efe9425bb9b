"""Known words in known sound: windows, what is believed of the model's times, and what is done where it found nothing."""

from collections.abc import Container, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.speech.clip import RATE, WORDS, tale
from tests.speech.hearing import HeardWindows
from vbn_video.evidence import Levels, SpeechSpan, Word
from vbn_video.recording.zoom.sidecar_texts import ZoomText
from vbn_video.recording.zoom.zoom_captions import ZoomCue
from vbn_video.speech.engines.attention_alignment import join_tokens
from vbn_video.speech.engines.engine import DecodingOptions, Engine
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.forced_alignment import LONGEST_US, align_text, interpolate_by_letters, place_in_cue, plan_text_windows

S = 1_000_000


def cue(start_s: float, end_s: float, text: str = "Det er godt.", name: str | None = None) -> ZoomCue:
    return ZoomCue(round(start_s * S), round(end_s * S), text, name)


def spans(*edges_s: tuple[float, float]) -> tuple[SpeechSpan, ...]:
    return tuple(SpeechSpan(round(start * S), round(end * S)) for start, end in edges_s)


def loud(duration_s: float, speech: Sequence[SpeechSpan]) -> Levels:
    """Levels of a recording that is loud in the spans and quiet elsewhere."""
    times_us = np.arange(round(duration_s * 100)) * 10_000
    hops = np.full(len(times_us), -70, np.float32)
    for span in speech:
        hops[(times_us >= span.start_us) & (times_us < span.end_us)] = -20
    return Levels(100_000, hops[9::10], hops[9::10], -23.0, 10_000, hops, hops)


class Silence:
    """Sound that nobody needs to hear, because the engine of the test knows."""

    def __init__(self, duration_s: float) -> None:
        self.duration_us = round(duration_s * S)

    def samples(self, start_us: int, end_us: int) -> NDArray[np.float32]:
        return np.zeros((end_us - start_us) * RATE // S, np.float32)


class Evenly:
    """An engine that finds the words of each text one after another, each as long, all over the window."""

    name, windows_at_once = "evenly 1", 2

    def __init__(self, probability: float = 0.6) -> None:
        self._probability = probability

    def hear(self, windows: Sequence[NDArray[np.float32]], options: DecodingOptions, skip: Container[int] = ()) -> HeardWindows:
        raise AssertionError("nothing is heard where the words are known")

    def align(self, windows: Sequence[NDArray[np.float32]], texts: Sequence[str]) -> list[tuple[Word, ...]]:
        return [self._align(len(window) * S // RATE, text.split()) for window, text in zip(windows, texts, strict=True)]

    def _align(self, long_us: int, words: Sequence[str]) -> tuple[Word, ...]:
        each_us = long_us // max(len(words), 1)
        return tuple(Word(at * each_us, (at + 1) * each_us, word, self._probability) for at, word in enumerate(words))


def aligned(cues: Sequence[ZoomCue], speech: tuple[SpeechSpan, ...], engine: Engine, whole: bool = False):
    end_s = max((one.end_us for one in cues), default=0) / S + 5
    return align_text(
        Silence(end_s),
        ZoomText(tuple(cues), whole, frozenset({0})),
        speech,
        loud(end_s, speech),
        engine=engine,
        emit=lambda event: None,
    )


def test_windows_hold_all_cues_and_are_parted_at_the_longest_rest():
    cues = [cue(at, at + 4) for at in range(0, 60, 5)]
    speech = spans(*[(at, at + (4.9 if at != 20 else 3)) for at in range(0, 60, 5)])
    windows = plan_text_windows(cues, speech, S, 70 * S)
    assert [len(window.cues) for window in windows] == [5, 5, 2]
    assert windows[0].end_us == windows[1].start_us == 24_500_000
    assert all(window.end_us - window.start_us <= LONGEST_US for window in windows)


places = st.lists(st.tuples(st.integers(0, 20_000_000), st.integers(0, 40_000_000), st.integers(1, 90)), max_size=25)


@given(places, st.sampled_from((500_000, S)))
def test_windows_hold_every_cue_once_and_are_never_too_long(moves: list[tuple[int, int, int]], slack_us: int):
    cues, at_us = [], 0
    for gap_us, long_us, letters in moves:
        at_us += gap_us
        cues.append(ZoomCue(at_us, at_us + long_us, "x" * letters))
    speech = tuple(SpeechSpan(one.start_us + 100, one.end_us - 100) for one in cues if one.end_us - one.start_us > 1000)
    windows = plan_text_windows(cues, speech[::2], slack_us, at_us + 60_000_000)
    assert [one for window in windows for one in window.cues] == cues
    assert all(0 < window.end_us - window.start_us <= LONGEST_US for window in windows)


def test_every_word_comes_back_with_the_name_of_its_cue():
    cues = [cue(1, 3, "Godmorgen og velkommen.", "Anne Holm"), cue(4, 5, "Tak.", "Bo")]
    found = aligned(cues, spans((1, 3), (4, 5)), Evenly())
    assert [(word.text, word.speaker) for word in found.words] == [
        ("Godmorgen", "Anne Holm"),
        ("og", "Anne Holm"),
        ("velkommen.", "Anne Holm"),
        ("Tak.", "Bo"),
    ]
    assert found.interpolated == 0


def test_where_the_text_is_not_recognised_the_cues_own_time_is_shared_by_letters():
    found = aligned([cue(10.5, 12.5, "Hej med jer")], spans((10.5, 12.5)), Evenly(probability=0.05))
    assert found.interpolated == 1
    assert [word.text for word in found.words] == ["Hej", "med", "jer"]
    assert found.words[0].start_us == pytest.approx(10.5 * S, abs=100_000)
    assert found.words[-1].end_us == pytest.approx(12.5 * S, abs=100_000)


def test_an_engine_that_can_not_tell_changes_nothing_but_the_times():
    class Mute(Evenly):
        def align(self, windows, texts):
            return [() for _ in texts]

    found = aligned([cue(1, 2), cue(50, 52)], spans((1, 2), (50, 52)), Mute())
    assert (len(found.words), found.interpolated) == (6, 2)


def test_no_cues_are_no_words():
    assert aligned([], spans((1, 2)), Evenly()).words == ()


@given(
    st.lists(st.tuples(st.integers(0, 3_000_000), st.integers(0, 4_000_000), st.integers(1, 6)), min_size=1, max_size=12),
    st.floats(0, 1),
    st.booleans(),
)
def test_all_words_are_there_in_their_order_with_times_that_ascend(
    moves: list[tuple[int, int, int]], probability: float, whole: bool
):
    cues, at_us = [], 0
    for gap_us, long_us, count in moves:
        at_us += gap_us
        cues.append(ZoomCue(at_us, at_us + long_us, " ".join(["ordet"] * count)))
        at_us += long_us // 2
    speech = tuple(
        SpeechSpan(before.start_us, max(after.start_us, before.start_us + 200_000))
        for before, after in zip(cues[::2], cues[1::2], strict=False)
        if after.start_us - before.start_us > 300_000
    )
    words = aligned(cues, speech, Evenly(probability), whole).words
    assert [word.text for word in words] == [text for one in cues for text in one.text.split()]
    assert all(word.start_us < word.end_us for word in words)
    assert all(before.end_us <= after.start_us for before, after in pairwise(words))


def word(start_s: float, end_s: float, probability: float = 0.6) -> Word:
    return Word(round(start_s * S), round(end_s * S), "ord", probability)


def test_times_outside_the_cue_are_brought_back_into_it():
    placed = place_in_cue([word(5, 10.2), word(10.3, 11), word(11, 12), word(12, 18)], cue(10, 12), spans((10, 12)), S)
    assert placed is not None
    assert (placed[0].start_us, placed[-1].end_us) == (9 * S, 13 * S)


@pytest.mark.parametrize(
    "words",
    [
        (),
        [word(10, 11, 0.1), word(11, 12, 0.1)],
        [word(2, 3), word(3, 4), word(11, 12)],
    ],
)
def test_words_that_were_not_recognised_in_their_cue_are_not_believed(words: Sequence[Word]):
    assert place_in_cue(words, cue(10, 12), spans((10, 12)), S) is None


def test_a_text_that_nobody_can_say_so_fast_is_not_believed():
    assert place_in_cue([word(10, 11)], cue(10, 11, "x" * 200), spans((10, 11)), S) is None


def test_time_is_shared_by_letters_over_what_is_spoken():
    shared = interpolate_by_letters(cue(10.5, 14.5, "aaa bbb ccc ddd"), spans((11, 12), (13, 14)), S)
    assert [round(one.start_us / S, 1) for one in shared] == [11.0, 11.5, 13.0, 13.5]
    assert [round(one.end_us / S, 1) for one in shared] == [11.5, 12.0, 13.5, 14.0]


def test_a_cue_of_no_length_still_has_words_with_length():
    shared = interpolate_by_letters(cue(10.5, 10.5, "en to tre"), (), S)
    assert [one.start_us < one.end_us for one in shared] == [True] * 3


def test_tokens_are_counted_back_into_words():
    words = join_tokens("Det er godt.", [1, 1, 2], [0, 100, 200, 300, 500], [0.9, 0.8, 0.6, 0.2])
    assert words == (Word(0, 100, "Det", 0.9), Word(100, 200, "er", 0.8), Word(200, 500, "godt.", 0.4))


@pytest.fixture(scope="module")
def whisper(needs_base):
    return load_engine("faster-whisper", "base")


class Clip:
    duration_us = 6_170_000

    def samples(self, start_us: int, end_us: int) -> NDArray[np.float32]:
        return tale()[start_us * RATE // S : end_us * RATE // S]


def test_known_words_are_found_where_they_are_said(whisper):
    first, second = WORDS[:38], WORDS[39:]
    found = ZoomText((cue(0, 2, first), cue(3, 5, second)), True, frozenset({0}))
    speech = spans((0.5, 2.91), (3.91, 5.67))
    aligned = align_text(Clip(), found, speech, loud(6.17, speech), engine=whisper, emit=lambda event: None)
    assert " ".join(word.text for word in aligned.words) == WORDS
    opening = [aligned.words[0].start_us / S, aligned.words[8].start_us / S]
    closing = [aligned.words[7].end_us / S, aligned.words[-1].end_us / S]
    assert (opening, closing) == (pytest.approx([0.5, 3.91], abs=0.1), pytest.approx([2.91, 5.67], abs=0.15))
    assert aligned.interpolated == 0 and all(0 <= word.probability <= 1 for word in aligned.words)


def test_a_text_that_is_not_said_there_is_known_by_its_probability(whisper):
    other = "Kagerne var desværre brændt fast i bunden af den gamle pande."
    (said,) = whisper.align([tale()], [WORDS])
    (not_said,) = whisper.align([tale()], [other])
    assert np.mean([word.probability for word in said]) > 3 * np.mean([word.probability for word in not_said])


def test_a_text_too_long_for_the_model_and_an_empty_one_have_no_words(whisper):
    assert whisper.align([tale(), tale(), tale()], ["", "ord " * 500, "Nu"])[:2] == [(), ()]
