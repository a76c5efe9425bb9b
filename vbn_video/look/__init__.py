"""Evidence from the frames: when another slide, screen or scene comes up, and what stands there.

    keyframes ──► coarse grids ──► cells that change ──► Slide, one for each change        (all in slides.py)
                                                          │
    slide_pictures.py: a frame of it ─► text_reader.py: boxes of text ─► slide_lines.py: lines, title, no tiles' names
                                                          │
                                     slide_text.py: the longest shown ones first, as far as the time goes

Only keyframes are decoded; between two of them the large packet says when it was. Text is read where the extra `slides` is
installed.
"""
