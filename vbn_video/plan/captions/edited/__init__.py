"""Captions and chapters that a person has edited, when the cut or the words change under them.

the file ─► edited_file.py ─► realignment.py: when each word of a caption is said
                          ─► retiming.py: old programme ─► recording ─► new programme; what has no place there is detached
chapters.vtt ─► chapter_moves.py: the home of each on the recording's clock ─► where it is seen in this cut
heard before, edited, heard anew ─► conflicts.py ─► a diff of what is said otherwise
"""
