"""Evidence from the frames: when another slide, screen or scene comes up.

    keyframes ──► coarse grids ──► cells that change ──► Slide, one for each change        (all in slides.py)

Only keyframes are decoded; between two of them the large packet says when it was.
"""
