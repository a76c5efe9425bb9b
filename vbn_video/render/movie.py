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
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from threading import Lock

from vbn_video.codec import US_PER_S, to_json
from vbn_video.decisions import ProgrammeFormat, SplicePlan, SpliceSpan
from vbn_video.errors import RecordingError
from vbn_video.events import Event, Notice, Progress, Tell
from vbn_video.messages import _
from vbn_video.preset import Preset, Video
from vbn_video.render.before import Before, Pieces, Stretch
from vbn_video.render.encode import encode_stretch
from vbn_video.render.h264 import joined_configuration
from vbn_video.render.mp4.told import Told
from vbn_video.render.mp4.tracks import PictureTrack, SoundTrack
from vbn_video.render.mp4.writer import write_movie
from vbn_video.render.programme import Programme
from vbn_video.render.sound import EncodedSound, encode_sound
from vbn_video.render.strands import CodedFile, Copied, Strand, ticks

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


def make_movie(wanted: Wanted, out: Path, tell: Tell, before: Before | None = None) -> Pieces:
    """Write the finished video to `out`: every kept picture once at its Timeline time, the sound as `sound.py` says.

    Returns the pieces that a later video may take over.

    Raises:
        RecordingError: a part is damaged beyond reading, or has changed.
        OSError: with ENOSPC: the disk is full; nothing is left behind.
    """
    work = _Work(wanted, tell)
    sound_file = out.with_name(f"{out.stem}.aac")
    coded = [out.with_name(f"{out.stem}.{number}.nut") for number in range(len(wanted.splice.spans))]
    try:
        with ThreadPoolExecutor(1) as beside:
            sound = beside.submit(_encode_sound, wanted, sound_file, work, before)
            try:
                strands = [
                    _strand(wanted, span, file, work, before) for span, file in zip(wanted.splice.spans, coded, strict=True)
                ]
                encoded = sound.result()
            except BaseException:
                work.stop()
                raise
        _write(wanted, strands, encoded, out, work)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    finally:
        for path in (sound_file, *coded):
            path.unlink(missing_ok=True)
    work.tell_damage()
    parts = {part.key: part.joined for part in encoded.parts}
    return Pieces(wanted.programme.fmt.encoded_set, _stretches(wanted, strands), parts)


def stretch_key(programme: Programme, span: SpliceSpan, video: Video) -> str:
    """A hash over all that the pictures of an encoded stretch depend on."""
    assert span.part is not None and span.first is not None
    part, packets = programme.recording.parts[span.part], programme.packets
    rows = slice(span.first, span.first + span.pictures)
    made_from = {
        "encoding": ENCODING,
        "part": [part.identity.head_sha256, part.identity.tail_sha256, part.picture_index],
        "pts": hashlib.sha256(packets.pts[rows].tobytes()).hexdigest(),
        "format": to_json(ProgrammeFormat, programme.fmt),
        "video": video.model_dump(mode="json"),
    }
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


class _Work:
    """How far the work is, told from two threads; and what was damaged."""

    def __init__(self, wanted: Wanted, tell: Tell) -> None:
        duration_s = wanted.programme.duration_us / US_PER_S
        self._shares = {"pictures": 0.0, "sound": 0.0, "written": 0.0}
        self._pictures_s = sum(span.pictures for span in wanted.splice.spans if _anew(span)) / ENCODED_A_SECOND
        self._sound_s, self._writing_s = duration_s / SOUNDED_A_SECOND, duration_s / WRITTEN_A_SECOND
        self._encoded = 0
        self._lacking = 0
        self._complaints: list[str] = []
        self._tell, self._lock, self._stopped = tell, Lock(), False

    def tell(self, event: Event) -> None:
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

    def encoded_stretch(self, planned: int, made: int, complaints: Sequence[str]) -> None:
        """A stretch is done."""
        self._encoded += planned
        self._lacking += max(0, planned - made)
        self._complaints += complaints
        self.encoded(0)

    def sounded(self, share: float) -> None:
        """So much of the sound is done, 0 to 1."""
        self._move("sound", share * self._sound_s)

    def written(self, share: float) -> None:
        """So much of the file is written, 0 to 1."""
        self._move("written", share * self._writing_s)

    def tell_damage(self) -> None:
        """Say what the decoder stumbled over, and how many pictures the recording was too damaged to give."""
        if self._lacking:
            sentence = _("{count} pictures of the recording could not be read; the picture before each stands in its place.")
            self.tell(Notice(sentence.format(count=self._lacking), "warning"))
        elif self._complaints:
            sentence = _("The recording is damaged in places, and what could not be read was concealed: {why}.")
            self.tell(Notice(sentence.format(why=self._complaints[0]), "warning"))

    def _move(self, what: str, done_s: float) -> None:
        self._shares[what] = done_s
        total_s = self._pictures_s + self._sound_s + self._writing_s
        self.tell(Progress(min(sum(self._shares.values()), total_s), total_s))


def _anew(span: SpliceSpan) -> bool:
    """Whether a stretch is encoded here (a bumper was encoded when it was made)."""
    return span.how == "encode" and span.part is not None


def _encode_sound(wanted: Wanted, out: Path, work: _Work, before: Before | None) -> EncodedSound:
    reuse = before.sound if before else None
    return encode_sound(wanted.programme, wanted.preset.sound, out, work.sounded, work.tell, reuse=reuse)


def _strand(wanted: Wanted, span: SpliceSpan, working: Path, work: _Work, before: Before | None) -> Strand:
    """The coded pictures of one stretch; those that must be are encoded here and now."""
    programme, video = wanted.programme, wanted.preset.video
    if span.part is None:
        bumper = programme.intro if span.start_us == 0 and programme.plan.intro_us else programme.outro
        assert bumper is not None, "the plan has a bumper that was not made"
        return CodedFile.of(bumper, span.start_us)
    if span.how == "copy":
        return Copied.of(programme, span)
    if before is not None and (taken := before.stretch(stretch_key(programme, span, video), span.start_us)):
        work.encoded_stretch(span.pictures, span.pictures, ())
        return taken
    complaints = encode_stretch(programme, span, video, working, work.encoded)
    made = CodedFile.of(working, 0)
    work.encoded_stretch(span.pictures, len(made.times), complaints)
    return made


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
    picture_data = chain.from_iterable(strand.data() for strand in present)
    write_movie(out, pictures, sounds, wanted.told, picture_data, _sound_data(sound), work.written)


def _sound_data(sound: EncodedSound) -> Iterator[bytes]:
    with sound.path.open("rb") as packets:
        yield from (packets.read(size) for size in sound.sizes.tolist())


def _stretches(wanted: Wanted, strands: Sequence[Strand]) -> dict[str, Stretch]:
    """Where in the track the encoded stretches stand, by key."""
    places, first = {}, 0
    for span, strand in zip(wanted.splice.spans, strands, strict=True):
        if _anew(span):
            key = stretch_key(wanted.programme, span, wanted.preset.video)
            places[key] = Stretch(first, len(strand.times), ticks(span.start_us))
        first += len(strand.times)
    return places
