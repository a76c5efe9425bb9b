"""Makes the finished video of a recording and its edit plan; whatever needs no encoder is copied.

    preset, meeting ─► bumpers/ ─► intro.mp4, outro.mp4 ──┐
    recording, splice plan ─► coded/ ─► coded frames ─────┼─ movie.py ─► mp4/ ─► video.mp4 ─┬─► stills.py ─► poster.jpg
    recording, levels ──────► sound/ ─► AAC packets ──────┤                                 └─► storyboard.py ─► storyboard.*
    the previous video ─────► reuse.py ───────────────────┘

Everything stands on `programme.py` (what is to be rendered, as one value), `colour.py` (its colours in ffmpeg's words) and
`ffmpeg_program.py` (the one door to that program). A poster is chosen by `frame_scores.py` (how good, how sharp) and `tiles.py`
(whether it shows participants). Read `movie.py` first.
"""
