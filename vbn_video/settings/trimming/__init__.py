"""What says how the cut is decided.

cut_weights.py: the table ─┐
[trim] weights: a preset's ┴─► all_weights ─► plan/meeting/, which adds up what each piece of evidence counts
"""
