"""From words to captions that can be read in time; `compiler.py` is the whole way.

    words ─► talk.py ──────────► rows on the programme's clock, long words in pieces; speaker_changes.py marks who speaks
          ─► cue_costs.py ─────► what each cue costs that these words could make
          ─► cue_candidates.py ► each cue as it is, or with words left out (condensing.py)
          ─► segmentation.py ──► the cheapest division into cues; relaxed_segmentation.py where a hard rule would be broken,
                                 proofs.py where no division keeps all rules
          ─► cues.py ──────────► lines and times
          ─► check_cues.py ────► which hard rules are broken: reading speed, line length, duration, gap

`repair.py` makes captions of others legal; `edited/` moves those that a person has edited to another cut.
"""
