"""Intro and outro: a template, a few words and the programme's format become a short film.

    intros/NAME.toml ─► bumper_templates.py ─┐
    preset, meeting ──► bumper_texts.py ─────┼─► layout.py ─► composition.py ─► film.py ─► intro.mp4, outro.mp4
    the template's fonts ─► glyphs.py, fonts.py ─┘             └ backgrounds.py, slanted_field.py

`glyphs.py` tells which characters a font has, `layout.py` where each line stands, `backgrounds.py` what lies behind,
`slanted_field.py` paints what slides in, `composition.py` gives each different frame once, `film.py` encodes them.
"""
