"""What makes a video the same video: its coded pictures and sound, whatever stands around them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from vbn_video.recording.media import open_container


def video_content(path: Path) -> str:
    """SHA-256 (64 hex digits) over the coded picture packets in order, then the coded sound packets in order.

    Container, index, chapters, subtitles and tags do not count: a corrected word is no new video. Read in one pass, no more
    than a packet in memory.
    """
    with open_container(path) as file:
        streams = [*file.streams.video[:1], *file.streams.audio[:1]]
        hashes = {stream.index: hashlib.sha256() for stream in streams}
        for packet in file.demux(streams):
            if packet.size:
                hashes[packet.stream_index].update(packet)
    return hashlib.sha256(b"".join(track.digest() for track in hashes.values())).hexdigest()
