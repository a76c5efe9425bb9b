"""Publishing: a finished video and all that is said of it, shown at every target, once.

    project's files ──material.py──► Material ──targets.py──► website/  or  youtube/ ──► Publication
                                         ledger.json ◄── ledger.py ──┘ before and after each act

`this_machine.py` sees to it that one run of this machine publishes a recording at a time. `publication.py` is what came of it,
and what one target must know of the other; `meeting_words.py` is what both say alike of a meeting. No target trusts its own
memory alone: it is asked what is there.
"""
