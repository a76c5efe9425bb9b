"""ingest: find the recorded files, read their headers and packets, and write down what the recording is."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from vbn_video.clock import US_PER_S
from vbn_video.codec import to_json
from vbn_video.events import Emit, Found, Notice
from vbn_video.evidence import Recording
from vbn_video.messages import _
from vbn_video.recording.find import find_sources
from vbn_video.recording.identity import read_identity
from vbn_video.recording.packets import save_packets
from vbn_video.recording.sources import Sources
from vbn_video.recording.understand import understand
from vbn_video.steps.step import Inputs, Outcome, Step


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Finds the recorded files, reads their headers and packets, writes down what the recording is, says what was chosen."""
    recording, packets = understand(_found(inputs), emit)
    inputs.out["recording.json"].write_text(to_json(Recording, recording), encoding="utf-8")
    save_packets(inputs.out["packets.npz"], packets)
    for choice in recording.choices:
        emit(Notice(f"{choice.what}: {choice.why}"))
    emit(Found(summary(recording)))
    return Outcome()


def summary(recording: Recording) -> str:
    """The recording in a few words: `2 parts, 48 min, 1280x720`."""
    words = [_("{count} parts").format(count=len(recording.parts))] if len(recording.parts) > 1 else []
    shapes = dict.fromkeys(f"{part.picture.width}x{part.picture.height}" for part in recording.parts)
    return ", ".join((*words, _length(recording.duration_us), " + ".join(shapes)))


def _length(duration_us: int) -> str:
    minutes, seconds = divmod(round(duration_us / US_PER_S), 60)
    if minutes < 10:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds) if minutes else f"{seconds} s"
    return _("{minutes} min").format(minutes=minutes + (seconds >= 30))


def _fingerprint_recording(inputs: Inputs) -> Any:
    """The recorded files as they can be told without reading them whole, and the names of what lies beside them."""
    sources = _found(inputs)
    identities = [asdict(read_identity(sources.root / file)) for file in sources.files]
    return {"files": list(sources.files), "identities": identities, "sidecars": [asdict(one) for one in sources.sidecars]}


def _found(inputs: Inputs) -> Sources:
    return find_sources([Path(path) for path in inputs.values["sources"]], views=inputs.preset.video.views)


STEP = Step(
    "ingest",
    version=6,
    reads=(),
    writes=("recording.json", "packets.npz"),
    run=run,
    preset_keys=("video.views",),
    value_keys=("sources",),
    external_inputs=_fingerprint_recording,
)
