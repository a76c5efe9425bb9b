"""What of a recording is kept, and how the programme is put together from it.

speech, loudness ─► trim.py ─────► EditPlan ─┬─► programme_format.py ─► size, rate, sound, colours
                      ▲    ▲                 ├─► poster_moments.py ─► where a poster may be taken, and where not
                      │    │                 └─► splice.py ─► SplicePlan: which frames are copied, which encoded
edit.json ─► edit_text.py ─► asked_cut.py: what a person changes in it; spoken_cuts.py: what they are told of it
                      cut_points.py: where a cut may stand
                           ▲
packets ─► gops.py: which groups of pictures can be copied
"""
