"""In which order video and sound lie in the file: second by second, decided from their times alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from vbn_video.render.mp4.tables import Integers, Samples, chunk_seconds
from vbn_video.render.mp4.tracks import PACKET_SAMPLES, TICKS_PER_S, SoundTrack, VideoTrack


@dataclass(frozen=True)
class Interleaving:
    """The chunks of both tracks: to which second each belongs, and how many samples it holds."""

    video_seconds: Integers
    video_counts: Integers
    sound_seconds: Integers
    sound_counts: Integers

    @property
    def chunks(self) -> Iterator[tuple[bool, int]]:
        """(whether it is sound, how many samples) of every chunk in the file's order: of each second first the video."""
        seconds = np.concatenate((self.video_seconds, self.sound_seconds))
        counts = np.concatenate((self.video_counts, self.sound_counts))
        for chunk in np.argsort(seconds, kind="stable"):
            yield bool(chunk >= len(self.video_seconds)), int(counts[chunk])


def interleave(video: VideoTrack, sound: SoundTrack | None) -> Interleaving:
    """Chunks of about a second: a frame lies in that in which it is decoded, a packet of sound in that in which it is heard."""
    of_frame = np.sort(video.times) // TICKS_PER_S
    of_packet = np.zeros(0, np.int64)
    if sound is not None:
        of_packet = np.maximum(np.arange(sound.packets) * PACKET_SAMPLES - sound.priming, 0) // sound.rate_hz
    return Interleaving(*chunk_seconds(of_frame), *chunk_seconds(of_packet))


def unplaced_samples(order: Interleaving) -> tuple[Samples, Samples]:
    """Both tracks' samples, their sizes and places not known yet."""
    counts = order.video_counts, order.sound_counts
    of_video, of_sound = (Samples(np.zeros(many.sum(), np.int64), many, np.zeros_like(many)) for many in counts)
    return of_video, of_sound
