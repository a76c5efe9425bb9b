"""Every reader of a file that somebody else wrote, handed files that are broken in seeded ways.

    readers.py ──► a valid sample of each format, what reads it, and the errors that it may raise
                         │
    mutations.py ────────┴──► the sample broken at random, or one piece of it 300 kB long
                                         │
    outcomes.py ─────────────────────────┴──► read within a bound of processor time and memory, and judged

What is no text has the same in `media_readers.py`, `byte_mutations.py` and `test_media_readers.py`.

`test_readers.py` tries 50 inputs of each, 2,000 in `make test-all`; `python -m tests.fuzz 2000` prints the figures.
"""
