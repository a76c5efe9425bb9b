"""From the files that somebody named to a `Recording`, and the one door through which media are read. Nothing is judged.

    paths ──find──► Sources ──understand──► Recording, Packets ──► sound/ ──► samples on the recording's clock
             │                    │
           zoom/            probe, packets (h264/), frame_rate, identity

`find.py` asks `zoom/` what names and neighbours say and answers with `sources.py`; `understand.py` reads each part's header
(`probe.py`) and packets (`packets.py`; what only the bitstream says, in `h264/`), both opened by `media.py`.
"""
