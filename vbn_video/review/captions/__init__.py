"""The captions as the page changes them: edits as they are meant, undone without end.

    the browser ─► captions_document.py, doubts_document.py, glossary_document.py: the addresses
                   captions_values.py: cues, splices and violations as JSON and back
                ─► captions_store.py ─► what `plan/review/` makes of the edit ─► captions_journal.py: noted, for undo without end
                                                                             ─► project_writing.py: written as a person's edit
    captions_evidence.py: the words heard and the cut, by which a word of a cue has its time
    captions_heard.py:    what was heard so far, while there are no captions yet
"""
