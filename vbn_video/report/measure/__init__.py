"""The finished video as values: read once from its first packet to its last, without a judgement.

    video.mp4 ─┬─ container.py: boxes, packets, tracks, and the hash of the content ─────► ContainerFacts ─┐
               ├─ frame_chunks.py: decoded, many at once ─► intervals.py: black, still ──┐                 │
               └─ decoded sound ─► ebur128.py: loudness, peak, silence ──────────────────┴► DecodedFacts ──┤
                                                                                            Measurements ◄─┘

`finished_video.py` leads the way; `tolerant_decoder.py` goes on after a fault; `measurements.py` holds the values.
"""
