"""Readers of what is no text: coded video and its parameter sets, MP4 files, fonts, pictures, films and sounds."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import av
from PIL import Image

from tests.made_h264 import made_h264, parameter_sets_of
from tests.measured import measure_video
from tests.render.mp4.coded import CHAPTERS, CUES, coded
from vbn_video.decisions import ProgrammeFormat
from vbn_video.errors import InputError, RecordingError, VbnError
from vbn_video.publish.website.pages.html import _picture_size
from vbn_video.publish.youtube.texts.thumbnail import thumbnail
from vbn_video.recording.find import find_sources
from vbn_video.recording.h264.bits import BitstreamError
from vbn_video.recording.h264.configuration import AvcConfiguration
from vbn_video.recording.h264.pps import read_pps
from vbn_video.recording.h264.sps import read_sps
from vbn_video.recording.h264.stream import CodedStream
from vbn_video.recording.media import refuse_truncated
from vbn_video.recording.probe import probe_sound
from vbn_video.recording.understand import understand
from vbn_video.render.bumpers.bumper_templates import find_template, read_template
from vbn_video.render.bumpers.bumper_texts import BumperTexts
from vbn_video.render.bumpers.film import make_bumper
from vbn_video.render.bumpers.fonts import load_font
from vbn_video.render.bumpers.glyphs import read_characters
from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.parse import MovieError
from vbn_video.render.mp4.rewrite import rewrite_text_metadata
from vbn_video.render.mp4.text_metadata import Tags, TextMetadata
from vbn_video.report.measure.container import index_in_front, is_whole
from vbn_video.report.measure.media_digest import media_digest
from vbn_video.untrusted.picture_files import PictureError, read_picture

S = 1_000_000
FONTS = Path(__file__).parents[2] / "intros" / "fonts"
FORMAT = ProgrammeFormat(64, 48, Fraction(1), Fraction(25), False, 32_000, 1)
KINDS: tuple[dict[str, Any], ...] = (
    {"sound": [(0, 0.2)]},
    {"b_frames": 2, "b_pyramid": True, "refs": 3, "sound": [(0, 0.2)]},
    {"interlaced": True},
    {"pixel_format": "yuv444p"},
    {"pixel_format": "yuv420p10le"},
)
SLICE_GROUPS = (
    b"\x68\xc4\x1c\x0c\xb5\xb6\xdb\x6d\xb6\xdb\x6d\xff\xf0",  # eight groups, each of 24 map units its own
    b"\x68\xc4\x0b\xff\xff\xff\xff\xf0",
)


@dataclass(frozen=True)
class MediaReader:
    """What reads one kind of file."""

    name: str
    samples: Callable[[], Sequence[bytes]]
    read: Callable[[bytes, Path], object]
    """Of these bytes, and a path that it may write them to."""
    refusals: tuple[type[VbnError], ...] = ()
    """The errors that it may raise."""
    broken_bytes: int | None = None
    """Only so much from the front is broken: what follows is looked at by nobody."""
    cost: int = 1
    """It is tried with so many times fewer inputs, because each starts a program."""


@cache
def _recordings() -> tuple[Path, ...]:
    folder = Path(tempfile.mkdtemp(prefix="vbn-video-fuzz-"))
    made = [made_h264(folder / f"{number}.mp4", pictures=6, **how) for number, how in enumerate(KINDS)]
    return *made, made_h264(folder / "stream.ts", pictures=6, sound=[(0, 0.2)])


def _mp4s() -> list[bytes]:
    return [path.read_bytes() for path in _recordings()[:3]]


def _sets(kind: int) -> list[bytes]:
    return [unit for path in _recordings()[:5] for unit in parameter_sets_of(path) if unit[0] & 0x1F == kind]


@cache
def _records() -> list[bytes]:
    records = []
    for path in _recordings()[:5]:
        with av.open(str(path)) as file:
            records.append(bytes(file.streams.video[0].codec_context.extradata or b""))
    return records


@cache
def _streams() -> list[bytes]:
    """Extradata and packets, each with its length of two bytes in front."""
    streams = []
    for path in _recordings():
        with av.open(str(path)) as file:
            packets = [bytes(packet) for packet in file.demux(video=0) if packet.size]
            pieces = [bytes(file.streams.video[0].codec_context.extradata or b""), *packets]
        streams.append(b"".join(len(piece).to_bytes(2) + piece for piece in pieces))
    return streams


@cache
def _ours() -> list[bytes]:
    path = _recordings()[0].with_name("video.mp4")
    return [coded(_recordings()[0]).write(path, TextMetadata(S // 4, CHAPTERS, CUES, Tags("Møde"))).read_bytes()]


@cache
def _pictures() -> list[bytes]:
    upright = Image.Exif()
    upright[0x0112] = 6
    noise = Image.effect_noise((64, 48), 50)
    hows: tuple[dict[str, Any], ...] = (
        {"format": "JPEG", "exif": upright}, {"format": "JPEG", "progressive": True}, {"format": "PNG", "exif": upright},
        {"format": "WEBP", "exif": upright}, {"format": "GIF"}, {"format": "BMP"},
    )  # fmt: skip
    saved = []
    for how in hows:
        noise.convert("RGB").save(out := BytesIO(), **how)
        saved.append(out.getvalue())
    return saved


@cache
def _fonts() -> list[bytes]:
    return [path.read_bytes() for path in sorted(FONTS.glob("*.ttf"))]


def _quiet(_event: object) -> None:
    pass


def _written(data: bytes, path: Path) -> Path:
    path.write_bytes(data)
    return path


def _bits(read: Callable[[bytes], object]) -> Callable[[bytes, Path], object]:
    def tried(data: bytes, _path: Path) -> None:
        with suppress(BitstreamError):
            read(data)

    return tried


def _coded_stream(data: bytes, _path: Path) -> object:
    pieces = []
    while data:
        length = int.from_bytes(data[:2])
        pieces.append(data[2 : 2 + length])
        data = data[2 + length :]
    stream = CodedStream(pieces[0] if pieces else b"")
    for piece in pieces[1:]:
        stream.add(memoryview(piece))
    return stream.uncopiable, stream.reorder_frames, stream.parameter_sets, stream.parameter_sets_sha256


def _finished(data: bytes, path: Path) -> None:
    with suppress(MovieError):
        movie = FinishedMovie.read(_written(data, path))
        assert sum(map(len, movie.video_data())) == movie.video_samples.sizes.sum()
        assert sum(map(len, movie.sound_data())) == movie.sound_samples.sizes.sum()


def _rewritten(data: bytes, path: Path) -> None:
    rewrite_text_metadata(_written(data, path), path.with_name("new.mp4"), TextMetadata(S // 2, CHAPTERS, CUES, Tags("Nyt")))


def _known_media(data: bytes, path: Path) -> None:
    media_digest(_written(data, path))


def _boxes(data: bytes, path: Path) -> None:
    is_whole(_written(data, path))
    index_in_front(path)
    refuse_truncated(path)


def _measured(data: bytes, path: Path) -> None:
    measure_video(_written(data, path), _quiet)


def _understood(suffix: str) -> Callable[[bytes, Path], object]:
    return lambda data, path: understand(find_sources([_written(data, path.with_suffix(suffix))]), _quiet)


def _picture(data: bytes, path: Path) -> None:
    with suppress(PictureError):
        read_picture(_written(data, path))


def _poster(data: bytes, _path: Path) -> None:
    with suppress(InputError):
        _picture_size(data)
    thumbnail(data)


def _font(data: bytes, path: Path) -> None:
    read_characters.cache_clear()
    load_font.cache_clear()
    read_characters(_written(data, path))
    font = load_font(path, 20)
    font.getlength("Temamøde"), font.getbbox("Æ", anchor="ls"), font.getmask2("8. maj", mode="L")


def _film(data: bytes, path: Path) -> None:
    _written(data, path.with_name("film.mp4"))
    template = path.with_name("film.toml")
    template.write_text('[background]\nfilm = "film.mp4"\n', encoding="utf-8")
    make_bumper(read_template(template), BumperTexts("", "T", (), ""), FORMAT, S // 5, path.with_name("out.mp4"))


def _sound(data: bytes, path: Path) -> None:
    template, texts, out = find_template("djursland"), BumperTexts("", "T", (), ""), path.with_name("out.mp4")
    make_bumper(template, texts, FORMAT, S // 5, out, sound=_written(data, path))


MEDIA_READERS: tuple[MediaReader, ...] = (
    MediaReader("sps", lambda: _sets(7), _bits(read_sps)),
    MediaReader("pps", lambda: [*_sets(8), *SLICE_GROUPS], _bits(read_pps)),
    MediaReader("avcC", _records, _bits(AvcConfiguration.parse)),
    MediaReader("coded stream", _streams, _coded_stream),
    MediaReader("finished movie", lambda: [*_mp4s(), *_ours()], _finished, broken_bytes=4_000),
    MediaReader("rewritten movie", _ours, _rewritten, broken_bytes=4_000),
    MediaReader("outermost boxes", _mp4s, _boxes, (RecordingError,)),
    MediaReader("known media", lambda: [*_mp4s(), *_ours()], _known_media, broken_bytes=4_000),
    MediaReader("measured video", lambda: [*_mp4s(), *_ours()], _measured, (RecordingError,), broken_bytes=4_000),
    MediaReader("recorded mp4", lambda: _mp4s()[:2], _understood(".mp4"), (RecordingError,)),
    MediaReader("recorded ts", lambda: [_recordings()[5].read_bytes()], _understood(".ts"), (RecordingError,)),
    MediaReader(
        "participant's sound", lambda: _mp4s()[:1], lambda data, path: probe_sound(_written(data, path)), (RecordingError,)
    ),
    MediaReader("picture", _pictures, _picture),
    MediaReader("poster", _pictures, _poster, (InputError,)),
    MediaReader("font", _fonts, _font, (InputError,)),
    MediaReader("film of an intro", _mp4s, _film, (RecordingError,), cost=20),
    MediaReader("sound of an intro", lambda: _mp4s()[:1], _sound, (RecordingError,), cost=20),
)
