"""What people and programs see of a command: standard error is for people, standard output for answers and programs.

    events of a run ──► progress_display.py ──► a bar, then a line a step ─┐
    what a command says ──► printing.py ───────────────────────────────────┼──► standard error, standard output
    what a run would do ──► dry_run.py ────────────────────────────────────┤
    an exception ──► failure.py: a sentence, the exit code ────────────────┘

`language.py` installs the person's language first, `readable.py` writes lengths and sizes. `stopping.py` stands beside it all:
who presses Ctrl-C has an end within two seconds, whatever is at work.
"""
