"""Other ways to have the same sound transcribed by the same weights, each as its documentation shows it, in a process of its own.

It needs only numpy and the engine itself, so that it runs under the Python of any environment.

usage: python transcribe_peers.py JOB     a file of JSON; prints JSON
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

RATE_HZ = 16_000
CHUNK_S = 30
LANGUAGE = "da"


@dataclass(frozen=True)
class Way:
    """One way to call an engine; what is left at its default is the engine's own."""

    engine: str
    """`faster-whisper`, `faster-whisper batched` or `openai-whisper`."""
    beam: int = 5
    batch: int = 1
    vad: bool = False
    context: bool = True
    """Whether the model is told what it heard before."""


@dataclass(frozen=True)
class Job:
    """What is to be done."""

    way: Way
    weights: str
    """A folder of CTranslate2's make, or a .pt file."""
    samples: str
    """A .npy file: mono, 16 kHz, float32."""


def main(job: Job) -> None:
    """Do it; print `{"engine": …, "words": [[start_s, end_s, text], …]}`."""
    import numpy as np

    samples = np.load(job.samples)
    heard = _openai(job, samples) if job.way.engine == "openai-whisper" else _faster(job, samples)
    package = job.way.engine.split()[0]
    print(json.dumps({"engine": f"{package} {version(package)}", "words": list(heard)}))


def _faster(job: Job, samples: Any) -> Iterator[tuple[float, float, str]]:
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    way = job.way
    model = WhisperModel(job.weights, device="cpu", compute_type="int8", local_files_only=True)
    asked: dict[str, Any] = {"language": LANGUAGE, "word_timestamps": True, "beam_size": way.beam, "vad_filter": way.vad}
    if way.engine == "faster-whisper":
        segments, _info = model.transcribe(samples, condition_on_previous_text=way.context, **asked)
    else:
        if not way.vad:  # it won't go without pieces: these are Whisper's own
            starts = range(0, len(samples), CHUNK_S * RATE_HZ)
            edges = [(start / RATE_HZ, min(start + CHUNK_S * RATE_HZ, len(samples)) / RATE_HZ) for start in starts]
            asked["clip_timestamps"] = [{"start": start_s, "end": end_s} for start_s, end_s in edges]
        segments, _info = BatchedInferencePipeline(model).transcribe(samples, batch_size=way.batch, **asked)
    for segment in segments:
        for word in segment.words:
            yield float(word.start), float(word.end), word.word


def _openai(job: Job, samples: Any) -> Iterator[tuple[float, float, str]]:
    import whisper

    said = whisper.load_model(job.weights, device="cpu").transcribe(
        samples,
        language=LANGUAGE,
        beam_size=job.way.beam,
        condition_on_previous_text=job.way.context,
        word_timestamps=True,
        fp16=False,
    )
    for segment in said["segments"]:
        for word in segment["words"]:
            yield float(word["start"]), float(word["end"]), word["word"]


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    main(Job(Way(**asked.pop("way")), **asked))
