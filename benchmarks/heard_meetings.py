"""Recordings of which it is known what is said when: a `truth.json`, and the recording in a folder below it, as in `sample/`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from benchmarks.word_errors import Utterance
from vbn_video.recording.find import find_sources
from vbn_video.recording.sound.samples import RecordingSound
from vbn_video.recording.understand import understand
from vbn_video.speech.engines.engine import RATE_HZ


@dataclass(frozen=True)
class Meeting:
    """A recording and what is said in it."""

    name: str
    recording: Path
    """A folder of Zoom's, or a file."""
    seconds: float
    utterances: tuple[Utterance, ...]


def meeting_in(folder: Path) -> Meeting:
    """The meeting of a folder; its truth is `{"duration", "speech": [{"start", "end", "text" or null}…]}`, in seconds."""
    truth_file = folder / "truth.json"
    recordings = {path.parent for path in folder.rglob("*.mp4")}
    if not truth_file.is_file() or len(recordings) != 1:
        sys.exit(f"{folder} must hold a truth.json and one folder with the recording")
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    spoken = [Utterance(said["start"], said["end"], said.get("text") or "") for said in truth["speech"]]
    ordered = tuple(sorted(spoken, key=lambda one: one.start_s))
    return Meeting(folder.resolve().name, recordings.pop(), float(truth["duration"]), ordered)


def shortened(meeting: Meeting, longest_s: float, out: Path) -> Meeting:
    """The beginning of a meeting, its packets copied, up to the last rest before `longest_s`; a shorter one as it is."""
    if meeting.seconds <= longest_s:
        return meeting
    kept = tuple(one for one in meeting.utterances if one.end_s < longest_s)
    after_s = next((one.start_s for one in meeting.utterances if one.end_s >= longest_s), longest_s)
    end_s = min(longest_s, ((kept[-1].end_s if kept else 0.0) + after_s) / 2)
    sources = find_sources([meeting.recording])
    with av.open(str(sources.root / sources.parts[0].file)) as source, av.open(str(out), "w", format="mp4") as file:
        tracks = {
            stream.index: file.add_stream_from_template(stream) for stream in source.streams if stream.type in "audio video"
        }
        for packet in source.demux(*(source.streams[index] for index in tracks)):
            if packet.pts is not None and packet.pts * packet.time_base < end_s:
                packet.stream = tracks[packet.stream_index]
                file.mux(packet)
    return Meeting(meeting.name, out, end_s, kept)


def write_sound(meeting: Meeting, out: Path) -> None:
    """The recording's sound for those who can't read a recording: mono, 16 kHz, float32, a .npy file."""
    sources = find_sources([meeting.recording])
    recording, _packets = understand(sources, lambda _event: None)
    with RecordingSound(recording, sources.root, RATE_HZ) as sound:
        np.save(out, sound.samples(0, recording.duration_us))


def clock(seconds: float) -> str:
    """`10:00`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
