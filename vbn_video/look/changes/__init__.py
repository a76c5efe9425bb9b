"""Which changes of what is shown are another slide: pure, from frames in small.

frame ──► cells.py: a grid ──► slide_changes.py ──► slide_change.py: changes that wait for being confirmed, then changes
                                  │       │
          cell_motion.py: since when      living_areas.py: where cameras and tiles are,
          each cell stands still          in which nothing is a slide
"""
