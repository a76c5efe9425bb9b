"""The whole run over three hours in which somebody speaks all the time, with recorded words in place of hearing."""

from __future__ import annotations

import json
import sys
from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.compile_captions import hour_of_words
from benchmarks.machine import taken
from benchmarks.made import UNIT_S, meeting, repeat
from tests.speech.clip import RATE, tale
from vbn_video.evidence import Word
from vbn_video.speech.engines.engine import DecodingOptions, DecodingResult

MINUTES = (6, 180)
"""The short one shows in a moment that the way is whole; the long one is what the limit is for."""
LIMIT_BYTES = 1_500_000_000
SIZE = (320, 180)
WORD_US = 360_000
"""Of a word of five letters and its blank: 17 characters a second, so that captions have little room."""
RUN = """
import sys
from tests.test_three_hours_of_speech import Recorded
from vbn_video.speech.engines import registry
registry.load_engine = lambda engine, model: Recorded()
from vbn_video.cli.main import main
main(sys.argv[1:])
"""


class Recorded:
    """An engine that hears nothing: whatever the window, somebody goes on with the words that were written down."""

    name, windows_at_once = "recorded 1", 6

    def __init__(self) -> None:
        self._texts = cycle([word.text for word in hour_of_words()])

    def hear(
        self, windows: Sequence[NDArray[np.float32]], options: DecodingOptions, skip: Container[int] = ()
    ) -> Iterator[tuple[int, DecodingResult]]:
        for index, window in enumerate(windows):
            if index not in skip:
                yield index, DecodingResult(self._words(len(window) * 1_000_000 // RATE), -0.1, 0.0, {"da": 0.99})

    def _words(self, length_us: int) -> tuple[Word, ...]:
        starts_us = range(0, length_us - WORD_US, WORD_US)
        texts = islice(self._texts, len(starts_us))
        return tuple(Word(at_us, at_us + WORD_US, f" {text}", 0.9) for at_us, text in zip(starts_us, texts, strict=True))


def spoken_minute() -> NDArray[np.float32]:
    """A minute of the clip's two sentences without the silence around them."""
    clip = tale()
    sentences = np.concatenate([clip[int(0.45 * RATE) : int(2.95 * RATE)], clip[int(3.86 * RATE) : int(5.72 * RATE)]])
    return np.resize(sentences, UNIT_S * RATE)


def speech_of(minutes: int, folder: Path) -> Path:
    """A recording: one minute of frames and of speech, over and over."""
    frames, minute, whole = meeting(UNIT_S, SIZE).path, folder / "minut.mp4", folder / "lang optagelse.mp4"
    with av.open(str(frames)) as source, av.open(str(minute), "w", format="mp4") as file:
        video, sound = file.add_stream_from_template(source.streams.video[0]), file.add_stream("aac", rate=RATE)
        sound.layout, sound.bit_rate = "mono", 48_000
        for packet in source.demux(source.streams.video[0]):
            if packet.pts is not None:
                packet.stream = video
                file.mux(packet)
        frame = av.AudioFrame.from_ndarray(spoken_minute()[None], "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        file.mux(sound.encode(frame))
        file.mux(sound.encode())
    repeat(minute, whole, minutes)
    minute.unlink()
    return whole


@pytest.mark.long
@pytest.mark.parametrize("minutes", MINUTES)
def test_speech_without_a_rest_becomes_a_page_in_under_1500_mb(minutes: int, tmp_path: Path, needs_base: None) -> None:
    recording, media = speech_of(minutes, tmp_path), tmp_path / "medier"
    media.mkdir()
    options = ["--media-dir", media, "--set", "captions.model=base", "--despite-findings", "--json"]
    took = taken([sys.executable, "-c", RUN, "publish", recording, *options])
    document = json.loads(took.out)
    words = json.loads((Path(document["project"]) / "words.json").read_text(encoding="utf-8"))["words"]
    assert document["duration"] > minutes * 60 - 120
    assert len(words) > 0.8 * minutes * 60 * 1_000_000 / WORD_US
    assert document["captions"]["cues"] > minutes * 10
    assert Path(document["publications"][0]["path"]).is_file()
    assert took.peak_bytes < LIMIT_BYTES, f"{took.peak_bytes / 1e6:.0f} MB"
