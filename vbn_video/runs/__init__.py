"""What a run needs around its steps, in the order in which it comes.

    request.py    what a person asks for, with what of an earlier run still holds ──► the values that all steps share
    projects.py   which project folder and which recorded files are meant
    opening.py    the folder is made and held, the record read, a killed run's files put in place; events are logged
       ── ingest ──►
    room.py       is there room for what will be written? estimate.py says how much that is, and how long each step takes
    handed_in.py  `meeting.toml` and an edit plan from outside are taken in
       ── the other steps ──►
    forget_uncut.py   where the preset asks: words that were cut away leave the project,
                      and, by kept_reasons.py, the reasons of the cut that quote them
    run_result.py     how it went, and the document of `--json`

`otio/` reads and writes the cut as an OpenTimelineIO file; `cut_by_hand.py` reads and changes a project's cut for `plan show`,
`plan set` and `plan reset`; `heard_captions.py` reads a finished project for `captions suggest`.
"""
