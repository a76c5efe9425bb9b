"""One video's way onto the channel, which goes on after a kill and never makes a second video.

    one_upload.py ──► transfer.py: upload ──act──► YouTube
       │ the ledger        ▲                         │ answer
       ▼                   └── state_machine.py: transition(state, answer) ──► (state, act)

The machine decides and does no I/O; `transfer.py` carries out its acts; `one_upload.py` writes the ledger before each act that
must not be forgotten, and begins where an earlier process was stopped.
"""
