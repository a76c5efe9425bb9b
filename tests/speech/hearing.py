"""A recording heard from beginning to end, with a checkpoint that nobody goes on with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from vbn_video.events import Emit
from vbn_video.evidence import Levels, SpeechSpan
from vbn_video.settings.lexicon.danish_lexicon import Knows
from vbn_video.speech.checkpoint import Checkpoint
from vbn_video.speech.engines.engine import QUALITIES, DecodingResult, Engine, SoundSource
from vbn_video.speech.hearing import Listener
from vbn_video.speech.transcription import HeardRecording, transcribe, transcription_gain

HeardWindows = Iterator[tuple[int, DecodingResult]]


def in_order(heard: Iterable[tuple[int, DecodingResult]]) -> list[DecodingResult]:
    """What an engine heard, window by window."""
    return [result for _index, result in sorted(heard, key=lambda one: one[0])]


def hear(
    sound: SoundSource,
    spans: Sequence[SpeechSpan],
    levels: Levels,
    engine: Engine,
    emit: Emit = lambda event: None,
    *,
    checkpoint: Checkpoint | None = None,
    knows: Knows | None = None,
    names: Collection[str] = (),
) -> HeardRecording:
    """All words of the recording, at the quality `good`; without a lexicon, unless one is given."""
    with TemporaryDirectory() as folder:
        kept = checkpoint or Checkpoint(Path(folder) / "heard.jsonl", "test")
        quality = QUALITIES["good"].with_prompt(kept.prompt)
        listener = Listener(sound, transcription_gain(levels), spans, lambda: engine, quality, kept, emit)
        return transcribe(listener, levels, knows, names)
