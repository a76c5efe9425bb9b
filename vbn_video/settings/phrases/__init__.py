"""What people say where a meeting begins, rests and ends, by tables that editors can extend.

    a TOML text ─► phrase_table.py ─► PhraseTable (pure)     ◄── phrase_files.py: found by the names of `[trim] phrases`, and read

`plan/meeting/phrase_marks.py` finds the phrases in what was heard.
"""
