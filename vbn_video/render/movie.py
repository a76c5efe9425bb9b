"""The finished video: frames copied or encoded span by span, the sound beside them, written as one file in one pass.

    intro.mp4 ─────────────────┐
    recorded parts ── copied ──┤
          └─ decoded ─ x264 ───┼─► one video track ─┐
    the previous video ────────┤                    ├─► video.mp4
    outro.mp4 ─────────────────┘                    │
    all sound ─ gain, limiter ─ AAC in parts ───────┘

What was encoded for the previous video and would come out the same is taken over from it.
"""

import hashlib
import json
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from vbn_video.clock import US_PER_S
from vbn_video.codec import to_json
from vbn_video.decisions import ProgrammeFormat, SplicePlan, SpliceSpan
from vbn_video.errors import RecordingError
from vbn_video.events import Emit, Event, Notice, Progress
from vbn_video.evidence import Packets
from vbn_video.messages import _, ngettext
from vbn_video.plan.cut.splice import idr_numbers
from vbn_video.reasons import library_reason
from vbn_video.render.coded.card import encode_card
from vbn_video.render.coded.encode import encode_span
from vbn_video.render.coded.h264_track import join_configurations
from vbn_video.render.coded.segments import CodedSegment, CopiedSegment, EncodedSegment, hold_first
from vbn_video.render.ffmpeg_program import program_build
from vbn_video.render.mp4.text_metadata import TextMetadata
from vbn_video.render.mp4.tracks import SoundTrack, VideoTrack, to_ticks
from vbn_video.render.mp4.writer import write_movie
from vbn_video.render.programme import Programme
from vbn_video.render.reuse import Pieces, PreviousRender, SegmentPlace
from vbn_video.render.sound.soundtrack import EncodedSound, encode_sound
from vbn_video.settings.preset import Preset, Video

ENCODING = 4
"""Raised when the same span would be encoded otherwise: then what was made before is not taken over."""
ENCODED_FRAMES_PER_S = 150.0
SOUND_S_PER_S = 120.0
WRITTEN_S_PER_S = 1000.0
"""Frames encoded, seconds of sound made, seconds of programme written in a second of work (measured: 720p, 2 cores)."""


@dataclass(frozen=True)
class RenderJob:
    """What the finished video shall be."""

    programme: Programme
    splice: SplicePlan
    preset: Preset
    text_metadata: TextMetadata


def make_movie(job: RenderJob, out: Path, emit: Emit, previous: PreviousRender | None = None) -> Pieces:
    """Write the finished video to `out`: every kept frame once at its Timeline time, the sound as `sound/soundtrack.py` says.

    Returns the pieces that a later video may take over.

    Raises:
        RecordingError: a part is damaged beyond reading, or has changed.
        OSError: with ENOSPC: the disk is full; nothing is left behind.
    """
    progress = _JobProgress(job, emit)
    sound_file = out.with_name(f"{out.stem}.aac")
    encoded_files = [out.with_name(f"{out.stem}.{number}.nut") for number in range(len(job.splice.spans))]
    try:
        with ThreadPoolExecutor(1) as beside:
            sound = beside.submit(_encode_sound, job, sound_file, progress, previous)
            try:
                made = []
                for one in _make_segments(job, encoded_files, progress, previous):
                    made.append(one)
                    if sound.done():
                        sound.result()  # where it has failed, no more frames are encoded
                encoded = sound.result()
            except BaseException:
                progress.stop()
                raise
        _write(job, [one.segment for one in made], encoded, out, progress)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    finally:
        for path in (sound_file, *encoded_files):
            path.unlink(missing_ok=True)
    _report_damage(made, emit)
    parts = {part.key: part.joined for part in encoded.parts}
    return Pieces(job.programme.fmt.encoded_set, _places_by_key(job, made), parts)


def span_key(programme: Programme, span: SpliceSpan, video: Video, idr_number: int) -> str:
    """A hash over all that the frames of an encoded span depend on, the program that encodes them among it."""
    assert span.part is not None and span.first is not None
    part, packets = programme.recording.parts[span.part], programme.packets
    rows = slice(span.first, span.first + span.frames)
    card = programme.card_of(span)
    made_from = {
        "card": None if card is None else hashlib.sha256(card.tobytes()).hexdigest(),
        "encoding": [ENCODING, program_build()],
        "part": [*part.identity.content, part.picture_index],
        "held": programme.held_us(span),
        "packets": hashlib.sha256(packets.pts[rows].tobytes() + packets.size[rows].tobytes()).hexdigest(),
        "format": to_json(ProgrammeFormat, programme.fmt),
        "video": [video.crf, video.speed],
        "idr": idr_number,
    }
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


class _JobProgress:
    """How far two threads are with one job, as one `Progress`; stops the thread whose work is no longer wanted."""

    def __init__(self, job: RenderJob, emit: Emit) -> None:
        duration_s = job.programme.duration_us / US_PER_S
        self._done_s = {"frames": 0.0, "sound": 0.0, "file": 0.0}
        self._frames_s = sum(span.frames for span in job.splice.spans if _is_encoded_here(span)) / ENCODED_FRAMES_PER_S
        self._sound_s, self._file_s = duration_s / SOUND_S_PER_S, duration_s / WRITTEN_S_PER_S
        self._frames_of_done_spans = 0
        self._emit, self._lock, self._stopped = emit, Lock(), False

    def emit(self, event: Event) -> None:
        """Emit an event; after `stop`, raise InterruptedError instead."""
        if self._stopped:
            raise InterruptedError
        with self._lock:
            self._emit(event)

    def stop(self) -> None:
        """End the other thread at its next event."""
        self._stopped = True

    def set_frames(self, frames: int) -> None:
        """Report that `frames` of the span being encoded are done."""
        self._set("frames", (self._frames_of_done_spans + frames) / ENCODED_FRAMES_PER_S)

    def end_span(self, frames: int) -> None:
        """Report that a span of `frames` is done."""
        self._frames_of_done_spans += frames
        self.set_frames(0)

    def set_sound(self, share: float) -> None:
        """Report the share of the sound that is done, 0 to 1."""
        self._set("sound", share * self._sound_s)

    def set_file(self, share: float) -> None:
        """Report the share of the file that is written, 0 to 1."""
        self._set("file", share * self._file_s)

    def _set(self, what: str, done_s: float) -> None:
        self._done_s[what] = done_s
        total_s = self._frames_s + self._sound_s + self._file_s
        self.emit(Progress(min(sum(self._done_s.values()), total_s), total_s))


def _is_encoded_here(span: SpliceSpan) -> bool:
    """Whether a span is encoded now: a bumper was encoded when it was made."""
    return span.how == "encode" and span.part is not None


def _encode_sound(job: RenderJob, out: Path, progress: _JobProgress, previous: PreviousRender | None) -> EncodedSound:
    reuse = previous.sound if previous else None
    return encode_sound(job.programme, job.preset.sound, out, progress.set_sound, progress.emit, reuse=reuse)


@dataclass(frozen=True)
class _MadeSegment:
    """The coded frames of one span, how many of the planned ones are missing, and what the decoder complained of."""

    segment: CodedSegment
    lacking: int = 0
    complaint: str | None = None


def _make_segments(
    job: RenderJob, files: Sequence[Path], progress: _JobProgress, previous: PreviousRender | None
) -> Iterator[_MadeSegment]:
    """Every span's segment in order; those that must be are encoded when their turn comes, each into its file of `files`."""
    programme = job.programme
    for span, idr_number, file in zip(job.splice.spans, idr_numbers(job.splice), files, strict=True):
        if span.part is None:
            bumper = programme.intro if span.start_us == 0 and programme.plan.intro_us else programme.outro
            assert bumper is not None, "the plan has a bumper that was not made"
            yield _MadeSegment(EncodedSegment.of(bumper, span.start_us))
        elif span.how == "copy":
            yield _MadeSegment(CopiedSegment.of(programme, span))
        else:
            yield _reuse(job, span, idr_number, previous) or _encode(job, span, idr_number, file, progress)
            progress.end_span(span.frames)


def _reuse(job: RenderJob, span: SpliceSpan, idr_number: int, previous: PreviousRender | None) -> _MadeSegment | None:
    """The span as the previous video has it, if it has."""
    key = span_key(job.programme, span, job.preset.video, idr_number)
    place = previous.pieces.pictures.get(key) if previous else None
    if previous is None or place is None or not place.count:
        return None
    return _MadeSegment(previous.video(place, span.start_us), place.lacking, place.complaint)


def _encode(job: RenderJob, span: SpliceSpan, idr_number: int, file: Path, progress: _JobProgress) -> _MadeSegment:
    """The span, encoded now.

    What looks like damage may be a place that the container's index leads past: then the part is read from its beginning.
    """
    video, card = job.preset.video, job.programme.card_of(span)
    if card is not None:
        return _MadeSegment(encode_card(job.programme, span, card, video, file, idr_number=idr_number))
    for seek in (True, False):
        complaints = encode_span(job.programme, span, video, file, progress.set_frames, idr_number=idr_number, seek=seek)
        segment = EncodedSegment.of(file, 0, spare=idr_number)
        segment = replace(segment, times=hold_first(job.programme, span, segment.times))
        lacking = max(0, span.frames - len(segment.times))
        if not (lacking or complaints) or _is_damaged(job.programme.packets, span):
            break
    return _MadeSegment(segment, lacking, complaints[0] if complaints else None)


def _is_damaged(packets: Packets, span: SpliceSpan) -> bool:
    """Whether the bitstream says that the span, or what it is decoded from, is damaged."""
    import numpy as np

    assert span.first is not None
    idr = np.flatnonzero(packets.idr[: span.first + 1])
    return bool(packets.damaged[idr[-1] if len(idr) else 0 : span.first + span.frames].any())


def _report_damage(made: Sequence[_MadeSegment], emit: Emit) -> None:
    """Say how many frames the recording was too damaged to give, or what the decoder stumbled over."""
    lacking = sum(one.lacking for one in made)
    complaint = next((one.complaint for one in made if one.complaint), None)
    if lacking:
        sentence = ngettext(
            "{count} picture of the recording could not be read; the picture before it stands in its place.",
            "{count} pictures of the recording could not be read; the picture before each stands in its place.",
            lacking,
        )
        emit(Notice(sentence.format(count=lacking), "warning"))
    elif complaint:
        sentence = _("The recording is damaged in places, and what could not be read was concealed: {why}.")
        emit(Notice(sentence.format(why=library_reason("media", complaint)), "warning"))


def _write(job: RenderJob, segments: Sequence[CodedSegment], sound: EncodedSound, out: Path, progress: _JobProgress) -> None:
    import numpy as np

    fmt = job.programme.fmt
    present = [segment for segment in segments if len(segment.times)]
    if not present:
        sentence = _("{path} is damaged and can't be read to its end: {why}. Fetch or convert the recording again.")
        raise RecordingError(sentence, path=job.programme.path(job.programme.recording.parts[0]), why=_("damaged"))
    video_track = VideoTrack(
        configuration=join_configurations([segment.configuration for segment in present]),
        width=fmt.width,
        height=fmt.height,
        sample_aspect=fmt.sample_aspect,
        colour=fmt,
        times=np.concatenate([segment.times for segment in present]),
        sync=np.concatenate([segment.sync for segment in present]),
    )
    sound_track = SoundTrack(
        configuration=sound.configuration,
        rate_hz=sound.rate_hz,
        channels=sound.channels,
        bitrate=sound.bitrate,
        packets=len(sound.sizes),
        priming=sound.priming,
        samples=sound.samples,
    )
    with closing(_video_data(present)) as video_data, closing(_sound_data(sound)) as sound_data:
        write_movie(out, video_track, sound_track, job.text_metadata, video_data, sound_data, progress.set_file)


def _video_data(segments: Sequence[CodedSegment]) -> Generator[bytes]:
    for segment in segments:
        yield from segment.data()


def _sound_data(sound: EncodedSound) -> Generator[bytes]:
    with sound.path.open("rb") as packets:
        yield from (packets.read(size) for size in sound.sizes.tolist())


def _places_by_key(job: RenderJob, made: Sequence[_MadeSegment]) -> dict[str, SegmentPlace]:
    """Where in the track the encoded spans stand, by `span_key`."""
    places, first = {}, 0
    for span, idr_number, one in zip(job.splice.spans, idr_numbers(job.splice), made, strict=True):
        count = len(one.segment.times)
        if _is_encoded_here(span):
            key = span_key(job.programme, span, job.preset.video, idr_number)
            places[key] = SegmentPlace(first, count, to_ticks(span.start_us), one.lacking, one.complaint)
        first += count
    return places
