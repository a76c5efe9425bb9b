"""The ten steps, one file each, what a step is, how it is run and what is recorded.

    pipeline.py ──► runner.py: fingerprint of all that the step declares ── the recorded one? ──► skipped
                        │ no
                        ▼
    Inputs (step.py) ──► the step's own `run`, in NAME.py ──► its files under temporary names, an Outcome
                        │
                        ▼
    record.py, `steps.json`: what is to be put in place ──► renamed ──► what was made from what

`edited_texts.py` says which faults in a person's file stop a step, and which are a warning.

A step reads files, asks `plan/` for the decision and the media rooms for the work, writes files, and emits what it found.
"""
