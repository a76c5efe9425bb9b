"""The rules by which heard words become written Danish, one file a kind; `plan/danish/writing.py` has them in their order."""
