"""What stands on the slides: what of it may be told, how it is spelled, and which names it teaches the captions.

slides, plan ─► shown_slides.py ───► without what was written there while the recording was cut
             ─► slide_spelling.py ─► with its Danish letters, by what is said while it is shown
             ─► slide_names.py ────► the words of the meeting, with the names that stand there
"""
