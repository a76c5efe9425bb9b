"""The desk: what lies below a folder, the runs that are at work on it, and the one stream of events that every tab listens to.

    the folder ─► listing.py ──► recordings and projects ─► project_state.py ─► a state and a sentence for each ─► desk_routes.py
    "get ready" ─► running/ ───► a process of its own for each run, one at a time in a project
                   its lines ──► where the run stands, as the page shows it ───────────────► event_stream.py ─► every tab
    a file that somebody changes beside the page ─► file_watch.py ─────────────────────────► event_stream.py
    "hear it again" ─► again/ ───► a process with the model in it ──────────────────────────► event_stream.py

`overview.py` is what every place of a project begins with. A run goes on when the server dies, and the project's lock says so.
"""
