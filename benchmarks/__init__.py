"""Measurements against peers and against the README's promises: each prints ratios, with the machine and the versions.

`python -m benchmarks` runs all of them; `python -m benchmarks.help_start` one.
"""
