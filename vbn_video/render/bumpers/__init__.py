"""Intro and outro: a template, a few words and the programme's format become a short film.

    intros/NAME.toml ─► bumper_templates.py ─┐
    preset, meeting ──► bumper_texts.py ─────┼─► layout.py ─► film.py ─► intro.mp4, outro.mp4
    the template's fonts ─► glyphs.py, fonts.py ─┘

`glyphs.py` tells which characters a font has, `layout.py` where each line stands, `film.py` draws, moves and encodes.
"""
