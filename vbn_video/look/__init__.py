"""Floor 3, evidence from the picture."""
