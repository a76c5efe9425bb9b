"""The last finished video, as a place from which coded pictures and sound are taken over instead of being made again."""

from __future__ import annotations

from dataclasses import dataclass

from vbn_video.render.coded.h264_track import only_set
from vbn_video.render.coded.segments import TakenOver
from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.tracks import in_ticks
from vbn_video.render.sound.aac import AacPackets, Window
from vbn_video.render.sound.aac_parts import Joined


@dataclass(frozen=True)
class Place:
    """Where the pictures of an encoded stretch stand in the track, and what could not be had of them."""

    first: int
    """Number of the first one, in decoding order."""
    count: int
    start_ticks: int
    """When the stretch begins that they were made for."""
    lacking: int = 0
    """How many pictures the recording was too damaged to give."""
    complaint: str | None = None
    """What the decoder stumbled over."""


@dataclass(frozen=True)
class Pieces:
    """What of a finished video a later one may take over, by key."""

    encoded_set: int
    """The number of the parameter sets of its encoded pictures."""
    pictures: dict[str, Place]
    sound: dict[str, Joined]


@dataclass(frozen=True)
class Before:
    """The last finished video and the pieces that it was made of."""

    movie: FinishedMovie
    pieces: Pieces

    def pictures(self, place: Place, start_us: int) -> TakenOver:
        """The pictures of an encoded stretch that now begins at `start_us` of the programme."""
        rows, pictures = slice(place.first, place.first + place.count), self.movie.pictures
        return TakenOver(
            movie=self.movie,
            first=place.first,
            configuration=only_set(pictures.configuration, self.pieces.encoded_set),
            times=pictures.times[rows] - place.start_ticks + in_ticks(start_us),
            sync=pictures.sync[rows],
        )

    def sound(self, key: str) -> AacPackets | None:
        """The packets of a part of the sound."""
        part = self.pieces.sound.get(key)
        if part is None or self.movie.sound is None:
            return None
        data = tuple(self.movie.sound_data(part.first, part.packets))
        return AacPackets(part.first, data, Window(*part.before) if part.before else None)
