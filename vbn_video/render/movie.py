"""The finished video: pictures copied or encoded stretch by stretch, the sound beside them, written as one file in one pass.

    intro.mp4 ─────────────────┐
    recorded parts ── copied ──┤
          └─ decoded ─ x264 ───┼─► one track of pictures ─┐
    the last finished video ───┤                          ├─► video.mp4
    outro.mp4 ─────────────────┘                          │
    all sound ─ gain, limiter ─ AAC in parallel parts ────┘

What was encoded for the last finished video and would come out the same is taken over from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from vbn_video.clock import US_PER_S
from vbn_video.codec import to_json
from vbn_video.decisions import ProgrammeFormat, SplicePlan, SpliceSpan
from vbn_video.errors import RecordingError
from vbn_video.events import Emit, Event, Notice, Progress
from vbn_video.evidence import Packets
from vbn_video.messages import _
from vbn_video.plan.cut.splice import idr_numbers
from vbn_video.render.coded.encode import encode_stretch
from vbn_video.render.coded.h264_track import joined_configuration
from vbn_video.render.coded.segments import CodedFile, Copied, Strand
from vbn_video.render.ffmpeg_program import program_build
from vbn_video.render.mp4.text_metadata import Told
from vbn_video.render.mp4.tracks import PictureTrack, SoundTrack, in_ticks
from vbn_video.render.mp4.writer import write_movie
from vbn_video.render.programme import Programme
from vbn_video.render.reuse import Before, Pieces, Place
from vbn_video.render.sound.soundtrack import EncodedSound, encode_sound
from vbn_video.settings.preset import Preset, Video

ENCODING = 2
"""Raised when the same stretch would be encoded otherwise: then what was made before is not taken over."""
ENCODED_A_SECOND = 150.0
SOUNDED_A_SECOND = 120.0
WRITTEN_A_SECOND = 1000.0
"""Pictures encoded, seconds of sound made, seconds of programme written in a second of work (measured: 720p, 2 cores)."""


@dataclass(frozen=True)
class Wanted:
    """What the finished video shall be."""

    programme: Programme
    splice: SplicePlan
    preset: Preset
    told: Told


def make_movie(wanted: Wanted, out: Path, emit: Emit, before: Before | None = None) -> Pieces:
    """Write the finished video to `out`: every kept picture once at its Timeline time, the sound as `sound.py` says.

    Returns the pieces that a later video may take over.

    Raises:
        RecordingError: a part is damaged beyond reading, or has changed.
        OSError: with ENOSPC: the disk is full; nothing is left behind.
    """
    work = _Work(wanted, emit)
    sound_file = out.with_name(f"{out.stem}.aac")
    coded = [out.with_name(f"{out.stem}.{number}.nut") for number in range(len(wanted.splice.spans))]
    try:
        with ThreadPoolExecutor(1) as beside:
            sound = beside.submit(_encode_sound, wanted, sound_file, work, before)
            try:
                stretches = []
                for stretch in _coming(wanted, coded, work, before):
                    stretches.append(stretch)
                    if sound.done():
                        sound.result()  # where it has failed, no more pictures are encoded
                encoded = sound.result()
            except BaseException:
                work.stop()
                raise
        _write(wanted, [stretch.strand for stretch in stretches], encoded, out, work)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    finally:
        for path in (sound_file, *coded):
            path.unlink(missing_ok=True)
    _tell_damage(stretches, emit)
    parts = {part.key: part.joined for part in encoded.parts}
    return Pieces(wanted.programme.fmt.encoded_set, _places(wanted, stretches), parts)


def stretch_key(programme: Programme, span: SpliceSpan, video: Video, idr_number: int) -> str:
    """A hash over all that the pictures of an encoded stretch depend on, the program that encodes them among it."""
    assert span.part is not None and span.first is not None
    part, packets = programme.recording.parts[span.part], programme.packets
    rows = slice(span.first, span.first + span.pictures)
    made_from = {
        "encoding": [ENCODING, program_build()],
        "part": [*part.identity.content, part.picture_index],
        "packets": hashlib.sha256(packets.pts[rows].tobytes() + packets.size[rows].tobytes()).hexdigest(),
        "format": to_json(ProgrammeFormat, programme.fmt),
        "video": video.model_dump(mode="json"),
        "idr": idr_number,
    }
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


class _Work:
    """How far the work is, told from two threads; and what was damaged."""

    def __init__(self, wanted: Wanted, emit: Emit) -> None:
        duration_s = wanted.programme.duration_us / US_PER_S
        self._shares = {"pictures": 0.0, "sound": 0.0, "written": 0.0}
        self._pictures_s = sum(span.pictures for span in wanted.splice.spans if _anew(span)) / ENCODED_A_SECOND
        self._sound_s, self._writing_s = duration_s / SOUNDED_A_SECOND, duration_s / WRITTEN_A_SECOND
        self._encoded = 0
        self._tell, self._lock, self._stopped = emit, Lock(), False

    def emit(self, event: Event) -> None:
        """Tell an event; from a thread whose work is no longer wanted, end that thread."""
        if self._stopped:
            raise InterruptedError
        with self._lock:
            self._tell(event)

    def stop(self) -> None:
        """The other thread's work is no longer wanted."""
        self._stopped = True

    def encoded(self, pictures: int) -> None:
        """So many pictures of the stretch that is at work are encoded."""
        self._move("pictures", (self._encoded + pictures) / ENCODED_A_SECOND)

    def encoded_stretch(self, pictures: int) -> None:
        """A stretch of so many pictures is done."""
        self._encoded += pictures
        self.encoded(0)

    def sounded(self, share: float) -> None:
        """So much of the sound is done, 0 to 1."""
        self._move("sound", share * self._sound_s)

    def written(self, share: float) -> None:
        """So much of the file is written, 0 to 1."""
        self._move("written", share * self._writing_s)

    def _move(self, what: str, done_s: float) -> None:
        self._shares[what] = done_s
        total_s = self._pictures_s + self._sound_s + self._writing_s
        self.emit(Progress(min(sum(self._shares.values()), total_s), total_s))


def _anew(span: SpliceSpan) -> bool:
    """Whether a stretch is encoded here (a bumper was encoded when it was made)."""
    return span.how == "encode" and span.part is not None


def _encode_sound(wanted: Wanted, out: Path, work: _Work, before: Before | None) -> EncodedSound:
    reuse = before.sound if before else None
    return encode_sound(wanted.programme, wanted.preset.sound, out, work.sounded, work.emit, reuse=reuse)


@dataclass(frozen=True)
class _Stretch:
    """The coded pictures of one stretch, and what could not be had of them."""

    strand: Strand
    lacking: int = 0
    complaint: str | None = None


def _coming(wanted: Wanted, coded: Sequence[Path], work: _Work, before: Before | None) -> Iterator[_Stretch]:
    """Every stretch in order; those that must be are encoded when their turn comes, each into its file of `coded`."""
    programme = wanted.programme
    for span, idr_number, file in zip(wanted.splice.spans, idr_numbers(wanted.splice), coded, strict=True):
        if span.part is None:
            bumper = programme.intro if span.start_us == 0 and programme.plan.intro_us else programme.outro
            assert bumper is not None, "the plan has a bumper that was not made"
            yield _Stretch(CodedFile.of(bumper, span.start_us))
        elif span.how == "copy":
            yield _Stretch(Copied.of(programme, span))
        else:
            yield _taken_over(wanted, span, idr_number, before) or _encoded(wanted, span, idr_number, file, work)
            work.encoded_stretch(span.pictures)


def _taken_over(wanted: Wanted, span: SpliceSpan, idr_number: int, before: Before | None) -> _Stretch | None:
    key = stretch_key(wanted.programme, span, wanted.preset.video, idr_number)
    place = before.pieces.pictures.get(key) if before else None
    if before is None or place is None or not place.count:
        return None
    return _Stretch(before.pictures(place, span.start_us), place.lacking, place.complaint)


def _encoded(wanted: Wanted, span: SpliceSpan, idr_number: int, file: Path, work: _Work) -> _Stretch:
    """The stretch, encoded now. What looks like damage may be a place that the container's index leads past: read from its
    beginning then."""
    for sought in (True, False):
        video = wanted.preset.video
        complaints = encode_stretch(wanted.programme, span, video, file, work.encoded, idr_number=idr_number, sought=sought)
        made = CodedFile.of(file, 0, spare=idr_number)
        lacking = max(0, span.pictures - len(made.times))
        if not (lacking or complaints) or _damaged(wanted.programme.packets, span):
            break
    return _Stretch(made, lacking, complaints[0] if complaints else None)


def _damaged(packets: Packets, span: SpliceSpan) -> bool:
    """Whether the bitstream says that the stretch, or what it is decoded from, is damaged."""
    import numpy as np

    assert span.first is not None
    idr = np.flatnonzero(packets.idr[: span.first + 1])
    return bool(packets.damaged[idr[-1] if len(idr) else 0 : span.first + span.pictures].any())


def _tell_damage(stretches: Sequence[_Stretch], emit: Emit) -> None:
    """Say how many pictures the recording was too damaged to give, or what the decoder stumbled over."""
    lacking = sum(stretch.lacking for stretch in stretches)
    complaint = next((stretch.complaint for stretch in stretches if stretch.complaint), None)
    if lacking:
        sentence = _("{count} pictures of the recording could not be read; the picture before each stands in its place.")
        emit(Notice(sentence.format(count=lacking), "warning"))
    elif complaint:
        sentence = _("The recording is damaged in places, and what could not be read was concealed: {why}.")
        emit(Notice(sentence.format(why=complaint), "warning"))


def _write(wanted: Wanted, strands: Sequence[Strand], sound: EncodedSound, out: Path, work: _Work) -> None:
    import numpy as np

    fmt = wanted.programme.fmt
    present = [strand for strand in strands if len(strand.times)]
    if not present:
        sentence = _("{path} is damaged and can't be read to its end: {why}. Fetch or convert the recording again.")
        raise RecordingError(sentence, path=wanted.programme.path(wanted.programme.recording.parts[0]), why=_("damaged"))
    pictures = PictureTrack(
        configuration=joined_configuration([strand.configuration for strand in present]),
        width=fmt.width,
        height=fmt.height,
        sample_aspect=fmt.sample_aspect,
        colour=fmt,
        times=np.concatenate([strand.times for strand in present]),
        sync=np.concatenate([strand.sync for strand in present]),
    )
    sounds = SoundTrack(
        configuration=sound.configuration,
        rate_hz=sound.rate_hz,
        channels=sound.channels,
        bitrate=sound.bitrate,
        packets=len(sound.sizes),
        priming=sound.priming,
        samples=sound.samples,
    )
    with closing(_picture_data(present)) as picture_data, closing(_sound_data(sound)) as sound_data:
        write_movie(out, pictures, sounds, wanted.told, picture_data, sound_data, work.written)


def _picture_data(strands: Sequence[Strand]) -> Generator[bytes]:
    for strand in strands:
        yield from strand.data()


def _sound_data(sound: EncodedSound) -> Generator[bytes]:
    with sound.path.open("rb") as packets:
        yield from (packets.read(size) for size in sound.sizes.tolist())


def _places(wanted: Wanted, stretches: Sequence[_Stretch]) -> dict[str, Place]:
    """Where in the track the encoded stretches stand, by key."""
    places, first = {}, 0
    for span, idr_number, stretch in zip(wanted.splice.spans, idr_numbers(wanted.splice), stretches, strict=True):
        count = len(stretch.strand.times)
        if _anew(span):
            key = stretch_key(wanted.programme, span, wanted.preset.video, idr_number)
            places[key] = Place(first, count, in_ticks(span.start_us), stretch.lacking, stretch.complaint)
        first += count
    return places
