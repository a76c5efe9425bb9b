"""The one door through which a media file is opened: `open_media` for a recorded one that is to be understood, `open_recorded`
for one that is, on the clock of its `Part`, `open_container` for any other that is known already.

`open_media` lets in only formats that hold one recording in one file (a playlist that names other files or addresses is not),
and turns what a broken file gives into the sentence that says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vbn_video.errors import RecordingError
from vbn_video.messages import _
from vbn_video.reasons import system_reason
from vbn_video.recording.timing.edit_lists import reading_options

if TYPE_CHECKING:
    from av.container import InputContainer

AVI = "avi"
FORMATS = "mov,matroska,webm,avi,mpegts,mpeg,flv,asf"
FIRST_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"sidx"})
BOXES_OF_MEDIA = frozenset({b"mdat", b"moof", b"moov"})
TRANSPORT_STREAM, CLOCK_TICKS = "mpegts", 1 << 33
"""Number of ticks of 1/90,000 s after which a transport stream's clock runs over (ISO/IEC 13818-1, 2.4.3.7)."""
PACKET_SIZES = ((188, 0), (192, 4), (204, 0))
"""Bytes of a transport stream's packets, and where in each `SYNC` stands: plain, with a time in front, with a check behind."""
SYNC, PACKET_HEADER = 0x47, 4
PACKETS_LOOKED_AT = 4
"""At either end of a file, to know a transport stream by."""
BOX_HEADER = 16
"""Bytes of a box header with its 64-bit size (ISO/IEC 14496-12, 4.2)."""
FIRST_PYAV_THAT_KEEPS_ANY_TEXT = 19
"""From here on, what is no UTF-8 in a text comes as surrogates (PEP 383), and `metadata_errors` is no argument."""


@contextmanager
def open_media(path: Path, options: Mapping[str, str] | None = None) -> Iterator[InputContainer]:
    """Open a recorded file; a fault that shows only while it is read is raised as a sentence too.

    Raises:
        RecordingError: it is no video or an AVI, it is cut short or damaged, or it can't be read.
    """
    import av

    refuse_truncated(path)
    try:
        with open_container(path, {"format_whitelist": FORMATS, **(options or {})}) as container:
            if container.format.name == AVI:
                raise RecordingError(
                    _("{path} is an AVI: that format does not say when each picture is shown. Convert it to MP4, and name that."),
                    path=path,
                )
            yield container
    except av.FFmpegError as error:
        raise _unreadable(path) from error


def open_recorded(path: Path) -> InputContainer:
    """Open a recorded file that is understood; its times are those of its `Part`, and what an edit list hides is given too.

    Raises:
        av.FFmpegError: libav can't read it.
        OSError: it can't be read.
    """
    return open_container(path, reading_options(path))


def open_container(path: Path, options: dict[str, str] | None = None) -> InputContainer:
    """Open a media file for reading, whatever the encoding of its names and titles.

    PyAV reads the names of tracks, titles and chapters when it opens a file; in files of older programs they are no UTF-8, for
    which PyAV below 19 raises UnicodeDecodeError unless told otherwise.

    Raises:
        av.FFmpegError: libav can't read it.
    """
    import av

    keeps_any_text = int(av.__version__.partition(".")[0]) >= FIRST_PYAV_THAT_KEEPS_ANY_TEXT
    text: dict[str, Any] = {} if keeps_any_text else {"metadata_errors": "replace"}
    container: InputContainer = av.open(str(path), options=options, **text)
    return container


def to_fraction(rational: Any) -> Fraction:
    """A rational number of libav's; 0 where it is not known.

    Below PyAV 19 it is a Fraction or None; from there on AVRational, of which a product of two is rounded to 32 bits.
    """
    return Fraction(rational.numerator, rational.denominator) if rational else Fraction(0)


def unwrap_ticks(ticks: int, first: int, container: InputContainer) -> int:
    """A time stamp with the wraparound of a transport stream's clock undone, in a file that begins at `first`.

    Coded sound begins a moment before what is heard. Where that is before time 0 of a transport stream, and a frame stands in
    front of it in the file, libav gives it a time of a day later: later than any recording lasts.
    """
    over = ticks - first > CLOCK_TICKS // 2 and container.format.name == TRANSPORT_STREAM
    return ticks - CLOCK_TICKS if over else ticks


def refuse_truncated(path: Path) -> None:
    """Refuse a file whose media reach past its end, or that ends in mid-packet: a download or a copy that was broken off.

    Raises:
        RecordingError: the file is empty, cut short, or can't be read.
    """
    try:
        size = path.stat().st_size
        short = size > 0 and (_reaches_past_its_end(path, size) or _ends_in_mid_packet(path, size))
    except OSError as error:
        raise RecordingError(_("{path} can't be read: {why}."), path=path, why=system_reason(error)) from error
    if not size:
        raise RecordingError(_("{path} is empty (0 bytes). Copy or download it again."), path=path)
    if short:
        raise truncated_error(path)


def truncated_error(path: Path) -> RecordingError:
    """The error for a file that ends before its recording does."""
    return RecordingError(
        _("{path} is cut short: its end is missing, as after a copy or download that was broken off. Copy it again."), path=path
    )


def _reaches_past_its_end(path: Path, size: int) -> bool:
    """Whether a box of media in an MP4 or MOV says that it is longer than what is left of the file."""
    with path.open("rb") as file:
        at, first = 0, True
        while at + 8 <= size:
            file.seek(at)
            header = file.read(BOX_HEADER)
            length, kind = int.from_bytes(header[:4], "big"), header[4:8]
            if first and kind not in FIRST_BOXES:
                return False
            if length == 1:
                length = int.from_bytes(header[8:], "big")
            if length == 0:
                return False
            if at + length > size:
                return kind in BOXES_OF_MEDIA
            at, first = at + max(length, 8), False
    return False


def _ends_in_mid_packet(path: Path, size: int) -> bool:
    """Whether a transport stream of whole packets, up to its last ones, ends with the beginning of another.

    Where bytes were lost on the way, or others follow behind the last packet, nothing is said: the frames tell what is missing.
    """
    with path.open("rb") as file:
        head = file.read(PACKETS_LOOKED_AT * max(length for length, _sync in PACKET_SIZES))
        for length, sync in PACKET_SIZES:
            if _are_packets(head, length, sync):
                rest = size % length
                file.seek(max(size - rest - PACKETS_LOOKED_AT * length, 0))
                tail = file.read()
                begun = tail[-rest:][sync : sync + PACKET_HEADER] if rest else b""
                return len(begun) == PACKET_HEADER and begun[0] == SYNC and _are_packets(tail, length, sync)
    return False


def _are_packets(data: bytes, length: int, sync: int) -> bool:
    """Whether the bytes begin with packets of a transport stream."""
    marks = data[sync::length][:PACKETS_LOOKED_AT]
    return len(marks) == PACKETS_LOOKED_AT and set(marks) == {SYNC}


def _unreadable(path: Path) -> RecordingError:
    with path.open("rb") as file:
        looks_like_video = file.read(8)[4:] in FIRST_BOXES
    if looks_like_video:
        return RecordingError(
            _("{path} is damaged: its index is missing, as after a recording that was broken off. Copy it again, or repair it."),
            path=path,
        )
    return RecordingError(_("{path} is not a video: what is in it can't be read as one."), path=path)
