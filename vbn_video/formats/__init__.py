"""Captions and transcripts as text: what is decided about them goes out as files, and people's files come in again. Pure.

    cues, chapters ─► CaptionDocument ─► FORMATS ─┬─► vtt  srt  ttml                              captions, with times
                                                  └─► transcript ─► plain_text  transcript_html   paragraphs to read
    a file's bytes ─► parse_captions ─┬─► vtt  srt (cue_blocks, cue_markup)  ttml (timed_text/) ─┬─► ParsedCaptions: cues,
                                      └─► foreign (pysubs2)                                     ─┘   and a Problem a line

`base.py` holds what all formats share, and says at `CaptionFormat` how one is added; `format_registry.py` is their list.
"""
