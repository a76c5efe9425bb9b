"""Floor 3, from samples to words: the engines and their models."""
