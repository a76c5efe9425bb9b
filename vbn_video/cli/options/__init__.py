"""What a person types, as values.

`option_types.py` makes a time, a date or a speed of what is typed (`1:02:03.5` ──► microseconds); `shared_options.py` has the
arguments and options of several commands (RECORDING, PROJECT, `--preset`, `--json`).

    words typed ──► run_options.py ──► RunRequest ──► prerequisites.py: templates, targets, login, before an hour of work
"""
