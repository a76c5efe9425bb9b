"""Lists that editors write beside their presets, as files: word lists and tables of phrases.

[captions] glossary ─► glossary_files.py ─┐                       ┌─► Glossary     (settings/glossary.py)
                                          ├─► list_files.py: found ┤
[trim] phrases ──────► phrase_files.py ───┘                       └─► PhraseTable  (settings/phrase_table.py)

glossary_writing.py: entries that corrections have taught, at the end of a list of the person's own
"""
