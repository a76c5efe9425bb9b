"""What the browser shows: one page, its modules, and every sentence on it in the person's language.

    browser ─► page_files.py ─► assets/: review.html ─► app.js ─► the desk or a place, by the address behind #
            ─► page_texts.py ─► the sentences, gathered from texts_*.py, one file a place

Modules and custom elements as the browser has them: no framework, no build step, nothing fetched from elsewhere.
"""
