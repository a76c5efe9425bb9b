"""From the files that somebody named to a `Recording`, and the one door through which media are read. Nothing is judged.

    paths ──find──► Sources ──understand──► Recording, Packets ──► sound/ ──► samples on the recording's clock
             │                    │
    zoom/, plain_files,     probe, packets (h264/, timing/), identity
    views, same_sound

`find.py` asks `zoom/` and `plain_files.py` what names and neighbours say, `same_sound.py` whether two files sound the same, and
answers with `sources.py`; of files that show the same time `views.py` takes one; `understand.py` reads each part's header
(`probe.py`) and packets (`packets.py`; what only the bitstream says, in `h264/`; when things are presented, in `timing/`), both
opened by `media.py`.
"""
