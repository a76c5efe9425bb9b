"""From recorded files to a `Recording`: formats, clocks and frame times of every part, and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S
from vbn_video.errors import RecordingError
from vbn_video.events import Emit, Progress
from vbn_video.evidence import Choice, Packets, Part, Recording
from vbn_video.messages import _, ngettext
from vbn_video.recording.identity import read_identity
from vbn_video.recording.packets import PartPackets, read_packets, ticks_to_us
from vbn_video.recording.probe import probe, read_declared_duration_us
from vbn_video.recording.sources import SourceFile, Sources
from vbn_video.recording.timing.frame_rate import measure_frame_rate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class _Understood:
    part: Part
    packets: PartPackets
    choices: tuple[Choice, ...]


def understand(sources: Sources, emit: Emit) -> tuple[Recording, Packets]:
    """Read the headers and packets of all parts. Nothing is decoded but each part's first frame.

    Raises:
        RecordingError: a part has no video, none has sound, or one can't be read to its end.
    """
    lengths_s = [read_declared_duration_us(sources.root / source.file) / US_PER_S for source in sources.parts]
    understood = []
    for index, source in enumerate(sources.parts):
        before_s, total_s = sum(lengths_s[:index]), sum(lengths_s)
        understood.append(_understand_part(sources.root, source, before_s, total_s, emit))
        emit(Progress(before_s + lengths_s[index], total_s))
    parts = tuple(one.part for one in understood)
    if all(part.sound is None for part in parts):
        path = sources.root / parts[0].file
        raise RecordingError(_("{path} holds no sound: without speech there is nothing to caption or trim."), path=path)
    silent = tuple(
        Choice(part.file, _("This part has no sound: it is silent in the recording.")) for part in parts if part.sound is None
    )
    recording = Recording(
        sources.kind,
        sources.name,
        parts,
        sources.sidecars,
        (*sources.choices, *(choice for one in understood for choice in one.choices), *silent),
        sources.topic,
        sources.meeting_id,
        parts[0].began,
        sources.day,
    )
    return recording, _end_to_end(recording, [one.packets for one in understood])


def _understand_part(root: Path, source: SourceFile, before_s: float, total_s: float, emit: Emit) -> _Understood:
    path = root / source.file
    probed = probe(path, source.file)
    packets = read_packets(
        path,
        probed.picture_index,
        probed.sound_index,
        lambda done_s: emit(Progress(min(before_s + max(done_s, 0), total_s), total_s)),
        decodable_from=probed.decodable_from,
    )
    has_sound = packets.sound_start_us is not None
    rate, variable = measure_frame_rate(packets.pts, packets.time_base)
    shown_ticks = packets.last_shown_ticks or round(1 / (rate * packets.time_base))
    video_us = (int(packets.times_us[0]), ticks_to_us(int(packets.pts[-1]) + shown_ticks, packets.time_base))
    sound_us = (packets.sound_start_us or 0, packets.sound_end_us or 0) if has_sound else video_us
    start_us = min(video_us[0], sound_us[0])
    part = Part(
        file=source.file,
        identity=read_identity(path),
        source_start_us=start_us,
        duration_us=max(video_us[1], sound_us[1]) - start_us,
        picture_index=probed.picture_index,
        picture=replace(
            probed.picture,
            rate=rate,
            variable_rate=variable,
            uncopiable=packets.uncopiable,
            parameter_sets=packets.parameter_sets,
            parameter_sets_sha256=packets.parameter_sets_sha256,
        ),
        pictures=len(packets.pts),
        sound_index=probed.sound_index if has_sound else None,
        sound=probed.sound if has_sound else None,
        picture_start_us=video_us[0] - start_us,
        picture_end_us=video_us[1] - start_us,
        sound_start_us=sound_us[0] - start_us if has_sound else 0,
        sound_end_us=sound_us[1] - start_us if has_sound else 0,
        sound_declared_us=max(packets.sound_declared_end_us - start_us, 0) if packets.sound_declared_end_us is not None else 0,
        sound_hidden=has_sound and packets.sound_hidden,
        began=source.began,
    )
    return _Understood(part, packets, (*probed.choices, *_left_out(source.file, packets.undecodable)))


def _left_out(file: str, frames: int) -> tuple[Choice, ...]:
    """What is said where frames at a file's beginning are left out."""
    if not frames:
        return ()
    said = ngettext(
        "{count} picture at its beginning builds on one that is missing: the first whole one is shown instead.",
        "{count} pictures at its beginning build on one that is missing: the first whole one is shown instead.",
        frames,
    )
    return (Choice(file, said.format(count=frames)),)


def _end_to_end(recording: Recording, packets: list[PartPackets]) -> Packets:
    """The frames of all parts on the recording clock."""
    import numpy as np

    starts_us = zip(recording.part_starts_us, recording.parts, packets, strict=True)
    times_us = [one.times_us - part.source_start_us + start_us for start_us, part, one in starts_us]

    def joined(name: str) -> NDArray[np.int64]:
        return np.concatenate([getattr(one, name) for one in packets])

    return Packets(
        part=np.repeat(np.arange(len(packets), dtype=np.int32), [len(one.pts) for one in packets]),
        time_us=np.concatenate(times_us),
        pts=joined("pts"),
        dts=joined("dts"),
        position=joined("position"),
        size=joined("size"),
        keyframe=joined("keyframe").astype(np.bool_),
        idr=joined("idr").astype(np.bool_),
        damaged=joined("damaged").astype(np.bool_),
    )
