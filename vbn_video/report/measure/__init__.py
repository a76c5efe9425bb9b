"""The finished video as values: read once from its first packet to its last, without a judgement.

    video.mp4 ─┬─ container.py: boxes, packets, tracks, and the hash of the content ─► ContainerFacts ─┐
               └─ decoded frames ─┬─ intervals.py: black, standing still ──┐                           │
                                  └─ ebur128.py: loudness, peak, silence ──┴──────► DecodedFacts ──────┤
                                                                                    Measurements ◄─────┘

`finished_video.py` leads the way; `measurements.py` holds the values.
"""
