"""Evidence from the frames: when another slide, screen or scene comes up, a still of each, and what stands there.

    keyframes, packet sizes ────► stretches in which something may have changed ──decode──► grids of cells ──► changes/
    slides.py     packet_sizes.py     stretches.py                                                             │
                                                                                                                   │
    slides/001.jpg … ◄── slide_stills.py ◄── FoundSlide, one for each change, once it stands still ◄── slides.py ◄─┘
                                               │
    slide_pictures.py: a frame of it ─► text_reader.py: boxes of text ─► slide_lines.py: lines, title, no tiles' names
                                               │                     └─► late_lines.py: which came later than the still
                          slide_text.py: the longest shown ones first, as far as the time goes

Two keyframes that show the same, with nothing large between them, are all that is decoded of a stretch. Text is read where the
extra `slides` is installed.
"""
