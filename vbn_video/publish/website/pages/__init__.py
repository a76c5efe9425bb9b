"""The pages as bytes: values in, HTML out; nothing is written here.

    Meeting, VideoMark, texts ──html.py──► templates/*.jinja ──► index.html

`player.py` is what plays the video, a file or YouTube; `page_language.py` holds the words of the pages in Danish and English;
`assets.py` names the shared letters, style and scripts (`assets/`) by their content.
"""
