"""Floor 1, the decisions: pure functions, no I/O, no clock, no randomness."""
