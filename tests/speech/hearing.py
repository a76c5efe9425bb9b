"""A recording heard from beginning to end, with a journal that nobody goes on with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from vbn_video.events import Emit
from vbn_video.evidence import Levels, SpeechSpan
from vbn_video.speech.checkpoint import Journal
from vbn_video.speech.engines.engine import Engine, Sound
from vbn_video.speech.engines.quality import QUALITIES
from vbn_video.speech.hearing import Listener
from vbn_video.speech.transcription import HeardRecording, gain_towards_speech, transcribe


def hear(
    sound: Sound,
    spans: Sequence[SpeechSpan],
    levels: Levels,
    engine: Engine,
    emit: Emit = lambda event: None,
    *,
    journal: Journal | None = None,
) -> HeardRecording:
    """All words of the recording, at the quality `good`."""
    with TemporaryDirectory() as folder:
        kept = journal or Journal(Path(folder) / "heard.jsonl", "test")
        quality = QUALITIES["good"].told(kept.prompt)
        return transcribe(Listener(sound, gain_towards_speech(levels), spans, lambda: engine, quality, kept, emit), levels)
