"""The report of a check, for programs and for people: one page that needs no other file.

Case, Findings ─► measure_rows.py, caption_rows.py ─┐
video.mp4 ─► contact_sheet.py: stills at the joins ─┼─► report_page.py ─► report.json, report.html
gettext ─► page_words.py ───────────────────────────┘   (report.html.j2)
"""
