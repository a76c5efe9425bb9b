"""Where the points of the agenda begin in the programme.

slides ─► agenda_slides.py: which of them list what is to come
agenda, words, signs ─► agenda_places.py: where each point may begin, said (`spoken_matches.py`), shown or meant
                                 ▼
agenda_order.py: one place for each, in the agenda's order ─► agenda_signs.py, with the planned times, the whole way
"""
