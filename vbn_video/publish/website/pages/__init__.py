"""The pages as bytes: values in, HTML out; nothing is written here.

    captions, chapters ──timed_rows.py──┐
    Meeting, VideoMark ─────────────────┴─html.py──► templates/*.jinja ──► index.html
    colours ──palette.py──► assets.py ──► letters, style, icon, scripts

`player.py` is what plays the video, a file or YouTube; `page_language.py` holds the words of the pages in Danish and English;
`timed_rows.py` gives chapters and transcript their times and places; `palette.py` makes a light and a dark page of the preset's
colours; `assets.py` names the shared files (`assets/`) by their content.
"""
