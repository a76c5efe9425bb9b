"""What is decided while a person reviews a meeting: which places to look at, what an edit makes of the captions, how edits meet.

captions, words heard ─► caption_words.py ─► doubt_evidence.py, near_terms.py ─► word_doubts.py, by doubt_weights.py
                      ─► candidates.py, sound_variants.py ─► doubt_groups.py ─► what a person is asked
an edit as it is meant ─► cue_edits.py ─► cue_splices.py: what changes where, and back again
edits for captions that were changed meanwhile ─► merging.py ─► those that stand, and those that meet another's
edits that a file lacks which was saved over them ─► lost_edits.py ─► those that fit in again, those shown beside the file's
corrections, a new transcription ─► correction_records.py ─► splices, and what no longer fits
"""
