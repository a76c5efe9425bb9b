"""The finished file around the media: chapters, a soft subtitle track and tags inside, the index in front.

Pictures and sound are copied packet by packet, from the encoder's file or from the last finished video: so a corrected word
costs no encoding, and the coded media stay byte for byte what they were.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vbn_video.codec import US_PER_S
from vbn_video.decisions import Chapter, Cue

if TYPE_CHECKING:
    from av.packet import Packet

    AnyPacket = Packet[Any]

MILLISECOND = Fraction(1, 1000)
LANGUAGES = {"da": ("dan", "Dansk"), "en": ("eng", "English")}
"""ISO 639-2 code, as MP4 wants it, and the language's own name."""
DEEPEST_REORDERING = 17  # H.264 allows 16 pictures to be held back for reordering
STYLE = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""How players that style MP4 subtitles should: white, at the foot, in the middle (the encoder wants it told as ASS)."""


@dataclass(frozen=True)
class Tags:
    """What the file says of itself."""

    title: str = ""
    speakers: tuple[str, ...] = ()
    created: datetime | None = None
    """When the meeting was, with its zone."""
    language: str = "da"
    """Of sound and captions."""


def write_container(
    media: Path, out: Path, *, duration_us: int, chapters: Sequence[Chapter], captions: Sequence[Cue], tags: Tags
) -> None:
    """Write the finished MP4 to `out` from the pictures and the sound of `media`, which stays as it is.

    `duration_us` is the programme's length: the last chapter ends there and the last picture stands until then. Tracks of text
    that `media` has are left behind. The same input gives the same bytes.

    Raises:
        OSError: with ENOSPC: the disk is full.
    """
    import av

    with av.open(str(media)) as source, av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as made:
        code, name = LANGUAGES[tags.language]
        video, audio = source.streams.video[0], source.streams.audio[0]
        tracks = {video.index: made.add_stream_from_template(video), audio.index: made.add_stream_from_template(audio)}
        tracks[audio.index].metadata["language"] = code
        cues = _legal(captions, duration_us)
        text = _add_text_track(made, code, name) if cues else None
        made.metadata.update(_metadata(tags))
        made.set_chapters(_chapters(chapters, duration_us))
        made.start_encoding()
        waiting = deque(_text_packets(cues, duration_us))
        for packet in _until(duration_us, source.demux(video, audio), video.index):
            assert packet.dts is not None and packet.time_base is not None
            while waiting and (waiting[0].dts or 0) * MILLISECOND <= packet.dts * packet.time_base:
                _mux(made, waiting.popleft(), text)
            _mux(made, packet, tracks[packet.stream_index])
        for packet in waiting:
            _mux(made, packet, text)


def _mux(made: Any, packet: AnyPacket, track: Any) -> None:
    packet.stream = track
    made.mux_one(packet)


def _until(duration_us: int, packets: Iterator[AnyPacket], video_index: int) -> Iterator[AnyPacket]:
    """The packets, the last picture in order of presentation lasting until `duration_us`."""
    held: deque[AnyPacket] = deque()
    for packet in packets:
        if packet.dts is None:  # the end of a stream
            continue
        if packet.stream_index != video_index:
            yield packet
            continue
        held.append(packet)
        if len(held) > DEEPEST_REORDERING:
            yield held.popleft()
    if held:
        last = max(held, key=lambda packet: packet.pts or 0)
        assert last.pts is not None and last.time_base is not None
        end = round(Fraction(duration_us, US_PER_S) / last.time_base)
        last.duration = max(end - last.pts, 1)
    yield from held


def _add_text_track(made: Any, code: str, name: str) -> Any:
    track = made.add_stream("mov_text")
    track.codec_context.subtitle_header = STYLE
    track.codec_context.time_base = MILLISECOND
    track.time_base = MILLISECOND
    track.metadata["language"] = code
    track.metadata["handler_name"] = name
    return track


def _legal(cues: Sequence[Cue], duration_us: int) -> list[tuple[int, int, str]]:
    """(start, end, text) in milliseconds, in order, none over the next one (the track can show one at a time) or the end."""
    whole = sorted((cue for cue in cues if cue.start_us < duration_us), key=lambda cue: cue.start_us)
    ends_us = [min(cue.end_us, following.start_us) for cue, following in pairwise(whole)]
    ends_us += [min(cue.end_us, duration_us) for cue in whole[-1:]]
    pairs = zip(whole, ends_us, strict=True)
    shown = ((cue.start_us // 1000, end_us // 1000, "\n".join(cue.lines)) for cue, end_us in pairs)
    return [(start, end, text) for start, end, text in shown if start < end]


def _text_packets(cues: Sequence[tuple[int, int, str]], duration_us: int) -> Iterator[AnyPacket]:
    """One packet a cue and one, empty, for each rest between them: an MP4 text track is never without a sample."""
    at = 0
    for start, end, text in cues:
        if start > at:
            yield _text_packet("", at, start)
        yield _text_packet(text, start, end)
        at = end
    if cues and at < duration_us // 1000:
        yield _text_packet("", at, duration_us // 1000)


def _text_packet(text: str, start: int, end: int) -> AnyPacket:
    """A sample of 3GPP timed text: its length in two bytes, then UTF-8."""
    from av.packet import Packet

    coded = text.encode("utf-8")
    packet = Packet(struct.pack(">H", len(coded)) + coded)
    packet.time_base = MILLISECOND
    packet.pts = packet.dts = start
    packet.duration = end - start
    return packet


def _chapters(chapters: Sequence[Chapter], duration_us: int) -> list[Any]:
    starts = [chapter.start_us // 1000 for chapter in chapters]
    ends = [*starts, duration_us // 1000][1:]
    return [
        {"id": number, "start": start, "end": end, "time_base": MILLISECOND, "metadata": {"title": chapter.title}}
        for number, (chapter, start, end) in enumerate(zip(chapters, starts, ends, strict=True), start=1)
        if start < end
    ]


def _metadata(tags: Tags) -> dict[str, str]:
    words = {"title": tags.title, "artist": ", ".join(tags.speakers)}
    if tags.created is not None:
        words["date"] = tags.created.date().isoformat()
        words["creation_time"] = tags.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {key: value for key, value in words.items() if value}
