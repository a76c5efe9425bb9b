"""The icon that opens the page without a terminal: on Windows' desktop, in a Mac's Applications, in the menu of Linux.

the system, the person's folders, this Python ─► icon_texts.py ─► what each file says, as text
                                             ─► desktop_entry.py ─► written, shown or deleted; only files of ours
"""
