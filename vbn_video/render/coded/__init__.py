"""The coded frames of the programme: H.264 segments that one track can hold one after another.

    a span to encode ─► fit.py: how a frame is laid into the programme's ─► encode.py ─┐
    a span to copy, a bumper, the previous video ──────────────────────────────────────┴─► segments.py ─► mp4/

`h264_track.py` joins the segments' parameter sets in one avcC record and brings all their samples to one form.
"""
