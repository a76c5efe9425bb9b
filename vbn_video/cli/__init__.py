"""The command line: one file or folder a command, each of which parses, calls and prints.

    words typed ──► main.py ──► the command's file, imported when it is asked for
                                   │ options/: what was typed, as values ──► RunRequest
                                   ▼
                        pipeline.py, runs/, publish/ … ──► events, results, or an error
                                   │
                                   ▼
                        terminal/: lines on standard error, the answer or one JSON document on standard output, the exit code

`mistyped.py` says what was meant where a command's name is wrong, or a path's quotes are missing.

A command imports what it calls inside its function, so that `--help` is quick.
"""
