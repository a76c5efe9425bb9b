"""The previous render: coded frames and sound are taken over from it instead of being made again."""

from dataclasses import dataclass

from vbn_video.render.coded.h264_track import select_set
from vbn_video.render.coded.segments import ReusedSegment
from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.tracks import to_ticks
from vbn_video.render.sound.aac import AacPackets, AacWindow
from vbn_video.render.sound.aac_parts import JoinedPart


@dataclass(frozen=True)
class SegmentPlace:
    """Where the frames of an encoded span stand in the track, and which of them could not be had."""

    first: int
    """Number of the first one, in decoding order."""
    count: int
    start_ticks: int
    """When the span that they were made for begins in that programme, in ticks of 1/90,000 s."""
    lacking: int = 0
    """How many frames the recording was too damaged to give."""
    complaint: str | None = None
    """What the decoder stumbled over."""


@dataclass(frozen=True)
class Pieces:
    """What of a finished video a later one may take over, by `span_key` and `EncodedPart.key`; kept in `steps.json`."""

    encoded_set: int
    """The number of the parameter sets of its encoded frames."""
    pictures: dict[str, SegmentPlace]
    sound: dict[str, JoinedPart]


@dataclass(frozen=True)
class PreviousRender:
    """The video that the last run made, and the pieces that it was made of."""

    movie: FinishedMovie
    pieces: Pieces

    def video(self, place: SegmentPlace, start_us: int) -> ReusedSegment:
        """The frames of an encoded span that now begins at `start_us` of the programme."""
        rows, track = slice(place.first, place.first + place.count), self.movie.video
        return ReusedSegment(
            movie=self.movie,
            first=place.first,
            configuration=select_set(track.configuration, self.pieces.encoded_set),
            times=track.times[rows] - place.start_ticks + to_ticks(start_us),
            sync=track.sync[rows],
        )

    def sound(self, key: str) -> AacPackets | None:
        """The packets of a part of the sound."""
        part = self.pieces.sound.get(key)
        if part is None or self.movie.sound is None:
            return None
        data = tuple(self.movie.sound_data(part.first, part.packets))
        return AacPackets(part.first, data, AacWindow(*part.before) if part.before else None)
