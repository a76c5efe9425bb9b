"""The review page: a small web application on this machine, where a person hears, corrects, decides and publishes.

    a browser ─► access/ ──────► who may ask: the token's cookie, Host, Origin; what a page may load
              ─► application.py ► every address and the room that answers it
              ─► desk/ ────────► the recordings and projects below a folder; runs in processes of their own
              ─► documents/ ───► a project's captions, cut, chapters, meeting and publication, each with a revision
              ─► media/ ───────► the recording by ranges, its waveform, the stills
              ─► page/ ────────► what the browser shows: modules and custom elements without a build step, and its words

What is decided (the doubts, the candidates, what a correction changes, how two edits are merged) is decided in `plan/review/`.
`workspace.py` is what all of them share; `answers.py` how they answer.
"""
