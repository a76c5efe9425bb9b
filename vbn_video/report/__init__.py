"""Measures the finished video, judges it by rules, and shows a person what was found.

    video.mp4 ─► measure/ ─► Measurements ─┐
    recording, plan, captions ─────────────┴─► rules/ Case ─► judge ─► Findings ─► page/ ─► report.json, report.html

`finding_texts.py` and `report_figures.py` write sentences, numbers and lengths in the person's language.
"""
