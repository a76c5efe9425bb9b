"""What people decide before a run, as values with a name for everything: the preset, the meeting, caption profiles, lists.

    a TOML text ─► its lines (toml_lines) ─► a value (pure)                    ◄── files: found, read, written
                                             preset    (preset_faults)             preset_files
                                             meeting   (meeting_text)              meeting_file
                                             profiles                              profile_files
                                             glossary, phrase_table                lists/

Whatever is wrong in a file becomes an `InputError` that names the line and what is allowed there. `choices.py` holds the names
that must be known without reading any of them, and where the shipped files lie. `lexicon/` knows which Danish words exist,
`phrase_table.py` what people say where a meeting begins, rests and ends.
"""
