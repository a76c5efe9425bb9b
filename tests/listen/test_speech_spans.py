import numpy as np
import pytest

from tests.made_media import speechlike
from tests.speech.clip import RATE, tale
from vbn_video.evidence import SpeechSpan
from vbn_video.listen.speech_spans import FRAME_US, PAD_US, SpeechDetector, find_spans

FRAME_S = FRAME_US / 1e6


def spans_in_s(sound: np.ndarray, piece: int = 30 * RATE) -> list[tuple[float, float]]:
    detector = SpeechDetector()
    for at in range(0, len(sound), piece):
        detector.feed(sound[at : at + piece])
    return [(span.start_us / 1e6, span.end_us / 1e6) for span in detector.finish()]


def frames(*runs: tuple[float, float]) -> list[float]:
    """Probabilities: so many seconds of each value."""
    return [probability for probability, length_s in runs for _ in range(round(length_s / FRAME_S))]


def lengths(probabilities: list[float]) -> list[float]:
    end_us = len(probabilities) * FRAME_US
    return [(span.end_us - span.start_us) / 1e6 for span in find_spans(probabilities, end_us)]


def test_speech_begins_and_ends_where_the_voice_does():
    (first, second) = spans_in_s(tale())
    assert first == pytest.approx((0.50, 2.91), abs=0.15)
    assert second == pytest.approx((3.91, 5.67), abs=0.15)


def test_a_border_between_pieces_cuts_no_span():
    sound = np.concatenate([tale()] * 3)
    whole = spans_in_s(sound)
    assert len(whole) == 6
    for piece in (RATE, 7001, 333):
        assert np.array(spans_in_s(sound, piece)) == pytest.approx(np.array(whole), abs=1e-6)


def test_synthetic_vowels_are_speech_and_noise_is_not():
    heard = spans_in_s(speechlike([(1, 3), (5, 6)], 8, RATE))
    assert all(1 - 0.1 < start < end < 3 + 0.2 or 5 - 0.1 < start < end < 6 + 0.2 for start, end in heard)
    assert sum(end - start for start, end in heard) > 2
    assert spans_in_s(np.random.default_rng(1).normal(0, 0.05, 5 * RATE).astype(np.float32)) == []


def test_silence_and_nothing_have_no_spans():
    assert spans_in_s(np.zeros(40 * RATE, np.float32)) == []
    assert spans_in_s(np.zeros(0, np.float32)) == []


def test_a_span_never_passes_the_end_of_the_sound():
    sound = tale()[: int(2.0 * RATE) + 7]
    assert spans_in_s(sound)[-1][1] <= len(sound) / RATE


def test_a_rest_under_300_ms_does_not_end_a_span():
    assert len(lengths(frames((0.9, 1), (0.1, 0.256), (0.9, 1), (0.1, 1)))) == 1
    assert len(lengths(frames((0.9, 1), (0.1, 0.352), (0.9, 1), (0.1, 1)))) == 2


def test_doubt_holds_a_span_but_does_not_begin_one():
    assert lengths(frames((0.45, 1), (0.1, 1))) == []
    assert lengths(frames((0.9, 1), (0.45, 1), (0.9, 0.5), (0.1, 1))) == [pytest.approx(2.5 + 2 * PAD_US / 1e6, abs=0.1)]


def test_a_click_is_no_speech():
    assert lengths(frames((0.0, 1), (0.9, 0.064), (0.0, 1))) == []


def test_spans_are_ascending_and_apart():
    spans = find_spans(frames(*[(0.9, 0.5), (0.0, 0.32)] * 5), 10_000_000)
    edges = [edge for span in spans for edge in (span.start_us, span.end_us)]
    assert len(spans) == 5 and edges == sorted(set(edges))


def test_speech_that_goes_on_to_the_end_ends_there():
    assert find_spans([0.9] * 100, 3_190_000) == (SpeechSpan(0, 3_190_000),)
