"""TTML as other programs write it, with all the ways that it has to say when.

text ── xml_tree.py ──► elements with their lines ── ttml_reader.py ──► ParsedCaptions: cues, a Problem a line
                                                          ▲
                   begin, dur, end, and the rates of tt ──┴── ttml_times.py ──► seconds
"""
