"""What is heard and seen of a project: the recording itself by ranges, its waveform, the stills, the report.

    recording.json ─► recorded_files.py ─► where each part lies now, and whether it is still that file ─► media_routes.py
                  └─► proxies.py ────────► a small copy of a part that browsers can't play, made beside the project's files
    levels.npz ─────► waveform.py ───────► peaks, 20 a second

Only files that the project names are served: a browser never sends a path.
"""
