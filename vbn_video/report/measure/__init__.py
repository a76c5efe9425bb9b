"""The finished video as values: its packets read once, its frames and sound decoded once, without a judgement.

    video.mp4 ─┬─ media_digest.py: are its pictures and sound those that were measured before?
               ├─ container.py: boxes, packets, tracks, and the hash of the content ─────► ContainerFacts ─┐
               ├─ frame_chunks.py: decoded, many at once ─► intervals.py: black, still ──┐                 │
               └─ decoded sound ─► ebur128.py: loudness, peak, silence ──────────────────┴► DecodedFacts ──┤
                                                                                            Measurements ◄─┘

`finished_video.py` decodes all of it, where that content was not decoded before; `tolerant_decoder.py` goes on after a fault;
`measurements.py` holds the values.
"""
