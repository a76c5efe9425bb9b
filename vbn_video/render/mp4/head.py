"""Everything in front of the media: `ftyp`, `moov` and the samples of the text tracks, and how much room that is given."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

import numpy as np

from vbn_video.clock import nearest
from vbn_video.render.mp4.boxes import LARGEST_32_BIT, box, full_box, seconds_since_1904
from vbn_video.render.mp4.descriptions import (
    caption_description,
    chapter_description,
    picture_description,
    sound_description,
    text_media_header,
)
from vbn_video.render.mp4.tables import Samples, bit_rates, ctts, decoding_of, sample_tables, stss
from vbn_video.render.mp4.text_metadata import LANGUAGES, Texts, Told, caption_texts, chapter_texts, user_data
from vbn_video.render.mp4.tracks import PACKET_SAMPLES, TICKS_PER_S, PictureTrack, SoundTrack, in_ticks
from vbn_video.render.mp4.trak import IN_MOVIE, Edit, Track, movie_header, trak

FILE_TYPE = box(b"ftyp", b"isom", struct.pack(">I", 0x200), b"isomiso2avc1mp41")
MS_PER_S = 1000
TEXT_MARGIN_BYTES = 1 << 16
ROLL_BACK_ONE = full_box(b"sgpd", 1, 0, b"roll", struct.pack(">IIh", 2, 1, -1))
"""AAC is right from the second packet on (ISO/IEC 14496-12, 10.1): a player that seeks decodes one packet more."""
SOUND_GROUP, TEXT_GROUP = 1, 3
ROOM_MARK = b"vbn-video: room for more text"
"""Begins the reserved room, and tells our files from others."""


@dataclass(frozen=True)
class Media:
    """Pictures and sound, and where their coded samples lie; `sound_samples` is without meaning where there is no sound."""

    pictures: PictureTrack
    picture_samples: Samples
    sound: SoundTrack | None
    sound_samples: Samples


def movie_head(media: Media, told: Told) -> bytes:
    """All bytes in front of the reserved room; the same input gives the same bytes."""
    captions, chapters = caption_texts(told), chapter_texts(told)
    text = b"".join((*captions.data, *chapters.data))
    movie = _movie(media, told, captions, chapters, 0)
    movie = _movie(media, told, captions, chapters, len(FILE_TYPE) + len(movie) + 8)
    return b"".join((FILE_TYPE, movie, box(b"mdat", text) if text else b""))


def head_room(media: Media, told: Told) -> int:
    """How many bytes to keep in front of the media: the largest head that this one can become, and room for more text.

    Sizes and offsets in `media` need not be known: the tables are as long whatever stands in them, but for the offsets of a file
    over 4 GB, which are allowed for. Room is left for captions of half as much again, 64 kB and a tenth of the head.
    """
    far = replace(media, picture_samples=_far(media.picture_samples), sound_samples=_far(media.sound_samples))
    whole = len(movie_head(far, told))
    captions = whole - len(movie_head(far, replace(told, captions=())))
    return whole + captions // 2 + TEXT_MARGIN_BYTES + whole // 10


def head_and_room(media: Media, told: Told, media_at: int) -> bytes:
    """The head, and a free box that fills the file up to the media at `media_at`.

    Raises:
        ValueError: the head does not go in.
    """
    head = movie_head(media, told)
    empty = media_at - len(head) - 8 - len(ROOM_MARK)
    if empty < 0:
        raise ValueError(f"the head takes {-empty} bytes more than there is room for")
    return head + box(b"free", ROOM_MARK, bytes(empty))


def _far(samples: Samples) -> Samples:
    return replace(samples, chunk_offsets=np.full_like(samples.chunk_counts, LARGEST_32_BIT + 1))


def _movie(media: Media, told: Told, captions: Texts, chapters: Texts, text_offset: int) -> bytes:
    created = seconds_since_1904(told.tags.created)
    code, name = LANGUAGES[told.tags.language]
    tracks = [_picture_track(media.pictures, media.picture_samples, told.duration_us)]
    if media.sound is not None:
        tracks.append(_sound_track(media.sound, media.sound_samples, code))
    if captions.data:
        tracks.append(_caption_track(captions, text_offset, name, code))
    if chapters.data:
        tracks.append(_chapter_track(chapters, text_offset + sum(map(len, captions.data)), code))
    named = [len(tracks) if chapters.data else 0] + [0] * len(tracks)
    boxes = [trak(track, number, created, named[number - 1]) for number, track in enumerate(tracks, start=1)]
    return box(b"moov", movie_header(tracks, created), *boxes, user_data(told))


def _picture_track(pictures: PictureTrack, samples: Samples, duration_us: int) -> Track:
    first, last = int(pictures.times.min()), int(pictures.times.max())
    end = max(in_ticks(duration_us), last + 1)
    decoding = decoding_of(pictures.times, end)
    aspect = pictures.sample_aspect
    return Track(
        handler=b"vide",
        name="Pictures",
        language="und",
        ticks_per_s=TICKS_PER_S,
        ticks=end - first + decoding.delay,
        media_header=full_box(b"vmhd", 0, 1, bytes(8)),
        description=picture_description(pictures, bit_rates(samples.sizes, decoding.deltas, TICKS_PER_S)),
        tables=sample_tables(samples, decoding.deltas, stss(pictures.sync), ctts(decoding.offsets)),
        edits=_picture_edits(first, end, decoding.delay),
        size=(int(pictures.width * aspect * 0x1_0000), pictures.height << 16),
    )


def _picture_edits(first: int, end: int, delay: int) -> tuple[Edit, ...]:
    """The first picture at its time: after nothing if that is later than 0, hidden with what follows if it is earlier."""
    if first == 0 and delay == 0:
        return ()
    empty = (Edit(first, -1),) if first > 0 else ()
    return (*empty, Edit(end - max(first, 0), delay - min(first, 0)))


def _sound_track(sound: SoundTrack, samples: Samples, language: str) -> Track:
    ticks = sound.packets * PACKET_SAMPLES
    whole = sound.priming == 0 and sound.samples == ticks
    deltas = np.full(sound.packets, PACKET_SAMPLES)
    rolls = full_box(b"sbgp", 0, 0, b"roll", struct.pack(">III", 1, sound.packets, 1))
    return Track(
        handler=b"soun",
        name="Sound",
        language=language,
        ticks_per_s=sound.rate_hz,
        ticks=ticks,
        media_header=full_box(b"smhd", 0, 0, bytes(4)),
        description=sound_description(sound, bit_rates(samples.sizes, deltas, sound.rate_hz)),
        tables=sample_tables(samples, deltas) + ROLL_BACK_ONE + rolls,
        edits=() if whole else (Edit(nearest(sound.samples * TICKS_PER_S, sound.rate_hz), sound.priming),),
        group=SOUND_GROUP,
    )


def _caption_track(captions: Texts, offset: int, name: str, language: str) -> Track:
    return Track(
        handler=b"sbtl",
        name=name,
        language=language,
        ticks_per_s=MS_PER_S,
        ticks=sum(captions.durations_ms),
        media_header=full_box(b"nmhd", 0, 0),
        description=caption_description(),
        tables=_text_tables(captions, offset),
        group=TEXT_GROUP,
    )


def _chapter_track(chapters: Texts, offset: int, language: str) -> Track:
    """Not enabled: it is shown as a list, not played."""
    ticks, ticks_per_ms = sum(chapters.durations_ms), TICKS_PER_S // MS_PER_S
    later = Edit(chapters.start_ms * ticks_per_ms, -1), Edit(ticks * ticks_per_ms, 0)
    return Track(
        handler=b"text",
        name="Chapters",
        language=language,
        ticks_per_s=MS_PER_S,
        ticks=ticks,
        media_header=text_media_header(),
        description=chapter_description(),
        tables=_text_tables(chapters, offset),
        edits=later if chapters.start_ms else (),
        flags=IN_MOVIE,
    )


def _text_tables(texts: Texts, offset: int) -> bytes:
    """All samples in one chunk at `offset`."""
    sizes = np.array([len(data) for data in texts.data], np.int64)
    samples = Samples(sizes, np.array([len(sizes)]), np.array([offset]))
    return sample_tables(samples, np.array(texts.durations_ms, np.int64))
