"""One connection to YouTube: a request goes out, a response comes back, or nothing does.

    connection.py ──send──► `Response` or `LostError` (responses.py) ──► `Refused` ──refusals.py──► the sentence for a person
          └── http_session.py                                              └── passes: retry.py waits, the caller tries again

Nothing here knows what is asked; whether a lost request may be sent again is for the caller to say (`api/calls.py`).
"""
